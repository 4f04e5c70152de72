"""What is posted from the page of a question: the attempt, the answer, a second situation, geborgd. And explaining."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.questions import lifecycle
from cycles.questions.evidence import attempting, closing, explaining, own_words, transferring
from cycles.questions.evidence.forms import AttemptForm, ExplainForm, OwnAnswerForm, TransferForm
from cycles.questions.evidence.holding import State, why_not
from cycles.questions.models import LearningQuestion
from cycles.questions.pages import question_page
from cycles.questions.partner import has_ai
from cycles.questions.posting import AnyForm, done, still_there
from lerendwerken.lib.refusal import Refused
from teams.structure.access import get_or_404, signed_in, viewer_of


@still_there
@signed_in
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    question = owned(request, pk)
    if request.method == "HEAD":
        return HttpResponse()
    form = AttemptForm(request.POST, auto_id="poging-%s")
    return kept(
        request, question, "attempt", form, "attempt", _("Je poging is bewaard. Alleen jij leest hem."),
        lambda given: attempting.attempt(question, by=viewer_of(request).person, **given),
    )  # fmt: skip


# Explaining ---------------------------------------------------------------------------------------


@require_POST
@signed_in
def explain_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes the pane, then shows the page where nothing else stands."""
    question = owned(request, pk)
    try:
        explaining.begin(question, by=viewer_of(request).person)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return back(question, "explain")
    return redirect("cycles:explain", pk=question.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """No transcript, no attempt and no claim stand here: only the question."""
    question = owned(request, pk)
    if request.method != "POST":
        return _explain_page(request, question, ExplainForm())
    form = ExplainForm(request.POST)
    if done(form, lambda given: explaining.explain(question, by=viewer_of(request).person, **given)):
        messages.success(request, _("Je uitleg is bewaard. Over een week vragen we wat je nog weet."))
        return back(question, "explain")
    return _explain_page(request, question, form, status=422)


def _explain_page(
    request: HttpRequest, question: LearningQuestion, form: ExplainForm, status: int = 200
) -> HttpResponse:
    why = explaining.why_locked(question) if question.state == State.ACTIVE else why_not(question)
    context = {
        "question": question,
        "form": form,
        "why": why,
        "pane_open": closing.is_open(question),
        "with_ai": has_ai(viewer_of(request).person),
        "back": reverse("cycles:question", args=[question.pk]),
    }
    return render(request, "cycles/questions/evidence/explain.html", context, status=status)


# Answering, and what lasts ------------------------------------------------------------------------


@still_there
@signed_in
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    question = owned(request, pk)
    if request.method == "HEAD":
        return HttpResponse()
    person = viewer_of(request).person
    form = OwnAnswerForm(request.POST, auto_id="antwoord-%s")

    def save(given: dict[str, Any]) -> None:
        marks = own_words.require(question, **given)
        lifecycle.answer(question, by=person, marks=marks, **given)

    said = _("Je vraag is beantwoord. Over een paar weken kijk je of het er nog zit.")
    return kept(request, question, "answer", form, "answer", said, save)


@still_there
@signed_in
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    question = owned(request, pk)
    if request.method == "HEAD":
        return HttpResponse()
    form = TransferForm(request.POST, auto_id="elders-%s")
    return kept(
        request, question, "transfer", form, "lasting", _("Je tweede situatie is bewaard. Alleen jij leest dit."),
        lambda given: transferring.transfer(question, by=viewer_of(request).person, **given),
    )  # fmt: skip


@require_POST
@signed_in
def consolidate(request: HttpRequest, pk: int) -> HttpResponse:
    question = owned(request, pk)
    try:
        lifecycle.consolidate(question, by=viewer_of(request).person)
        messages.success(request, _("Deze vraag is geborgd. Je kunt het, en je laat zien dat het blijft."))
    except lifecycle.NotYet as refusal:
        messages.error(request, " ".join(refusal.missing.values()))
    return back(question, "lasting")


# Shared by the views of evidence ------------------------------------------------------------------


def owned(request: HttpRequest, pk: int) -> LearningQuestion:
    return get_or_404(LearningQuestion, viewer_of(request), pk=pk)


def kept(
    request: HttpRequest,
    question: LearningQuestion,
    name: str,
    form: AnyForm,
    step: str,
    said: str,
    save: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    """Back to the step with what was saved; or the page as it was, with what was typed in the form of that name."""
    if done(form, save):
        messages.success(request, said)
        return back(question, step)
    return question_page(request, question, forms={name: form}, status=422)


def back(question: LearningQuestion, step: str) -> HttpResponse:
    return redirect(f"{reverse('cycles:question', args=[question.pk])}#stap-{step}")
