"""What a lead does with the team's week: it is made, published, moved, cancelled, carried on, and taken back.

What is refused comes back on the same page, beside its field, with what was typed (422). Of two leads the last one
counts, and hears what the other one did; only publishing an older state comes back with the newer one (409). Every
change offers to be taken back.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.weekly import forward, planning, rhythm
from cycles.weekly.models import Moment, WeekCycle
from cycles.weekly.pages import told
from cycles.weekly.pages.forms import CancelForm, CarryForm, MoveForm
from cycles.weekly.pages.planner_page import back, led_of, moment_of, page
from cycles.weekly.planning import Refused
from cycles.weekly.sentences import refused
from cycles.weekly.was import Was
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from teams.accounts.models import User
from teams.structure.access import get_or_404, team_lead, viewer_of

MOMENT, CARRIED = "moment", "carried"  # kinds of change that an undo knows


@require_POST
@team_lead
def make(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    led, iso = led_of(viewer_of(request), pk, week)
    if "rhythm" in request.POST:
        rhythm.default_rhythm(led, by=viewer_of(request).person)
    try:
        planning.draft(led, iso)
    except Refused:
        return page(request, led, iso, status=422)  # the page itself says why
    messages.success(request, _("De week is gemaakt. Kijk hem na en publiceer."))
    return back(led, iso)


@require_POST
@team_lead
def publish(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    viewer = viewer_of(request)
    led, iso = led_of(viewer, pk, week)
    cycle = get_or_404(WeekCycle, viewer, team=led, year=iso.year, week=iso.week)
    revision = request.POST.get("revision", "")
    try:
        planning.publish(cycle, by=viewer.person, revision=int(revision) if revision.isdecimal() else None)
    except Refused as refusal:
        status = 409 if refusal.code == "stale" else 422
        other = _changes(request, cycle) if status == 409 else None
        return page(request, led, iso, problem=refused(refusal), other=other, status=status)
    messages.success(request, _("De week is gepubliceerd. Iedereen ziet zijn momenten."))
    return back(led, iso)


@require_POST
@team_lead
def move(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, moment = moment_of(request, pk)
    led, iso = moment.cycle.team, moment.cycle.iso
    alone = "alone" in request.POST
    form = MoveForm(moment, None if alone else request.POST)
    if not alone and not form.is_valid():
        return page(request, led, iso, typed=form, about=moment, status=422)
    try:
        before = planning.move(moment, None if alone else form.moment, by=viewer.person)
    except Refused as refusal:
        if form.is_bound:
            form.add_error("time", refused(refusal))
            return page(request, led, iso, typed=form, about=moment, status=422)
        return page(request, led, iso, about=moment, problem=refused(refusal), status=422)
    with timezone.override(led.time_zone):
        _offer(request, moment, before, told.moved(moment), viewer.person)
    return back(led, iso)


@require_POST
@team_lead
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, moment = moment_of(request, pk)
    led, iso = moment.cycle.team, moment.cycle.iso
    form = CancelForm(moment, request.POST)
    if not form.is_valid():
        return page(request, led, iso, typed=form, about=moment, status=422)
    try:
        before = planning.cancel(moment, form.cleaned_data["cause"], by=viewer.person)
    except Refused as refusal:
        return page(request, led, iso, typed=form, about=moment, problem=refused(refusal), status=422)
    with timezone.override(led.time_zone):
        _offer(request, moment, before, told.cancelled(moment), viewer.person)
    return back(led, iso)


@require_POST
@team_lead
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """What fell away goes on again."""
    viewer, moment = moment_of(request, pk)
    led, iso = moment.cycle.team, moment.cycle.iso
    try:
        before = planning.restore(moment, by=viewer.person)
    except Refused as refusal:
        return page(request, led, iso, about=moment, problem=refused(refusal), status=422)
    with timezone.override(led.time_zone):
        _offer(request, moment, before, _("Het moment staat weer zoals het stond."), viewer.person)
    return back(led, iso)


@require_POST
@team_lead
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back what this session changed last about a moment."""
    viewer, moment = moment_of(request, pk)
    led, iso = moment.cycle.team, moment.cycle.iso
    kept = take_before(request, MOMENT, str(pk))
    if kept is None:
        messages.info(request, _("Er is niets meer om terug te zetten."))
        return back(led, iso)
    then = Was.from_json(kept)
    try:
        before = planning.put_back(moment, then, by=viewer.person)
    except Refused as refusal:
        return page(request, led, iso, about=moment, problem=refused(refusal), status=422)
    said = _("Het moment staat weer zoals het stond.")
    if before.seen == kept["made"]:
        messages.success(request, said)
    else:
        with timezone.override(led.time_zone):
            said = f"{said} {told.meanwhile(before, moment, viewer.person)}"
        _keep(request, moment, before)
        offer_undo(request, said, reverse("cycles:moment-undo", args=[pk]))
    return back(led, iso)


