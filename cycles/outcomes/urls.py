from django.urls import path

from cycles.outcomes import files, managing, reading, views
from cycles.outcomes.closing import views as closing

urlpatterns = [
    path("opbrengsten/", managing.outcomes, name="outcomes"),
    path("opbrengsten/<slug:table>.<slug:kind>", files.outcomes_file, name="outcomes-file"),
    path("opbrengstverslag/", views.my_report, name="my-report"),
    path("opbrengstverslag/bewaren/", views.autosave, name="report-autosave"),
    path("opbrengstverslag/voorbeeld/", views.preview, name="report-preview"),
    path("opbrengstverslag/<int:pk>/", reading.report, name="report"),
    path("opbrengstverslag/<int:pk>/terugnemen/", reading.take_back, name="report-take-back"),
    path("opbrengstverslag/<int:pk>/besproken/", reading.discuss, name="report-discuss"),
    path("opbrengstverslag/<int:pk>/eens/", reading.agree, name="report-agree"),
    path("opbrengstverslag/<int:pk>/anders/", reading.dissent, name="report-dissent"),
    path("opbrengstverslag/<int:pk>/toezegging/", reading.promise, name="report-promise"),
    path("toezegging/<int:pk>/gedaan/", reading.keep, name="commitment-keep"),
    path("toezegging/<int:pk>/open/", reading.reopen, name="commitment-reopen"),
    path("seizoensopbrengst/", closing.season_closes, name="season-closes"),
    path("seizoensopbrengst/<int:pk>/", closing.season_close, name="season-close"),
    path("seizoensopbrengst/<int:pk>/schrijven/", closing.edit_begun, name="season-close-begun"),
    path("seizoensopbrengst/<int:pk>/heropen/", closing.open_again, name="season-open-again"),
    path("team/<int:pk>/seizoen-afsluiten/", closing.edit_team, name="season-close-team"),
    path("kader/seizoen/<int:pk>/afsluiten/", closing.edit_season, name="season-close-whole"),
]
