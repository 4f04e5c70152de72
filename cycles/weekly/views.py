"""The team's week: read by the team, and made from the rhythm, published, moved and cancelled by its lead.

What is refused comes back on the same page, beside its field, with what was typed (422). What was decided on an
older state of the week comes back with the newer state (409). Every change offers to be taken back.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.framework.sentences import who_can_make
from cycles.weekly import planning, rhythm
from cycles.weekly.board import Board, Row
from cycles.weekly.forms import CancelForm, MoveForm
from cycles.weekly.models import Form, Moment, WeekCycle
from cycles.weekly.planning import Refused
from cycles.weekly.sentences import refused
from lerendwerken.lib import clock, tokens
from lerendwerken.lib.undo import offer_undo
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import capital, clock_time, day_long
from teams.structure.access import Viewer, can, get_or_404, require, signed_in, team_lead, viewer_of, visible
from teams.structure.models import Team

THURSDAY = 3
FAR = 60  # weeks: further away there is nothing to plan or to read


@require_safe
@team_lead
def team(request: HttpRequest) -> HttpResponse:
    """To the week that asks for attention: this one, and from Thursday, when it publishes itself, the next."""
    led = _teams(viewer_of(request))[0]
    today = clock.today(led.time_zone)
    week = IsoWeek.of(today) + (1 if today.weekday() >= THURSDAY else 0)
    return redirect("cycles:team-week", pk=led.pk, week=str(week))


@require_safe
@signed_in
def team_week(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    """Its lead sees every week, the team those that are published."""
    viewer = viewer_of(request)
    seen = get_or_404(Team, viewer, pk=pk)
    require(viewer, "week.see", seen)
    return _page(request, seen, _near(week))


def _page(
    request: HttpRequest,
    led: Team,
    week: IsoWeek,
    *,
    typed: MoveForm | CancelForm | None = None,
    about: Moment | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer = viewer_of(request)
    is_lead = can(viewer, "team.lead", led)
    board = Board(led, week, is_lead=is_lead)
    context = {
        "board": board,
        "team": led,
        "week": week,
        "is_lead": is_lead,
        "teams": _teams(viewer) if is_lead else [],
        "before": week - 1 if _is_near(week - 1) else None,
        "after": week + 1 if _is_near(week + 1) else None,
        "has_rhythm": not board.obstacle or board.obstacle.code != "no_rhythm",
        "makes_frame": can(viewer, "frame.change", led.unit),
        "frame_makers": "" if board.season else who_can_make(led.unit, viewer.day),
        "problem": problem,
        "wrong": typed if typed is not None and typed.errors else None,
    }
    with timezone.override(led.time_zone):
        context["rows"] = [_with_forms(row, typed, about) for row in board.rows]
        return render(request, "cycles/weekly/team_week.html", context, status=status)


def _with_forms(row: Row, typed: MoveForm | CancelForm | None, about: Moment | None) -> dict[str, Any]:
    is_about = about is not None and about.pk == row.moment.pk
    found: dict[str, Any] = {"row": row, "moment": row.moment, "is_open": is_about}
    if row.can_change:
        found["move"] = typed if is_about and isinstance(typed, MoveForm) else MoveForm(row.moment)
        found["cancel"] = typed if is_about and isinstance(typed, CancelForm) else CancelForm(row.moment)
    return found


@require_POST
@team_lead
def make(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    led, iso = _led(viewer_of(request), pk, week)
    if "rhythm" in request.POST:
        rhythm.default_rhythm(led, by=viewer_of(request).person)
    try:
        planning.draft(led, iso)
    except Refused:
        return _page(request, led, iso, status=422)  # the page itself says why
    messages.success(request, _("De week is gemaakt. Kijk hem na en publiceer."))
    return _back(led, iso)


@require_POST
@team_lead
def publish(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    viewer = viewer_of(request)
    led, iso = _led(viewer, pk, week)
    cycle = get_or_404(WeekCycle, viewer, team=led, year=iso.year, week=iso.week)
    try:
        planning.publish(cycle, by=viewer.person, revision=_revision(request))
    except Refused as refusal:
        return _page(request, led, iso, problem=refused(refusal), status=_status(refusal))
    messages.success(request, _("De week is gepubliceerd. Iedereen ziet zijn momenten."))
    return _back(led, iso)


@require_POST
@team_lead
def move(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, moment = _moment(request, pk)
    led, iso = moment.cycle.team, moment.cycle.iso
    alone = "alone" in request.POST
    form = MoveForm(moment, None if alone else request.POST)
    before = _signed(moment)
    if not alone and not form.is_valid():
        return _page(request, led, iso, typed=form, about=moment, status=422)
    try:
        planning.move(moment, None if alone else form.moment, by=viewer.person, revision=_revision(request))
    except Refused as refusal:
        if not form.is_bound or refusal.code == "stale":
            problem = refused(refusal)
            return _page(
                request, led, iso, typed=form, about=moment, problem=problem, status=_status(refusal)
            )
        form.add_error("time", refused(refusal))
        return _page(request, led, iso, typed=form, about=moment, status=422)
    name = moment.get_kind_display()
    if moment.starts_at is None:
        said = _("%(kind)s: ieder krijgt de vraag alleen, in werktijd.") % {"kind": name}
    else:
        with timezone.override(led.time_zone):
            at = {
                "kind": capital(moment.named),
                "day": day_long(moment.starts_at),
                "time": clock_time(moment.starts_at),
            }
        said = _("%(kind)s staat nu op %(day)s om %(time)s uur.") % at
    offer_undo(request, said, _undo_url(moment, before))
    return _back(led, iso)


@require_POST
@team_lead
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, moment = _moment(request, pk)
    led, iso = moment.cycle.team, moment.cycle.iso
    form = CancelForm(moment, request.POST)
    if not form.is_valid():
        return _page(request, led, iso, typed=form, about=moment, status=422)
    try:
        planning.cancel(moment, form.cleaned_data["cause"], by=viewer.person, revision=_revision(request))
    except Refused as refusal:
        problem = refused(refusal)
        return _page(request, led, iso, typed=form, about=moment, problem=problem, status=_status(refusal))
    said = _("%(kind)s vervalt deze week.") % {"kind": capital(moment.named)}
    offer_undo(request, said, _undo_url(moment))
    return _back(led, iso)


@require_POST
@team_lead
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back a cancellation; with ?was=... a move."""
    viewer, moment = _moment(request, pk)
    led, iso = moment.cycle.team, moment.cycle.iso
    try:
        if was := request.GET.get("was"):
            form, starts_at, revision = _unsigned(moment, was)
            planning.move(moment, starts_at, by=viewer.person, revision=revision, form=form)
        else:
            planning.restore(moment, by=viewer.person, revision=_revision(request))
    except Refused as refusal:
        return _page(request, led, iso, about=moment, problem=refused(refusal), status=_status(refusal))
    messages.success(request, _("Het moment staat weer zoals het stond."))
    return _back(led, iso)


