"""The page that a team keeps: what stays human, its own norms beside those of the organisation, and how it talks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.literacy import agreements, reading
from cycles.literacy.agreement_forms import AgreementForm
from cycles.literacy.models import TeamAgreement
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.undo import offer_undo
from teams.structure.access import get_or_404, require, signed_in, viewer_of, visible
from teams.structure.models import Team

Kind = TeamAgreement.Kind


@require_safe
@signed_in
def team_agreements(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _team(request, pk))


@require_POST
@signed_in
def add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    team = _team(request, pk)
    if kind not in Kind.values:
        raise Http404
    form = AgreementForm(kind, request.POST)
    if not form.is_valid():
        return _page(request, team, form)
    try:
        agreements.make(team, kind, **form.cleaned_data, by=viewer_of(request).person)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _page(request, team, form)
    messages.success(request, _("De afspraak staat erbij."))
    return _to(team.pk, kind)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    if row.ended_at:
        messages.error(request, _("Deze afspraak is intussen beëindigd."))
        return _to(row.team_id, row.kind)
    initial = {"text": row.text, "why": row.why, "junior_learns": row.junior_learns}
    typed = request.POST.get("revision", "")
    seen = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    form = AgreementForm(row.kind, request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            agreements.change(row, **form.cleaned_data, revision=seen, by=viewer_of(request).person)
            messages.success(request, _("De afspraak is aangepast."))
            return _to(row.team_id, row.kind)
        except agreements.Changed:
            row, status = _row(request, pk), 409
        except Refused as refusal:
            form.add_error(refusal.field, refusal.sentence)
            status = 422
    elif request.method == "POST":
        status = 422
    # After a clash the next press is on what stands there now: then these words hold.
    shown = row.revision if status in (200, 409) else seen
    context = {"row": row, "team": row.team, "form": form, "revision": shown, "outdated": status == 409}
    return render(request, "cycles/literacy/agreement.html", context, status=status)


@require_POST
@signed_in
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    if agreements.end(row, by=viewer_of(request).person):
        offer_undo(request, _("De afspraak is beëindigd."), reverse("cycles:team-agreement-undo", args=[pk]))
    return _to(row.team_id, row.kind)


@require_POST
@signed_in
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    if agreements.take_up(row, by=viewer_of(request).person):
        messages.success(request, _("De afspraak staat er weer."))
    return _to(row.team_id, row.kind)


def _team(request: HttpRequest, pk: int) -> Team:
    team = get_or_404(Team, viewer_of(request), pk=pk)
    require(viewer_of(request), "team.agree", team)
    return team


def _row(request: HttpRequest, pk: int) -> TeamAgreement:
    row = visible(TeamAgreement, viewer_of(request)).select_related("team").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _to(pk: int, kind: str) -> HttpResponse:
    response = redirect("cycles:team-agreements", pk=pk)
    response["Location"] += f"#{kind}"
    return response


def _page(request: HttpRequest, team: Team, refused: AgreementForm | None = None) -> HttpResponse:
    rows = list(visible(TeamAgreement, viewer_of(request)).filter(team=team, ended_at=None))
    norms = reading.current()
    parts: list[dict[str, Any]] = [
        {
            "kind": kind,
            "rows": [row for row in rows if row.kind == kind],
            "form": refused if refused and refused.kind == kind else AgreementForm(kind),
        }
        for kind in Kind
    ]
    context = {
        "team": team,
        "parts": parts,
        "refused": refused,
        "norms": reading.in_language(norms, get_language() or "nl") if norms else None,
    }
    return render(request, "cycles/literacy/agreements.html", context, status=422 if refused else 200)
