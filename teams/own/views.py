"""Mijn gegevens: each section posts alone, and comes back with what was typed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lerendwerken.lib import clock
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from lerendwerken.templatetags.ui import weekday
from teams.hours import correcting
from teams.hours.forms import AbsenceForm, HoursForm
from teams.hours.models import Absence, WorkingPattern
from teams.hours.patterns import Shift
from teams.notifications.forms import PauseForm, PreferencesForm
from teams.notifications.models import Preference
from teams.own.days import clock_words, weeks
from teams.own.forms import DEPUTISED, DeputyForm
from teams.own.sections import NOTICES, SECTIONS, drawn
from teams.structure import deputies
from teams.structure.access import get_or_404, signed_in, viewer_of, visible
from teams.structure.models import Role

UNDO = "hours"


@signed_in
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    return page(request)


@signed_in
@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    person = viewer_of(request).person
    shown, _imported = correcting.in_force(_patterns(request), person)
    form = HoursForm(person, shown, request.POST)
    if not form.is_valid() or form.pattern is None:
        return page(request, hours_form=form, status=422)
    replaced = correcting.correct(form.pattern, by=person)
    _keep_for_undo(request, replaced, form.pattern.valid_from.isoformat())
    offer_undo(request, _("Je werktijden zijn bewaard. Jouw tijd geldt."), reverse("teams:hours-undo"))
    return _back("werktijden")


@signed_in
@require_POST
def hours_from_file(request: HttpRequest) -> HttpResponse:
    if rows := correcting.follow_the_file(by=viewer_of(request).person):
        _keep_for_undo(request, rows, None)
        offer_undo(
            request, _("De tijden van het personeelsbestand gelden weer."), reverse("teams:hours-undo")
        )
    return _back("werktijden")


@signed_in
@require_POST
def hours_undo(request: HttpRequest) -> HttpResponse:
    """The hours from before the last change; they wait in the session, where only their owner comes."""
    kept = take_before(request, UNDO)
    if kept is None:
        messages.info(request, _("Er is niets meer om ongedaan te maken."))
        return _back("werktijden")
    correcting.put_back(kept["rows"], kept["since"], by=viewer_of(request).person)
    messages.success(request, _("Je werktijden zijn weer zoals ze waren."))
    return _back("werktijden")


@signed_in
@require_POST
def hours_confirm(request: HttpRequest) -> HttpResponse:
    correcting.confirm(by=viewer_of(request).person)
    messages.success(request, _("Je werktijden kloppen. We plannen hiermee."))
    return _back("werktijden")


@signed_in
@require_POST
def absence_add(request: HttpRequest) -> HttpResponse:
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return page(request, absence_form=form, status=422)
    correcting.be_away(form.absence, by=viewer_of(request).person)
    messages.success(request, _("Je afwezigheid is bewaard."))
    return _back("afwezig")


@signed_in
@require_POST
def absence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    # An administrator sees absences of others, and removes only their own here.
    absence = get_or_404(Absence, viewer, pk=pk, person=viewer.person)
    first, last = absence.first_day, absence.last_day
    correcting.be_back(absence, by=viewer.person)
    return redirect(f"{reverse('teams:my-data')}?weg={first:%Y-%m-%d}_{last:%Y-%m-%d}#afwezig")


@signed_in
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    person = viewer_of(request).person
    form = PreferencesForm(person, Preference.of(person), request.POST)
    if not form.is_valid():
        return page(request, preferences_form=form, status=422)
    form.save()
    with translation.override(person.language):
        messages.success(request, _("Je voorkeuren zijn bewaard."))
    return _back("voorkeuren")


@signed_in
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    form = PauseForm(viewer_of(request).person, request.POST)
    if not form.is_valid():
        return page(request, pause_form=form, status=422)
    form.save()
    messages.success(request, _("Alle berichten staan op pauze."))
    return _back("voorkeuren")


@signed_in
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    Preference.objects.filter(person=viewer_of(request).person).update(paused_until=None)
    messages.success(request, _("Berichten komen weer."))
    return _back("voorkeuren")


@signed_in
@require_POST
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Who holds a role names who stands in (S1); an administrator sees more roles, and names only their own here."""
    viewer = viewer_of(request)
    role = get_or_404(Role, viewer, pk=pk, person=viewer.person)
    form = DeputyForm(role, request.POST)
    if not form.is_valid():
        return page(request, deputy_form=form, status=422)
    deputies.name(role, form.cleaned_data["deputy"], by=viewer.person)
    messages.success(request, _("Je vervanger is bewaard."))
    return _back("vervanger")


