"""From memory: first what one still knows, only then what was written before, then one's own word on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.questions.evidence import recalling
from cycles.questions.evidence.forms import OutcomeForm, RecallForm
from cycles.questions.evidence.holding import KEPT
from cycles.questions.evidence.models import Recall
from cycles.questions.posting import done
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.undo import offer_undo
from teams.structure.access import get_or_404, signed_in, viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    form = RecallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if done(form, lambda given: recalling.recall(row, by=viewer_of(request).person, **given)):
            return redirect("cycles:recall", pk=row.pk)
        return _page(request, row, form=form, status=422)
    return _page(request, row, form=form)


@require_POST
@signed_in
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    form = OutcomeForm(request.POST)
    if done(form, lambda given: recalling.judge(row, by=viewer_of(request).person, **given)):
        messages.success(request, _("Bewaard. Alleen jij weet dit."))
        return redirect(reverse("cycles:question", args=[row.question_id]) + "#stap-lasting")
    return _page(request, row, outcome=form, status=422)


@require_POST
@signed_in
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaves it out, however often it is pressed; "undo" takes that back."""
    row = _row(request, pk)
    person = viewer_of(request).person
    try:
        if "undo" in request.POST or "undo" in request.GET:
            recalling.take_up(row, by=person)
            return redirect("cycles:recall", pk=row.pk)
        if recalling.skip(row, by=person):
            said = _("Overgeslagen. Niemand hoort dit.")
            offer_undo(request, said, reverse("cycles:recall-skip", args=[row.pk]) + "?undo=1")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(reverse("cycles:question", args=[row.question_id]) + "#stap-lasting")


def _row(request: HttpRequest, pk: int) -> Recall:
    return get_or_404(Recall, viewer_of(request), pk=pk)


def _page(
    request: HttpRequest,
    row: Recall,
    *,
    form: RecallForm | None = None,
    outcome: OutcomeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """What was written earlier comes out of the database only when the recall is in it."""
    is_done = row.state == Recall.State.DONE
    before = row.question.explanations.order_by("-written_at", "-pk").first() if is_done else None
    if before and row.done_at:
        before = row.question.explanations.filter(written_at__lt=row.done_at).last() or before
    context = {
        "recall": row,
        "question": row.question,
        "form": form or RecallForm(),
        "outcome": outcome or OutcomeForm(initial={"outcome": row.outcome}),
        "is_open": recalling.is_open(row) and row.question.state in KEPT,
        "is_done": is_done,
        "before": before,
        # Another one that waits: then what was written is not read by accident (E4).
        "waits": is_done and recalling.due(row.question.owner).filter(question=row.question).exists(),
        "back": reverse("cycles:question", args=[row.question_id]),
    }
    return render(request, "cycles/questions/evidence/recall.html", context, status=status)
