"""A learning question in the making: four screens, each with its own address, or all of it on one.

The draft is a row of its owner's own from the first screen on, so it survives a lost session and another browser.
A question that is in hand comes back here too, to change its plan.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cycles.prompts import answering
from cycles.prompts.lines import question_line
from cycles.prompts.models import Prompt
from cycles.questions import lifecycle
from cycles.questions.forms import PARTS, Part, Planner, Whole
from cycles.questions.models import LearningQuestion
from cycles.questions.planning import EDITABLE, Changed, Closed, expected, plan_sentence, screen_of, write
from cycles.weekly.models import Kind, Seat
from lerendwerken.lib import clock
from lerendwerken.lib.undo import offer_undo
from teams.structure.access import Viewer, get_or_404, signed_in, viewer_of, visible

LAST = max(PARTS)
State = LearningQuestion.State

Start = Callable[[Viewer, str], dict[str, str]]
STARTS: dict[str, Start] = {}
"""What a question can begin with: a name in the address -> the words that its value gives, by field."""


def start(name: str) -> Callable[[Start], Start]:
    """Registers a beginning: `@start("inzicht")` is asked for /leervragen/nieuw/?inzicht=5."""

    def register(source: Start) -> Start:
        STARTS[name] = source
        return source

    return register


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """The first screen, before there is a row. `?antwoord=5-1` begins with an own answer; see STARTS for others."""
    planner = Planner(viewer_of(request))
    if request.method != "POST":
        return _screen(request, planner, 1, PARTS[1](planner, initial=_begins_with(request)))
    form = PARTS[1](planner, request.POST)
    if not form.is_valid():
        return _screen(request, planner, 1, form, status=422)
    made = _begun(planner, form)
    return redirect("cycles:question-edit", pk=made.pk, number=2)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    planner = _planner(request, pk)
    if number not in PARTS:
        raise Http404
    if _question(planner).state not in EDITABLE:
        return redirect("cycles:question", pk=pk)
    if request.method != "POST":
        return _screen(request, planner, number, PARTS[number](planner))
    is_draft = _question(planner).state == State.DRAFT
    form = PARTS[number](planner, request.POST)
    if is_draft and ("autosave" in request.POST or "back" in request.POST):
        return _keep(request, planner, number, form)
    if not form.is_valid():
        return _screen(request, planner, number, form, status=422)
    if refused := _write(planner, [form], _revision(request)):
        return _screen(request, planner, number, form, status=409, problem=refused)
    if is_draft and number < LAST:
        return redirect("cycles:question-edit", pk=pk, number=number + 1)
    if not is_draft:
        messages.success(request, _("Je plan is aangepast."))
        return redirect("cycles:question", pk=pk)
    try:
        return _activate(request, planner)
    except lifecycle.NoPlace as full:
        return _screen(request, planner, number, form, status=422, problem=full.missing[""])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The whole plan on one page, for who knows the way."""
    planner = _planner(request, pk) if pk else Planner(viewer_of(request))
    if planner.question and planner.question.state not in EDITABLE:
        return redirect("cycles:question", pk=pk)
    if request.method != "POST":
        initial = {} if planner.question else _begins_with(request)
        return _one(request, planner, [part(planner, initial=initial) for part in PARTS.values()])
    parts = [part(planner, request.POST) for part in PARTS.values()]
    right = [part.is_valid() for part in parts]
    is_draft = planner.question is None or planner.question.state == State.DRAFT
    later = is_draft and "later" in request.POST  # as a draft: only what a draft needs
    if not (right[0] if later else all(right)):
        return _one(request, planner, parts, status=422)
    revision = _revision(request) if planner.question else None
    planner.question = planner.question or _begun(planner, parts[0])
    if refused := _write(planner, parts, revision, states=(State.DRAFT,) if later else EDITABLE):
        return _one(request, planner, parts, status=409, problem=refused)
    if later:
        messages.success(request, _("Bewaard als concept."))
        return redirect("cycles:questions")
    if planner.question.state != State.DRAFT:
        messages.success(request, _("Je plan is aangepast."))
        return redirect("cycles:question", pk=planner.question.pk)
    try:
        return _activate(request, planner)
    except lifecycle.NoPlace as full:
        return _one(request, planner, parts, status=422, problem=full.missing[""])


