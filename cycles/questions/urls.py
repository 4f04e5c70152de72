from django.urls import path

from cycles.questions import views

urlpatterns = [
    path("leermoment/", views.write, name="log-write"),
    path("leermoment/<int:pk>/weg/", views.remove, name="log-remove"),
    path("leermomenten/", views.log, name="log"),
]
