from django.urls import path

from teams.own import views

urlpatterns = [
    path("mijn-gegevens/", views.my_data, name="my-data"),
    path("mijn-gegevens/werktijden/", views.hours, name="hours"),
    path("mijn-gegevens/werktijden/bestand/", views.hours_from_file, name="hours-from-file"),
    path("mijn-gegevens/werktijden/terug/", views.hours_undo, name="hours-undo"),
    path("mijn-gegevens/vervanger/<int:pk>/", views.deputy, name="deputy"),
    path("mijn-gegevens/werktijden/klopt/", views.hours_confirm, name="hours-confirm"),
    path("mijn-gegevens/afwezig/", views.absence_add, name="absence-add"),
    path("mijn-gegevens/afwezig/<int:pk>/weg/", views.absence_remove, name="absence-remove"),
    path("mijn-gegevens/voorkeuren/", views.preferences, name="preferences"),
    path("mijn-gegevens/pauze/", views.pause, name="pause"),
    path("mijn-gegevens/pauze/voorbij/", views.resume, name="resume"),
]
