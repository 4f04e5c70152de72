"""One page on which a digest is made: its words, its insights, what the team concludes and recommends."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.insights import also, digesting
from cycles.insights.digest_forms import ConclusionForm, DigestForm, PickForm, RecommendationForm
from cycles.insights.digest_views import found
from cycles.insights.digest_words import month_name, shown
from cycles.insights.models import Conclusion, DigestInsight, MonthlyDigest, Recommendation
from cycles.insights.views import PAGE
from cycles.insights.writing import Changed
from lerendwerken.lib.refusal import Refused
from teams.structure.access import get_or_404, require, signed_in, viewer_of


@PAGE
@signed_in
def write(request: HttpRequest, pk: int) -> HttpResponse:
    row = _mine(request, pk)
    if request.method != "POST":
        return redirect("cycles:digest", pk=pk) if row.published_at else _page(request, row)
    form = DigestForm(request.POST)
    if not form.is_valid():
        return _page(request, row, words=form)
    typed = request.POST.get("revision", "")
    try:
        digesting.write(
            row,
            by=viewer_of(request).person,
            revision=int(typed) if typed.isdecimal() and len(typed) < 10 else None,
            **form.cleaned_data,
        )
    except Changed:
        row = _mine(request, pk)
        problem = _("Iemand anders schreef hier intussen aan. Bewaar je dit, dan vervangt het dat.")
        return _page(request, row, words=form, problem=problem, other=[row.title, row.summary])
    except Refused as refusal:
        return _gone(request, refusal, pk)
    messages.success(request, _("De titel en de samenvatting zijn bewaard."))
    return _to(pk, "woorden")


@require_POST
@signed_in
def insight_add(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = _mine(request, pk), viewer_of(request)
    wrong = "correction" in request.POST
    form = PickForm(request.POST, viewer=viewer, digest=row, is_correction=wrong)
    if not form.is_valid():
        return _page(request, row, wrong=form) if wrong else _page(request, row, pick=form)
    return _do(
        request, pk, "inzichten",
        lambda: digesting.add_insight(row, form.cleaned_data["insight"], by=viewer.person, is_correction=wrong),
        _("Het staat erin."),
    )  # fmt: skip


@require_POST
@signed_in
def insight_remove(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_or_404(DigestInsight, viewer_of(request), pk=pk)
    row = _mine(request, entry.digest_id)
    person = viewer_of(request).person
    verb = lambda: digesting.remove_insight(row, entry.insight, by=person)  # noqa: E731
    return _do(request, row.pk, "inzichten", verb, _("Het staat er niet meer in."))


@require_POST
@signed_in
def conclusion_add(request: HttpRequest, pk: int) -> HttpResponse:
    row, person = _mine(request, pk), viewer_of(request).person
    form = ConclusionForm(request.POST, auto_id="conclusie-%s")
    if not form.is_valid():
        return _page(request, row, conclusion=form)
    verb = lambda: digesting.conclude(row, **form.cleaned_data, by=person)  # noqa: E731
    return _do(request, pk, "conclusies", verb, _("De conclusie staat erbij."))


@PAGE
@signed_in
def conclusion(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a conclusion, on a page of its own."""
    known = get_or_404(Conclusion, viewer_of(request), pk=pk)
    row, person = _mine(request, known.digest_id), viewer_of(request).person
    form = ConclusionForm(request.POST if request.method == "POST" else None, instance=known)
    if form.is_bound and form.is_valid():
        verb = lambda: digesting.change_conclusion(known, **form.cleaned_data, by=person)  # noqa: E731
        return _do(request, row.pk, "conclusies", verb, _("De conclusie is aangepast."))
    status = 422 if form.is_bound else 200
    context = {"form": form, "conclusion": known, "digest": row}
    return render(request, "cycles/insights/conclusion.html", context, status=status)


@require_POST
@signed_in
def conclusion_remove(request: HttpRequest, pk: int) -> HttpResponse:
    known = get_or_404(Conclusion, viewer_of(request), pk=pk)
    row, person = _mine(request, known.digest_id), viewer_of(request).person
    verb = lambda: digesting.remove_conclusion(known, by=person)  # noqa: E731
    return _do(request, row.pk, "conclusies", verb, _("De conclusie is weg."))


@require_POST
@signed_in
def recommendation_add(request: HttpRequest, pk: int) -> HttpResponse:
    row, person = _mine(request, pk), viewer_of(request).person
    form = RecommendationForm(request.POST, digest=row, auto_id="aanbeveling-%s")
    if form.is_valid():
        try:
            digesting.recommend(row, **form.cleaned_data, by=person)
            messages.success(request, _("De aanbeveling staat erbij."))
            return _to(pk, "aanbevelingen")
        except Refused as refusal:
            if not refusal.field:
                return _gone(request, refusal, pk)
            form.add_error(refusal.field, refusal.sentence)
    return _page(request, row, recommendation=form)


@require_POST
@signed_in
def recommendation_remove(request: HttpRequest, pk: int) -> HttpResponse:
    known = get_or_404(Recommendation, viewer_of(request), pk=pk)
    row, person = _mine(request, known.digest_id), viewer_of(request).person
    verb = lambda: digesting.remove_recommendation(known, by=person)  # noqa: E731
    return _do(request, row.pk, "aanbevelingen", verb, _("De aanbeveling is weg."))


def _mine(request: HttpRequest, pk: int) -> MonthlyDigest:
    row = found(viewer_of(request), pk)
    require(viewer_of(request), "digest.write", row)
    return row


def _do(request: HttpRequest, pk: int, place: str, verb: Any, said: str) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        return _gone(request, refusal, pk)
    messages.success(request, said)
    return _to(pk, place)


def _gone(request: HttpRequest, refusal: Refused, pk: int) -> HttpResponse:
    messages.error(request, refusal.sentence)
    return redirect("cycles:digest-write", pk=pk)


def _to(pk: int, place: str) -> HttpResponse:
    response = redirect("cycles:digest-write", pk=pk)
    response["Location"] += f"#{place}"
    return response


def _page(
    request: HttpRequest, row: MonthlyDigest, *, problem: str = "", other: Any = (), **refused: forms.BaseForm
) -> HttpResponse:
    """`refused`: the form that could not be, by its name on the page."""
    viewer = viewer_of(request)
    context = {
        "digest": row,
        "month": month_name(row.month),
        "shown": shown(row),
        "also": also.parts(viewer, row),
        "entries": row.entries.select_related("insight"),
        "words": DigestForm(instance=row),
        "pick": PickForm(viewer=viewer, digest=row),
        "wrong": PickForm(viewer=viewer, digest=row, is_correction=True),
        "conclusion": ConclusionForm(auto_id="conclusie-%s"),
        "recommendation": RecommendationForm(digest=row, auto_id="aanbeveling-%s"),
        "problem": problem,
        "other": [text for text in other if text],
        "refused": next(iter(refused.values()), None),
    }
    status = 409 if problem else 422 if refused else 200
    return render(request, "cycles/insights/digest_write.html", context | refused, status=status)
