from django.urls import path

from cycles.literacy import agreement_views

urlpatterns = [
    path("<int:pk>/afspraken/", agreement_views.team_agreements, name="team-agreements"),
    path("<int:pk>/afspraken/<str:kind>/erbij/", agreement_views.add, name="team-agreement-add"),
    path("afspraken/<int:pk>/", agreement_views.change, name="team-agreement"),
    path("afspraken/<int:pk>/klaar/", agreement_views.end, name="team-agreement-end"),
    path("afspraken/<int:pk>/ongedaan/", agreement_views.undo, name="team-agreement-undo"),
]
