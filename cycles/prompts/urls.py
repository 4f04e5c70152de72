from django.urls import path

from cycles.prompts import editor, leaving_page, views, welcome

urlpatterns = [
    path("", views.my_week, name="my-week"),
    path("welkom/", welcome.welcome, name="welcome"),
    path("week/<str:week>/", views.my_week, name="my-week-of"),
    path("week/<str:week>/even-niet/", leaving_page.leave, name="week-leave"),
    path("week/<str:week>/weer-wel/", leaving_page.come_back, name="week-come-back"),
    path("vraag/<int:pk>/", views.answer, name="answer"),
    path("vraag/<int:pk>/<int:number>/", views.answer, name="answer-question"),
    path("vraag/<int:pk>/later/", views.later, name="answer-later"),
    path("vraag/<int:pk>/over/", views.skip_prompt, name="answer-skip"),
    path("vraag/<int:pk>/<int:number>/delen/", views.share, name="share"),
    path("delen/<int:pk>/terug/", views.take_back, name="share-take-back"),
    path("met-mij-gedeeld/", views.shared, name="shared"),
    path("v/<str:token>/", views.answer_link, name="answer-link"),
    path("v/<str:token>/later/", views.later_link, name="later-link"),
    path("v/<str:token>/over/", views.skip_link, name="skip-link"),
    path("v/<str:token>/<int:number>/", views.answer_link, name="answer-link-question"),
    path("beheer/vragen/", editor.question_sets, name="question-sets"),
    path("beheer/vragen/<str:kind>/", editor.question_set, name="question-set"),
    path("beheer/vragen/<str:kind>/versie/<int:version>/", editor.question_set, name="question-version"),
    path(
        "beheer/vragen/<str:kind>/<int:version>/voorbeeld/", editor.question_preview, name="question-preview"
    ),
    path("beheer/vragen/<str:kind>/<int:version>/terug/", editor.question_restore, name="question-restore"),
    path("beheer/vragen/<str:kind>/concept/", editor.draft, name="question-draft"),
    path("beheer/vragen/<str:kind>/concept/begin/", editor.draft_begin, name="question-draft-begin"),
    path("beheer/vragen/<str:kind>/concept/weg/", editor.draft_discard, name="question-draft-discard"),
    path("beheer/vragen/<str:kind>/concept/klaar/", editor.draft_publish, name="question-draft-publish"),
    path("beheer/vragen/<str:kind>/concept/terug/", editor.question_put_back, name="question-put-back"),
    path("beheer/vragen/<str:kind>/concept/nieuw/", editor.question_new, name="question-draft-add"),
    path("beheer/vragen/<str:kind>/concept/<int:pk>/", editor.question_edit, name="question-draft-edit"),
    path("beheer/vragen/<str:kind>/concept/<int:pk>/plek/", editor.question_move, name="question-move"),
    path("beheer/vragen/<str:kind>/concept/<int:pk>/weg/", editor.question_remove, name="question-remove"),
]
