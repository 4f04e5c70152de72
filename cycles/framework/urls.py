from django.urls import path, register_converter

from cycles.framework import changes, views, wizard
from cycles.framework.overview import WHOLE


class Scope:
    """One unit, or the whole organisation."""

    regex = rf"{WHOLE}|[0-9]{{1,9}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Scope, "scope")

urlpatterns = [
    path("", views.frame, name="frame"),
    path("<scope:scope>/", views.frame, name="frame-of"),
    path("<scope:scope>/maken/<int:number>/", wizard.screen, name="frame-make"),
    path("<scope:scope>/maken/weg/", wizard.throw_away, name="frame-throw-away"),
    path("pauze/", views.pause_add, name="pause-add"),
    path("pauze/<int:pk>/weg/", views.pause_remove, name="pause-remove"),
    path("<scope:scope>/seizoen/<int:pk>/doel/", changes.goal_add, name="goal-add"),
    path("seizoen/<int:pk>/", changes.season, name="season"),
    path("seizoen/<int:pk>/weg/", changes.season_withdraw, name="season-withdraw"),
    path("doel/<int:pk>/", changes.goal, name="goal"),
    path("doel/<int:pk>/einde/", changes.goal_end, name="goal-end"),
    path("doel/<int:pk>/terug/", changes.goal_reopen, name="goal-reopen"),
    path("doel/<int:pk>/vraag/", changes.question_add, name="question-add"),
    path("vraag/<int:pk>/", changes.question, name="development-question"),
    path("vraag/<int:pk>/einde/", changes.question_end, name="question-end"),
    path("vraag/<int:pk>/terug/", changes.question_reopen, name="question-reopen"),
    path("terug/<str:key>/", changes.undo, name="frame-undo"),
]
