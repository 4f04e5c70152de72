"""Pause, take up again, and let go: buttons of the owner on the page and the list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.questions import lifecycle
from cycles.questions.models import LearningQuestion
from cycles.questions.wizard import said_running
from lerendwerken.lib.undo import offer_undo
from teams.structure.access import get_or_404, signed_in, viewer_of

OVER = (
    LearningQuestion.State.ANSWERED,
    LearningQuestion.State.CONSOLIDATED,
    LearningQuestion.State.DROPPED,
)


@require_POST
@signed_in
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    question = get_or_404(LearningQuestion, viewer, pk=pk)
    if lifecycle.pause(question, by=viewer.person):
        said = _("Je leervraag staat op pauze. Je plek blijft van jou.")
        offer_undo(request, said, reverse("cycles:question-resume", args=[pk]))
    return redirect("cycles:question", pk=pk)


@require_POST
@signed_in
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    question = get_or_404(LearningQuestion, viewer, pk=pk)
    try:
        rests = lifecycle.resume(question, by=viewer.person)
    except lifecycle.NotYet as refused:
        messages.error(request, next(iter(refused.missing.values())))
    else:
        said_running(request, rests, _("Je leervraag loopt weer."))
    return redirect("cycles:question", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: from here no question comes back."""
    viewer = viewer_of(request)
    question = get_or_404(LearningQuestion, viewer, pk=pk)
    if question.state in OVER:
        return redirect("cycles:question", pk=pk)
    if request.method != "POST":
        return render(request, "cycles/questions/drop.html", {"question": question})
    if lifecycle.drop(question, by=viewer.person):
        messages.success(request, _("Je hebt de vraag losgelaten. Niemand hoort dit."))
    return redirect("cycles:questions")
