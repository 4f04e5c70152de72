from django.urls import path

from teams.council import views

urlpatterns = [
    path("beheer/ondernemingsraad/", views.council, name="council"),
    path("ondernemingsraad/<int:number>/", views.version, name="council-version"),
]
