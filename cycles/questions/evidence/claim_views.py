"""Claims: written down on the page of the question, checked on a page of their own (AI4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.claims import checking
from cycles.claims.forms import CheckForm, ClaimForm
from cycles.claims.models import Claim
from cycles.questions.evidence.views import back, kept, owned
from cycles.questions.partner import has_ai
from cycles.questions.posting import done, still_there
from lerendwerken.lib.refusal import Refused
from teams.structure.access import get_or_404, signed_in, viewer_of


@still_there
@signed_in
def add(request: HttpRequest, pk: int) -> HttpResponse:
    question = owned(request, pk)
    if request.method == "HEAD":
        return HttpResponse()
    form = ClaimForm(request.POST, auto_id="bewering-%s")
    said = _("Bewaard. Zoek nu een bron waar je dit nakijkt.")
    person = viewer_of(request).person

    def save(given: dict[str, Any]) -> None:
        checking.add(question, by=person, **given)

    return kept(request, question, "claim", form, "check", said, save)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check(request: HttpRequest, pk: int) -> HttpResponse:
    claim = get_or_404(Claim, viewer_of(request), pk=pk)
    question = claim.question
    assert question  # the door gives no others
    status = 200
    if request.method == "POST":
        form = CheckForm(request.POST)
        person = viewer_of(request).person
        if done(form, lambda given: checking.check(claim, by=person, **given)):
            messages.success(request, _("Bewaard: %(state)s.") % {"state": claim.get_state_display()})
            return back(question, "check")
        status = 422
    else:
        form = CheckForm.of(claim)
    context = {
        "claim": claim,
        "form": form,
        "may_write": question.state in question.IN_HAND,
        "with_ai": has_ai(viewer_of(request).person),
        "back": reverse("cycles:question", args=[question.pk]) + "#stap-check",
    }
    return render(request, "cycles/questions/evidence/check_claim.html", context, status=status)


@require_POST
@signed_in
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; after that it is gone."""
    claim = get_or_404(Claim, viewer_of(request), pk=pk)
    question = claim.question
    assert question
    if "sure" not in request.POST and claim.origin == Claim.Origin.OWN:
        context = {"claim": claim, "back": reverse("cycles:question", args=[question.pk]) + "#stap-check"}
        return render(request, "cycles/questions/evidence/remove_claim.html", context)
    try:
        if checking.remove(claim, by=viewer_of(request).person):
            messages.success(request, _("De bewering is weg."))
        else:
            messages.error(request, _("Deze bewering blijft staan. Je kunt hem wel controleren."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return back(question, "check")