# What is done ---------------------------------------------------------------------------------------


def _planner(request: HttpRequest, pk: int) -> Planner:
    viewer = viewer_of(request)
    return Planner(viewer, get_or_404(LearningQuestion, viewer, pk=pk))


def _question(planner: Planner) -> LearningQuestion:
    assert planner.question
    return planner.question


def _begun(planner: Planner, form: Part) -> LearningQuestion:
    """The draft; the same one when the button was pressed twice."""
    person, given = planner.viewer.person, form.words()
    twice = visible(LearningQuestion, planner.viewer).filter(state=State.DRAFT, **given)
    return twice.first() or lifecycle.start(person, given["text"], given["situation"])


def _revision(request: HttpRequest) -> int | None:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _write(
    planner: Planner, parts: list[Part], revision: int | None, states: Collection[str] = EDITABLE
) -> str:
    """Writes what was typed; a sentence when that cannot be."""
    fields: dict[str, Any] = {}
    yields: dict[str, Any] = {}
    for part in parts:
        fields |= part.words()
        yields |= part.yields()
    try:
        write(_question(planner), planner.viewer.person, fields, yields, revision=revision, states=states)
    except Changed:
        planner.question = get_or_404(LearningQuestion, planner.viewer, pk=_question(planner).pk)
        return _("In een ander venster schreef je intussen iets anders. Bewaar je dit, dan vervangt het dat.")
    except Closed:
        return _(
            "Deze vraag is intussen veranderd. Dit is niet meer bewaard. Kopieer je tekst als je hem wilt houden."
        )
    return ""


def _keep(request: HttpRequest, planner: Planner, number: int, form: Part) -> HttpResponse:
    """Keeps what is right so far, and says nothing of the rest yet."""
    form.is_valid()
    if (
        number == 1
    ):  # what another noticed joins the situation only at "Volgende", else it would at every letter
        form.cleaned_data.pop("situation", None)
        if typed := request.POST.get("situation", "").strip()[:2000].replace("\0", ""):
            form.cleaned_data["situation"] = typed
    problem = _write(planner, [form], _revision(request), states=(State.DRAFT,))
    if "back" in request.POST:
        if problem:
            return _screen(request, planner, number, form, status=409, problem=problem)
        return redirect("cycles:question-edit", pk=_question(planner).pk, number=max(number - 1, 1))
    context = {"saved_at": clock.now(), "problem": problem}
    response = render(request, "cycles/questions/_saved.html", context, status=409 if problem else 200)
    if not problem:
        response.headers["X-Revision"] = str(_question(planner).revision)
    return response


def _activate(request: HttpRequest, planner: Planner) -> HttpResponse:
    question = _question(planner)
    try:
        rests = lifecycle.activate(question, by=planner.viewer.person)
    except lifecycle.NoPlace:
        raise
    except lifecycle.NotYet as wrong:
        if question.state != State.DRAFT:
            return redirect("cycles:question", pk=question.pk)
        messages.error(
            request,
            _("Op dit scherm ontbreekt nog iets: %(what)s") % {"what": next(iter(wrong.missing.values()))},
        )
        return redirect("cycles:question-edit", pk=question.pk, number=screen_of(wrong.missing))
    said_running(request, rests, _("Je leervraag loopt. Begin met je eigen poging."))
    return redirect("cycles:question", pk=question.pk)


def said_running(request: HttpRequest, rests: LearningQuestion | None, alone: str) -> None:
    """Says that a question runs; when another one rests because of it, that can be turned round."""
    if rests is None:
        messages.success(request, alone)
        return
    said = _("Deze leervraag loopt nu. Je andere vraag staat op pauze.")
    offer_undo(request, said, reverse("cycles:question-resume", args=[rests.pk]))


