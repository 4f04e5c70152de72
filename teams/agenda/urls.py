from django.urls import path

from teams.agenda import busy_views, views

urlpatterns = [
    path("agenda/<str:token>.ics", views.feed, name="agenda-feed"),
    path("mijn-gegevens/agenda/", views.choose, name="agenda-choose"),
    path("mijn-gegevens/agenda/adres/", views.renew, name="agenda-renew"),
    path("mijn-gegevens/agenda/terug/", views.undo, name="agenda-undo"),
    path("mijn-gegevens/bezet/", busy_views.upload, name="busy-upload"),
    path("mijn-gegevens/bezet/bekijk/", busy_views.preview, name="busy-preview"),
    path("mijn-gegevens/bezet/bewaar/", busy_views.save, name="busy-save"),
    path("mijn-gegevens/bezet/gooi-weg/", busy_views.throw_away, name="busy-throw-away"),
    path("mijn-gegevens/bezet/weg/", busy_views.remove, name="busy-remove"),
    path("mijn-gegevens/bezet/terug/", busy_views.undo, name="busy-undo"),
]
