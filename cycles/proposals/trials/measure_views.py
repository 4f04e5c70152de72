"""In a trial and after it: what was measured, what it brought in own words, and making it last."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.proposals.holding import BEFORE_A_TRIAL
from cycles.proposals.merging import Changed, stamp
from cycles.proposals.models import InnovationProposal
from cycles.proposals.moving import Forbidden, ask_to_embed, embed, hand_in, held
from cycles.proposals.readiness import FIRST_REMEASURE
from cycles.proposals.trials import measuring
from cycles.proposals.trials.forms import EmbedForm, ResultForm
from cycles.proposals.trials.prepare_views import of_author
from cycles.proposals.trials.reading import as_read
from cycles.proposals.trials.showing import is_over
from cycles.questions.lifecycle import NotYet
from cycles.questions.partner import has_ai
from cycles.yields import removing
from cycles.yields.forms import MeasureForm
from cycles.yields.measuring import NotMeasured
from cycles.yields.models import Measurement
from cycles.yields.showing import Row, rows, said
from lerendwerken.lib import clock
from lerendwerken.lib.undo import offer_undo
from teams.accounts.models import User
from teams.structure.access import can, get_or_404, require, signed_in, viewer_of
from teams.structure.models import Membership

State = InnovationProposal.State

# Measuring ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = _of_measurer(request, pk)
    if proposal.state in BEFORE_A_TRIAL:
        messages.info(request, measuring.why_closed(proposal))
        return redirect("cycles:proposal-prepare", pk=pk)
    found = rows(proposal.yields.all())
    if request.method != "POST":
        return _measure_page(request, proposal, found, _measure_form(request, proposal, found))
    form = _measure_form(request, proposal, found, request.POST)
    if not form.is_valid():
        return _measure_page(request, proposal, found, form, status=422)
    given = dict(form.cleaned_data)
    outcome = proposal.yields.get(pk=given.pop("outcome"))
    try:
        made = measuring.measure(outcome, by=viewer_of(request).person, **given)
    except NotMeasured as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return _measure_page(request, proposal, rows(proposal.yields.all()), form, status=422)
    offer_undo(
        request,
        _("Bewaard: %(number)s.") % {"number": said(made.value)},
        reverse("cycles:proposal-measurement-remove", args=[pk, made.pk]),
    )
    return redirect("cycles:proposal-measure", pk=pk)


@require_POST
@signed_in
def measurement_remove(request: HttpRequest, pk: int, measurement: int) -> HttpResponse:
    proposal = _of_measurer(request, pk)
    removing.remove(
        request,
        Measurement.objects.filter(outcome__proposal=proposal, pk=measurement).first(),
        partial(measuring.remove, by=viewer_of(request).person),
        reverse("cycles:proposal-measurement-restore", args=[pk, measurement]),
    )
    return redirect("cycles:proposal-measure", pk=pk)


@require_POST
@signed_in
def measurement_restore(request: HttpRequest, pk: int, measurement: int) -> HttpResponse:
    outcomes = _of_measurer(request, pk).yields.all()
    removing.restore(request, measurement, outcomes, partial(measuring.measure, by=viewer_of(request).person))
    return redirect("cycles:proposal-measure", pk=pk)


def _of_measurer(request: HttpRequest, pk: int) -> InnovationProposal:
    """Its authors, in every state; and who keeps it up."""
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    return proposal if can(viewer, "proposal.measure", proposal) else of_author(request, pk)


def _measure_form(
    request: HttpRequest, proposal: InnovationProposal, found: list[Row], data: Any = None
) -> MeasureForm:
    viewer = viewer_of(request)
    initial = {
        "outcome": request.GET.get("opbrengst", ""),
        "measured_on": clock.today(proposal.team.time_zone),
    }
    named = [(row.outcome.pk, row.name) for row in found]
    return MeasureForm(named, data, with_ai=has_ai(viewer.person), initial=initial)


def _measure_page(
    request: HttpRequest, proposal: InnovationProposal, found: list[Row], form: MeasureForm, status: int = 200
) -> HttpResponse:
    closed = measuring.why_closed(proposal)
    context = {
        "proposal": proposal,
        "rows": found,
        "form": form,
        "entries": [
            (row, one, not (closed or measuring.is_fixed(one, proposal)))
            for row in found
            for one in row.measured
        ],
        "unmeasurable": [row for row in found if row.outcome.baseline is None],
        "with_ai": has_ai(viewer_of(request).person),
        "closed": closed,
        "is_over": is_over(proposal),
    }
    return render(request, "cycles/proposals/trials/measure.html", context, status=status)


# The result ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """`hand_in` asks the decider; without it the words are only kept."""
    proposal = of_author(request, pk)
    if proposal.state in BEFORE_A_TRIAL:
        messages.info(request, measuring.why_no_result(proposal))
        return redirect("cycles:proposal-prepare", pk=pk)
    if request.method != "POST":
        return _result_page(request, proposal, ResultForm(proposal))
    form = ResultForm(proposal, request.POST)
    if not form.is_valid():
        return _result_page(request, proposal, form, status=422)
    person = viewer_of(request).person
    try:
        measuring.write_result(proposal, form.cleaned_data["result"], form.seen, by=person)
        if "hand_in" in request.POST:
            hand_in(proposal, by=person)
    except Changed as changed:
        form.seen = stamp(changed.row, ["result"])
        other = [(str(form.fields["result"].label), getattr(changed.row, "result", ""))]
        return _result_page(request, proposal, form, status=409, other=other)
    except NotYet as refusal:
        proposal.refresh_from_db()
        form.seen = stamp(proposal, ["result"])
        for name, sentence in refusal.missing.items():
            form.add_error(name if name in form.fields else None, sentence)
        return _result_page(request, proposal, form, status=422)
    if "hand_in" in request.POST:
        messages.success(request, _("Ingeleverd. Je krijgt binnen tien werkdagen antwoord."))
        return redirect("cycles:proposal", pk=pk)
    messages.success(request, _("Bewaard. Inleveren kan later."))
    return redirect("cycles:proposal-result", pk=pk)


def _result_page(
    request: HttpRequest,
    proposal: InnovationProposal,
    form: ResultForm,
    status: int = 200,
    other: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    is_open = proposal.state == State.TRIAL and not proposal.result_at
    context = {
        "proposal": proposal,
        "form": form,
        "rows": rows(proposal.yields.all()),
        "closed": "" if is_open else measuring.why_no_result(proposal),
        "other": other,
    }
    return render(request, "cycles/proposals/trials/result.html", context, status=status)


# Geborgd ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def embed_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner says who keeps it up; the lead is asked."""
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    require(viewer, "proposal.own", proposal)
    if proposal.state != State.ADOPTED:
        messages.info(request, _("Borgen kan als een voorstel is ingevoerd."))
        return redirect("cycles:proposal", pk=pk)
    people = _keepers(proposal)
    if request.method != "POST":
        chosen = proposal.process_owner_id or viewer.person.pk
        again = proposal.remeasure_on or clock.today(proposal.team.time_zone) + FIRST_REMEASURE
        initial = {"process_owner": chosen, "remeasure_on": again}
        return _embed_page(request, proposal, EmbedForm(people, initial=initial))
    form = EmbedForm(people, request.POST)
    if not form.is_valid():
        return _embed_page(request, proposal, form, status=422)
    chosen_person = next(one for one in people if one.pk == form.cleaned_data["process_owner"])
    try:
        ask_to_embed(proposal, chosen_person, form.cleaned_data["remeasure_on"], by=viewer.person)
    except NotYet as refusal:
        for name, sentence in refusal.missing.items():
            form.add_error(name if name in form.fields else None, sentence)
        return _embed_page(request, proposal, form, status=422)
    messages.success(request, _("Gevraagd. Wie het team leidt, bevestigt dat het geborgd is."))
    return redirect("cycles:proposal", pk=pk)


