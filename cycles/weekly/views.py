"""The lead's week: made from the rhythm, published, moved and cancelled."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.weekly import planning
from cycles.weekly.forms import CancelForm, MoveForm
from cycles.weekly.models import Form, Kind, Moment, WeekCycle, WeekTemplate
from cycles.weekly.planning import Refused
from cycles.weekly.sentences import refused, why_not
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.access import Viewer, get_or_404, require, team_lead, viewer_of
from teams.structure.models import Team


@require_safe
@team_lead
def team(request: HttpRequest) -> HttpResponse:
    """To the next week of the first team that this viewer leads."""
    pk = min(viewer_of(request).led_team_ids)
    return redirect("cycles:team-week", pk=pk, week=str(IsoWeek.of(clock.today("Europe/Amsterdam")) + 1))


@require_safe
@team_lead
def team_week(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    led, iso = _led(viewer_of(request), pk, week)
    cycle = WeekCycle.objects.filter(team=led).of_week(iso).select_related("team", "season").first()
    context: dict[str, Any] = {"team": led, "week": iso, "before": iso - 1, "after": iso + 1, "cycle": cycle}
    if cycle:
        rows = [_row(cycle, moment) for moment in cycle.moments.select_related("facilitator")]
        rows = [
            row for row in rows if not (row["moment"].pair and row["moment"].is_cancelled)
        ]  # the duo's own (S11)
        context |= {"rows": rows, "waiting": [r for r in rows if r["why"]], "cancel_form": CancelForm()}
    else:
        context["rhythm"] = WeekTemplate.objects.filter(team=led).exists()
    return render(request, "cycles/weekly/team_week.html", context)


def _row(cycle: WeekCycle, moment: Moment) -> dict[str, Any]:
    why = [why_not(r) for r in moment.refusal] if not moment.starts_at and not moment.is_cancelled else []
    better = None
    if why and moment.form == Form.TEAM and moment.usual_at:
        room = planning.room_of(cycle)
        better = room.better(Kind(moment.kind), moment.usual_at)
    coming = not moment.is_cancelled and (moment.starts_at is None or moment.starts_at > clock.now())
    held = moment.ends_at is not None and moment.ends_at <= clock.now() and not moment.is_cancelled
    return {
        "moment": moment,
        "why": why,
        "better": better,
        "held": held,
        "available": sum(1 for s in moment.seats.all() if not s.alone),
        "can_change": coming and clock.now() < cycle.closes_at,
        "form": MoveForm(prefix=f"m{moment.pk}"),
    }


@require_POST
@team_lead
def make(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    led, iso = _led(viewer_of(request), pk, week)
    if "rhythm" in request.POST:
        planning.default_rhythm(led)
    return _do(
        request,
        led.pk,
        iso,
        lambda: planning.draft(led, iso),
        _("De week is gemaakt. Kijk hem na en publiceer."),
    )


@require_POST
@team_lead
def publish(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    viewer = viewer_of(request)
    led, iso = _led(viewer, pk, week)
    cycle = WeekCycle.objects.filter(team=led).of_week(iso).select_related("team", "season").first()
    if cycle is None:
        raise Http404
    done = _("De week is gepubliceerd. Iedereen ziet zijn momenten.")
    return _do(request, led.pk, iso, lambda: planning.publish(cycle, by=viewer.person), done)


@require_POST
@team_lead
def move(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, moment = _moment(request, pk)
    cycle = moment.cycle
    if "alone" in request.POST:
        return _do(
            request,
            cycle.team_id,
            cycle.iso,
            lambda: planning.move(moment, None, by=viewer.person),
            _("Iedereen krijgt de vraag in eigen tijd."),
        )
    form = MoveForm(request.POST, prefix=f"m{pk}" if f"m{pk}-day" in request.POST else None)
    if not form.is_valid():
        for error in form.errors.values():
            messages.error(request, str(error[0]))
        return redirect("cycles:team-week", pk=cycle.team_id, week=str(cycle.iso))
    to = form.moment(cycle.team.time_zone)
    return _do(
        request,
        cycle.team_id,
        cycle.iso,
        lambda: planning.move(moment, to, by=viewer.person),
        _("Verplaatst."),
    )


@require_POST
@team_lead
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, moment = _moment(request, pk)
    cause = request.POST.get("cause", "")
    done = _("Vervallen. Je kunt het nog terugzetten.")
    cycle = moment.cycle
    return _do(
        request, cycle.team_id, cycle.iso, lambda: planning.cancel(moment, cause, by=viewer.person), done
    )


@require_POST
@team_lead
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, moment = _moment(request, pk)
    cycle = moment.cycle
    done = _("Het moment staat er weer.")
    return _do(request, cycle.team_id, cycle.iso, lambda: planning.restore(moment, by=viewer.person), done)


def _do(
    request: HttpRequest, team: int, week: IsoWeek, change: Callable[[], object], done: str
) -> HttpResponse:
    """Does it, or says in words why not; back to the week."""
    try:
        change()
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, refused(refusal))
    return redirect("cycles:team-week", pk=team, week=str(week))


def _led(viewer: Viewer, pk: int, week: str) -> tuple[Team, IsoWeek]:
    led = get_or_404(Team, viewer, pk=pk)
    require(viewer, "team.lead", led)
    try:
        return led, IsoWeek.parse(week)
    except ValueError as error:
        raise Http404 from error


def _moment(request: HttpRequest, pk: int) -> tuple[Viewer, Moment]:
    viewer = viewer_of(request)
    moment = get_or_404(Moment, viewer, pk=pk)
    require(viewer, "week.plan", moment.cycle)
    return viewer, moment
