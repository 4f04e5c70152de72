"""The page on which somebody prepares the own report, beside exactly what its reader will read."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.framework.models import Season
from cycles.outcomes import reporting
from cycles.outcomes.content import TEXTS, Page, choices, content, digest
from cycles.outcomes.forms import ReaderForm, ReportForm
from cycles.outcomes.models import OutcomeReport
from cycles.outcomes.readers import readers
from cycles.outcomes.reporting import Conflict
from cycles.prompts.lines import question_line
from cycles.questions.partner import has_ai
from cycles.questions.posting import still_there
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.access import Viewer, signed_in, viewer_of, visible

State = OutcomeReport.State


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_report(request: HttpRequest) -> HttpResponse:
    """Of the season that runs. Once it is shared its owner reads it where its reader does."""
    viewer = viewer_of(request)
    report = _mine(request)
    if report is None:
        return render(request, "cycles/outcomes/no_season.html", {"earlier": _earlier(viewer)})
    if request.method != "POST":
        if report.state != State.PREPARED:
            return redirect("cycles:report", pk=report.pk)
        return _page(request, report, ReportForm(report, choices(report)))
    form = ReportForm(report, choices(report), request.POST)
    if not form.is_valid():
        return _page(request, report, form, status=422)
    try:
        kept = _keep(request, viewer, form)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, _mine(request) or report, form, status=409)
    if "delen" in request.POST:
        return _share(request, viewer, kept)
    messages.success(request, _("Je verslag is bewaard. Alleen jij leest het."))
    return redirect(address(kept, viewer))


@still_there
@signed_in
def autosave(request: HttpRequest) -> HttpResponse:
    """Keeps what is typed, or what is ticked; answers with the line that says so, for app.js and htmx."""
    if request.method == "HEAD":
        return HttpResponse()
    viewer, report = viewer_of(request), _mine(request)
    if report is None:
        return _not_kept(request, _("Er loopt nu geen seizoen. Dit is niet bewaard."))
    form = ReportForm(report, choices(report), request.POST)
    if not form.is_valid():
        return _not_kept(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    try:
        kept = _keep(request, viewer, form) if TEXTS[0] in request.POST else _choose(viewer, form)
    except Conflict as conflict:
        response = _not_kept(request, conflict.sentence)
        response.headers["X-Compare"] = "1"  # the button may go on to the page, which shows both
        return response
    except Refused as refused:
        return _not_kept(request, refused.sentence)
    response = render(request, "cycles/outcomes/_saved.html", {"saved_at": clock.now()})
    response.headers["X-Revision"] = str(kept.revision)
    return response


@require_POST
@signed_in
def preview(request: HttpRequest) -> HttpResponse:
    """What its reader would read of what is typed now; nothing is kept by this."""
    viewer, report = viewer_of(request), _mine(request)
    if report is None or report.state != State.PREPARED:
        raise Http404
    form = ReportForm(report, choices(report), request.POST)
    form.is_valid()
    shown = content(form.instance, form.typed)
    return render(
        request,
        "cycles/outcomes/_preview.html",
        {"page": Page(shown), "digest": digest(shown), "with_ai": has_ai(viewer.person)},
    )


# What is done -------------------------------------------------------------------------------------


def address(report: OutcomeReport, viewer: Viewer) -> str:
    """Where its owner writes it: one of an earlier season, or of another unit, is named."""
    page = reverse("cycles:my-report")
    return page if report == now(viewer) else f"{page}?verslag={report.pk}"


def now(viewer: Viewer) -> OutcomeReport | None:
    team = viewer.home_team
    return reporting.of_now(viewer.person, team, viewer.day) if team else None


def _mine(request: HttpRequest) -> OutcomeReport | None:
    """The one that is named, or that of the season that runs."""
    viewer = viewer_of(request)
    named = _named(request)
    if not named:
        return now(viewer)
    if not named.isdecimal() or len(named) > 9:
        raise Http404
    found = visible(OutcomeReport, viewer).filter(owner=viewer.person, pk=int(named))
    row = found.select_related("season", "team", "reader").first()
    if row is None:
        raise Http404
    current = now(viewer)
    return current if current == row else row


def _named(request: HttpRequest) -> str:
    return request.POST.get("verslag") or request.GET.get("verslag") or ""


def _keep(request: HttpRequest, viewer: Viewer, form: ReportForm) -> OutcomeReport:
    given = form.cleaned_data
    seen = request.POST.get("revision", "")
    return reporting.write(
        form.instance,
        {name: given[name] for name in TEXTS},
        form.chosen,
        given["talk_at"],
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else -1,
        by=viewer.person,
    )


def _choose(viewer: Viewer, form: ReportForm) -> OutcomeReport:
    """What is ticked, and when the talk is; the texts were not sent along."""
    return reporting.choose(form.instance, form.chosen, form.cleaned_data["talk_at"], by=viewer.person)


def _not_kept(request: HttpRequest, problem: str) -> HttpResponse:
    return render(request, "cycles/outcomes/_saved.html", {"problem": problem}, status=422)


def _share(request: HttpRequest, viewer: Viewer, kept: OutcomeReport) -> HttpResponse:
    """Shares exactly the preview that was looked at, or says why not; what was typed is kept either way."""
    found = readers(viewer.person, kept.team, viewer)
    to = ReaderForm(found, request.POST)
    if not found:
        problem = _(
            "Er is nog niemand die je verslag kan lezen. Vraag je beheerder om een manager in te vullen."
        )
    elif not to.is_valid():
        problem = _("Kies met wie je het bespreekt.")
    else:
        reader = to.cleaned_data["reader"]
        try:
            reporting.share(kept, reader, seen=request.POST.get("voorbeeld", ""), by=viewer.person)
        except Refused as refused:
            problem = refused.sentence
        else:
            said = _("Je verslag is gedeeld. %(name)s leest het nu.") % {"name": reader.given_name}
            messages.success(request, said)
            return redirect("cycles:report", pk=kept.pk)
    return _page(request, kept, ReportForm(kept, choices(kept)), status=422, problem=problem)


def _page(
    request: HttpRequest, report: OutcomeReport, form: ReportForm, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    viewer = viewer_of(request)
    found = readers(viewer.person, report.team, viewer)
    shown = content(report, form.typed if form.is_bound else form.choices)
    context: dict[str, Any] = {
        "report": report,
        "form": form,
        "problem": problem,
        "page": Page(shown),
        "digest": digest(shown),
        "readers": found,
        "to": ReaderForm(found, initial={"reader": request.POST.get("reader") or report.reader_id}),
        "reader": found[0] if len(found) == 1 else None,
        "when": _week_of(report.season, viewer),
        "earlier": [one for one in _earlier(viewer) if one != report or one.state != State.PREPARED],
        "line": question_line(len(State.choices), 1, "verslag-stap"),
        # A page that is put right is still the page that was opened, unless it shows what was written elsewhere.
        "revision": report.revision if status == 409 or not form.errors else request.POST.get("revision", ""),
        "named": _named(request),
        "with_ai": has_ai(viewer.person),
    }
    return render(request, "cycles/outcomes/prepare.html", context, status=status)


def _week_of(season: Season, viewer: Viewer) -> tuple[int, int]:
    """Which week of how many."""
    return min(season.number_of(IsoWeek.of(viewer.day)), season.weeks), season.weeks


def _earlier(viewer: Viewer) -> list[OutcomeReport]:
    """Own reports, the newest first."""
    return list(visible(OutcomeReport, viewer).filter(owner=viewer.person).select_related("season"))
