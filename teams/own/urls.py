from django.urls import path

from teams.own import data_views, views

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
    path("mijn-gegevens/meenemen/", data_views.own_data, name="own-data"),
    path("mijn-gegevens/meenemen/bestand/", data_views.own_data_file, name="own-data-file"),
    path("mijn-gegevens/meenemen/lezen/", data_views.own_data_read, name="own-data-read"),
    path("mijn-gegevens/meenemen/binnen/", data_views.own_data_bring, name="own-data-bring"),
    path("mijn-gegevens/meegenomen/", data_views.brought_along, name="brought-along"),
    path("mijn-gegevens/meegenomen/<int:pk>/weg/", data_views.brought_away, name="brought-away"),
    path("mijn-gegevens/wissen/", data_views.erase_all, name="erase"),
    path("mijn-gegevens/wissen/afzeggen/", data_views.erase_call_off, name="erase-call-off"),
]
