"""Asking a colleague to sign, and what that colleague sees: who asks, the question, and nothing of how it went."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.questions.evidence import attesting
from cycles.questions.evidence.models import PeerAttestation
from cycles.questions.evidence.steps import peer_form
from cycles.questions.evidence.views import back, owned
from cycles.questions.pages import question_page
from cycles.questions.partner import has_ai
from cycles.questions.posting import done
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.undo import offer_undo
from teams.accounts.models import User
from teams.structure.access import get_or_404, signed_in, viewer_of


@require_POST
@signed_in
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    question = owned(request, pk)
    person = viewer_of(request).person
    form = peer_form(viewer_of(request), request.POST, auto_id="collega-%s")

    def save(given: dict[str, int]) -> None:
        attesting.ask(question, User.objects.get(pk=given["peer"]), by=person)

    if done(form, save):
        messages.success(request, _("Gevraagd. Je collega beslist zelf, en leest alleen je vraag."))
        return back(question, "lasting")
    return question_page(request, question, forms={"attestation": form}, status=422)


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What was only asked is taken back at once; a signature asks first."""
    row = get_or_404(PeerAttestation, viewer_of(request), pk=pk, question__owner=viewer_of(request).person)
    if row.state == PeerAttestation.State.SIGNED and "sure" not in request.POST:
        url = reverse("cycles:question", args=[row.question_id]) + "#stap-lasting"
        return render(request, "cycles/questions/evidence/take_back.html", {"row": row, "back": url})
    try:
        if attesting.take_back(row, by=viewer_of(request).person):
            messages.success(request, _("Teruggenomen. Je collega ziet je vraag niet meer."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return back(row.question, "lasting")


@require_safe
@signed_in
def attestation(request: HttpRequest, pk: int) -> HttpResponse:
    row = _asked_of_me(request, pk)
    context = {
        "row": row,
        "owner": row.question.owner,
        "may_decide": row.question.state in attesting.ASKING,
        "with_ai": has_ai(viewer_of(request).person),
    }
    return render(request, "cycles/questions/evidence/attestation.html", context)


@require_POST
@signed_in
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """answer=sign or decline; anything else takes back the own answer."""
    row = _asked_of_me(request, pk)
    person = viewer_of(request).person
    here = reverse("cycles:attestation", args=[row.pk])
    match request.POST.get("answer", ""):
        case "sign":
            made, said = attesting.sign(row, by=person), _("Getekend. Alleen de datum en je naam gaan mee.")
        case "decline":
            made, said = attesting.decline(row, by=person), _("Goed. Een reden hoeft niet.")
        case _other:
            if not attesting.reconsider(row, by=person):
                messages.info(request, _("Dit staat nu vast. Praat er samen over als het niet klopt."))
            return redirect(here)
    if made:
        offer_undo(request, said, reverse("cycles:attestation-answer", args=[row.pk]))
    else:
        messages.info(request, _("Dit is intussen al beantwoord of niet meer nodig."))
    return redirect(here)


def _asked_of_me(request: HttpRequest, pk: int) -> PeerAttestation:
    viewer = viewer_of(request)
    row = get_or_404(PeerAttestation, viewer, pk=pk, peer=viewer.person)
    if row.state == PeerAttestation.State.TAKEN_BACK:
        raise Http404
    return row
