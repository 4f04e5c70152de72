"""What an owner does with a proposal: name it, submit it, take it back or throw it away, take it to another team."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.proposals import moving
from cycles.proposals.deciders import deciders
from cycles.proposals.merging import Changed, stamp
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.proposals.moving import Forbidden
from cycles.proposals.writing import authoring, carrying, drafting, sheet
from cycles.proposals.writing.drafting import NAMING, WRITABLE
from cycles.proposals.writing.forms import NameForm
from cycles.questions.lifecycle import NotYet
from cycles.questions.partner import has_ai
from lerendwerken.lib import clock
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from lerendwerken.templatetags.ui import day_long
from teams.structure.access import get_or_404, require, signed_in, viewer_of

State = InnovationProposal.State


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def naming(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name on the board, and by what others find it."""
    viewer = viewer_of(request)
    row = get_or_404(InnovationProposal, viewer, pk=pk)
    if not moving.is_author(row, viewer.person) or row.state not in WRITABLE:
        return redirect("cycles:proposal", pk=pk)
    seen = stamp(row, NAMING)
    form = NameForm(
        request.POST if request.method == "POST" else None,
        instance=InnovationProposal.objects.get(pk=pk),
        with_ai=has_ai(viewer.person),
    )
    context = {"proposal": row, "form": form, "stamp": seen}
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                drafting.name(row, form.cleaned_data, request.POST.get("revision", seen), by=viewer.person)
            except Changed as other:
                status = 409
                context["problem"] = _(
                    "Iemand anders koos intussen iets anders. Bewaar je dit, dan vervangt het dat."
                )
                context["other"] = [row.title] if "title" in other.names else []
            except (NotYet, Forbidden):
                messages.error(request, drafting.closed(InnovationProposal.objects.get(pk=pk)))
                return redirect("cycles:proposal", pk=pk)
            else:
                messages.success(request, _("De naam is bewaard."))
                return redirect("cycles:proposal-write", pk=pk)
    return render(request, "cycles/proposals/writing/naming.html", context, status=status)


