"""Pages about a new owner: the owner asks, who was asked says yes or no; a lead names one when the owner left (S17)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.proposals import handing
from cycles.proposals.models import InnovationProposal
from cycles.proposals.moving import Forbidden
from cycles.proposals.writing import doing
from cycles.proposals.writing.forms import PersonForm
from cycles.proposals.writing.people import of_own
from cycles.questions.lifecycle import NotYet
from teams.accounts.models import User
from teams.structure.access import Viewer, get_or_404, signed_in, viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = get_or_404(InnovationProposal, viewer, pk=pk)
    if not may_hand_over(viewer, row):
        raise Http404
    is_owner = row.owner_id == viewer.person.pk
    asked = list(row.authors.filter(asked_to_own_at__isnull=False).select_related("person"))
    known = {one.person_id for one in asked}
    form = PersonForm(
        [one for one in handing.heirs(row) if one.pk not in known],
        request.POST if request.method == "POST" else None,
        label=_("Wie neemt dit voorstel over?"),
    )
    if form.is_bound and form.is_valid():
        to: User = form.cleaned_data["who"]
        try:
            (handing.ask_heir if is_owner else handing.appoint)(row, to, by=viewer.person)
        except Forbidden:
            raise Http404 from None
        except NotYet as refused:
            form.add_error("who", next(iter(refused.missing.values())))
        else:
            said = (
                _("Gevraagd. Zegt %(name)s ja, dan is het voorstel van %(name)s.")
                if is_owner
                else _("Het voorstel is nu van %(name)s.")
            )
            messages.success(request, said % {"name": to.full_name})
            return redirect("cycles:proposal", pk=pk)
    context = {"proposal": row, "form": form, "is_owner": is_owner, "asked": asked}
    status = 422 if form.is_bound else 200
    return render(request, "cycles/proposals/writing/hand_over.html", context, status=status)


@require_POST
@signed_in
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The yes of who was asked, or of who writes along in a draft whose owner left."""
    viewer = viewer_of(request)
    row = get_or_404(InnovationProposal, viewer, pk=pk)
    said = _("Het voorstel is nu van jou.")
    doing.say_yes(request, lambda: handing.take_over(row, by=viewer.person), said)
    return redirect("cycles:proposal", pk=pk)


@require_POST
@signed_in
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = get_or_404(InnovationProposal, viewer, pk=pk)
    if handing.refuse(row, by=viewer.person):
        messages.success(request, _("Je neemt het niet over. Een reden hoeft niet."))
    return redirect("cycles:proposals")


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner asks somebody no longer."""
    row = of_own(request, pk)
    if handing.take_back(row, by=viewer_of(request).person):
        messages.success(request, _("Teruggenomen. Het voorstel blijft van jou."))
    return redirect("cycles:proposal-hand-over", pk=row.proposal_id)


def may_hand_over(viewer: Viewer, proposal: InnovationProposal) -> bool:
    if proposal.state in handing.OVER:
        return False
    if proposal.owner_id == viewer.person.pk:
        return True
    return handing.may_appoint(proposal, viewer.person)
