"""Somebody wants to hear of every answer, or not any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.proposals.models import InnovationProposal, ProposalFollow
from teams.structure.access import get_or_404, require, signed_in, viewer_of


@require_POST
@signed_in
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    require(viewer, "proposal.follow", proposal)
    ProposalFollow.objects.get_or_create(proposal=proposal, person=viewer.person)
    messages.success(request, _("Je volgt dit voorstel. Je krijgt bericht als er een antwoord is."))
    return redirect("cycles:proposal", pk=pk)


@require_POST
@signed_in
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    ProposalFollow.objects.filter(proposal=proposal, person=viewer.person).delete()
    messages.success(request, _("Je volgt dit voorstel niet meer."))
    return redirect("cycles:proposal", pk=pk)
