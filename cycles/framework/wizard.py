"""Maak een kader: goals, development questions, season, check. Four screens, each with its own address."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cycles.framework import making
from cycles.framework.drafting import CHECK, GOALS, QUESTIONS, SEASON, Making
from cycles.framework.making import Refused
from cycles.framework.overview import Tab, scope_name, slug
from cycles.framework.sentences import refused, span
from cycles.framework.views import unit_of
from lerendwerken.lib import clock
from lerendwerken.lib.drawing import Beat, State, week_line
from teams.structure.access import can, frame_maker, require, viewer_of, visible
from teams.structure.models import Unit

NAMES = {
    GOALS: gettext_lazy("Doelen"),
    QUESTIONS: gettext_lazy("Ontwikkelvragen"),
    SEASON: gettext_lazy("Seizoen"),
    CHECK: gettext_lazy("Nakijken"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@frame_maker
def screen(request: HttpRequest, scope: str, number: int) -> HttpResponse:
    made = _making(request, scope)
    if number not in NAMES:
        raise Http404
    if request.method == "POST" and number < CHECK:
        return _typed(request, made, scope, number)
    if request.method == "POST" and not made.draft:  # saved already: a second click, or another window
        return redirect("cycles:frame-of", scope)
    wrong = made.first_wrong(before=number)
    if wrong:
        if request.method == "POST":  # changed in another window
            messages.info(request, _("Op dit scherm ontbreekt nog iets."))
        return redirect("cycles:frame-make", scope, wrong)
    if request.method == "POST":
        return _save(request, made, scope)
    form = made.form(number, bound=False) if number < CHECK else None
    return _page(request, made, scope, number, form)


@require_http_methods(["GET", "HEAD", "POST"])
@frame_maker
def throw_away(request: HttpRequest, scope: str) -> HttpResponse:
    """Asks first: what was typed is gone afterwards."""
    made = _making(request, scope)
    if request.method == "POST":
        made.throw_away()
        messages.success(request, _("Je concept is weg."))
    if request.method == "POST" or not made.draft:
        return redirect("cycles:frame-of", scope)
    context = {"name": scope_name(made.unit), "scope": scope, "goals": _first_words(made)}
    return render(request, "cycles/framework/throw_away.html", context)


def _making(request: HttpRequest, scope: str) -> Making:
    viewer = viewer_of(request)
    unit = unit_of(viewer, scope)
    require(viewer, "frame.change", unit)
    if unit and unit.closed_on:
        raise Http404
    return Making(viewer, unit)


def _typed(request: HttpRequest, made: Making, scope: str, number: int) -> HttpResponse:
    """Keeps it in any case; goes on only when it is right."""
    made.keep(number, request.POST)
    if "autosave" in request.POST:
        return render(request, "cycles/framework/_saved.html", {"saved_at": clock.now()})
    if "more" in request.POST:
        here = reverse("cycles:frame-make", args=[scope, number])
        return redirect(here + "#" + made.newest(number, request.POST["more"]))
    if "back" in request.POST and number > GOALS:
        return redirect("cycles:frame-make", scope, number - 1)
    form = made.form(number, bound=True)
    if not form.is_valid():
        return _page(request, made, scope, number, form, status=422)
    return redirect("cycles:frame-make", scope, number + 1)


def _save(request: HttpRequest, made: Making, scope: str) -> HttpResponse:
    try:
        season = making.make(made.plan(), by=made.viewer.person)
    except Refused as refusal:  # somebody else made a season meanwhile
        messages.error(request, refused(refusal))
        return redirect("cycles:frame-make", scope, SEASON)
    if season:
        messages.success(request, _("Het kader is bewaard. Teams kunnen er hun weken mee maken."))
    return redirect("cycles:frame-of", scope)


def _page(
    request: HttpRequest, made: Making, scope: str, number: int, form: Any, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "name": scope_name(made.unit),
        "scopes": _scopes(made) if number == GOALS else [],
        "scope": scope,
        "number": number,
        "title": NAMES[number],
        "form": form,
        "line": _line(number),
        "last": made.last,
        "has_draft": made.draft is not None,
        "steps": [_step(made, step, number) for step in NAMES],
    }
    if number == CHECK:
        plan = made.plan()
        context |= {"plan": plan, "span": span(plan.starts_on, plan.ends_on)}
    return render(request, f"cycles/framework/make_{number}.html", context, status=status)


def _scopes(made: Making) -> list[Tab]:
    """The units that this maker can choose from; nothing when there is one."""
    units: list[Unit | None] = list(visible(Unit, made.viewer).filter(closed_on=None))
    found = [
        Tab(scope_name(unit), reverse("cycles:frame-make", args=[slug(unit), GOALS]), unit == made.unit)
        for unit in [None, *units]
        if can(made.viewer, "frame.change", unit)
    ]
    return found if len(found) > 1 else []


def _line(number: int) -> SafeString:
    """The four screens, in the grammar of the week line."""
    beats = []
    for step in NAMES:
        state: State = "done" if step < number else "next" if step == number else "plan"
        beats.append(Beat(135 + 250 * (step - 1), 30, state))
    return week_line(beats, now=30 + 250 * (number - 1), scale=2.1, height=80, pad=12, name="kader")


def _step(made: Making, step: int, number: int) -> dict[str, Any]:
    """One step beside the screen, with the words of those that lie behind."""
    state = "done" if step < number else "now" if step == number else "open"
    words: list[str] = []
    if step < number:
        form = made.form(step, bound=True)
        form.is_valid()
        if step == GOALS:
            words = [goal.title for goal in form.carried] + [title for _row, title, _why in form.goals]
        elif step == QUESTIONS:
            words = [text for group in form.groups for text in form.questions(group["key"])]
        else:
            words = [form.cleaned_data.get("name", "")]
    return {"number": step, "name": NAMES[step], "state": state, "words": words}


def _first_words(made: Making) -> list[str]:
    """The goals of a draft, to know which draft it is."""
    typed = made.typed.get(str(GOALS), {})
    return [values[0] for name, values in typed.items() if name.startswith("title_") and values[0]]
