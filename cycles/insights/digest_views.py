"""The monthly digest: reading it, on screen and on paper, beginning one, and sending it out."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.insights import also, digesting, rubric
from cycles.insights.access import looks_after_learning
from cycles.insights.digest_forms import BeginForm
from cycles.insights.digest_words import month_name, shown
from cycles.insights.models import MonthlyDigest, Recommendation
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.undo import offer_undo
from teams.structure.access import Viewer, can, get_or_404, require, signed_in, viewer_of, visible
from teams.structure.models import Team

MOST = 60  # of the list: five years of one team


@require_safe
@signed_in
def digest(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = found(viewer, pk)
    kept = shown(row)
    context = {
        "shown": kept,
        "digest": row,
        "month": month_name(row.month),
        "also": also.parts(viewer, row),
        "may_write": can(viewer, "digest.write", row),
        "recommendations": [
            (one, can(viewer, "recommendation.finish", one))
            for one in _with_digest(kept.recommendations, row)
        ],
    }
    return render(request, "cycles/insights/digest.html", context)


@require_safe
@signed_in
def on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The same in ink: every estimate with its parts in words and figures."""
    viewer = viewer_of(request)
    row = found(viewer, pk)
    context = {
        "shown": shown(row),
        "also": also.parts(viewer, row),
        "digest": row,
        "month": month_name(row.month),
        "criteria": rubric.names(),
    }
    return render(request, "cycles/insights/digest_print.html", context)


@require_safe
@signed_in
def digests(request: HttpRequest) -> HttpResponse:
    return list_page(request, None)


@require_POST
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    teams = makeable(viewer)
    form = BeginForm(request.POST, teams=teams)
    if not form.is_valid():
        return list_page(request, form, status=422)
    try:
        row = digesting.draft_for(form.cleaned_data["team"], form.cleaned_data["month"], viewer.person)
    except Refused as refusal:
        form.add_error("month", refusal.sentence)
        return list_page(request, form, status=422)
    return redirect("cycles:digest-write", pk=row.pk)


@require_POST
@signed_in
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = found(viewer, pk)
    require(viewer, "digest.write", row)
    try:
        if digesting.publish(row, by=viewer.person):
            said = _("Gepubliceerd. Het team krijgt de mail in de eigen werktijd.")
            offer_undo(request, said, reverse("cycles:digest-take-back", args=[pk]))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("cycles:digest-write", pk=pk)
    return redirect("cycles:digest", pk=pk)


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = found(viewer, pk)
    require(viewer, "digest.write", row)
    if digesting.take_back(row, by=viewer.person):
        messages.success(
            request, _("Teruggehaald. Het is weer een concept. Mail die nog niet weg was, gaat niet.")
        )
    return redirect("cycles:digest-write", pk=pk)


@require_POST
@signed_in
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """A recommendation is done, or not yet after all."""
    viewer = viewer_of(request)
    row = get_or_404(Recommendation, viewer, pk=pk)
    require(viewer, "recommendation.finish", row)
    done = "undo" not in request.POST
    if digesting.finish(row, by=viewer.person, done=done):
        messages.success(request, _("Afgevinkt.") if done else _("Deze aanbeveling staat weer open."))
    return redirect("cycles:digest", pk=row.digest_id)


def list_page(request: HttpRequest, form: BeginForm | None, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    rows = visible(MonthlyDigest, viewer).select_related("team")[:MOST]
    teams = makeable(viewer)
    if form is None and teams.exists():
        form = BeginForm(teams=teams)
    context = {"rows": [(row, month_name(row.month)) for row in rows], "form": form}
    return render(request, "cycles/insights/digests.html", context, status=status)


def makeable(viewer: Viewer) -> QuerySet[Team]:
    """The teams for which somebody may begin a digest on a page."""
    rows = Team.objects.open_on(clock.today("Europe/Amsterdam"))
    return rows if looks_after_learning(viewer) else rows.filter(pk__in=viewer.led_team_ids)


def found(viewer: Viewer, pk: int) -> MonthlyDigest:
    row = get_or_404(MonthlyDigest, viewer, pk=pk)
    return MonthlyDigest.objects.select_related("team", "published_by").get(pk=row.pk)


def _with_digest(rows: list[Recommendation], row: MonthlyDigest) -> list[Recommendation]:
    """Knowing their digest, so that nobody asks for it once more for each."""
    for one in rows:
        one.digest = row
    return rows
