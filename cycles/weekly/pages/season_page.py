"""The whole season of a team on one page, for its lead: what stands where, and who would miss what by their hours."""

from dataclasses import replace
from datetime import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cycles.framework.models import Season, team_frame
from cycles.weekly import ledger, rhythm
from cycles.weekly.models import Form, Kind, Moment
from cycles.weekly.pages import rhythm_page, told
from cycles.weekly.pages.planner_page import led_of
from cycles.weekly.planning import Refused
from cycles.weekly.rhythm import Rhythm
from cycles.weekly.season import KindAhead, MomentAhead, SeasonWeek, WeekState, season_outlook
from cycles.weekly.sentences import effect, refused, why_not
from lerendwerken.lib.undo import offer_undo
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import capital
from teams.structure.access import team_lead, viewer_of
from teams.structure.models import Team

AHEAD = 12  # weeks that are shown of a frame that goes on after its season
STATES = {
    WeekState.OVER: _("voorbij"),
    WeekState.PAUSE: _("pauzeweek"),
    WeekState.PUBLISHED: _("gepubliceerd"),
    WeekState.MADE: _("gemaakt"),
    WeekState.TO_COME: _("nog niet gemaakt"),
}


@require_safe
@team_lead
def team_season(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    led, iso = led_of(viewer_of(request), pk, week)
    return _page(request, led, iso)


@require_POST
@team_lead
def second_place(request: HttpRequest, pk: int, week: str) -> HttpResponse:
    """Takes a place of the rotation as the second one of the rhythm; taken back as every change of a rhythm."""
    viewer = viewer_of(request)
    led, iso = led_of(viewer, pk, week)
    kind, weekday, starts = _typed(request)
    before = rhythm.rhythm_of(led)
    slots = [
        replace(slot, second_weekday=weekday, second_starts=starts) if slot.kind == kind else slot
        for slot in before.slots
    ]
    wanted = replace(before, slots=tuple(slots))
    try:
        done = rhythm.change(led, wanted, by=viewer.person)
    except Refused as refusal:
        return _page(request, led, iso, problem=refused(refusal), status=409)
    if done.changed:
        rhythm_page.keep(request, led, before, done.rhythm.revision)
        said = _now("%(place)s is nu de tweede plek van %(kind)s.")
        words = {"place": capital(told.place(weekday, starts)), "kind": kind.named}
        undo = reverse("cycles:team-rhythm-undo", args=[led.pk])
        offer_undo(request, " ".join((said % words, effect(done))), undo)
    else:
        messages.info(request, _now("Er is niets veranderd."))
    return redirect("cycles:team-season", pk=led.pk, week=str(iso))


def _page(
    request: HttpRequest, led: Team, iso: IsoWeek, *, problem: str = "", status: int = 200
) -> HttpResponse:
    season = team_frame(led, iso)
    context: dict[str, Any] = {"team": led, "week": iso, "season": season, "problem": problem}
    if season:
        outlook = season_outlook(led, season, _weeks(season, iso))
        now = rhythm.rhythm_of(led)
        with timezone.override(led.time_zone):
            columns = _columns(outlook.weeks)
            context["columns"] = [kind.label for kind in columns]
            context["weeks"] = [_week(one, columns) for one in outlook.weeks]
            context["kinds"] = [_kind(one, now) for one in outlook.kinds if one.people]
            context["ledger"] = ledger.of(led, [one.week for one in outlook.weeks])
    with timezone.override(led.time_zone):
        return render(request, "cycles/weekly/season.html", context, status=status)


def _weeks(season: Season, iso: IsoWeek) -> list[IsoWeek] | None:
    """None for those of the season itself."""
    return [iso + number for number in range(AHEAD)] if season.continues_in(iso) else None


def _columns(weeks: tuple[SeasonWeek, ...]) -> list[Kind]:
    there = {_usual(moment.kind) for one in weeks for moment in one.moments}
    return [kind for kind in Kind if kind in there]


def _usual(kind: Kind) -> Kind:
    """The Maandoogst stands where the Weekoogst does."""
    return Kind.RETROSPECTIVE if kind is Kind.MONTHLY_REVIEW else kind


def _week(one: SeasonWeek, columns: list[Kind]) -> dict[str, Any]:
    moments = {_usual(moment.kind): _moment(moment) for moment in one.moments}
    return {
        "week": one.week,
        "state": one.pause_name or STATES[one.state],
        "is_pause": one.state == WeekState.PAUSE,
        "can_open": one.state != WeekState.PAUSE,
        "cells": [(kind.label, moments.get(kind)) for kind in columns],
    }


def _moment(moment: MomentAhead) -> dict[str, Any]:
    return {
        "name": moment.kind.label if moment.kind is Kind.MONTHLY_REVIEW else "",
        "cause": Moment.Cause(moment.cause).label if moment.cause else "",
        "starts_at": moment.starts_at,
        "form": Form(moment.form).label,
        "present": moment.present,
        "of": moment.of,
        "has_no_place": moment.form == Form.TEAM and moment.starts_at is None and not moment.cause,
        "why": " ".join(why_not(dict(one)) for one in moment.refusals),
    }


def _kind(one: KindAhead, now: Rhythm) -> dict[str, Any]:
    slot = now.slot(one.kind)
    usual = {(slot.weekday, slot.starts), (slot.second_weekday, slot.second_starts)} if slot else set()
    turns = one.rotation.turns if one.rotation else ()
    return {
        "kind": one.kind,
        "people": [told.misses(person) for person in one.people],
        "rotation": told.rotation(one) if one.rotation else "",
        "offers": [
            {"turn": turn, "words": told.place(turn.weekday, turn.starts)}
            for turn in turns
            if slot and (turn.weekday, turn.starts) not in usual
        ],
    }


def _typed(request: HttpRequest) -> tuple[Kind, int, time]:
    """What the button of the page sends; anything else is not there."""
    try:
        kind = Kind(request.POST.get("kind", ""))
        weekday = int(request.POST.get("weekday", ""))
        typed = request.POST.get("starts", "")
        starts = time.fromisoformat(typed)
    except ValueError as error:
        raise Http404 from error
    if (
        f"{starts:%H:%M}" != typed
        or not 0 <= weekday <= 6
        or kind not in {slot.kind for slot in rhythm.USUAL.slots}
    ):
        raise Http404
    return kind, weekday, starts
