"""Claims of a proposal: written down by its authors, checked with a source that is no AI. Without it no trial (AI4)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.claims import checking
from cycles.claims.forms import CheckForm, ClaimForm
from cycles.claims.models import Claim
from cycles.proposals.holding import BEFORE_A_TRIAL
from cycles.proposals.models import InnovationProposal
from cycles.proposals.trials.prepare_views import back, gone, of_author, prepare_page
from cycles.questions.partner import has_ai
from cycles.questions.posting import done, still_there
from lerendwerken.lib.refusal import Refused
from teams.structure.access import signed_in, viewer_of


@still_there
@signed_in
def add(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = of_author(request, pk)
    if request.method == "HEAD":
        return HttpResponse()
    form = ClaimForm(request.POST, auto_id="bewering-%s")
    person = viewer_of(request).person
    if done(form, lambda given: checking.add(proposal, by=person, **given)):
        messages.success(request, _("Bewaard. Zoek nu een bron waar je dit nakijkt."))
        return back(proposal, "beweringen")
    return prepare_page(request, proposal, {"claim": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check(request: HttpRequest, pk: int, claim: int) -> HttpResponse:
    proposal = of_author(request, pk)
    found = _claim(proposal, claim)
    if proposal.state not in BEFORE_A_TRIAL:
        return gone(request, proposal, Refused(""))
    person = viewer_of(request).person
    status = 200
    if request.method == "POST":
        form = CheckForm(request.POST)
        if done(form, lambda given: checking.check(found, by=person, **given)):
            messages.success(request, _("Bewaard: %(state)s.") % {"state": found.get_state_display()})
            return back(proposal, "beweringen")
        status = 422
    else:
        form = CheckForm.of(found)
    context = {"proposal": proposal, "claim": found, "form": form, "with_ai": has_ai(person)}
    return render(request, "cycles/proposals/trials/claim.html", context, status=status)


@require_POST
@signed_in
def remove(request: HttpRequest, pk: int, claim: int) -> HttpResponse:
    """Asks first; after that it is gone."""
    proposal = of_author(request, pk)
    found = _claim(proposal, claim)
    if "sure" not in request.POST and found.origin == Claim.Origin.OWN:
        return render(
            request, "cycles/proposals/trials/remove_claim.html", {"proposal": proposal, "claim": found}
        )
    try:
        if checking.remove(found, by=viewer_of(request).person):
            messages.success(request, _("De bewering is weg."))
        else:
            messages.error(request, _("Deze bewering blijft staan. Je kunt hem wel controleren."))
    except Refused as refusal:
        return gone(request, proposal, refusal)
    return back(proposal, "beweringen")


def _claim(proposal: InnovationProposal, pk: int) -> Claim:
    found = proposal.claims.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
