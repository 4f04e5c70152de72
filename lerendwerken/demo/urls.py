"""The pages of the demo; only there in demo mode."""

from django.urls import path

from lerendwerken.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.home, name="home"),
    path("als/<slug:key>/", views.sign_in_as, name="as"),
    path("klok/", views.move_clock, name="clock"),
    path("post/<slug:key>/", views.mail, name="mail"),
    path("post/<slug:key>/html/", views.mail_html, name="mail-html"),
]
