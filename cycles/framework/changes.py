"""Afterwards: other words, one more, an end and a way back, for goals, questions and seasons."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.framework import making, pausing
from cycles.framework.forms import GoalForm, NewGoalForm, QuestionForm, SeasonForm
from cycles.framework.making import Refused
from cycles.framework.models import DevelopmentQuestion, OrganisationGoal, Season
from cycles.framework.overview import scope_name, slug
from cycles.framework.sentences import refused, typed
from cycles.framework.undoing import fingerprint, recall, remember
from cycles.framework.views import unit_of
from lerendwerken.lib.undo import offer_undo
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.access import Viewer, frame_maker, get_or_404, require, viewer_of
from teams.structure.models import Unit

PAGE = require_http_methods(["GET", "HEAD", "POST"])


# A goal ----------------------------------------------------------------------------------------


@PAGE
@frame_maker
def goal_add(request: HttpRequest, scope: str, pk: int) -> HttpResponse:
    """In the season of a unit, or of that unit in the season of everybody."""
    viewer = viewer_of(request)
    unit, season = unit_of(viewer, scope), get_or_404(Season, viewer, pk=pk)
    require(viewer, "frame.change", unit)
    if season.unit_id not in (None, unit.pk if unit else None):
        raise Http404
    form = NewGoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        making.add_goal(season, unit, given["title"], given["why"], given["question"], by=viewer.person)
        messages.success(request, _("Het doel staat erbij."))
        return _back(unit)
    texts = {"title": _("Voeg een doel toe"), "when": f"{scope_name(unit)}, {season.name}"}
    return _page(request, form, unit, texts)


@PAGE
@frame_maker
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = _goal(request, pk)
    before = {"title": row.title, "why": row.why}
    form = GoalForm(request.POST or None, initial=before)
    if _may_save(request, form, before):
        after = form.cleaned_data
        said = _("De woorden van het doel zijn veranderd.")
        change = lambda: making.reword_goal(row, after["title"], after["why"], by=viewer.person)  # noqa: E731
        kept = {"what": "goal", "pk": row.pk} | before
        if _changed(request, form, change, said, kept, after):
            return _back(row.unit)
    texts = {"title": _("Pas het doel aan"), "when": scope_name(row.unit)}
    end = {
        "url": reverse("cycles:goal-end", args=[row.pk]),
        "button": _("Beëindig dit doel"),
        "why": _("Wat mensen ermee leerden, blijft staan. Niemand kan het doel nog kiezen."),
    }
    return _page(request, form, row.unit, texts, before, end=None if row.ended_on else end)


@require_POST
@frame_maker
def goal_end(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = _goal(request, pk)
    undo = reverse("cycles:goal-reopen", args=[pk])
    return _do(
        request, row.unit, lambda: making.end_goal(row, by=viewer.person), _("Het doel is beëindigd."), undo
    )


@require_POST
@frame_maker
def goal_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = _goal(request, pk)
    return _do(
        request, row.unit, lambda: making.reopen_goal(row, by=viewer.person), _("Het doel staat er weer.")
    )


# A development question ------------------------------------------------------------------------


@PAGE
@frame_maker
def question_add(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = _goal(request, pk)
    form = QuestionForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = _("De ontwikkelvraag staat erbij.")
        change = lambda: making.add_question(row, form.cleaned_data["text"], by=viewer.person)  # noqa: E731
        return _do(request, row.unit, change, said)
    texts = {"title": _("Voeg een ontwikkelvraag toe"), "when": row.title}
    return _page(request, form, row.unit, texts)


@PAGE
@frame_maker
def question(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = _question(request, pk)
    before = {"text": row.text}
    form = QuestionForm(row.goal, request.POST or None, question=row, initial=before)
    if _may_save(request, form, before):
        after = form.cleaned_data
        said = _("De woorden van de ontwikkelvraag zijn veranderd.")
        change = lambda: making.reword_question(row, after["text"], by=viewer.person)  # noqa: E731
        kept = {"what": "question", "pk": row.pk} | before
        if _changed(request, form, change, said, kept, after):
            return _back(row.goal.unit)
    texts = {"title": _("Pas de ontwikkelvraag aan"), "when": row.goal.title}
    end = {
        "url": reverse("cycles:question-end", args=[row.pk]),
        "button": _("Beëindig deze ontwikkelvraag"),
        "why": _("Wat mensen ermee leerden, blijft staan. Niemand kan de vraag nog kiezen."),
    }
    return _page(request, form, row.goal.unit, texts, before, end=None if row.ended_on else end)


@require_POST
@frame_maker
def question_end(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = _question(request, pk)
    undo = reverse("cycles:question-reopen", args=[pk])
    said = _("De ontwikkelvraag is beëindigd.")
    return _do(request, row.goal.unit, lambda: making.end_question(row, by=viewer.person), said, undo)


@require_POST
@frame_maker
def question_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = _question(request, pk)
    said = _("De ontwikkelvraag staat er weer.")
    return _do(request, row.goal.unit, lambda: making.reopen_question(row, by=viewer.person), said)


# A season --------------------------------------------------------------------------------------


@PAGE
@frame_maker
def season(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name; and while it has not begun, another Monday or another length."""
    viewer, row = _season(request, pk)
    before = {"name": row.name, "starts_on": row.starts_on, "weeks": row.weeks}
    form = SeasonForm(row.unit, viewer.day, request.POST or None, season=row, initial=before)
    if _may_save(request, form, before):
        after: dict[str, Any] = before | form.cleaned_data
        change = lambda: making.change_season(row, **after, by=viewer.person)  # noqa: E731
        kept = {"what": "season", "pk": row.pk} | before
        if _changed(request, form, change, _("Het seizoen is veranderd."), kept, after):
            return _back(row.unit)
    texts = {"title": _("Pas het seizoen aan"), "when": scope_name(row.unit)}
    coming = making.is_coming(row, viewer.day)
    end = {
        "url": reverse("cycles:season-withdraw", args=[row.pk]),
        "button": _("Haal dit seizoen weg"),
        "why": _("Het is nog niet begonnen. De doelen en ontwikkelvragen blijven bestaan."),
    }
    return _page(request, form, row.unit, texts, before, end=end if coming else None)


