"""The page of the frame, for everybody; and its pause weeks, for administrators."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cycles.framework import pausing
from cycles.framework.models import PauseWeek
from cycles.framework.overview import WHOLE, Overview
from cycles.framework.sentences import week_in_words
from cycles.framework.undoing import remember
from lerendwerken.lib.undo import offer_undo
from teams.structure.access import Viewer, administrator, get_or_404, signed_in, viewer_of
from teams.structure.models import Unit


@require_safe
@signed_in
def frame(request: HttpRequest, scope: str = "") -> HttpResponse:
    viewer = viewer_of(request)
    return _page(request, Overview(viewer, unit_of(viewer, scope or _own(viewer))))


@require_POST
@administrator
def pause_add(request: HttpRequest) -> HttpResponse:
    """Asks first when teams published that week already; says how many, and that those weeks stay."""
    viewer = viewer_of(request)
    overview = Overview(viewer, None)
    form = overview.pause_form(request.POST)
    if not form.is_valid():
        return _page(request, overview, form=form, status=422)
    week = form.chosen
    teams = pausing.teams_that_published([week]).get(week, 0)
    if teams and "sure" not in request.POST:
        context = {"form": form, "teams": teams, "words": week_in_words(week)}
        return render(request, "cycles/framework/pause_sure.html", context)
    row, made = pausing.pause(week, form.cleaned_data["name"], by=viewer.person)
    if made:
        done = _("Week %(week)s is een pauzeweek. Er komen dan geen momenten en geen vragen.")
        said = done % {"week": week.week}
        if teams:
            said += " " + _stays(teams)
        offer_undo(request, said, reverse("cycles:pause-remove", args=[row.pk]))
    return redirect(reverse("cycles:frame-of", args=[WHOLE]) + "#pauze")


def _stays(teams: int) -> str:
    return ngettext(
        "%(teams)s team had die week al gepubliceerd. Die week blijft staan.",
        "%(teams)s teams hadden die week al gepubliceerd. Die weken blijven staan.",
        teams,
    ) % {"teams": teams}


@require_POST
@administrator
def pause_remove(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = get_or_404(PauseWeek, viewer, pk=pk)
    if pausing.resume(row, by=viewer.person):
        said = _("Week %(week)s is geen pauzeweek meer. Teams maken die week weer gewoon.")
        undo = remember(request, {"what": "pause", "week": str(row.iso), "name": row.name})
        offer_undo(request, said % {"week": row.week}, undo)
    else:
        messages.error(request, _("Deze week is al begonnen. Je kunt hem niet meer weghalen."))
    return redirect(reverse("cycles:frame-of", args=[WHOLE]) + "#pauze")


def _page(request: HttpRequest, overview: Overview, *, form: Any = None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"overview": overview, "wrong": form}
    if overview.viewer.is_administrator:
        context["pause_form"] = form or overview.pause_form()
    return render(request, "cycles/framework/frame.html", context, status=status)


def _own(viewer: Viewer) -> str:
    """What somebody manages, or else where somebody learns. A manager of several who learns in one: that one."""
    home = viewer.home_team.unit_id if viewer.home_team else None
    if viewer.managed_unit_ids:
        return str(home if home in viewer.managed_unit_ids else min(viewer.managed_unit_ids))
    if home:
        return str(home)
    other = next(iter(viewer.memberships), None) or next((r for r in viewer.roles if r.team_id), None)
    return str(other.team.unit_id) if other and other.team else WHOLE


def unit_of(viewer: Viewer, scope: str) -> Unit | None:
    """The unit that an address names; a foreign one is not there."""
    if scope == WHOLE:
        return None
    if not scope.isdecimal():
        raise Http404
    return get_or_404(Unit, viewer, pk=int(scope))
