from django.urls import path

from cycles.proposals.cards import views

urlpatterns = [
    path("", views.cards, name="cards"),
    path("<int:pk>/", views.card, name="card"),
    path("<int:pk>/verander/", views.card_edit, name="card-edit"),
    path("<int:pk>/probeer/", views.card_adopt, name="card-adopt"),
    path("<int:pk>/afdrukken/", views.card_print, name="card-print"),
    path("<int:pk>/weg/", views.card_retire, name="card-retire"),
    path("<int:pk>/terug/", views.card_put_back, name="card-put-back"),
]
