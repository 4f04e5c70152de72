"""The parts of a Maandoogst that go into the team's digest."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.harvest import month as months
from cycles.harvest import trials
from cycles.harvest.answering import does, number, typed
from cycles.weekly.models import Moment
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import DayField
from teams.structure.access import Viewer, signed_in


@require_POST
@signed_in
def insight(request: HttpRequest, moment: int) -> HttpResponse:
    """Into the digest, or with `out` out of it."""

    def verb(viewer: Viewer, moment: Moment) -> None:
        which = number(request.POST.get("insight"))
        if which is None:
            raise Refused(_("Kies een inzicht uit de lijst."))
        do = months.unpick if "out" in request.POST else months.pick
        do(moment, which, by=viewer.person)

    return does(request, moment, verb, at="maand-inzichten")


@require_POST
@signed_in
def conclusion(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> None:
        title, text = typed(request, "title"), typed(request, "text")
        months.conclude(moment, title, text, by=viewer.person)

    return does(request, moment, verb, at="conclusies")


@require_POST
@signed_in
def conclusion_drop(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> None:
        months.drop_conclusion(moment, pk, by=viewer.person)

    return does(request, moment, verb, at="conclusies")


@require_POST
@signed_in
def recommendation(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> None:
        try:
            due_on = DayField(required=False).clean(typed(request, "due_on"))
        except ValidationError as wrong:
            raise Refused(wrong.messages[0], "recommendation") from None
        months.recommend(
            moment, typed(request, "text"), number(request.POST.get("owner")), due_on,
            by=viewer.person,
        )  # fmt: skip

    return does(request, moment, verb, at="aanbevelingen")


@require_POST
@signed_in
def recommendation_drop(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> None:
        months.drop_recommendation(moment, pk, by=viewer.person)

    return does(request, moment, verb, at="aanbevelingen")


@require_POST
@signed_in
def trial(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    return _chosen(request, moment, pk, trials.choose, "harvest-trial-drop")


@require_POST
@signed_in
def trial_drop(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    return _dropped(request, moment, pk, trials.drop, "harvest-trial")


@require_POST
@signed_in
def trial_card(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    return _chosen(request, moment, pk, trials.choose_card, "harvest-trial-card-drop")


@require_POST
@signed_in
def trial_card_drop(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    return _dropped(request, moment, pk, trials.drop_card, "harvest-trial-card")


def _chosen(request: HttpRequest, moment: int, pk: int, do: Callable[..., None], undo: str) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        do(moment, pk, by=viewer.person)
        return _("Gekozen. Het staat bij de keuze van het team en in het maandbericht.")

    return does(request, moment, verb, undo=f"cycles:{undo}", which=pk)


def _dropped(request: HttpRequest, moment: int, pk: int, do: Callable[..., None], undo: str) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        do(moment, pk, by=viewer.person)
        return _("Niet meer gekozen.")

    return does(request, moment, verb, undo=f"cycles:{undo}", which=pk)


@require_POST
@signed_in
def digest(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        months.write(
            moment, typed(request, "title"), typed(request, "summary"),
            number(request.POST.get("revision")), by=viewer.person,
        )  # fmt: skip
        return _("Het staat in het maandbericht. Je teamleider publiceert het.")

    return does(request, moment, verb, at="maandbericht")
