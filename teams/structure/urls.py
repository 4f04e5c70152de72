from django.urls import path

from teams.structure import views

urlpatterns = [
    path("uitnodiging/<str:token>/", views.invitation, name="invitation"),
    path("wie-ziet-wat/", views.who_sees_what, name="who-sees-what"),
    path("hulp/", views.help_page, name="help"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
]
