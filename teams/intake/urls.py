from django.urls import path

from teams.intake import views

urlpatterns = [
    path("", views.start, name="intake-start"),
    path("vooraf/", views.consent, name="intake-consent"),
    path("<int:pk>/", views.intake, name="intake"),
    path("<int:pk>/kolommen/", views.columns, name="intake-columns"),
    path("<int:pk>/herstel/", views.repair, name="intake-repair"),
    path("<int:pk>/overnemen/", views.take, name="intake-take"),
    path("<int:pk>/stop/", views.drop, name="intake-drop"),
]
