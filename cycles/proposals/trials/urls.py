from django.urls import path

from cycles.proposals.trials import claim_views, measure_views, prepare_views

urlpatterns = [
    path("<int:pk>/proef/", prepare_views.prepare, name="proposal-prepare"),
    path("<int:pk>/proef/kant/", prepare_views.side_add, name="proposal-side-add"),
    path("<int:pk>/proef/kant/<int:side>/", prepare_views.side_edit, name="proposal-side-edit"),
    path("<int:pk>/proef/kant/<int:side>/weg/", prepare_views.side_remove, name="proposal-side-remove"),
    path("<int:pk>/proef/kant/<int:side>/terug/", prepare_views.side_restore, name="proposal-side-restore"),
    path("<int:pk>/proef/opbrengst/", prepare_views.yield_add, name="proposal-yield-add"),
    path("<int:pk>/proef/opbrengst/<int:outcome>/", prepare_views.yield_edit, name="proposal-yield-edit"),
    path(
        "<int:pk>/proef/opbrengst/<int:outcome>/weg/",
        prepare_views.yield_remove,
        name="proposal-yield-remove",
    ),
    path(
        "<int:pk>/proef/opbrengst/<int:outcome>/terug/",
        prepare_views.yield_restore,
        name="proposal-yield-restore",
    ),
    path("<int:pk>/proef/bewering/", claim_views.add, name="proposal-claim-add"),
    path("<int:pk>/proef/bewering/<int:claim>/", claim_views.check, name="proposal-claim-check"),
    path("<int:pk>/proef/bewering/<int:claim>/weg/", claim_views.remove, name="proposal-claim-remove"),
    path("<int:pk>/proef/<slug:slug>/", prepare_views.part, name="proposal-part"),
    path("<int:pk>/meten/", measure_views.measure, name="proposal-measure"),
    path(
        "<int:pk>/meten/<int:measurement>/weg/",
        measure_views.measurement_remove,
        name="proposal-measurement-remove",
    ),
    path(
        "<int:pk>/meten/<int:measurement>/terug/",
        measure_views.measurement_restore,
        name="proposal-measurement-restore",
    ),
    path("<int:pk>/uitkomst/", measure_views.result, name="proposal-result"),
    path("<int:pk>/borgen/", measure_views.embed_ask, name="proposal-embed-ask"),
    path("<int:pk>/borgen/bevestigen/", measure_views.embed_confirm, name="proposal-embed"),
]
