from django.urls import path

from cycles.questions import changing, finding, measure_views, pages, sharing, suggesting, views, wizard

urlpatterns = [
    path("leermoment/", views.write, name="log-write"),
    path("leermoment/<int:pk>/weg/", views.remove, name="log-remove"),
    path("leermomenten/", views.log, name="log"),
    path("leervragen/", finding.questions, name="questions"),
    path("leervragen/nieuw/", wizard.new, name="question-new"),
    path("leervragen/op-een-scherm/", wizard.one, name="question-one"),
    path("leervragen/<int:pk>/", pages.question, name="question"),
    path("leervragen/<int:pk>/scherm/<int:number>/", wizard.edit, name="question-edit"),
    path("leervragen/<int:pk>/op-een-scherm/", wizard.one, name="question-one-edit"),
    path("leervragen/<int:pk>/pauze/", changing.pause, name="question-pause"),
    path("leervragen/<int:pk>/verder/", changing.resume, name="question-resume"),
    path("leervragen/<int:pk>/los/", changing.drop, name="question-drop"),
    path("leervragen/<int:pk>/meten/", measure_views.measure, name="question-measure"),
    path("leervragen/<int:pk>/meten/wanneer/", measure_views.days, name="question-measure-days"),
    path(
        "leervragen/<int:pk>/meten/<int:measurement>/weg/",
        measure_views.measurement_remove,
        name="question-measurement-remove",
    ),
    path(
        "leervragen/<int:pk>/meten/<int:measurement>/terug/",
        measure_views.measurement_restore,
        name="question-measurement-restore",
    ),
    path("leervragen/<int:pk>/delen/", sharing.share, name="question-share"),
    path("leervragen/delen/<int:pk>/terug/", sharing.take_back, name="question-share-take-back"),
    path("leervragen/gedeeld/<int:pk>/", sharing.shared, name="question-shared"),
    path("leervragen/<int:pk>/zin-voor-het-kader/", suggesting.suggest, name="question-suggest"),
    path(
        "leervragen/<int:pk>/zin-voor-het-kader/<int:suggestion>/terug/",
        suggesting.take_back,
        name="question-suggest-take-back",
    ),
]