def _embed_page(
    request: HttpRequest, proposal: InnovationProposal, form: EmbedForm, status: int = 200
) -> HttpResponse:
    context = {"proposal": proposal, "form": form, "rows": rows(proposal.yields.all())}
    return render(request, "cycles/proposals/trials/embed.html", context, status=status)


def _keepers(proposal: InnovationProposal) -> list[User]:
    """The team as it is today, and who wrote it."""
    today = clock.today(proposal.team.time_zone)
    in_team = Membership.objects.on(today).filter(team=proposal.team).values("person")
    wrote = proposal.authors.filter(state="in").values("person")
    near = Q(pk__in=in_team) | Q(pk__in=wrote) | Q(proposals=proposal)
    return list(
        User.objects.filter(near, is_active=True).distinct().order_by("given_name", "family_name", "pk")
    )


@require_POST
@signed_in
def embed_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead says so after the owner did."""
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    try:
        with transaction.atomic():
            is_asked = proposal.embedding_asked_at and can(viewer, "proposal.confirm", proposal)
            if is_asked and as_read(held(proposal)) != request.POST.get("gelezen"):
                messages.error(
                    request,
                    _("De indieners veranderden iets nadat je deze pagina opende. Lees het nog eens."),
                )
                return redirect("cycles:proposal", pk=pk)
            embed(proposal, by=viewer.person)
    except Forbidden:
        raise Http404 from None
    except NotYet as refusal:
        messages.error(request, " ".join(refusal.missing.values()))
    else:
        messages.success(request, _("Geborgd. Over een half jaar of later wordt het opnieuw gemeten."))
    return redirect("cycles:proposal", pk=pk)
