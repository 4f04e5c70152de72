"""The team's week as a page: read by the team, planned by its lead. And the answer to "would this do?", for scripts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cycles.framework.sentences import who_can_make
from cycles.weekly import judging, planning, swapping
from cycles.weekly.models import Moment
from cycles.weekly.pages import told
from cycles.weekly.pages.board import Board, Row
from cycles.weekly.pages.forms import CancelForm, CarryForm, MoveForm
from cycles.weekly.planning import Refused
from cycles.weekly.sentences import refused
from cycles.weekly.talks import places
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.access import Viewer, can, get_or_404, require, signed_in, team_lead, viewer_of, visible
from teams.structure.models import Organisation, Team

THURSDAY = 3
PART_TIME = 20  # hours a week, as an example
MANY = 12  # duos: of more, each opens its forms by itself
FAR = 60  # weeks: further away there is nothing to plan or to read
type Typed = MoveForm | CancelForm | CarryForm | None


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
    return page(request, seen, near(week))


@require_safe
@team_lead
def would_do(request: HttpRequest, pk: int) -> JsonResponse:
    """Whether a moment may stand on a day and time, and who works then; nothing is written."""
    _viewer, moment = moment_of(request, pk)
    form = MoveForm(moment, request.GET)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"allowed": False, "words": words})
    try:
        planning.refuse_when_settled(moment, also_cancelled=False)
    except Refused as refusal:
        return JsonResponse({"allowed": False, "words": refused(refusal)})
    room = judging.room_of(moment.cycle)
    place = judging.judge(moment, form.moment, room)
    names = dict(User.objects.filter(pk__in=moment.members).values_list("pk", "given_name"))
    with timezone.override(moment.cycle.team.time_zone):
        words = told.would(moment, place, len(room.people), names)
    return JsonResponse({"allowed": place.is_allowed, "words": words})


def page(
    request: HttpRequest,
    led: Team,
    week: IsoWeek,
    *,
    typed: Typed = None,
    about: Moment | None = None,
    problem: str = "",
    other: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """typed: a form that was refused, about: its moment. other: what stands otherwise than the lead had seen."""
    viewer = viewer_of(request)
    is_lead = can(viewer, "team.lead", led)
    board = Board(led, week, is_lead=is_lead)
    context = {
        "board": board,
        "team": led,
        "week": week,
        "is_lead": is_lead,
        "teams": _teams(viewer) if is_lead else [],
        "before": week - 1 if is_near(week - 1) else None,
        "after": week + 1 if is_near(week + 1) else None,
        "has_rhythm": not board.obstacle or board.obstacle.code != "no_rhythm",
        "makes_frame": can(viewer, "frame.change", led.unit),
        "frame_makers": "" if board.season else who_can_make(led.unit, viewer.day),
        "problem": problem,
        "other": other or [],
        "is_stale": status == 409,
        "wrong": typed if typed is not None and typed.errors else None,
        "carry": typed if isinstance(typed, CarryForm) else CarryForm(),
        "example": _example() if is_lead else None,
        "other_zone": led.time_zone if led.time_zone != viewer.person.time_zone else "",
    }
    with timezone.override(led.time_zone):
        chosen = str(about.pk) if about else request.GET.get("moment", "")
        talks = places(viewer, [row.moment for row in board.rows])
        context["rows"] = rows = [
            _with_forms(board, row, typed, chosen) | {"talk": talks.get(row.moment.pk, "")}
            for row in board.rows
        ]
        context["to_decide"] = [item for item in rows if item["row"].is_to_decide]
        context["can_swap"] = is_lead and board.cycle and len(swapping.duos_of(board.cycle)) > 1
        return render(request, "cycles/weekly/team_week.html", context, status=status)


def _example() -> dict[str, int]:
    """What part-time work means for learning (W2), by the rules of this organisation."""
    rules = Organisation.get()
    share = rules.budget_minutes * PART_TIME / float(rules.full_time_hours)
    minutes = round(min(max(share, rules.budget_floor), rules.budget_minutes) / 5) * 5
    return {"hours": PART_TIME, "minutes": minutes}


def _with_forms(board: Board, row: Row, typed: Typed, chosen: str) -> dict[str, Any]:
    """chosen: the id of the moment that is open. Of many duos only that one has its forms on the page."""
    is_open = chosen == str(row.moment.pk)
    found: dict[str, Any] = {"row": row, "moment": row.moment, "is_open": is_open}
    is_one_of_many = row.moment.pair and sum(bool(one.moment.pair) for one in board.rows) > MANY
    if row.can_change and (is_open or not is_one_of_many):
        found["move"] = typed if is_open and isinstance(typed, MoveForm) else MoveForm(row.moment)
        found["cancel"] = typed if is_open and isinstance(typed, CancelForm) else CancelForm(row.moment)
        found["steps"] = board.steps(row)
    return found


# What every view of the planner needs -------------------------------------------------------------


def back(led: Team, week: IsoWeek) -> HttpResponse:
    return redirect("cycles:team-week", pk=led.pk, week=str(week))


def led_of(viewer: Viewer, pk: int, week: str) -> tuple[Team, IsoWeek]:
    led = get_or_404(Team, viewer, pk=pk)
    require(viewer, "team.lead", led)
    return led, near(week)


def moment_of(request: HttpRequest, pk: int) -> tuple[Viewer, Moment]:
    viewer = viewer_of(request)
    moment = get_or_404(Moment, viewer, pk=pk)
    require(viewer, "week.plan", moment.cycle)
    return viewer, moment


def near(week: str) -> IsoWeek:
    try:
        iso = IsoWeek.parse(week)
    except ValueError as error:
        raise Http404 from error
    if not is_near(iso):
        raise Http404
    return iso


def is_near(week: IsoWeek) -> bool:
    return abs(week.weeks_until(IsoWeek.of(clock.now().date()))) <= FAR


def _teams(viewer: Viewer) -> list[Team]:
    return list(visible(Team, viewer).filter(pk__in=viewer.led_team_ids).select_related("unit"))
