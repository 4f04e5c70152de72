"""Reading people in, in four steps: the file, the columns, the check, done. Administrators only."""

from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from lerendwerken.lib.drawing import Beat, week_line
from teams.accounts.models import User
from teams.audit.log import record
from teams.intake import headings
from teams.intake.forms import ColumnsForm, ConsentForm, UploadForm, repaired
from teams.intake.models import Intake, IntakeRow, IntakeRowQuerySet
from teams.intake.plans import Outcome
from teams.intake.rows import SKIP
from teams.intake.tasks import ring, taken, work
from teams.structure.access import administrator, get_or_404, viewer_of, visible
from teams.structure.models import Organisation, Team

PAGE = 100  # rows of a list
PROBLEM_PAGE = 25
INLINE_ROWS = 500
INLINE_BYTES = 100_000
STEPS = 4


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Step 1: the file. Before the first real people, the consent and the DPIA (S14)."""
    organisation = Organisation.get()
    if not organisation.may_hold_real_people:
        return _consent_page(request, ConsentForm(instance=organisation))
    if request.method != "POST":
        return _start_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start_page(request, form, status=422)
    file = form.cleaned_data["file"]
    intake = Intake.start(file.read(), file.name or "", by=viewer_of(request).person)
    _go(intake, inline=file.size <= INLINE_BYTES)
    return redirect("teams:intake", intake.pk)


@administrator
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    form = ConsentForm(request.POST, instance=Organisation.get())
    if not form.is_valid():
        return _consent_page(request, form, status=422)
    with transaction.atomic():
        organisation = form.save()
        record("consent_recorded", by=viewer_of(request).person, obj=organisation)
    return redirect("teams:intake-start")


@administrator
@require_safe
@vary_on_headers("HX-Request")
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """Wherever this file is now; while it is at work, the page comes back by itself."""
    found = get_or_404(Intake, viewer_of(request), pk=pk)
    if found.state in Intake.AT_WORK:
        return _progress_page(request, found, partial=_is_htmx(request))
    if _is_htmx(request):
        # It asked how far the work is, and the work is done.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if found.state == Intake.State.MAPPING:
        return _columns_page(request, found, ColumnsForm(found))
    if found.state == Intake.State.REVIEW:
        return _review_page(request, found)
    if found.state == Intake.State.DONE:
        return _page(request, "done", found, step=4, counts=_counts(found), new=found.count(Outcome.NEW))
    return _start_page(request, UploadForm(), refused=found)


@administrator
@require_POST
@vary_on_headers("HX-Request")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 2: what each column becomes."""
    found = get_or_404(Intake, viewer_of(request), pk=pk)
    if found.state not in (Intake.State.MAPPING, Intake.State.REVIEW):
        return redirect("teams:intake", pk)
    form = ColumnsForm(found, request.POST)
    if not form.is_valid():
        return _columns_page(request, found, form, status=422)
    if found.choose(form.mapping, form.cleaned_data["effective"]):
        _go(found, inline=found.facts.rows <= INLINE_ROWS)
    return _answer(request, found)


@administrator
@require_POST
@vary_on_headers("HX-Request")
def repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3: repaired values, rows left out, teams made."""
    found = get_or_404(Intake, viewer_of(request), pk=pk)
    if found.state == Intake.State.REVIEW:
        rows = {row.number: row for row in _rows(request, found).problems()}
        if found.repair(repaired(found.decisions, rows, request.POST)):
            _go(found, inline=found.facts.rows <= INLINE_ROWS)
    return _answer(request, found)


@administrator
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 4: everything at once, or nothing."""
    found = get_or_404(Intake, viewer_of(request), pk=pk)
    if found.take():
        _go(found, inline=found.facts.rows <= INLINE_ROWS)
    return redirect("teams:intake", pk)


@administrator
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_or_404(Intake, viewer_of(request), pk=pk)
    if found.state in Intake.CLOSED:
        raise Http404
    found.drop(by=viewer_of(request).person)
    return redirect("teams:intake-start")


def _go(found: Intake, *, inline: bool) -> None:
    """A small file is done at once; a large one by a worker, while its page tells how far it is."""
    if inline:
        work(found.pk)
        found.refresh_from_db()
    if found.state in Intake.AT_WORK or not inline:
        ring(found)


def _answer(request: HttpRequest, found: Intake) -> HttpResponse:
    """The page itself for htmx when it is still the check, else the way there."""
    if not _is_htmx(request):
        return redirect("teams:intake", found.pk)
    if found.state == Intake.State.REVIEW:
        return _review_page(request, found, partial=True)
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("teams:intake", args=[found.pk])})


def _is_htmx(request: HttpRequest) -> bool:
    htmx: Any = getattr(request, "htmx", False)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


# Pages --------------------------------------------------------------------------------------------


