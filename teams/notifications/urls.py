from django.urls import path

from teams.notifications import views

urlpatterns = [path("stop/<str:token>/", views.unsubscribe, name="unsubscribe")]
