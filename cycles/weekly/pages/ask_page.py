"""A lead asks somebody for one moment: outside their hours this once (W1), or as a guest (S8).

The form stands on the planner. What cannot be asked comes back on a page of this one moment, with why (422).
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.weekly.members import exceptions, guests
from cycles.weekly.members.asked_refusals import refused
from cycles.weekly.models import ExceptionRequest, GuestInvitation, Moment
from cycles.weekly.planning import Refused
from lerendwerken.lib.undo import offer_undo
from teams.accounts.models import User
from teams.structure.access import get_or_404, require, team_lead, viewer_of
from teams.structure.models import Membership

type Ask = Callable[..., ExceptionRequest | GuestInvitation]


@require_safe
@team_lead
def moment_ask(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _moment(request, pk))


@require_POST
@team_lead
def exception_ask(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Gevraagd. Alleen %(name)s beslist. Zonder antwoord is het nee.")
    return _ask(request, pk, exceptions.ask, said, "cycles:exception-unask")


@require_POST
@team_lead
def guest_invite(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("%(name)s is uitgenodigd en beslist zelf.")
    return _ask(request, pk, guests.invite, said, "cycles:guest-uninvite")


def _ask(request: HttpRequest, pk: int, verb: Ask, said: str, undo: str) -> HttpResponse:
    moment = _moment(request, pk)
    person = _person(request, moment)
    if person is None:
        return _page(request, moment, problem=_("Kies wie je vraagt."), status=422)
    try:
        with timezone.override(moment.cycle.team.time_zone):
            made = verb(moment, person, by=viewer_of(request).person)
    except Refused as refusal:
        return _page(request, moment, refusal=refusal, status=422)
    offer_undo(request, said % {"name": person.given_name}, reverse(undo, args=[made.pk]))
    return _back(moment)


@require_POST
@team_lead
def exception_unask(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_or_404(ExceptionRequest, viewer_of(request), pk=pk)
    require(viewer_of(request), "week.plan", row.moment.cycle)
    exceptions.take_back(row, by=viewer_of(request).person)
    return _taken_back(request, row)


@require_POST
@team_lead
def guest_uninvite(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_or_404(GuestInvitation, viewer_of(request), pk=pk)
    require(viewer_of(request), "week.plan", row.moment.cycle)
    guests.take_back(row, by=viewer_of(request).person)
    return _taken_back(request, row)


def _taken_back(request: HttpRequest, row: ExceptionRequest | GuestInvitation) -> HttpResponse:
    if row.pk is None:
        messages.success(request, _("De vraag is teruggenomen."))
    else:
        messages.info(request, _("Er is al een antwoord. De vraag blijft staan."))
    return _back(row.moment)


def _page(
    request: HttpRequest,
    moment: Moment,
    *,
    refusal: Refused | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    with timezone.override(moment.cycle.team.time_zone):
        context: dict[str, Any] = {
            "moment": moment,
            "team": moment.cycle.team,
            "week": moment.cycle.iso,
            "problem": refused(refusal) if refusal else problem,
        }
        return render(request, "cycles/weekly/ask.html", context, status=status)


def _moment(request: HttpRequest, pk: int) -> Moment:
    moment = get_or_404(Moment, viewer_of(request), pk=pk)
    require(viewer_of(request), "week.plan", moment.cycle)
    return moment


def _person(request: HttpRequest, moment: Moment) -> User | None:
    """Somebody of the team in that week, at home or as a guest; nobody else can be named here."""
    week = moment.cycle.iso
    here = Membership.objects.between(week.monday, week.sunday).filter(team=moment.cycle.team_id)
    people = User.objects.filter(is_active=True, pk__in=here.values("person"))
    return {str(person.pk): person for person in people}.get(request.POST.get("person", ""))


def _back(moment: Moment) -> HttpResponse:
    url = reverse("cycles:team-week", args=[moment.cycle.team_id, str(moment.cycle.iso)])
    return redirect(f"{url}#moment-{moment.pk}")
