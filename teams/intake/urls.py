from django.urls import path

from teams.intake import views

urlpatterns = [
    path("beheer/mensen/", views.start, name="intake-start"),
    path("beheer/mensen/vooraf/", views.consent, name="intake-consent"),
    path("beheer/mensen/<int:pk>/", views.intake, name="intake"),
    path("beheer/mensen/<int:pk>/kolommen/", views.columns, name="intake-columns"),
    path("beheer/mensen/<int:pk>/herstel/", views.repair, name="intake-repair"),
    path("beheer/mensen/<int:pk>/overnemen/", views.take, name="intake-take"),
    path("beheer/mensen/<int:pk>/stop/", views.drop, name="intake-drop"),
]
