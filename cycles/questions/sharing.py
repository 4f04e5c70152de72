"""One question and its yields to one colleague or one team, and taking it back (W8). Never how it was learnt."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.prompts.forms import ShareForm
from cycles.prompts.sharing import choices
from cycles.questions.evidence import own_words
from cycles.questions.models import LearningQuestion, QuestionShare
from cycles.questions.planning import expected
from lerendwerken.lib import clock
from teams.structure.access import Viewer, get_or_404, signed_in, viewer_of, visible

State = LearningQuestion.State


def open_shares(question: LearningQuestion) -> list[QuestionShare]:
    shares = QuestionShare.objects.filter(question=question, taken_back_at=None)
    return list(shares.select_related("colleague", "team"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def share(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    question = get_or_404(LearningQuestion, viewer, pk=pk)
    if question.state == State.DRAFT:
        messages.error(request, _("Een concept deel je nog niet. Maak de vraag eerst actief."))
        return redirect("cycles:question", pk=pk)
    given = request.POST if request.method == "POST" else None
    form = ShareForm(given, **choices(viewer))
    who = form.fields["who"]
    who.choices = [("", _("Kies een naam of een team")), *who.choices]  # type: ignore[attr-defined]
    who.label = _("Met wie deel je deze leervraag?")
    who.error_messages["required"] = _("Kies met wie je deze leervraag deelt.")
    who.error_messages["invalid_choice"] = _("Kies iemand uit de lijst.")
    if given is not None and form.is_valid():
        show(question, **form.target())
        messages.success(request, _("Gedeeld. Je kunt dit altijd terugnemen."))
        return redirect("cycles:question-share", pk=pk)
    context = {
        "question": question,
        "form": form,
        "shares": open_shares(question),
        "yields": expected(question),
        "marks": own_words.of_plan(question),
    }
    return render(request, "cycles/questions/share.html", context, status=200 if given is None else 422)


def show(question: LearningQuestion, **target: Any) -> QuestionShare:
    """One open share with each colleague or team, however often it is pressed."""
    try:
        with transaction.atomic():
            return QuestionShare.objects.get_or_create(question=question, taken_back_at=None, **target)[0]
    except IntegrityError:  # pressed twice at once
        return QuestionShare.objects.get(question=question, taken_back_at=None, **target)


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = get_or_404(QuestionShare, viewer, pk=pk, question__owner=viewer.person)
    QuestionShare.objects.filter(pk=row.pk, taken_back_at=None).update(taken_back_at=clock.now())
    messages.success(request, _("Teruggenomen. Deze collega’s lezen je leervraag niet meer."))
    return redirect("cycles:question-share", pk=row.question_id)


@require_safe
@signed_in
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """What a colleague chose to show: the question, the work, where it belongs, its state and its yields."""
    viewer = viewer_of(request)
    row = get_or_404(QuestionShare, viewer, pk=pk)
    question = LearningQuestion.objects.select_related("owner", "development_question").get(
        pk=row.question_id
    )
    context = {
        "share": row,
        "question": question,
        "yields": expected(question),
        "marks": own_words.of_plan(question),
    }
    return render(request, "cycles/questions/shared.html", context)


def shared_with(viewer: Viewer) -> list[QuestionShare]:
    """What colleagues show to this viewer, newest first."""
    rows = visible(QuestionShare, viewer).exclude(question__owner=viewer.person)
    return list(rows.select_related("question__owner", "team")[:100])
