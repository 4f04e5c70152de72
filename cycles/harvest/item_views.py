"""What people put on the page: sharing it, turns, reactions, and taking it along."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.harvest import harvesting, sharing, speaking
from cycles.harvest.answering import does, number, typed
from cycles.harvest.models import HarvestItem, HarvestYield, Reaction
from cycles.weekly.models import Moment
from lerendwerken.lib.refusal import Refused
from teams.structure.access import Viewer, get_or_404, signed_in

Verb = Callable[[Viewer, Moment, HarvestItem], str | None]


@require_POST
@signed_in
def put(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> None:
        sharing.put(moment, typed(request, "text"), by=viewer.person)

    return does(request, moment, verb, at="gedeeld")


@require_POST
@signed_in
def put_answer(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        which = number(request.POST.get("answer"))
        if which is None:
            raise Refused(_("Kies een van je antwoorden."), "answer")
        sharing.put_answer(moment, which, by=viewer.person)
        return _("Je antwoord staat op de pagina van dit gesprek.")

    return does(request, moment, verb, at="gedeeld")


@require_POST
@signed_in
def take_back(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment, item: HarvestItem) -> str:
        return sharing.take_back(moment, _mine(item, viewer), by=viewer.person).sentence

    return _of(request, moment, pk, verb, undo="cycles:harvest-put-back")


@require_POST
@signed_in
def put_back(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment, item: HarvestItem) -> None:
        sharing.put_back(moment, _mine(item, viewer), by=viewer.person)

    return _of(request, moment, pk, verb)


@require_POST
@signed_in
def floor(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    return _of(
        request, moment, pk, lambda viewer, moment, item: speaking.give(moment, item, by=viewer.person)
    )


@require_POST
@signed_in
def spoken(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    """With `next` the floor goes on to whoever waits."""

    def verb(viewer: Viewer, moment: Moment, item: HarvestItem) -> None:
        speaking.finish(moment, item, by=viewer.person, and_next="next" in request.POST)

    return _of(request, moment, pk, verb)


@require_POST
@signed_in
def react(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment, item: HarvestItem) -> None:
        kind = request.POST.get("kind", "")
        if kind not in Reaction.Kind.values:
            raise Refused(_("Kies een van de drie."))
        sharing.react(moment, item, kind, by=viewer.person)

    return _of(request, moment, pk, verb)


@require_POST
@signed_in
def proposal(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment, item: HarvestItem) -> str:
        harvesting.to_proposal(moment, item, typed(request, "idea"), by=viewer.person)
        return _("Er staat een concept voor je klaar bij Voorstellen. Alleen de schrijvers lezen het.")

    return _of(request, moment, pk, verb)


@require_POST
@signed_in
def insight(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment, item: HarvestItem) -> str:
        harvesting.to_insight(moment, item, typed(request, "statement"), by=viewer.person)
        return _("Het inzicht is bewaard. Je vindt het bij Inzichten.")

    return _of(request, moment, pk, verb)


@require_POST
@signed_in
def drop(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        row = get_or_404(HarvestYield, viewer, pk=pk, session__moment=moment, by=viewer.person)
        harvesting.drop(moment, row, by=viewer.person)
        return _("Van deze pagina gehaald. Wat je maakte, staat nog bij jou.")

    return does(request, moment, verb, at="oogst")


def _of(request: HttpRequest, moment: int, pk: int, verb: Verb, *, undo: str = "") -> HttpResponse:
    def on_item(viewer: Viewer, moment: Moment) -> str | None:
        return verb(viewer, moment, get_or_404(HarvestItem, viewer, pk=pk, session__moment=moment))

    return does(request, moment, on_item, at=f"deel-{pk}", undo=undo, which=pk)


def _mine(item: HarvestItem, viewer: Viewer) -> HarvestItem:
    if item.person_id != viewer.person.pk:
        raise Http404
    return item