def _consent_page(request: HttpRequest, form: ConsentForm, status: int = 200) -> HttpResponse:
    return _page(request, "consent", None, step=1, status=status, form=form)


def _start_page(
    request: HttpRequest, form: UploadForm, *, refused: Intake | None = None, status: int = 200
) -> HttpResponse:
    mine = visible(Intake, viewer_of(request)).open().order_by("-uploaded_at")  # type: ignore[attr-defined]
    return _page(request, "start", refused, step=1, status=status, form=form, others=mine[:5])


def _columns_page(request: HttpRequest, found: Intake, form: ColumnsForm, status: int = 200) -> HttpResponse:
    return _page(request, "columns", found, step=2, status=status, columns_form=form)


def _progress_page(request: HttpRequest, found: Intake, *, partial: bool) -> HttpResponse:
    heading, intro = headings.of_progress(found)
    done, total = found.done, found.total
    if found.state == Intake.State.TAKING:
        done, total = taken(found), found.taken_rows
    step = {Intake.State.READING: 1, Intake.State.CHECKING: 3}.get(Intake.State(found.state), 4)
    return _page(
        request,
        "progress.html#progress" if partial else "progress",
        found,
        step=step,
        heading=heading,
        intro=intro,
        done=min(done, total),
        total=total,
    )


def _review_page(request: HttpRequest, found: Intake, *, partial: bool = False) -> HttpResponse:
    heading, intro = headings.of_review(found)
    rows = _rows(request, found)
    changes = _paged(request, "lijst", rows.changes(), PAGE)
    missing = found.summary.get("missing", {"count": 0, "ids": []})
    people = visible(User, viewer_of(request)).filter(pk__in=missing["ids"])
    return _page(
        request,
        "review.html#check" if partial else "review",
        found,
        step=3,
        heading=heading,
        intro=intro,
        problems=_paged(request, "fout", rows.problems(), PROBLEM_PAGE),
        changes=changes,
        changes_heading=headings.of_changes(changes.paginator.count),
        skipped=sorted(number for number, done in found.decisions.rows.items() if done == SKIP),
        counts=_counts(found),
        missing=[person.full_name for person in people],
        missing_count=missing["count"],
        missing_more=missing["count"] - len(missing["ids"]),
        new_teams=found.summary.get("new_teams", []),
        columns_form=ColumnsForm(found),
        all_rows=found.taken_rows + found.count(Outcome.PROBLEM),
        known_teams=visible(Team, viewer_of(request)).values_list("name", flat=True).distinct()[:PAGE],
        is_partial=partial,
    )


def _rows(request: HttpRequest, found: Intake) -> IntakeRowQuerySet:
    return cast(IntakeRowQuerySet, visible(IntakeRow, viewer_of(request)).filter(intake=found))


def _counts(found: Intake) -> list[tuple[str, int]]:
    """What the aside tells: the four of the drawing always, the others when there are any."""
    return [
        (_("Blijft gelijk"), found.count(Outcome.SAME)),
        (_("Wijzigt"), found.count(Outcome.CHANGED)),
        (_("Nieuw"), found.count(Outcome.NEW)),
        *(
            (name, found.count(outcome))
            for name, outcome in (
                (_("Verschilt, blijft zoals het is"), Outcome.DIFFERS),
                (_("Al vertrokken, niet ingelezen"), Outcome.LEFT),
                (_("Weggelaten"), Outcome.SKIPPED),
            )
            if found.count(outcome)
        ),
        (_("Klopt nog niet"), found.count(Outcome.PROBLEM)),
    ]


def _paged(request: HttpRequest, name: str, rows: Any, size: int) -> "Page[IntakeRow]":
    return Paginator(rows, size).get_page(request.GET.get(name))


def _page(
    request: HttpRequest, name: str, found: Intake | None, *, step: int, status: int = 200, **context: Any
) -> HttpResponse:
    template = f"teams/intake/{name}" if ".html" in name else f"teams/intake/{name}.html"
    names = (_("bestand"), _("kolommen"), _("controle"), _("klaar"))
    words = _("Stap %(step)s van %(steps)s: %(name)s") % {
        "step": step,
        "steps": STEPS,
        "name": names[step - 1],
    }
    context |= {"intake": found, "step_words": words, "step_line": _line(step, done=name == "done")}
    return render(request, template, context, status=status)


def _line(step: int, *, done: bool = False) -> str:
    """The four steps as one line: pen as far as it is done, the beat where we are."""
    places = (135, 385, 635, 885)
    beats = [
        Beat(x, 30, "done" if done or at < step else "next" if at == step else "plan")
        for at, x in enumerate(places, start=1)
    ]
    return week_line(
        beats, now=None if done else places[step - 1] - 105, scale=2.1, height=80, pad=12, name="steps"
    )
