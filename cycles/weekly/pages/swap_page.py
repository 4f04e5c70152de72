"""The page where a lead lets two people change places between the duos of a week."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.weekly import swapping
from cycles.weekly.models import WeekCycle
from cycles.weekly.pages import told
from cycles.weekly.pages.forms import SwapForm
from cycles.weekly.pages.planner_page import led_of
from cycles.weekly.planning import Refused
from cycles.weekly.swapping import Duo
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from lerendwerken.templatetags.ui import clock_time, day_short, listed
from teams.accounts.models import User
from teams.structure.access import get_or_404, team_lead, viewer_of

UNDO = "duos"


@require_http_methods(["GET", "HEAD", "POST"])
@team_lead
def duos(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    cycle = _cycle(request, pk, week)
    found = swapping.duos_of(cycle)
    names = _names(found)
    if request.method != "POST":
        return _page(request, cycle, found, names)
    form = _form(found, names, cycle, request.POST)
    if not form.is_valid():
        return _page(request, cycle, found, names, form=form, status=422)
    one, other = form.cleaned_data["one"], form.cleaned_data["other"]
    try:
        before = swapping.swap(cycle, one, other, by=viewer_of(request).person)
    except Refused as refusal:
        form.add_error("other", told.not_swapped(refusal, names))
        return _page(request, cycle, found, names, form=form, status=422)
    return _done(request, cycle, before, names, [one, other], request.POST.get("seen"))


@require_POST
@team_lead
def undo(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    cycle = _cycle(request, pk, week)
    kept = take_before(request, UNDO, str(cycle.pk))
    if kept is None:
        messages.info(request, _("Er is niets meer om terug te zetten."))
        return _back(cycle)
    then = [Duo.from_json(duo) for duo in kept["duos"]]
    people = [person for duo in then for person in duo.members]
    names = _names(then)
    try:
        before = swapping.put_back(cycle, then, by=viewer_of(request).person)
    except Refused as refusal:
        messages.error(request, told.not_swapped(refusal, names))
        return _back(cycle)
    return _done(request, cycle, before, names, people, kept["made"], taken_back=True)


def _done(
    request: HttpRequest,
    cycle: WeekCycle,
    before: Sequence[Duo],
    names: Mapping[int, str],
    people: Sequence[int],
    seen: str | None,
    *,
    taken_back: bool = False,
) -> HttpResponse:
    """Says who learn together now, and what another lead had made of it since this one looked."""
    now = swapping.duos_of(cycle)
    with timezone.override(cycle.team.time_zone):
        said = [told.swapped(now, people, names)]
    meanwhile = seen is not None and swapping.seen(before) != seen
    if meanwhile:
        said.append(told.duos_meanwhile(before, _names(before), _other_lead(request, before)))
    if taken_back and not meanwhile:
        messages.success(request, " ".join(said))
        return _back(cycle)
    keep_before(
        request, UNDO, {"duos": [d.to_json() for d in before], "made": swapping.seen(now)}, str(cycle.pk)
    )
    url = reverse("cycles:team-duos-undo", args=[cycle.team_id, str(cycle.iso)])
    offer_undo(request, " ".join(said), url)
    return _back(cycle)


def _page(
    request: HttpRequest,
    cycle: WeekCycle,
    found: Sequence[Duo],
    names: Mapping[int, str],
    *,
    form: SwapForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "team": cycle.team,
        "week": cycle.iso,
        "duos": [(_people(duo, names), duo.starts_at) for duo in found],
        "seen": swapping.seen(found),
        "wrong": form if form is not None and form.errors else None,
    }
    with timezone.override(cycle.team.time_zone):
        context["form"] = form or _form(found, names, cycle)
        return render(request, "cycles/weekly/duos.html", context, status=status)


def _form(found: Sequence[Duo], names: Mapping[int, str], cycle: WeekCycle, data: Any = None) -> SwapForm:
    with timezone.override(cycle.team.time_zone):
        groups = [
            (
                f"{_people(duo, names)}, {day_short(duo.starts_at)} {clock_time(duo.starts_at)}"
                if duo.starts_at
                else _people(duo, names),
                [(person, names.get(person, "")) for person in duo.members],
            )
            for duo in found
        ]
    return SwapForm(groups, data)


def _people(duo: Duo, names: Mapping[int, str]) -> str:
    return listed(names.get(person, "") for person in duo.members)


def _names(duos: Sequence[Duo]) -> dict[int, str]:
    people = User.objects.filter(pk__in={person for duo in duos for person in duo.members})
    return {person.pk: person.full_name for person in people}


def _other_lead(request: HttpRequest, before: Sequence[Duo]) -> str:
    leads = {duo.by for duo in before if duo.by} - {viewer_of(request).person.pk}
    return listed(User.objects.filter(pk__in=leads).values_list("given_name", flat=True))


def _cycle(request: HttpRequest, pk: int, week: str) -> WeekCycle:
    viewer = viewer_of(request)
    led, iso = led_of(viewer, pk, week)
    return get_or_404(WeekCycle, viewer, team=led, year=iso.year, week=iso.week)


def _back(cycle: WeekCycle) -> HttpResponse:
    return redirect("cycles:team-duos", pk=cycle.team_id, week=str(cycle.iso))
