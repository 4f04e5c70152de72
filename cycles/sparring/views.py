"""Talking with the partner. Each press is one verb; a refusal gives the page back with the words still in it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.questions.models import LearningQuestion
from cycles.questions.pages import question_page
from cycles.sparring import conversing, switches
from cycles.sparring.conversing import Partner
from cycles.sparring.forms import BeginForm, ChoiceForm, ContributionForm
from cycles.sparring.models import SparringSession, Turn
from cycles.sparring.partner import asking
from cycles.sparring.sending_check import Check
from lerendwerken.lib.refusal import Refused
from teams.structure.access import get_or_404, signed_in, viewer_of


@require_POST
@signed_in
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    question = get_or_404(LearningQuestion, viewer, pk=pk)
    form = BeginForm(request.POST)
    if "back" in request.POST:
        return question_page(request, question, {"spar": {"form": form}})
    if not form.is_valid():
        return question_page(request, question, {"spar": {"form": form}}, status=422)
    mode = form.cleaned_data["mode"]
    partner = Partner.FIXED if request.POST.get("partner") == Partner.FIXED else None
    notice = request.POST.get("notice") == "1"
    if notice and switches.is_available(viewer.person):  # else it was not shown
        switches.read_notice(viewer.person)
    kept = {"mode": mode} | ({"notice": "1"} if notice else {})
    try:
        if "look" in request.POST:
            found = _look(lambda: conversing.begin(question, viewer.person, mode, look=True))
            return _leaving(request, question, found, reverse("cycles:spar-begin", args=[pk]), kept)
        session = conversing.begin(
            question, viewer.person, mode, partner=partner, sure="sure" in request.POST
        )
    except conversing.Doubtful as doubt:
        return _leaving(
            request,
            question,
            doubt.check,
            reverse("cycles:spar-begin", args=[pk]),
            kept,
            refused=doubt.sentence,
        )
    except Refused as no:
        return _refused(request, question, no, {"form": form})
    return _on(request, question, session.turns.order_by("number").last())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Own words. `climb` asks for the next rung, `look` shows what would leave, `sure` sends warned words."""
    viewer = viewer_of(request)
    session = get_or_404(SparringSession, viewer, pk=pk)
    question = session.question
    if request.method != "POST":  # a refused page, read again
        return question_page(request, question)
    form = ContributionForm(request.POST)
    form.is_valid()
    text, after = form.cleaned_data.get("text", ""), form.cleaned_data.get("after")
    climb = "climb" in request.POST
    if "back" in request.POST:
        return question_page(request, question, {"spar": {"form": form}})
    kept = {"text": text, "after": "" if after is None else str(after)} | ({"climb": "1"} if climb else {})
    action = reverse("cycles:spar-say", args=[pk])
    try:
        if "look" in request.POST:
            found = _look(
                lambda: conversing.contribute(
                    session, viewer.person, text, climb=climb, after=after, look=True
                )
            )
            return _leaving(request, question, found, action, kept)
        turn = conversing.contribute(
            session, viewer.person, text, climb=climb, after=after, sure="sure" in request.POST
        )
    except conversing.Doubtful as doubt:
        return _leaving(request, question, doubt.check, action, kept, refused=doubt.sentence)
    except Refused as no:
        return _refused(request, question, no, {"form": form})
    return _on(request, question, turn)


@require_POST
@signed_in
def again(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    session = get_or_404(SparringSession, viewer, pk=pk)
    try:
        turn = conversing.ask_again(session, viewer.person, sure=True)  # it was sent before
    except Refused as no:
        return _refused(request, session.question, no, {})
    return _on(request, session.question, turn)


@require_POST
@signed_in
def without_ai(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    session = get_or_404(SparringSession, viewer, pk=pk)
    try:
        conversing.go_on_without_ai(session, viewer.person)
    except Refused as no:
        return _refused(request, session.question, no, {})
    return _back(session.question)


@require_POST
@signed_in
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """For a browser without JavaScript: makes the answer that nobody watched, and shows it."""
    turn = get_or_404(Turn, viewer_of(request), pk=pk)
    asking.generate_now(turn)
    return _back(turn.session.question)


@require_POST
@signed_in
def choose(request: HttpRequest, pk: int, block: int) -> HttpResponse:
    viewer = viewer_of(request)
    turn = get_or_404(Turn, viewer, pk=pk)
    question = turn.session.question
    name = f"{pk}-{block}"
    form = ChoiceForm(request.POST, auto_id=f"id_{name}_%s")
    if form.is_valid():
        try:
            conversing.choose(turn, block, viewer.person, **form.cleaned_data)
        except Refused as no:
            form.add_error("reason", no.sentence)
        else:
            messages.success(request, _("Je keuze is bewaard."))
            return redirect(f"{reverse('cycles:question', args=[question.pk])}#kies-{name}")
    return question_page(request, question, {f"choose-{name}": form}, status=422)


# Answers ------------------------------------------------------------------------------------------


def _on(request: HttpRequest, question: LearningQuestion, turn: Turn | None) -> HttpResponse:
    """To the page, where the answer streams in. A browser that cannot stream waits for it here."""
    if turn is not None and turn.state == Turn.State.WAITING and not request.POST.get("live"):
        asking.generate_now(turn)
    return _back(question)


def _back(question: LearningQuestion) -> HttpResponse:
    return redirect(f"{reverse('cycles:question', args=[question.pk])}#spar-verder")


def _refused(
    request: HttpRequest, question: LearningQuestion, no: Refused, given: dict[str, Any]
) -> HttpResponse:
    given |= {"refused": no.sentence, "check": getattr(no, "check", None)}
    return question_page(request, question, {"spar": given}, status=422)


def _look(would: Any) -> Check:
    """What a verb would send, without doing it."""
    try:
        with transaction.atomic():
            would()
    except conversing.OnlyLooking as looked:
        return looked.check
    raise AssertionError("a look never sends")


def _leaving(
    request: HttpRequest,
    question: LearningQuestion,
    found: Check,
    action: str,
    kept: dict[str, str],
    refused: str = "",
) -> HttpResponse:
    context = {
        "question": question,
        "check": found,
        "model": conversing.model_name(),
        "action": action,
        "fields": list(kept.items()),
        "refused": refused or (found.sentence if found.blocked else ""),
    }
    return render(request, "cycles/sparring/leaving.html", context, status=422 if refused else 200)
