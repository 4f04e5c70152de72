from django.urls import path

from cycles.insights import (
    digest_views,
    digest_write_views,
    finding,
    import_views,
    judging_views,
    views,
)

urlpatterns = [
    path("inzichten/", finding.insights, name="insights"),
    path("inzichten/afdrukken/", finding.on_paper, name="insights-print"),
    path("inzichten/nieuw/", views.new, name="insight-new"),
    path("inzichten/inlezen/", import_views.start, name="insights-import"),
    path("inzichten/inlezen/controle/", import_views.preview, name="insights-import-preview"),
    path("inzichten/inlezen/overnemen/", import_views.take, name="insights-import-take"),
    path("inzichten/inlezen/weg/", import_views.drop, name="insights-import-drop"),
    path("inzichten/inlezen/ongedaan/", import_views.undo, name="insights-import-undo"),
    path("inzichten/<int:pk>/", views.insight, name="insight"),
    path("inzichten/<int:pk>/aanpassen/", views.edit, name="insight-edit"),
    path("inzichten/<int:pk>/weg/", views.remove, name="insight-remove"),
    path("inzichten/<int:pk>/publiceren/", views.publish, name="insight-publish"),
    path("inzichten/<int:pk>/terughalen/", views.take_back, name="insight-take-back"),
    path("inzichten/<int:pk>/buiten-gebruik/", views.retire, name="insight-retire"),
    path("inzichten/<int:pk>/in-gebruik/", views.restore, name="insight-restore"),
    path("inzichten/<int:pk>/ongedaan/", views.undo, name="insight-undo"),
    path("inzichten/<int:pk>/schatten/", judging_views.rate, name="insight-rate"),
    path("inzichten/<int:pk>/controleren/", judging_views.check, name="insight-check"),
    path("inzichten/<int:pk>/klopt-niet/", judging_views.doubt, name="insight-object"),
    path("inzichten/<int:pk>/tegenspraak/", judging_views.contradict, name="insight-contradict"),
    path("inzichten/tegenspraak/<int:pk>/weg/", judging_views.part, name="insight-part"),
    path("inzichten/maandbericht/", digest_views.digests, name="digests"),
    path("inzichten/maandbericht/maken/", digest_views.begin, name="digest-begin"),
    path("inzichten/maandbericht/<int:pk>/", digest_views.digest, name="digest"),
    path("inzichten/maandbericht/<int:pk>/afdrukken/", digest_views.on_paper, name="digest-print"),
    path("inzichten/maandbericht/<int:pk>/publiceren/", digest_views.publish, name="digest-publish"),
    path("inzichten/maandbericht/<int:pk>/terughalen/", digest_views.take_back, name="digest-take-back"),
    path("inzichten/maandbericht/<int:pk>/schrijven/", digest_write_views.write, name="digest-write"),
    path(
        "inzichten/maandbericht/<int:pk>/inzicht/", digest_write_views.insight_add, name="digest-insight-add"
    ),
    path(
        "inzichten/maandbericht/inzicht/<int:pk>/weg/",
        digest_write_views.insight_remove,
        name="digest-insight-remove",
    ),
    path(
        "inzichten/maandbericht/<int:pk>/conclusie/", digest_write_views.conclusion_add, name="conclusion-add"
    ),
    path("inzichten/maandbericht/conclusie/<int:pk>/", digest_write_views.conclusion, name="conclusion"),
    path(
        "inzichten/maandbericht/conclusie/<int:pk>/weg/",
        digest_write_views.conclusion_remove,
        name="conclusion-remove",
    ),
    path(
        "inzichten/maandbericht/<int:pk>/aanbeveling/",
        digest_write_views.recommendation_add,
        name="recommendation-add",
    ),
    path(
        "inzichten/maandbericht/aanbeveling/<int:pk>/weg/",
        digest_write_views.recommendation_remove,
        name="recommendation-remove",
    ),
    path(
        "inzichten/maandbericht/aanbeveling/<int:pk>/klaar/",
        digest_views.finish,
        name="recommendation-finish",
    ),
]
