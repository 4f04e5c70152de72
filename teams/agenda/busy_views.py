"""The section on Mijn gegevens about busy times, and the page that shows what a file says before it is saved."""

from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from teams.agenda import busy, busy_preview
from teams.agenda.busy_forms import CalendarForm, MeaningForm
from teams.agenda.models import ReadCalendar
from teams.agenda.reading import Reading
from teams.hours.models import Absence, BusyTime
from teams.own.sections import Context, section
from teams.own.views import page
from teams.structure.access import signed_in, viewer_of, visible

UNDO = "busy"
FIRST_WEEKS = 8  # that the page shows before it is asked for more


@signed_in
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Reads the file and lets go of it: only its times wait to be saved."""
    person = viewer_of(request).person
    form = CalendarForm(person, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, busy_form=form, status=422)
    busy.keep(form.reading, by=person)
    return redirect("teams:busy-preview")


@signed_in
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    kept = _kept(request)
    if kept is None:
        return _back()
    asked = request.GET.keys() & {"away", "other", "zone"}
    form = _meaning(request, kept, _with_usual(request, kept) if asked else None)
    return _preview(request, kept, form, status=422 if asked and not form.is_valid() else 200)


@signed_in
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    person, kept = viewer_of(request).person, _kept(request)
    if kept is None:
        messages.info(request, _("Dit bestand staat niet meer klaar. Kies het opnieuw."))
        return _back()
    form = _meaning(request, kept, request.POST)
    if not form.is_valid():
        return _preview(request, kept, form, status=422)
    if "look" in request.POST:
        chosen = "&".join(f"{name}={value}" for name, value in form.chosen().items())
        return redirect(f"{reverse('teams:busy-preview')}?{chosen}")
    if form.cleaned_data["seen"] != _stamp(kept):
        return _preview(request, kept, _meaning(request, kept), status=409, is_other=True)
    try:
        before = busy.save(kept, form.decided(busy.first_monday(person)), by=person)
    except busy.Gone:
        messages.info(request, _("Dit bestand staat niet meer klaar. Kies het opnieuw."))
        return _back()
    keep_before(request, UNDO, {"key": busy.set_aside(before)})
    said = _(
        "Je bezette tijden zijn bewaard. Weken die al klaarstaan, passen zich binnen een paar minuten aan."
    )
    offer_undo(request, said, reverse("teams:busy-undo"))
    return _back()


@signed_in
@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    busy.throw_away(by=viewer_of(request).person)
    messages.success(request, _("Het gelezen bestand is weg. Er is niets veranderd."))
    return _back()


@signed_in
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    if before := busy.take_away(by=viewer_of(request).person):
        keep_before(request, UNDO, {"key": busy.set_aside(before)})
        offer_undo(request, _("Wat uit je agenda kwam, is weg."), reverse("teams:busy-undo"))
    return _back()


@signed_in
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    kept = take_before(request, UNDO) or {}
    before = busy.take_set_aside(kept["key"]) if "key" in kept else None
    if before is None:
        messages.info(request, _("Er is niets meer om ongedaan te maken."))
        return _back()
    busy.put_back(before, by=viewer_of(request).person)
    messages.success(request, _("Je bezette tijden staan weer zoals ze stonden."))
    return _back()


@section("bezet", gettext_lazy("Bezette tijden"), "teams/agenda/busy_section.html")
def _section(request: HttpRequest, forms: Context) -> Context:
    viewer = viewer_of(request)
    person = viewer.person
    known = visible(BusyTime, viewer).filter(person=person)
    away = visible(Absence, viewer).filter(person=person, source=Absence.Source.CALENDAR)
    return {
        "form": forms.get("busy_form") or CalendarForm(person),
        "is_waiting": _kept(request) is not None,
        "busy_count": known.count(),
        "busy_until": known.aggregate(last=Max("ends_at"))["last"],
        "away_count": away.count(),
        "zone": person.time_zone,
    }


def _preview(
    request: HttpRequest, kept: ReadCalendar, form: MeaningForm, *, status: int = 200, is_other: bool = False
) -> HttpResponse:
    person = viewer_of(request).person
    reading, monday = _reading(kept), busy.first_monday(person)
    decided = form.decided(monday)
    weeks = busy_preview.weeks(person, decided, monday)
    context = {
        "form": form,
        "is_other": is_other,
        "weeks": weeks[:FIRST_WEEKS],
        "more_weeks": weeks[FIRST_WEEKS:],
        "away": decided.away,
        "is_empty": not (decided.busy or decided.away),
        "left_out": busy_preview.left_out(reading),
        "wrong": busy_preview.wrong(reading),
        "zone": person.time_zone,
    }
    return render(request, "teams/agenda/busy.html", context, status=status)


def _kept(request: HttpRequest) -> ReadCalendar | None:
    viewer = viewer_of(request)
    kept = visible(ReadCalendar, viewer).filter(person=viewer.person).first()
    return kept if kept and busy.is_fresh(kept) else None


def _reading(kept: ReadCalendar) -> Reading:
    return Reading.from_json(kept.busy, kept.away, kept.skipped)


def _meaning(request: HttpRequest, kept: ReadCalendar, data: Any = None) -> MeaningForm:
    return MeaningForm(_reading(kept), viewer_of(request).person, _stamp(kept), data)


def _with_usual(request: HttpRequest, kept: ReadCalendar) -> dict[str, Any]:
    """What the address says; what it leaves out is as usual."""
    usual = _meaning(request, kept)
    said = {name: usual.get_initial_for_field(field, name) for name, field in usual.fields.items()}
    return said | {name: value for name, value in request.GET.items() if name != "seen"}


def _stamp(kept: ReadCalendar) -> str:
    """Which file it is: another one may be read in another window."""
    return kept.made_at.isoformat()


def _back() -> HttpResponse:
    return redirect(f"{reverse('teams:my-data')}#bezet")
