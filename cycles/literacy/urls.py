from django.urls import path

from cycles.literacy import editing, views

urlpatterns = [
    path("basisnormen/", views.norms, name="norms"),
    path("basisnormen/wijzigen/", editing.norms_edit, name="norms-edit"),
    path("basisnormen/<int:version>/", views.norms_version, name="norms-version"),
    path("basisnormen/<int:version>/gelezen/", views.norms_read, name="norms-read"),
    path("werken-met-ai/", views.record, name="literacy"),
    path("werken-met-ai/erbij/", views.entry_add, name="literacy-add"),
    path("werken-met-ai/<int:pk>/weg/", views.entry_remove, name="literacy-remove"),
    path("werken-met-ai/meenemen/<str:form>/", views.take_along, name="literacy-file"),
]
