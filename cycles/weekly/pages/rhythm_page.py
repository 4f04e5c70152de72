"""The page of a team's rhythm, for its lead.

What cannot be comes back beside its field with what was typed (422). When another lead saved in the meantime, the
page shows what stands now beside what was typed (409): saving once more is then a choice.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.weekly import outlook, rhythm
from cycles.weekly.pages.forms import RhythmForm
from cycles.weekly.planning import Refused
from cycles.weekly.rhythm import NEW, Rhythm, Slot
from cycles.weekly.sentences import (
    effect,
    refused,
    slot_in_words,
    weeks_in_words,
    who_gets_less,
    who_misses,
    who_works,
)
from lerendwerken.lib import clock
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import listed, weekday
from teams.structure.access import Viewer, get_or_404, require, team_lead, viewer_of
from teams.structure.models import Organisation, Team

UNDO = "rhythm"


@require_http_methods(["GET", "HEAD", "POST"])
@team_lead
def team_rhythm(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    led = _led(viewer, pk)
    before = rhythm.rhythm_of(led)
    if request.method != "POST":
        return _page(request, led, RhythmForm(led, before))
    form = RhythmForm(led, before, request.POST)
    if not form.is_valid():
        return _page(request, led, form, status=422)
    try:
        done = rhythm.change(led, form.rhythm, by=viewer.person)
    except Refused as refusal:
        now = rhythm.rhythm_of(led)
        typed = request.POST.copy()
        typed["revision"] = str(now.revision)
        form = RhythmForm(led, now, typed)
        other = _differences(now, form) if form.is_valid() else []
        return _page(request, led, form, problem=refused(refusal), other=other, status=409)
    if not done.changed:
        messages.info(request, _("Er is niets veranderd."))
    elif before.revision == NEW:
        messages.success(request, " ".join((_("Het ritme is bewaard."), effect(done))))
    else:
        keep(request, led, before, done.rhythm.revision)
        undo = reverse("cycles:team-rhythm-undo", args=[led.pk])
        offer_undo(request, " ".join((_("Het ritme is bewaard."), effect(done))), undo)
    return redirect("cycles:team-rhythm", pk=led.pk)


@require_POST
@team_lead
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts back what this session saved last, once, and only while nobody saved anything after it."""
    viewer = viewer_of(request)
    led = _led(viewer, pk)
    was = _recall(request, led)
    if was is None:
        messages.info(request, _("Er is niets meer om terug te zetten."))
        return redirect("cycles:team-rhythm", pk=led.pk)
    try:
        done = rhythm.change(led, was, by=viewer.person, put_back=True)
    except Refused as refusal:
        now = RhythmForm(led, rhythm.rhythm_of(led))
        return _page(request, led, now, problem=refused(refusal), status=409)
    messages.success(request, " ".join((_("Het ritme staat weer zoals het was."), effect(done))))
    return redirect("cycles:team-rhythm", pk=led.pk)


def _page(
    request: HttpRequest,
    led: Team,
    form: RhythmForm,
    *,
    problem: str = "",
    other: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = form.now
    on = [slot for slot in now.slots if slot.is_on]
    rooms = outlook.rooms_ahead(led, {slot.kind: slot.minutes for slot in on})
    works = {slot.kind: who_works(outlook.best(slot, rooms)) for slot in on}
    misses = {slot.kind: who_misses(outlook.misses(slot, rooms)) for slot in on}
    published, made = rhythm.open_weeks(led)
    context: dict[str, Any] = {
        "team": led,
        "form": form,
        "groups": [
            group | {"works": works.get(group["kind"], ""), "misses": misses.get(group["kind"], "")}
            for group in form.groups
        ],
        "is_new": now.revision == NEW,
        "total": sum(slot.minutes for slot in on),
        "budget": Organisation.get().budget_minutes,
        "shorter": who_gets_less(*outlook.shortened(rooms)),
        "published": published,
        "published_words": weeks_in_words(published),
        "made": made,
        "made_words": weeks_in_words(made),
        "week": str(IsoWeek.of(clock.today(led.time_zone))),
        "problem": problem,
        "other": other or [],
        "wrong": form if form.errors else None,
    }
    return render(request, "cycles/weekly/rhythm.html", context, status=status)


def _differences(now: Rhythm, form: RhythmForm) -> list[str]:
    """What stands now, of the moments that this form would change."""
    typed = form.rhythm
    said = [slot_in_words(slot) for slot in now.slots if slot != typed.slot(slot.kind)]
    if now.paused != typed.paused:
        said.append(_("Even geen weken: aan.") if now.paused else _("Even geen weken: uit."))
    if now.focus_mornings != typed.focus_mornings:
        days = listed(weekday(day) for day in now.focus_mornings) or _("geen")
        said.append(_("Ochtenden die jullie liever vrijhouden: %(days)s.") % {"days": days})
    return said


def keep(request: HttpRequest, led: Team, before: Rhythm, revision: int) -> None:
    """For taking it back; revision: that of the rhythm as it is now."""
    slots = [slot.to_json() for slot in before.slots]
    kept = {
        "slots": slots,
        "paused": before.paused,
        "focus_mornings": before.focus_mornings,
        "revision": revision,
    }
    keep_before(request, UNDO, kept, str(led.pk))


def _recall(request: HttpRequest, led: Team) -> Rhythm | None:
    found = take_before(request, UNDO, str(led.pk))
    if found is None:
        return None
    slots = tuple(Slot.from_json(slot) for slot in found["slots"])
    return Rhythm(slots, found["paused"], found["revision"], tuple(found["focus_mornings"]))


def _led(viewer: Viewer, pk: int) -> Team:
    led = get_or_404(Team, viewer, pk=pk)
    require(viewer, "team.lead", led)
    return led
