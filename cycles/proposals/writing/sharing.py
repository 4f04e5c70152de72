"""A draft to one named colleague or to a team, until it is taken back or submitted (W8)."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.prompts.forms import ShareForm
from cycles.prompts.sharing import choices
from cycles.proposals.models import InnovationProposal, ProposalShare
from cycles.proposals.moving import Forbidden
from cycles.questions.lifecycle import NotYet
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.access import get_or_404, require, signed_in, viewer_of

State = InnovationProposal.State


def open_shares(proposal: InnovationProposal) -> list[ProposalShare]:
    shares = ProposalShare.objects.filter(proposal=proposal, taken_back_at=None)
    return list(shares.select_related("colleague", "team"))


@transaction.atomic
def show(proposal: InnovationProposal, *, by: User, **target: Any) -> ProposalShare:
    """One open share with each colleague or team, however often it is pressed. Raises NotYet."""
    row = InnovationProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if row.owner_id != by.pk:
        raise Forbidden
    if row.state != State.DRAFT:
        raise NotYet({"": _("Delen hoeft niet meer: dit voorstel is geen concept meer.")})
    return ProposalShare.objects.get_or_create(proposal=row, taken_back_at=None, **target)[0]


def take_back(share: ProposalShare) -> None:
    ProposalShare.objects.filter(pk=share.pk, taken_back_at=None).update(taken_back_at=clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def share(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    require(viewer, "proposal.own", proposal)
    if proposal.state != State.DRAFT:
        messages.error(request, _("Alleen een concept deel je zo. Dit voorstel leest je dienst al."))
        return redirect("cycles:proposal", pk=pk)
    form = ShareForm(request.POST if request.method == "POST" else None, **choices(viewer))
    who = form.fields["who"]
    who.choices = [("", _("Kies een naam of een team")), *who.choices]  # type: ignore[attr-defined]
    who.label = _("Met wie deel je dit concept?")
    who.error_messages["required"] = _("Kies met wie je dit concept deelt.")
    who.error_messages["invalid_choice"] = _("Kies iemand uit de lijst.")
    if form.is_bound and form.is_valid():
        try:
            show(proposal, by=viewer.person, **form.target())
        except NotYet as refused:
            messages.error(request, next(iter(refused.missing.values())))
            return redirect("cycles:proposal", pk=pk)
        messages.success(request, _("Gedeeld. Je kunt dit altijd terugnemen."))
        return redirect("cycles:proposal-share", pk=pk)
    context = {"proposal": proposal, "form": form, "shares": open_shares(proposal)}
    status = 422 if form.is_bound else 200
    return render(request, "cycles/proposals/writing/share.html", context, status=status)


@require_POST
@signed_in
def share_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = ProposalShare.objects.filter(pk=pk, proposal__owner=viewer.person).first()
    if row is None:
        raise Http404
    take_back(row)
    messages.success(request, _("Teruggenomen. Deze collega’s lezen je concept niet meer."))
    return redirect("cycles:proposal-share", pk=row.proposal_id)
