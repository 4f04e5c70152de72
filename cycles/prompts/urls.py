from django.urls import path

from cycles.prompts import views

urlpatterns = [
    path("", views.my_week, name="my-week"),
    path("week/<str:week>/", views.my_week, name="my-week-of"),
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
]
