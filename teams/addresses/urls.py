from django.urls import path

from teams.addresses import views

urlpatterns = [
    path("mijn-gegevens/adres/", views.ask, name="address-ask"),
    path("mijn-gegevens/adres/stop/", views.stop, name="address-stop"),
    path("adres/<str:token>/", views.link, name="address-link"),
]
