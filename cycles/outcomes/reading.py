"""A shared report, as its owner and its reader see it, and what each of them does there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.outcomes import reporting
from cycles.outcomes.content import Page
from cycles.outcomes.forms import CommitmentForm, DissentForm
from cycles.outcomes.models import Commitment, OutcomeReport
from cycles.outcomes.readers import still_reads
from cycles.outcomes.reporting import TALKED_ABOUT
from cycles.outcomes.views import address
from cycles.questions.partner import has_ai
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.structure.access import get_or_404, signed_in, viewer_of, visible

State = OutcomeReport.State
DISSENT_ID = "id_anders_%s"  # both forms have a text


@require_safe
@signed_in
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    viewer = viewer_of(request)
    if found.state == State.PREPARED:  # only its owner is here
        return redirect(address(found, viewer))
    return _page(request, found)


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    return _done(
        request, found, lambda by: reporting.take_back(found, by=by),
        _("Teruggenomen. Alleen jij leest je verslag nu."),
    )  # fmt: skip


@require_POST
@signed_in
def discuss(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return _done(request, found, lambda by: reporting.discuss(found, by=by), _("Het gesprek is geweest."))


@require_POST
@signed_in
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return _done(
        request, found, lambda by: reporting.agree(found, by=by), _("Je bent het eens met dit verslag.")
    )


@require_POST
@signed_in
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """By its reader only: for anybody else there is nothing here."""
    found = _found(request, pk)
    person = viewer_of(request).person
    if found.reader_id != person.pk:
        raise Http404
    form = CommitmentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            reporting.promise(found, given["text"], given["due"], by=person)
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, _("Je toezegging staat erbij. Vóór die dag krijg je bericht."))
            return redirect(_address(found, "toezeggingen"))
    return _page(request, found, commitment=form, status=422)


@require_POST
@signed_in
def dissent(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if found.state == State.PREPARED:  # its owner took it back in another tab
        messages.error(request, _("Dit verslag is nu niet gedeeld. Wat je schreef, is niet bewaard."))
        return redirect(address(found, viewer_of(request)))
    form = DissentForm(request.POST, auto_id=DISSENT_ID)
    if form.is_valid():
        try:
            reporting.dissent(found, form.cleaned_data["text"], by=viewer_of(request).person)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Wat je schreef, staat bij het verslag. Jullie lezen het allebei."))
            return redirect(_address(found, "anders"))
    return _page(request, found, dissent=form, status=422)


@require_POST
@signed_in
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    return _kept(request, pk, is_kept=True)


@require_POST
@signed_in
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _kept(request, pk, is_kept=False)


# What is shown and done ---------------------------------------------------------------------------


def _kept(request: HttpRequest, pk: int, *, is_kept: bool) -> HttpResponse:
    one = get_or_404(Commitment, viewer_of(request), pk=pk)
    reporting.keep(one, by=viewer_of(request).person, is_kept=is_kept)
    messages.success(
        request,
        _("Gedaan. Dat staat nu bij het verslag.") if is_kept else _("Deze toezegging staat weer open."),
    )
    return redirect(_address(one.report, "toezeggingen"))


def _found(request: HttpRequest, pk: int) -> OutcomeReport:
    """In one query: what is taken back meanwhile is there or is not, never half."""
    rows = visible(OutcomeReport, viewer_of(request))
    found = rows.select_related("owner", "reader", "team__unit", "season").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, pk: int) -> OutcomeReport:
    found = _found(request, pk)
    if found.owner_id != viewer_of(request).person.pk:
        raise Http404
    return found


def _done(
    request: HttpRequest,
    found: OutcomeReport,
    act: Callable[[User], Any],
    sentence: str,
) -> HttpResponse:
    try:
        act(viewer_of(request).person)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, sentence)
    return redirect("cycles:report", pk=found.pk)


def _address(found: OutcomeReport, anchor: str) -> str:
    return f"{reverse('cycles:report', args=[found.pk])}#{anchor}"


def _page(
    request: HttpRequest,
    found: OutcomeReport,
    *,
    commitment: CommitmentForm | None = None,
    dissent: DissentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person = viewer_of(request).person
    is_owner = person.pk == found.owner_id
    commitments, dissents = found.commitments.select_related("by"), found.dissents.select_related("by")
    if not is_owner:  # what was said to or by whoever read it before is between those two
        commitments, dissents = commitments.filter(by=person), dissents.filter(reader=person)
        if request.method != "HEAD":
            reporting.open_by(found, person)
    context = {
        "report": found,
        "page": Page(found.shown or {}),
        "is_owner": is_owner,
        "other": found.reader if is_owner else found.owner,
        "agreed": found.owner_agreed_at if is_owner else found.reader_agreed_at,
        "may_take_back": is_owner and found.state in TALKED_ABOUT,
        "openings": reporting.openings(found) if is_owner else [],
        "commitments": list(commitments),
        "dissents": list(dissents),
        "commitment": commitment or CommitmentForm(),
        "dissent": dissent or DissentForm(auto_id=DISSENT_ID),
        "form": commitment or dissent,
        "states": OutcomeReport.State.choices,
        "still_reads": not is_owner or still_reads(found, viewer_of(request)),
        "with_ai": has_ai(person),
    }
    return render(request, "cycles/outcomes/report.html", context, status=status)
