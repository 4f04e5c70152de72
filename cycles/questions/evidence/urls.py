from django.urls import path

from cycles.questions.evidence import attestation_views, claim_views, downloading, recall_views, views

urlpatterns = [
    path("<int:pk>/poging/", views.attempt, name="attempt"),
    path("<int:pk>/bewering/", claim_views.add, name="claim-add"),
    path("bewering/<int:pk>/", claim_views.check, name="claim-check"),
    path("bewering/<int:pk>/weg/", claim_views.remove, name="claim-remove"),
    path("<int:pk>/uitleggen/begin/", views.explain_begin, name="explain-begin"),
    path("<int:pk>/uitleggen/", views.explain, name="explain"),
    path("<int:pk>/antwoord/", views.answer, name="own-answer"),
    path("<int:pk>/elders/", views.transfer, name="transfer"),
    path("<int:pk>/borgen/", views.consolidate, name="consolidate"),
    path("uit-je-hoofd/<int:pk>/", recall_views.recall, name="recall"),
    path("uit-je-hoofd/<int:pk>/hoe-ging-het/", recall_views.judge, name="recall-judge"),
    path("uit-je-hoofd/<int:pk>/over/", recall_views.skip, name="recall-skip"),
    path("<int:pk>/tekenen/", attestation_views.ask, name="attestation-ask"),
    path("tekenen/<int:pk>/", attestation_views.attestation, name="attestation"),
    path("tekenen/<int:pk>/antwoord/", attestation_views.decide, name="attestation-answer"),
    path("tekenen/<int:pk>/terug/", attestation_views.take_back, name="attestation-take-back"),
    path("<int:pk>/leerspoor/<str:kind>/", downloading.download, name="trace-download"),
]
