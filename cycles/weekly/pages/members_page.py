"""What members answer themselves: an exception to their hours, a guest moment, another place. Theirs to decide.

What cannot be taken comes back on the page of all questions (422), with why and what can be instead.
"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.weekly.members import exceptions, guests, own_place
from cycles.weekly.members.asked import Asked
from cycles.weekly.members.asked_refusals import refused
from cycles.weekly.members.asked_words import moment_and_time
from cycles.weekly.models import Displacement, ExceptionRequest, GuestInvitation, Moment
from cycles.weekly.pages.members_forms import PlaceForm, YesNoForm
from cycles.weekly.planning import Refused
from lerendwerken.lib.undo import offer_undo
from lerendwerken.templatetags.ui import capital, clock_time, day_long
from teams.structure.access import get_or_404, signed_in, viewer_of


@require_safe
@signed_in
def asked(request: HttpRequest) -> HttpResponse:
    """Everything that is asked of me, and what I said yes to."""
    return _page(request)


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"asked": Asked(viewer_of(request)), "problem": problem}
    return render(request, "cycles/weekly/asked.html", context, status=status)


@require_POST
@signed_in
def exception_answer(request: HttpRequest, pk: int) -> HttpResponse:
    person = viewer_of(request).person
    row = get_or_404(ExceptionRequest, viewer_of(request), pk=pk, person=person)
    form = YesNoForm(request.POST)
    if not form.is_valid():
        return _page(request, problem=str(form.errors["answer"][0]), status=422)
    try:
        exceptions.answer(row, form.yes, by=person)
    except Refused as refusal:
        return _refused(request, refusal)
    if form.yes:
        messages.success(request, _("Deze ene keer mag het. Intrekken kan tot het begint."))
    else:
        messages.success(request, _("Het gaat niet buiten je werktijd. Niemand vraagt waarom."))
    return _back(request, row.moment)


@require_POST
@signed_in
def exception_give(request: HttpRequest, pk: int) -> HttpResponse:
    """I want to be there, although it is outside my hours."""
    viewer = viewer_of(request)
    moment = get_or_404(Moment, viewer, pk=pk, seats__person=viewer.person)
    try:
        row = exceptions.give(moment, by=viewer.person)
    except Refused as refusal:
        return _refused(request, refusal)
    undo = reverse("cycles:exception-withdraw", args=[row.pk])
    offer_undo(request, _("Je bent erbij: %(moment)s.") % {"moment": moment_and_time(moment)}, undo)
    return _back(request, moment)


@require_POST
@signed_in
def exception_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back a yes, given on request or by oneself."""
    person = viewer_of(request).person
    row = get_or_404(ExceptionRequest, viewer_of(request), pk=pk, person=person)
    try:
        exceptions.answer(row, False, by=person)
    except Refused as refusal:
        return _refused(request, refusal)
    messages.success(request, _("Ingetrokken. Je werktijd geldt weer."))
    return _back(request, row.moment)


@require_POST
@signed_in
def guest_answer(request: HttpRequest, pk: int) -> HttpResponse:
    person = viewer_of(request).person
    row = get_or_404(GuestInvitation, viewer_of(request), pk=pk, person=person)
    form = YesNoForm(request.POST)
    if not form.is_valid():
        return _page(request, problem=str(form.errors["answer"][0]), status=422)
    try:
        # Withdrawing a yes asks nothing about its time; a yes counts only for the time that was seen.
        seen = request.POST.get("seen", "" if form.yes else None)
        guests.answer(row, form.yes, by=person, seen=seen)
    except Refused as refusal:
        return _refused(request, refusal)
    if form.yes:
        messages.success(request, _("Je komt. Het telt mee in je leertijd van deze week."))
    else:
        messages.success(request, _("Je komt niet. Niemand vraagt waarom."))
    return _back(request, row.moment)


@require_POST
@signed_in
def place_choose(request: HttpRequest, pk: int) -> HttpResponse:
    person = viewer_of(request).person
    row = get_or_404(Displacement, viewer_of(request), pk=pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, problem=str(form.errors["place"][0]), status=422)
    place = form.cleaned_data["place"]
    moves_both = own_place.moves_the_duo(row.moment) and not isinstance(place, str)
    try:
        if place == PlaceForm.KEEP:
            own_place.keep(row, by=person)
        elif place == PlaceForm.LEAVE_OUT:
            own_place.leave_out(row, by=person)
        else:
            own_place.move(row, place, by=person)
    except Refused as refusal:
        return _refused(request, refusal)
    said = _chosen(row, place)
    if moves_both:
        messages.success(
            request, said
        )  # the old place is not free for the two of them, so there is no way back
    else:
        offer_undo(request, said, reverse("cycles:place-undo", args=[pk]))
    return _back(request, row.moment)


def _chosen(row: Displacement, place: str | datetime) -> str:
    named = row.moment.named
    if place == PlaceForm.KEEP:
        return _("%(kind)s blijft waar het stond.") % {"kind": capital(named)}
    if isinstance(place, str):
        return _("Je slaat %(kind)s deze week over. Je haalt niets in.") % {"kind": named}
    with timezone.override(row.person.time_zone):
        words = {"kind": capital(named), "day": day_long(place), "time": clock_time(place)}
    return _("%(kind)s staat nu op %(day)s om %(time)s uur.") % words


@require_POST
@signed_in
def place_undo(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_or_404(Displacement, viewer_of(request), pk=pk)
    try:
        own_place.take_back(row, by=viewer_of(request).person)
    except Refused as refusal:
        return _refused(request, refusal)
    messages.success(request, _("Je keuze staat weer open."))
    return _back(request, row.moment)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Chosen in another window meanwhile is another state (409); the rest cannot be (422)."""
    status = 409 if refusal.code in ("chosen_already", "place_taken", "stale_duo") else 422
    return _page(request, problem=refused(refusal), status=status)


def _back(request: HttpRequest, moment: Moment) -> HttpResponse:
    if request.POST.get("back") == "data":
        return redirect("teams:my-data")
    return redirect("cycles:my-week-of", week=str(moment.cycle.iso))
