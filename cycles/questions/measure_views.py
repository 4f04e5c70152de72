"""The page on which the owner of a learning question measures what it brought, and says when to measure again."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cycles.questions import measuring
from cycles.questions.models import LearningQuestion
from cycles.questions.partner import has_ai
from cycles.questions.planning import EDITABLE
from cycles.yields import removing
from cycles.yields.forms import MeasureForm
from cycles.yields.measuring import NotMeasured
from cycles.yields.models import Measurement, YieldOutcome
from cycles.yields.showing import Row, rows, said
from lerendwerken.lib import clock
from lerendwerken.lib.typed import DayField
from lerendwerken.lib.undo import offer_undo
from lerendwerken.templatetags.ui import day_long
from teams.structure.access import get_or_404, signed_in, viewer_of

LABELS = {
    YieldOutcome.Kind.DIRECT: gettext_lazy("Wat het meteen oplevert"),
    YieldOutcome.Kind.SUSTAINABLE: gettext_lazy("Wat het blijvend oplevert"),
}


class DaysForm(forms.Form):
    """When each yield is measured again; empty: not any more."""

    def __init__(self, found: Sequence[Row], data: Any = None) -> None:
        initial = {row.outcome.kind: row.outcome.measure_on for row in found}
        super().__init__(data, initial=initial, auto_id="wanneer-%s")
        for row in found:
            kind = YieldOutcome.Kind(row.outcome.kind)
            self.fields[kind] = DayField(label=LABELS[kind], required=False)
        self._ids = {row.outcome.kind: row.outcome.pk for row in found}

    def days(self) -> dict[int, Any]:
        """By the id of the yield; what was not sent is not touched."""
        return {pk: self.cleaned_data[kind] for kind, pk in self._ids.items() if kind in self.data}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    question = _question(request, pk)
    if question.state == LearningQuestion.State.DRAFT:
        messages.info(request, measuring.why_closed(question))
        return redirect("cycles:question", pk=pk)
    found = rows(question.yields.all())
    if request.method != "POST":
        return _page(request, question, found)
    form = _form(request, question, found, request.POST)
    if not form.is_valid():
        return _page(request, question, found, form=form, status=422)
    given = dict(form.cleaned_data)
    outcome = question.yields.select_related("question").get(pk=given.pop("outcome"))
    try:
        made = measuring.measure(outcome, by=viewer_of(request).person, **given)
    except NotMeasured as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return _page(request, question, rows(question.yields.all()), form=form, status=422)
    kept = (
        _("Bewaard: %(number)s.") % {"number": said(made.value)} if made.value is not None else _("Bewaard.")
    )
    if outcome.measure_on:
        kept = _("%(kept)s Je meet weer op %(day)s.") % {"kept": kept, "day": day_long(outcome.measure_on)}
    offer_undo(request, kept, reverse("cycles:question-measurement-remove", args=[pk, made.pk]))
    return redirect("cycles:question-measure", pk=pk)


@require_http_methods(["POST"])
@signed_in
def days(request: HttpRequest, pk: int) -> HttpResponse:
    """When to measure again."""
    question = _question(request, pk)
    found = rows(question.yields.all())
    form = DaysForm(found, request.POST)
    if not form.is_valid():
        return _page(request, question, found, days=form, status=422)
    try:
        measuring.plan(question, form.days(), by=viewer_of(request).person)
    except NotMeasured as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return _page(request, question, found, days=form, status=422)
    messages.success(request, _("Bewaard. Je krijgt die dag een bericht, als je dan werkt."))
    return redirect("cycles:question-measure", pk=pk)


@require_POST
@signed_in
def measurement_remove(request: HttpRequest, pk: int, measurement: int) -> HttpResponse:
    question = _question(request, pk)
    rows_of = Measurement.objects.select_related("outcome__question")
    removing.remove(
        request,
        rows_of.filter(outcome__question=question, pk=measurement).first(),
        partial(measuring.remove, by=viewer_of(request).person),
        reverse("cycles:question-measurement-restore", args=[pk, measurement]),
    )
    return redirect("cycles:question-measure", pk=pk)


@require_POST
@signed_in
def measurement_restore(request: HttpRequest, pk: int, measurement: int) -> HttpResponse:
    outcomes = _question(request, pk).yields.select_related("question")
    removing.restore(request, measurement, outcomes, partial(measuring.measure, by=viewer_of(request).person))
    return redirect("cycles:question-measure", pk=pk)


def _question(request: HttpRequest, pk: int) -> LearningQuestion:
    return get_or_404(LearningQuestion, viewer_of(request), pk=pk)


def _form(
    request: HttpRequest, question: LearningQuestion, found: Sequence[Row], data: Any = None
) -> MeasureForm:
    person = viewer_of(request).person
    initial = {"measured_on": clock.today(person.time_zone)}
    named = [(row.outcome.pk, row.label) for row in found]
    return MeasureForm(named, data, with_ai=has_ai(person), may_feel=True, initial=initial)


def _page(
    request: HttpRequest,
    question: LearningQuestion,
    found: Sequence[Row],
    *,
    form: MeasureForm | None = None,
    days: DaysForm | None = None,
    status: int = 200,
) -> HttpResponse:
    closed = measuring.why_closed(question)
    context = {
        "question": question,
        "rows": found,
        "form": form or _form(request, question, found),
        "days": days or DaysForm(found),
        "entries": [(row, one, not closed) for row in found for one in row.measured],
        "uncounted": [row for row in found if row.outcome.baseline is None],
        "is_editable": question.state in EDITABLE,
        "with_ai": has_ai(viewer_of(request).person),
        "closed": closed,
    }
    return render(request, "cycles/questions/measure.html", context, status=status)