# Taking back: the place before a move travels in the address, signed -------------------------------


def _signed(moment: Moment) -> str:
    at = int(moment.starts_at.timestamp()) if moment.starts_at else ""
    return f"{moment.pk}:{moment.form}:{at}"


def _undo_url(moment: Moment, before: str = "") -> str:
    url = reverse("cycles:moment-restore", args=[moment.pk])
    revision = moment.cycle.revision
    if not before:
        return f"{url}?revision={revision}"
    return f"{url}?was={tokens.sign('moved', f'{before}:{revision}', moment.cycle.closes_at)}"


def _unsigned(moment: Moment, was: str) -> tuple[str, datetime | None, int]:
    try:
        pk, form, at, revision = tokens.unsign("moved", was).split(":")
    except (tokens.BadLink, ValueError) as error:
        raise Http404 from error
    if int(pk) != moment.pk or form not in Form.values:
        raise Http404
    starts_at = datetime.fromtimestamp(int(at), clock.now().tzinfo) if at else None
    return form, starts_at, int(revision)


# What every view needs ----------------------------------------------------------------------------


def _revision(request: HttpRequest) -> int | None:
    """That of the page on which the choice was made."""
    given = request.POST.get("revision") or request.GET.get("revision") or ""
    return int(given) if given.isdecimal() else None


def _status(refusal: Refused) -> int:
    return 409 if refusal.code == "stale" else 422


def _back(led: Team, week: IsoWeek) -> HttpResponse:
    return redirect("cycles:team-week", pk=led.pk, week=str(week))


def _teams(viewer: Viewer) -> list[Team]:
    return list(visible(Team, viewer).filter(pk__in=viewer.led_team_ids).select_related("unit"))


def _is_near(week: IsoWeek) -> bool:
    return abs(week.weeks_until(IsoWeek.of(clock.now().date()))) <= FAR


def _led(viewer: Viewer, pk: int, week: str) -> tuple[Team, IsoWeek]:
    led = get_or_404(Team, viewer, pk=pk)
    require(viewer, "team.lead", led)
    return led, _near(week)


def _near(week: str) -> IsoWeek:
    try:
        iso = IsoWeek.parse(week)
    except ValueError as error:
        raise Http404 from error
    if not _is_near(iso):
        raise Http404
    return iso


def _moment(request: HttpRequest, pk: int) -> tuple[Viewer, Moment]:
    viewer = viewer_of(request)
    moment = get_or_404(Moment, viewer, pk=pk)
    require(viewer, "week.plan", moment.cycle)
    return viewer, moment
