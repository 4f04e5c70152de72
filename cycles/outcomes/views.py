"""The page on which somebody prepares the own report, beside exactly what its reader will read."""

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.framework.models import Season
from cycles.outcomes import reporting
from cycles.outcomes.content import TEXTS, Page, Shown, choices, content
from cycles.outcomes.forms import ReaderForm, ReportForm
from cycles.outcomes.models import OutcomeReport
from cycles.outcomes.readers import readers
from cycles.questions.partner import has_ai
from cycles.questions.posting import still_there
from lerendwerken.lib import clock
from lerendwerken.lib.drawing import Beat, week_line
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
    if report.state != State.PREPARED:
        return redirect("cycles:report", pk=report.pk)
    own = choices(report)
    if request.method != "POST":
        return _page(request, report, ReportForm(report, own))
    form = ReportForm(report, own, request.POST)
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
    problem, kept, compares = _("Er loopt nu geen seizoen. Dit is niet bewaard."), None, False
    if report is not None:
        form = ReportForm(report, choices(report), request.POST)
        ticked = TEXTS[0] not in request.POST
        problem = ""
        if form.is_valid():
            try:
                if ticked:
                    kept = reporting.choose(
                        report, form.chosen, form.cleaned_data["talk_at"], by=viewer.person
                    )
                else:
                    kept = _keep(request, viewer, form)
            except Refused as refused:
                problem, compares = refused.sentence, True
        else:
            problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    context = {"problem": problem, "saved_at": clock.now()}
    response = render(request, "cycles/outcomes/_saved.html", context, status=200 if kept else 422)
    if kept:
        response.headers["X-Revision"] = str(kept.revision)
    elif compares:
        response.headers["X-Compare"] = "1"
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


def digest(shown: Shown) -> str:
    """Which preview somebody looked at; what is shared is that one or none."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:32]


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
    named = request.POST.get("verslag") or request.GET.get("verslag") or ""
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
    elif digest(content(kept)) != request.POST.get("voorbeeld"):
        problem = _(
            "Kijk het voorbeeld nog eens na: het is veranderd sinds je het zag. Druk dan nog eens op Deel."
        )
    else:
        reader = to.cleaned_data["reader"]
        try:
            reporting.share(kept, reader, seen=kept.revision, by=viewer.person)
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
    shown = content(report, form.typed if form.is_bound else None)
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
        "earlier": [one for one in _earlier(viewer) if one.pk != report.pk],
        "line": _line(),
        # A page that is put right is still the page that was opened, unless it shows what was written elsewhere.
        "revision": report.revision if status == 409 or not form.errors else request.POST.get("revision", ""),
        "named": report.pk if report != now(viewer) else "",
        "with_ai": has_ai(viewer.person),
    }
    return render(request, "cycles/outcomes/prepare.html", context, status=status)


def _line() -> SafeString:
    """Four steps, the first one now."""
    step = 1000 / len(State.choices)
    beats = [
        Beat((number + 0.54) * step, 30, "plan" if number else "next") for number in range(len(State.choices))
    ]
    return week_line(beats, now=30, name="verslag-stap", height=80, pad=12, scale=2.1)


def _week_of(season: Season, viewer: Viewer) -> tuple[int, int]:
    """Which week of how many."""
    return min(season.number_of(IsoWeek.of(viewer.day)), season.weeks), season.weeks


def _earlier(viewer: Viewer) -> list[OutcomeReport]:
    """Own reports, the newest first."""
    return list(visible(OutcomeReport, viewer).filter(owner=viewer.person).select_related("season"))
