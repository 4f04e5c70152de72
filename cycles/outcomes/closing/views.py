"""The pages of a season that is closed: written by one, read by all whom it is for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.framework.models import Season
from cycles.outcomes.closing import verbs
from cycles.outcomes.closing.content import content, readable
from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.closing.ready import is_over_soon, season_to_close
from cycles.outcomes.closing.showing import Page
from cycles.outcomes.closing.verbs import TEXTS
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import Words
from lerendwerken.lib.undo import offer_undo
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.access import (
    can,
    frame_maker,
    get_or_404,
    require,
    signed_in,
    viewer_of,
    visible,
)
from teams.structure.models import Team


class CloseForm(forms.Form):
    brought = Words(
        2000,
        label=gettext_lazy("Wat leverde leren ons op?"),
        help_text=gettext_lazy(
            "Voor het werk, voor wie ons nodig heeft en voor jullie zelf. Noem geen mensen."
        ),
    )
    word = Words(
        2000,
        label=gettext_lazy("Waar hielden we ons woord, en waar niet?"),
        help_text=gettext_lazy("Momenten die doorgingen, antwoorden op voorstellen, beloofde tijd."),
    )
    onwards = Words(2000, label=gettext_lazy("Wat nemen we mee naar het volgende seizoen?"))

    def __init__(self, close: SeasonClose, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(close, name) for name in TEXTS})
        given = data.get("revision", "") if data else str(close.revision)
        self.seen = int(given) if given.isdecimal() and len(given) < 10 else -1


@require_safe
@signed_in
def season_closes(request: HttpRequest) -> HttpResponse:
    """Every close that this viewer reads, the newest season first; and what was begun, for who can go on with it."""
    found = visible(SeasonClose, viewer_of(request)).select_related("season__unit", "team")
    rows = found.order_by("-season__starts_on", "team")
    context = {
        "closes": [one for one in rows if one.is_closed],
        "begun": [one for one in rows if not one.is_closed],
    }
    return render(request, "cycles/outcomes/closing/list.html", context)


@require_safe
@signed_in
def season_close(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    close = get_or_404(SeasonClose, viewer, pk=pk, closed_at__isnull=False)
    context = {
        "close": close,
        "page": Page(readable(close)),
        "may_open": can(viewer, "season.close", close) and is_over_soon(close.season, viewer.day),
    }
    return render(request, "cycles/outcomes/closing/read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_team(request: HttpRequest, pk: int) -> HttpResponse:
    """The season of a team, by who leads it or manages its unit."""
    viewer = viewer_of(request)
    team = get_or_404(Team, viewer, pk=pk)
    require(viewer, "team.close_season", team)
    season = season_to_close(team.unit, viewer.day)
    if season is None:
        return _too_early(request, Season.objects.framing(team.unit, IsoWeek.of(viewer.day)))
    return _edit(request, season, team)


@require_http_methods(["GET", "HEAD", "POST"])
@frame_maker
def edit_season(request: HttpRequest, pk: int) -> HttpResponse:
    """Of everybody it is for: by an administrator, and that of a unit by who manages it."""
    viewer = viewer_of(request)
    season = get_or_404(Season, viewer, pk=pk)
    require(viewer, "season.close_whole", season)
    return _edit(request, season, None) if is_over_soon(season, viewer.day) else _too_early(request, season)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_begun(request: HttpRequest, pk: int) -> HttpResponse:
    """What was begun or opened again is closed at any time, whatever season came since: its words are not lost."""
    viewer = viewer_of(request)
    close = get_or_404(SeasonClose, viewer, pk=pk)
    require(viewer, "season.close", close)
    return _edit(request, close.season, close.team)


def _too_early(request: HttpRequest, season: Season | None) -> HttpResponse:
    return render(request, "cycles/outcomes/closing/too_early.html", {"season": season})


def _edit(request: HttpRequest, season: Season, team: Team | None) -> HttpResponse:
    """`sluit` closes it; without it the words are only kept."""
    viewer = viewer_of(request)
    close = verbs.of(season, team)
    if close.is_closed:
        return redirect("cycles:season-close", pk=close.pk)
    if request.method != "POST":
        return _page(request, close, CloseForm(close))
    form = CloseForm(close, request.POST)
    if not form.is_valid():
        return _page(request, close, form, status=422)
    try:
        close = verbs.write(close, form.cleaned_data, seen=form.seen, by=viewer.person)
        form.seen = close.revision
        if "sluit" in request.POST:
            verbs.close_season(close, seen=close.revision, by=viewer.person)
    except verbs.Conflict as conflict:
        close = verbs.of(season, team)
        form.seen = close.revision
        form.add_error(None, conflict.sentence)
        other = [(form.fields[name].label, getattr(close, name)) for name in TEXTS]
        return _page(request, close, form, status=409, other=other)
    except Refused as refused:
        form.add_error(refused.field or None, refused.sentence)
        return _page(request, close, form, status=422)
    if "sluit" in request.POST:
        said = _("Het seizoen is afgesloten.")
        if is_over_soon(season, viewer.day):
            offer_undo(request, said, reverse("cycles:season-open-again", args=[close.pk]))
        else:
            messages.success(request, said)
        return redirect("cycles:season-close", pk=close.pk)
    messages.success(request, _("Bewaard. Het seizoen is nog niet afgesloten."))
    return redirect(request.path)


@require_POST
@signed_in
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    close = get_or_404(SeasonClose, viewer, pk=pk)
    require(viewer, "season.close", close)
    try:
        verbs.open_again(close, by=viewer.person)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("cycles:season-close", pk=close.pk)
    messages.success(request, _("Het seizoen is weer open. Niemand anders leest dit nu."))
    return redirect("cycles:season-close-begun", pk=close.pk)


def _page(
    request: HttpRequest,
    close: SeasonClose,
    form: CloseForm,
    status: int = 200,
    other: list[tuple[Any, str]] | None = None,
) -> HttpResponse:
    context = {
        "close": close,
        "form": form,
        "page": Page(content(close)),
        "promises_come": close.team is None,
        "other": other,
    }
    return render(request, "cycles/outcomes/closing/edit.html", context, status=status)