@require_POST
@frame_maker
def season_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, row = _season(request, pk)
    before: dict[str, Any] = {
        "unit": row.unit_id,
        "name": row.name,
        "starts_on": row.starts_on.isoformat(),
        "weeks": row.weeks,
        "goals": list(row.goals.values_list("pk", flat=True)),
    }
    try:
        making.withdraw(row, by=viewer.person)
    except Refused as refusal:
        messages.error(request, refused(refusal))
    else:
        offer_undo(request, _("Het seizoen is weg."), remember(request, {"what": "withdrawn"} | before))
    return _back(row.unit)


# Back ------------------------------------------------------------------------------------------


@require_POST
@frame_maker
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """Undoes a change of words, of a season or of a pause week, once."""
    before = recall(request, key)
    if before is None:
        messages.info(request, _("Er is niets meer om terug te zetten."))
        return redirect("cycles:frame")
    viewer = viewer_of(request)
    unit, change = BACK[before.pop("what")](request, viewer, before)
    return _do(request, unit, change, _("Het staat weer zoals het was."))


Back = tuple[Unit | None, Callable[[], object]]


def _goal_back(request: HttpRequest, viewer: Viewer, before: dict[str, Any]) -> Back:
    _viewer, row = _goal(request, before["pk"])

    def back() -> object:
        _refuse_other(before, title=row.title, why=row.why)
        return making.reword_goal(row, before["title"], before["why"], by=viewer.person)

    return row.unit, back


def _question_back(request: HttpRequest, viewer: Viewer, before: dict[str, Any]) -> Back:
    _viewer, row = _question(request, before["pk"])

    def back() -> object:
        _refuse_other(before, text=row.text)
        return making.reword_question(row, before["text"], by=viewer.person)

    return row.goal.unit, back


def _season_back(request: HttpRequest, viewer: Viewer, before: dict[str, Any]) -> Back:
    _viewer, row = _season(request, before["pk"])
    starts_on = date.fromisoformat(before["starts_on"])

    def back() -> object:
        _refuse_other(before, name=row.name, starts_on=row.starts_on, weeks=row.weeks)
        return making.change_season(row, before["name"], starts_on, before["weeks"], by=viewer.person)

    return row.unit, back


