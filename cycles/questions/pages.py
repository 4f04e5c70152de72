"""The page of one learning question: its steps in order, and beside them the trace and what more one can do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cycles.questions.evidence.trace import trace
from cycles.questions.models import LearningQuestion
from cycles.questions.partner import has_ai
from cycles.questions.planning import EDITABLE, expected, missing, plan_sentence, screen_of
from cycles.questions.steps import steps_of
from teams.structure.access import get_or_404, signed_in, viewer_of

State = LearningQuestion.State


@require_safe
@signed_in
def question(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_or_404(LearningQuestion, viewer_of(request), pk=pk)
    if found.state == State.DRAFT:  # it has a plan in the making, and no steps yet
        return redirect("cycles:question-edit", pk=pk, number=screen_of(missing(found)))
    return question_page(request, found)


def question_page(
    request: HttpRequest,
    question: LearningQuestion,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page; `forms` are refused ones by the key of their step, so that they keep what was typed."""
    viewer = viewer_of(request)
    context = {
        "question": question,
        "steps": steps_of(viewer, question, forms),
        "forms": forms or {},
        "trace": trace(question),
        "plan": plan_sentence(question),
        "yields": expected(question),
        "shares": question.shares.filter(taken_back_at=None).select_related("colleague", "team"),
        "with_ai": has_ai(viewer.person),
        "is_editable": question.state in EDITABLE,
        "is_refused": status != 200,
    }
    return render(request, "cycles/questions/question.html", context, status=status)