def _begins_with(request: HttpRequest) -> dict[str, str]:
    """What the address names, in the words of whoever knows it."""
    found: dict[str, str] = {}
    for name, source in STARTS.items():
        if which := request.GET.get(name, ""):
            found |= source(viewer_of(request), which)
    return found


@start("antwoord")
def _from_answer(viewer: Viewer, which: str) -> dict[str, str]:
    """The own words of an answer, as the work that a question is about: `?antwoord=5` or `?antwoord=5-2`."""
    which, _dash, number = which.partition("-")
    if not which.isdecimal() or len(which) > 9:
        return {}
    prompt = get_or_404(Prompt, viewer, pk=int(which), person=viewer.person)
    asked = answering.questions(prompt)
    if number.isdecimal() and 1 <= int(number) <= len(asked):
        asked = asked[int(number) - 1 : int(number)]
    texts = (answering.own_text(prompt, question)[0].strip() for question in asked)
    return {"situation": answering.GAP.join(text for text in texts if text)}


# What is shown --------------------------------------------------------------------------------------


def _screen(
    request: HttpRequest,
    planner: Planner,
    number: int,
    form: Part,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    question = planner.question
    context = {
        "planner": planner,
        "question": question,
        "number": number,
        "form": form,
        "line": question_line(LAST, number, name="nieuw"),
        "steps": [_step(planner, step, number) for step in PARTS],
        "is_draft": question is None or question.state == State.DRAFT,
        "problem": problem,
        "other": _there(question, number) if status == 409 else [],
        "harvest": _harvest(planner.viewer) if number == LAST else None,
        "here": reverse("cycles:question-edit", args=[question.pk, number])
        if question
        else reverse("cycles:question-new"),
    }
    return render(request, f"cycles/questions/new_{number}.html", context, status=status)


def _one(
    request: HttpRequest, planner: Planner, parts: list[Part], *, status: int = 200, problem: str = ""
) -> HttpResponse:
    question = planner.question
    context = {
        "planner": planner,
        "question": question,
        "parts": parts,
        "whole": Whole(parts),
        "is_draft": question is None or question.state == State.DRAFT,
        "problem": problem,
        "other": _there(question, *PARTS) if status == 409 else [],
        "harvest": _harvest(planner.viewer),
        "here": reverse("cycles:question-one-edit", args=[question.pk])
        if question
        else reverse("cycles:question-one"),
    }
    return render(request, "cycles/questions/new_one.html", context, status=status)


def _step(planner: Planner, step: int, number: int) -> dict[str, Any]:
    """One screen beside the one that is open, with the words that stand there: (words, whether they are own words)"""
    state = "now" if step == number else "done" if step < number else "open"
    question = planner.question
    words = _words(question, step) if question and step != number else []
    return {"number": step, "name": PARTS[step].title, "state": state, "words": words}


def _words(question: LearningQuestion, step: int) -> list[tuple[str, bool]]:
    if step == 1:
        found = [(question.situation, False), (question.text, True)]
    elif step == 2:
        linked = question.development_question
        belongs = _("Hoort bij: %(question)s") % {"question": linked.text} if linked else ""
        found = [
            (_("Eigen vraag") if question.is_own else belongs, False),
            (question.get_task_group_display(), False),
            (question.stays_human if question.task_group else "", False),
        ]
    elif step == 3:
        found = [(plan_sentence(question), True)]
    else:
        found = [(one.sentence, True) for one in expected(question).values()]
    return [(words, is_own) for words, is_own in found if words]


def _there(question: LearningQuestion | None, *steps: int) -> list[str]:
    """What is kept now, for who typed something else meanwhile."""
    return [words for step in steps if question for words, _is_own in _words(question, step)]


def _harvest(viewer: Viewer) -> Seat | None:
    """The first Weekoogst to come: before it the measures of a yield are wanted (S23)."""
    seats = visible(Seat, viewer).filter(person=viewer.person, moment__kind=Kind.RETROSPECTIVE)
    return seats.filter(starts_at__gt=clock.now()).order_by("starts_at").first()