def _withdrawn_back(request: HttpRequest, viewer: Viewer, before: dict[str, Any]) -> Back:
    unit = get_or_404(Unit, viewer, pk=before["unit"]) if before["unit"] else None
    require(viewer, "frame.change", unit)
    season = before | {"unit": unit, "starts_on": date.fromisoformat(before["starts_on"])}
    return unit, lambda: making.put_back(**season, by=viewer.person)


def _refuse_other(before: dict[str, Any], **now: Any) -> None:
    """An undo puts back what it followed on, not what somebody else made of it since."""
    if before["after"] != fingerprint(now):
        raise Refused("changed_meanwhile")


def _pause_back(request: HttpRequest, viewer: Viewer, before: dict[str, Any]) -> Back:
    require(viewer, "frame.change", None)
    return None, lambda: pausing.pause(IsoWeek.parse(before["week"]), before["name"], by=viewer.person)


BACK: dict[str, Callable[[HttpRequest, Viewer, dict[str, Any]], Back]] = {
    "goal": _goal_back,
    "question": _question_back,
    "season": _season_back,
    "withdrawn": _withdrawn_back,
    "pause": _pause_back,
}


# Shared ----------------------------------------------------------------------------------------


def _may_save(request: HttpRequest, form: Any, before: dict[str, Any]) -> bool:
    """A right form, for what stood there when its page was opened. What somebody else wrote since is shown first."""
    if request.method != "POST" or not form.is_valid():
        return False
    if request.POST.get("seen", "") in ("", fingerprint(before)):
        return True
    now = ", ".join(
        typed(value) if isinstance(value, date) else str(value) for value in before.values() if value
    )
    said = _(
        "Een ander veranderde dit intussen. Nu staat er: ‘%(now)s’. Wat jij schreef, staat hieronder nog."
        " Bewaar opnieuw als dat moet gelden."
    )
    form.add_error(None, said % {"now": now})
    return False


def _changed(
    request: HttpRequest,
    form: Any,
    change: Callable[[], bool],
    said: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> bool:
    """Changes it and offers the way back. False, with the reason in the form, when it was refused."""
    try:
        if change():
            offer_undo(request, said, remember(request, before | {"after": fingerprint(after)}))
    except Refused as refusal:
        form.add_error(None, refused(refusal))
        return False
    return True


def _do(
    request: HttpRequest, unit: Unit | None, change: Callable[[], object], said: str, undo: str = ""
) -> HttpResponse:
    """Does it and says so, with a way back; or says in words why not. What was so already is not said again."""
    try:
        done = change()
    except Refused as refusal:
        messages.error(request, refused(refusal))
    else:
        if done and undo:
            offer_undo(request, said, undo)
        elif done:
            messages.success(request, said)
    return _back(unit)


def _back(unit: Unit | None) -> HttpResponse:
    return redirect("cycles:frame-of", slug(unit))


def _page(
    request: HttpRequest,
    form: Any,
    unit: Unit | None,
    texts: dict[str, str],
    before: dict[str, Any] | None = None,
    *,
    end: dict[str, str] | None = None,
) -> HttpResponse:
    context = texts | {
        "form": form,
        "back": reverse("cycles:frame-of", args=[slug(unit)]),
        "end": end,
        "seen": fingerprint(before) if before else "",
    }
    status = 422 if form.errors else 200
    return render(request, "cycles/framework/change.html", context, status=status)


def _goal(request: HttpRequest, pk: int) -> tuple[Viewer, OrganisationGoal]:
    viewer = viewer_of(request)
    row = get_or_404(OrganisationGoal, viewer, pk=pk)
    require(viewer, "frame.change", row.unit)
    return viewer, row


def _question(request: HttpRequest, pk: int) -> tuple[Viewer, DevelopmentQuestion]:
    viewer = viewer_of(request)
    row = get_or_404(DevelopmentQuestion, viewer, pk=pk)
    require(viewer, "frame.change", row.goal.unit)
    return viewer, row


def _season(request: HttpRequest, pk: int) -> tuple[Viewer, Season]:
    viewer = viewer_of(request)
    row = get_or_404(Season, viewer, pk=pk)
    require(viewer, "frame.change", row.unit)
    return viewer, row