def page(request: HttpRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The whole page; forms: those that come back with what was typed."""
    viewer = viewer_of(request)
    person = viewer.person
    wrong = next(iter(forms.values()), None)
    shown, imported = correcting.in_force(_patterns(request), person)
    preference = Preference.of(person)
    today = clock.today(person.time_zone)
    context = {
        "person": person,
        "shown": shown,
        "is_own": shown is not None and shown.source == WorkingPattern.Source.OWN,
        "weeks": weeks(shown),
        "differences": _differences(shown, imported),
        "has_file": imported is not None,
        "absences": visible(Absence, viewer).filter(person=person, last_day__gte=today),
        "removed": _removed(request),
        "paused_until": preference.paused_until
        if preference.paused_until and preference.paused_until >= today
        else None,
        "hours_form": HoursForm(person, shown),
        "absence_form": AbsenceForm(),
        "preferences_form": PreferencesForm(person, preference),
        "pause_form": PauseForm(person),
        "deputy_forms": _deputy_forms(request, forms.pop("deputy_form", None)),
        "wrong": wrong,
        "notices": drawn(NOTICES, request, forms),
        "sections": drawn(SECTIONS, request, forms),
    }
    return render(request, "teams/own/my_data.html", context | forms, status=status)


def _patterns(request: HttpRequest) -> list[WorkingPattern]:
    viewer = viewer_of(request)
    return list(visible(WorkingPattern, viewer).filter(person=viewer.person))


def _differences(shown: WorkingPattern | None, imported: WorkingPattern | None) -> list[tuple[str, str, str]]:
    """(day, what the file says, what the person says), where the two differ."""
    if shown is None or imported is None or shown.pk == imported.pk:
        return []
    if shown.alternation != "weekly" or imported.alternation != "weekly":
        return [] if shown.shifts == imported.shifts else [(_("de weken"), _("anders"), _("aangepast"))]
    theirs, mine = imported.as_pattern().shifts, shown.as_pattern().shifts
    found = []
    for day in range(7):
        said, own = ([s for s in shifts if s.weekday == day] for shifts in (theirs, mine))
        if said != own:
            found.append((weekday(day), _words(said), _words(own)))
    return found


def _words(shifts: list[Shift]) -> str:
    if not shifts:
        return _("geen werkdag")
    parts = []
    for shift in shifts:
        words = _("%(start)s tot %(end)s uur") % {
            "start": clock_words(shift.start),
            "end": clock_words(shift.end),
        }
        for away, back in shift.breaks:
            words += _(", pauze %(start)s tot %(end)s uur") % {
                "start": clock_words(away),
                "end": clock_words(back),
            }
        parts.append(words)
    return _(" en ").join(parts)


def _removed(request: HttpRequest) -> tuple[date, date] | None:
    """What was just taken away, from the address, so that one press brings it back."""
    try:
        first, last = map(date.fromisoformat, request.GET.get("weg", "").split("_"))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _deputy_forms(request: HttpRequest, wrong: DeputyForm | None) -> list[DeputyForm]:
    viewer = viewer_of(request)
    held = [r for r in viewer.roles if r.person_id == viewer.person.pk]
    return [
        wrong if wrong is not None and wrong.role.pk == role.pk else DeputyForm(role)
        for role in held
        if role.kind in DEPUTISED
    ]


def _keep_for_undo(request: HttpRequest, rows: correcting.Rows, since: str | None) -> None:
    keep_before(request, UNDO, {"rows": rows, "since": since})


def _back(section: str) -> HttpResponse:
    return redirect(f"{reverse('teams:my-data')}#{section}")
