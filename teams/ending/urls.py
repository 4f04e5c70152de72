from django.urls import path

from teams.ending import views

urlpatterns = [
    path("beheer/teams/<int:pk>/stopt/", views.end, name="team-end"),
    path("beheer/teams/<int:pk>/gaat-door/", views.go_on, name="team-go-on"),
]