@require_POST
@team_lead
def carry(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    """The places of this week for the weeks after it."""
    viewer = viewer_of(request)
    led, iso = led_of(viewer, pk, week)
    cycle = get_or_404(WeekCycle, viewer, team=led, year=iso.year, week=iso.week)
    form = CarryForm(request.POST)
    if not form.is_valid():
        return page(request, led, iso, typed=form, status=422)
    done = forward.carry(cycle, form.cleaned_data["weeks"], by=viewer.person)
    if left := told.not_carried(done):
        messages.info(request, " ".join(left))
    before = {str(moment): was.to_json() for one in done for moment, was in one.before.items()}
    if before:
        keep_before(request, CARRIED, before, str(cycle.pk))
        url = reverse("cycles:team-week-carry-undo", args=[led.pk, str(iso)])
        offer_undo(request, told.carried(done), url)
    elif not left:
        messages.info(request, _("In die weken staat alles al op deze plekken."))
    return back(led, iso)


@require_POST
@team_lead
def carry_undo(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    viewer = viewer_of(request)
    led, iso = led_of(viewer, pk, week)
    cycle = get_or_404(WeekCycle, viewer, team=led, year=iso.year, week=iso.week)
    kept = take_before(request, CARRIED, str(cycle.pk))
    if kept is None:
        messages.info(request, _("Er is niets meer om terug te zetten."))
        return back(led, iso)
    before = {int(moment): Was.from_json(was) for moment, was in kept.items()}
    left = forward.take_back(before, by=viewer.person)
    messages.success(request, _("De momenten staan weer zoals ze stonden."))
    for moment, refusal in left:
        messages.info(request, f"{moment.get_kind_display()}: {refused(refusal)}")
    return back(led, iso)


# Taking back, and what the other lead did -----------------------------------------------------------


def _offer(request: HttpRequest, moment: Moment, before: Was, said: str, viewer: User) -> None:
    """Says what was done, and what another lead had done since the page was shown; one press puts that back."""
    if request.POST.get("seen", before.seen) != before.seen:
        said = f"{said} {told.meanwhile(before, moment, viewer)}"
    if before.seen == Was.of(moment).seen:
        messages.success(request, said)
        return
    _keep(request, moment, before)
    offer_undo(request, said, reverse("cycles:moment-undo", args=[moment.pk]))


def _keep(request: HttpRequest, moment: Moment, before: Was) -> None:
    keep_before(request, MOMENT, before.to_json() | {"made": Was.of(moment).seen}, str(moment.pk))


def _changes(request: HttpRequest, cycle: WeekCycle) -> list[str]:
    """What stands otherwise than on the page from which it was published: "moment=state" of each that stood there."""
    seen = dict(pair.split("=", 1) for pair in request.POST.getlist("seen") if "=" in pair)
    known = {int(moment): state for moment, state in seen.items() if moment.isdecimal()}
    moments = cycle.moments.select_related("changed_by", "cycle__team")
    with timezone.override(cycle.team.time_zone):
        return told.changes(moments, known) if known else []
