"""The lines that a team writes together, and the summary of the talk."""

import asyncio

from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.harvest import drafting, lining, summarising
from cycles.harvest.answering import does, number, typed
from cycles.harvest.models import HarvestLine, HarvestSummary
from cycles.weekly.models import Moment
from lerendwerken.lib.refusal import Refused
from teams.structure.access import Viewer, get_or_404, signed_in


@require_POST
@signed_in
def add(request: HttpRequest, moment: int) -> HttpResponse:
    kind = request.POST.get("kind", "")

    def verb(viewer: Viewer, moment: Moment) -> None:
        if kind not in HarvestLine.Kind.values:
            raise Refused(_("Kies waar deze regel bij hoort."))
        lining.add(moment, kind, typed(request, "text"), by=viewer.person)

    return does(request, moment, verb, at=f"regels-{kind}" if kind in HarvestLine.Kind.values else "")


@require_POST
@signed_in
def change(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str | None:
        line = get_or_404(HarvestLine, viewer, pk=pk, session__moment=moment)
        text, revision = typed(request, "text"), number(request.POST.get("revision"))
        if lining.change(moment, line, text, revision, by=viewer.person):
            return None
        return _("Iemand anders veranderde deze regel intussen. Beide teksten staan er nu.")

    return does(request, moment, verb, at=f"regel-{pk}")


@require_POST
@signed_in
def remove(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        lining.remove(
            moment, get_or_404(HarvestLine, viewer, pk=pk, session__moment=moment), by=viewer.person
        )
        return _("De regel is weg.")

    return does(request, moment, verb, undo="cycles:harvest-line-put-back", which=pk)


@require_POST
@signed_in
def put_back(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> None:
        lining.put_back(
            moment, get_or_404(HarvestLine, viewer, pk=pk, session__moment=moment), by=viewer.person
        )

    return does(request, moment, verb, at=f"regel-{pk}")


# The summary ----------------------------------------------------------------------------------------


@require_POST
@signed_in
def summary_ask(request: HttpRequest, moment: int) -> HttpResponse:
    """The page comes back at once, and shows the draft when it is there."""

    def verb(viewer: Viewer, moment: Moment) -> None:
        job = summarising.ask(moment, by=viewer.person, sure="sure" in request.POST)
        if isinstance(request, ASGIRequest):
            async_to_sync(drafting.start)(job)
            return
        if not connection.in_atomic_block:
            connection.close()  # an answer takes up to two minutes; nobody holds a connection that long
        asyncio.run(drafting.write_and_wait(job))

    return does(request, moment, verb, at="samenvatting")


@require_POST
@signed_in
def summary_write(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        summarising.write(moment, typed(request, "text"), by=viewer.person)
        return _("De samenvatting is bewaard.")

    return does(request, moment, verb, at="samenvatting")


@require_POST
@signed_in
def summary_change(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    """Accepts a draft, or changes what was accepted."""

    def verb(viewer: Viewer, moment: Moment) -> str:
        row = get_or_404(HarvestSummary, viewer, pk=pk, session__moment=moment)
        text = typed(request, "text")
        if row.state == HarvestSummary.State.ACCEPTED:
            revision = number(request.POST.get("revision"))
            is_first = summarising.edit(moment, row, text, revision, by=viewer.person)
        else:
            is_first = summarising.accept(moment, row, text, by=viewer.person)
        if is_first:
            return _("De samenvatting is bewaard.")
        return _("Iemand anders schreef hier intussen ook aan. Beide teksten staan er nu.")

    return does(request, moment, verb, at="samenvatting")


@require_POST
@signed_in
def summary_discard(request: HttpRequest, moment: int, pk: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        row = get_or_404(HarvestSummary, viewer, pk=pk, session__moment=moment)
        summarising.discard(moment, row, by=viewer.person)
        return _("Weggelegd.")

    return does(request, moment, verb, at="samenvatting")
