"""The page where a duo moves or cancels its own Leerwerkuur. For the duo only; nobody else sees who did it (S11)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.weekly.members import duo
from cycles.weekly.models import Moment
from cycles.weekly.pages.forms import MoveForm
from cycles.weekly.planning import Refused
from cycles.weekly.sentences import refused
from lerendwerken.lib import clock, tokens
from lerendwerken.lib.undo import offer_undo
from lerendwerken.templatetags.ui import clock_time, day_long, listed
from teams.structure.access import Viewer, get_or_404, require, signed_in, viewer_of


@require_safe
@signed_in
def duo_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, *_moment(request, pk))


@require_POST
@signed_in
def move(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, moment = _moment(request, pk)
    form = MoveForm(moment, request.POST)
    before = moment.starts_at
    if not form.is_valid():
        return _page(request, viewer, moment, form=form, status=422)
    try:
        duo.move(moment, form.moment, by=viewer.person, sequence=_sequence(request))
    except Refused as refusal:
        if refusal.code == "no_place":
            form.add_error("time", refused(refusal))
            return _page(request, viewer, moment, form=form, status=422)
        return _refused(request, viewer, moment, refusal, form)
    with timezone.override(moment.cycle.team.time_zone):
        words = {"day": day_long(moment.starts_at), "time": clock_time(moment.starts_at)}
    said = _("Je Leerwerkuur staat nu op %(day)s om %(time)s uur.") % words
    at = int(before.timestamp()) if before else ""
    key = f"{moment.pk}:{at}:{moment.sequence}"
    was = tokens.sign("duo", key, moment.cycle.closes_at)
    return _done(request, viewer, moment, said, f"{reverse('cycles:duo-restore', args=[pk])}?was={was}")


@require_POST
@signed_in
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, moment = _moment(request, pk)
    try:
        duo.cancel(moment, by=viewer.person, sequence=_sequence(request))
    except Refused as refusal:
        return _refused(request, viewer, moment, refusal)
    undo = f"{reverse('cycles:duo-restore', args=[pk])}?sequence={moment.sequence}"
    return _done(request, viewer, moment, _("Je Leerwerkuur gaat deze week niet door."), undo)


@require_POST
@signed_in
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """It goes on after all; with ?was=... a move is taken back."""
    viewer, moment = _moment(request, pk)
    try:
        if was := request.GET.get("was"):
            starts_at, sequence = _unsigned(moment, was)
            duo.move(moment, starts_at, by=viewer.person, sequence=sequence, taken_back=True)
        else:
            duo.restore(moment, by=viewer.person, sequence=_sequence(request))
    except Refused as refusal:
        return _refused(request, viewer, moment, refusal)
    messages.success(request, _("Je Leerwerkuur staat weer zoals het stond."))
    return redirect("cycles:my-week-of", week=str(moment.cycle.iso))


def _page(
    request: HttpRequest,
    viewer: Viewer,
    moment: Moment,
    *,
    form: MoveForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    with timezone.override(moment.cycle.team.time_zone):
        context: dict[str, Any] = {
            "moment": moment,
            "others": _others(viewer, moment),
            "can_change": duo.may_change(moment),
            "form": form or MoveForm(moment),
            "wrong": form if form is not None and form.errors else None,
            "problem": problem,
        }
        return render(request, "cycles/weekly/duo.html", context, status=status)


def _refused(
    request: HttpRequest, viewer: Viewer, moment: Moment, refusal: Refused, form: MoveForm | None = None
) -> HttpResponse:
    status = 409 if refusal.code == "stale_duo" else 422
    return _page(request, viewer, moment, form=form, problem=refused(refusal), status=status)


def _done(request: HttpRequest, viewer: Viewer, moment: Moment, said: str, undo: str) -> HttpResponse:
    others = _others(viewer, moment)
    hears = _("%(names)s krijgt bericht.") if len(others) == 1 else _("%(names)s krijgen bericht.")
    offer_undo(request, f"{said} {hears % {'names': listed(others)}}", undo)
    return redirect("cycles:my-week-of", week=str(moment.cycle.iso))


def _others(viewer: Viewer, moment: Moment) -> list[str]:
    seats = moment.seats.exclude(person=viewer.person).select_related("person")
    return [seat.person.given_name for seat in seats.order_by("person__given_name")]


def _moment(request: HttpRequest, pk: int) -> tuple[Viewer, Moment]:
    viewer = viewer_of(request)
    moment = get_or_404(Moment, viewer, pk=pk)
    require(viewer, "moment.change_duo", moment)
    return viewer, moment


def _sequence(request: HttpRequest) -> int | None:
    given = request.POST.get("sequence") or request.GET.get("sequence") or ""
    return int(given) if given.isdecimal() else None


def _unsigned(moment: Moment, was: str) -> tuple[datetime | None, int]:
    try:
        pk, at, sequence = tokens.unsign("duo", was).split(":")
    except (tokens.BadLink, ValueError) as error:
        raise Http404 from error
    if int(pk) != moment.pk:
        raise Http404
    return datetime.fromtimestamp(int(at), clock.now().tzinfo) if at else None, int(sequence)
