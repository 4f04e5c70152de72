"""Estimating and checking an insight, doubting it, and setting it against another one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.insights import judging
from cycles.insights.forms import CheckForm, ContradictForm, DoubtForm, RateForm
from cycles.insights.models import Contradiction, Insight, Objection
from cycles.insights.views import PAGE, back, readable
from lerendwerken.lib.refusal import Refused
from teams.structure.access import can, get_or_404, require, signed_in, viewer_of, visible


@PAGE
@signed_in
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = readable(viewer, pk)
    require(viewer, "insight.judge", found)
    form = RateForm(request.POST if request.method == "POST" else None, insight=found)
    if request.method == "POST" and form.is_valid():
        try:
            judging.rate(found, form.cleaned_data, by=viewer.person)
            messages.success(request, _("Bewaard. Je naam en de datum staan bij de schatting."))
            return redirect("cycles:insight", pk=pk)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    return _page(request, "rate", found, form)


@PAGE
@signed_in
def check(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = readable(viewer, pk)
    require(viewer, "insight.judge", found)
    known = found.check_state != Insight.Check.UNCHECKED
    initial = (
        {"state": found.check_state, "note": found.check_note, "source": found.check_source}
        if known
        else None
    )
    form = CheckForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            judging.check(found, **form.cleaned_data, by=viewer.person)
            messages.success(request, _("Bewaard: %(state)s.") % {"state": found.get_check_state_display()})
            return redirect("cycles:insight", pk=pk)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    doubts = visible(Objection, viewer).filter(insight=found, settled_at=None).select_related("by")
    return _page(request, "check", found, form, doubts=doubts)


@PAGE
@signed_in
def doubt(request: HttpRequest, pk: int) -> HttpResponse:
    """'Klopt dit niet? Zeg het', by anybody who reads it."""
    viewer = viewer_of(request)
    found = readable(viewer, pk)
    if found.published_at is None:
        raise Http404
    form = DoubtForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            judging.doubt(found, form.cleaned_data["text"], by=viewer.person)
            messages.success(request, _("Bewaard. Wie dit nakijkt, leest jouw twijfel erbij."))
            return redirect("cycles:insight", pk=pk)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    return _page(request, "doubt", found, form)


@PAGE
@signed_in
def contradict(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = readable(viewer, pk)
    require(viewer, "insight.judge", found)
    posted = request.POST if request.method == "POST" else None
    form = ContradictForm(posted, viewer=viewer, insight=found)
    if posted is not None and form.is_valid():
        judging.contradict(found, form.cleaned_data["other"], form.cleaned_data["note"], by=viewer.person)
        messages.success(request, _("Bewaard. Bij allebei staat nu dat ze elkaar tegenspreken."))
        return redirect("cycles:insight", pk=pk)
    return _page(request, "contradict", found, form)


@require_POST
@signed_in
def part(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = get_or_404(Contradiction, viewer, pk=pk)
    if not (can(viewer, "insight.judge", row.one) or can(viewer, "insight.judge", row.other)):
        raise Http404
    judging.part(row, by=viewer.person)
    messages.success(request, _("Uit elkaar. Deze twee spreken elkaar niet meer tegen."))
    came_from = request.POST.get("insight", "")
    here = row.other_id if came_from == str(row.other_id) else row.one_id
    return back(viewer, here)


def _page(request: HttpRequest, name: str, found: Insight, form: forms.Form, **context: Any) -> HttpResponse:
    context |= {"insight": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, f"cycles/insights/{name}.html", context, status=status)