@require_POST
@signed_in
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """From elsewhere than the page where it is written; what is missing is asked there."""
    viewer = viewer_of(request)
    row = get_or_404(InnovationProposal, viewer, pk=pk)
    require(viewer, "proposal.own", row)
    try:
        if why := sheet.not_from_here(row, viewer):
            raise NotYet({"": why})
        if carrying.unseen(row, ()):
            raise NotYet({"": str(carrying.UNSEEN)})
        moving.submit(row, by=viewer.person)
    except NotYet as missing:
        messages.error(request, " ".join(missing.missing.values()))
        return redirect("cycles:proposal-write", pk=pk)
    say_submitted(request, row)
    return redirect("cycles:proposal", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: a proposal that was taken back does not come back."""
    viewer = viewer_of(request)
    row = get_or_404(InnovationProposal, viewer, pk=pk)
    require(viewer, "proposal.own", row)
    if request.method != "POST":
        if row.state not in (*WRITABLE, State.SUBMITTED):
            return redirect("cycles:proposal", pk=pk)
        return render(request, "cycles/proposals/writing/withdraw.html", {"proposal": row})
    try:
        moving.withdraw(row, by=viewer.person)
        messages.success(request, _("Je hebt het voorstel ingetrokken. Je kunt het zelf nog teruglezen."))
    except NotYet as refused:
        messages.error(request, next(iter(refused.missing.values())))
    return redirect("cycles:proposal", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; after that it is gone, with all that hangs under it."""
    viewer = viewer_of(request)
    row = get_or_404(InnovationProposal, viewer, pk=pk)
    require(viewer, "proposal.own", row)
    if row.state not in moving.DELETABLE:
        messages.error(request, _("Weggooien kan alleen met een concept, of met wat je hebt ingetrokken."))
        return redirect("cycles:proposal", pk=pk)
    if request.method != "POST":
        along = row.authors.filter(state=ProposalAuthor.State.IN).exists()
        context = {"proposal": row, "is_together": along}
        return render(request, "cycles/proposals/writing/delete.html", context)
    try:
        moving.delete(row, by=viewer.person)
    except NotYet as refused:
        messages.error(request, next(iter(refused.missing.values())))
        return redirect("cycles:proposal", pk=pk)
    messages.success(request, _("Je voorstel is weg."))
    return redirect("cycles:proposals")


@require_POST
@signed_in
def claim_back(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Undoes leaving a claim out."""
    viewer = viewer_of(request)
    row = get_or_404(InnovationProposal, viewer, pk=pk)
    require(viewer, "proposal.write", row)
    before = take_before(request, "left_out", f"{pk}:{key}")
    try:
        if before is None:
            messages.info(request, _("Dit staat er al weer."))
        else:
            carrying.bring_back(row, before, by=viewer.person)
            messages.success(request, _("Het staat er weer."))
    except NotYet as refused:
        messages.error(request, next(iter(refused.missing.values())))
    return redirect(f"{reverse('cycles:proposal-write', args=[pk])}#gaan-mee")


@require_POST
@signed_in
def take_along(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft goes along to the team in which its owner is now."""
    viewer = viewer_of(request)
    row = get_or_404(InnovationProposal, viewer, pk=pk)
    require(viewer, "proposal.own", row)
    team = sheet.team_of(viewer)
    if team is None:
        messages.error(request, sheet.NO_TEAM)
        return redirect("cycles:proposal-write", pk=pk)
    try:
        drafting.take_along(row, team, by=viewer.person)
        messages.success(request, _("Dit concept hoort nu bij team %(team)s.") % {"team": team.name})
    except (NotYet, Forbidden):
        messages.error(request, _("Dit kan alleen met een concept."))
    return redirect("cycles:proposal-write", pk=pk)


# What is known ------------------------------------------------------------------------------------


def say_yes(request: HttpRequest, verb: Callable[[], object], said: str) -> None:
    """Does what somebody was asked for, and says so; or says why it cannot be any more. 404 for who was not asked."""
    try:
        verb()
    except Forbidden:
        raise Http404 from None
    except NotYet as refused:
        messages.error(request, next(iter(refused.missing.values())))
    else:
        messages.success(request, said)


def say_submitted(request: HttpRequest, proposal: InnovationProposal) -> None:
    """To whom it went, and until when they have."""
    who = next(iter(deciders(proposal, clock.today(proposal.team.time_zone))), None)
    messages.success(
        request,
        _("Ingediend bij %(name)s. Je krijgt antwoord uiterlijk %(day)s. Altijd met een reden.")
        % {"name": who.person.full_name if who else proposal.team.name, "day": day_long(proposal.answer_due)},
    )


def say_left_out(request: HttpRequest, proposal: InnovationProposal, key: str) -> HttpResponse:
    """Leaves a claim out at once, and offers to put it back."""
    here = f"{reverse('cycles:proposal-write', args=[proposal.pk])}#gaan-mee"
    try:
        before = carrying.leave_out(proposal, key, by=viewer_of(request).person)
    except NotYet as refused:
        messages.error(request, next(iter(refused.missing.values())))
        return redirect(here)
    if before:
        keep_before(request, "left_out", before, f"{proposal.pk}:{key}")
        said = _("De bewering gaat niet mee. Je voorstel steunt er dus niet op.")
        offer_undo(request, said, reverse("cycles:proposal-claim-back", args=[proposal.pk, key]))
    return redirect(here)


def say_joined(request: HttpRequest, proposal: InnovationProposal) -> None:
    """Asks to join, and says how that stands."""
    try:
        state = authoring.ask(proposal, by=viewer_of(request).person)
    except NotYet as refused:
        messages.error(request, next(iter(refused.missing.values())))
        return
    if state == ProposalAuthor.State.IN:
        messages.success(request, _("Je doet mee aan ‘%(name)s’.") % {"name": proposal.name})
    else:
        owner = proposal.owner.given_name if proposal.owner else ""
        messages.success(
            request,
            _("Gevraagd. %(owner)s ziet dat je mee wilt doen aan ‘%(name)s’.")
            % {"owner": owner, "name": proposal.name},
        )
