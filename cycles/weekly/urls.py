from django.urls import path

from cycles.weekly import views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/<int:pk>/<str:week>/", views.team_week, name="team-week"),
    path("team/<int:pk>/<str:week>/maken/", views.make, name="team-week-make"),
    path("team/<int:pk>/<str:week>/publiceren/", views.publish, name="team-week-publish"),
    path("moment/<int:pk>/verplaatsen/", views.move, name="moment-move"),
    path("moment/<int:pk>/vervallen/", views.cancel, name="moment-cancel"),
    path("moment/<int:pk>/terug/", views.restore, name="moment-restore"),
]
