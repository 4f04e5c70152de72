"""Mijn week, answering one question a screen, and sharing one answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_cookie

from cycles.prompts import answering, sharing
from cycles.prompts.door import Door, by_link, by_sign_in
from cycles.prompts.forms import AnswerForm, LaterForm, ShareForm
from cycles.prompts.later import offer
from cycles.prompts.lines import question_line
from cycles.prompts.models import ReflectionShare
from cycles.prompts.overview import Overview
from lerendwerken.lib import clock, tokens
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.access import anyone, get_or_404, signed_in, viewer_of, visible


@require_safe
@signed_in
def my_week(request: HttpRequest, week: str = "") -> HttpResponse:
    """What is now, what is next, and the whole week as a line."""
    viewer = viewer_of(request)
    if not week and not viewer.person.welcomed:
        return redirect("cycles:welcome")
    this = IsoWeek.of(clock.today(viewer.person.time_zone))
    try:
        chosen = IsoWeek.parse(week) if week else this
    except ValueError as error:
        raise Http404 from error
    return render(request, "cycles/prompts/my_week.html", {"overview": Overview(viewer, chosen, this)})


@signed_in
def answer(request: HttpRequest, pk: int, number: int = 1) -> HttpResponse:
    return _answer(request, by_sign_in(viewer_of(request), pk), number)


@anyone
@never_cache
@vary_on_cookie
def answer_link(request: HttpRequest, token: str, number: int = 1) -> HttpResponse:
    """Opens the question from the mail. Looking changes nothing, however often and by whatever machine."""
    door = _open(request, token)
    if isinstance(door, HttpResponse):
        return door
    with translation.override(door.prompt.person.language), timezone.override(door.prompt.person.time_zone):
        return _answer(request, door, number)


def _open(request: HttpRequest, token: str) -> Door | HttpResponse:
    try:
        return by_link(request, token)
    except tokens.ExpiredLink:
        messages.info(request, _("Deze link is verlopen: de week is voorbij. Meld je aan om terug te lezen."))
        return redirect("account_login")


def _answer(request: HttpRequest, door: Door, number: int) -> HttpResponse:
    asked = answering.questions(door.prompt)
    if not 1 <= number <= len(asked):
        raise Http404
    question = asked[number - 1]
    is_closed = clock.now() >= door.prompt.expires_at
    text, revision = door.text(question)
    form = AnswerForm(initial={"text": text, "revision": revision})
    if request.method == "POST":
        form = AnswerForm(request.POST)
        autosave = "autosave" in request.POST
        if is_closed and autosave:
            said = _("De week is voorbij. Dit is niet meer bewaard. Kopieer je tekst als je hem wilt houden.")
            return render(request, "cycles/prompts/_status.html", {"errors": [said]}, status=409)
        if is_closed:
            return _page(request, door, asked, number, form, closed=True, status=409)
        if not form.is_valid():
            if autosave:
                return render(
                    request, "cycles/prompts/_status.html", {"errors": form.errors.get("text")}, status=422
                )
            return _page(request, door, asked, number, form, status=422)
        typed = form.cleaned_data["text"]
        if typed.strip() or text:
            revision = answering.write(
                door.prompt, question, typed, browser=door.browser, revision=form.cleaned_data["revision"]
            )
        if autosave:
            there, revision = door.text(question)
            merged = there if there != typed else ""  # another window wrote in between; this one shows both
            response = render(
                request, "cycles/prompts/_status.html", {"saved_at": clock.now(), "merged": merged}
            )
            response.headers["X-Revision"] = str(revision)
            return door.remember(response)
        if number < len(asked):
            return door.remember(redirect(door.url(number + 1)))
        answering.finish(door.prompt)
        return door.remember(_done(request, door))
    return _page(request, door, asked, number, form, closed=is_closed)


def _done(request: HttpRequest, door: Door) -> HttpResponse:
    if door.by_link:
        return render(request, "cycles/prompts/done.html", {"prompt": door.prompt})
    messages.success(request, _("Bewaard. Alleen jij leest je antwoorden."))
    return redirect("cycles:my-week-of", week=str(door.prompt.moment.cycle.iso))


def _page(
    request: HttpRequest,
    door: Door,
    asked: list[Any],
    number: int,
    form: AnswerForm,
    *,
    closed: bool = False,
    status: int = 200,
) -> HttpResponse:
    question = asked[number - 1]
    language = door.prompt.person.language
    text, fell_back = question.text(language)
    context = {
        "door": door,
        "prompt": door.prompt,
        "moment": door.prompt.moment,
        "question": text,
        "hint": question.hint(language),
        "question_language": ("en" if language == "nl" else "nl") if fell_back else "",
        "number": number,
        "count": len(asked),
        "line": question_line(len(asked), number),
        "previous": door.url(number - 1) if number > 1 else "",
        "next": door.url(number + 1) if number < len(asked) else "",
        "here": door.url(number),
        "form": form,
        "closed": closed,
        "offer": None if closed else offer(door.prompt),
        "later_url": door.action("later"),
        "skip_url": door.action("skip"),
        "sign_in_url": reverse("account_login")
        + f"?next={reverse('cycles:answer-question', args=[door.prompt.pk, number])}",
    }
    if not door.by_link:
        viewer = viewer_of(request)
        context["shares"] = sharing.open_shares(door.prompt, question)
        context["share_form"] = ShareForm(**sharing.choices(viewer))
        context["share_url"] = reverse("cycles:share", args=[door.prompt.pk, number])
        context["before"] = sharing.words_before(door.prompt, question)
    return render(request, "cycles/prompts/answer.html", context, status=status)


# Later, and not at all -----------------------------------------------------------------------------


@signed_in
def later(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks when, POST does it."""
    door = by_sign_in(viewer_of(request), pk)
    if request.method != "POST":
        return render(request, "cycles/prompts/later.html", _choices(door))
    return _later(request, door)


@anyone
@never_cache
def later_link(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail: GET asks when, POST does it."""
    door = _open(request, token)
    if isinstance(door, HttpResponse):
        return door
    with translation.override(door.prompt.person.language), timezone.override(door.prompt.person.time_zone):
        if request.method != "POST":
            return render(request, "cycles/prompts/later.html", _choices(door))
        return _later(request, door)


def _later(request: HttpRequest, door: Door) -> HttpResponse:
    form = LaterForm(request.POST)
    if form.is_valid() and answering.postpone(door.prompt, form.moment()):
        return _told(request, door, _("We vragen het later opnieuw."))
    return render(request, "cycles/prompts/later.html", _choices(door) | {"refused": True}, status=422)


def _choices(door: Door) -> dict[str, Any]:
    return {
        "door": door,
        "prompt": door.prompt,
        "offer": offer(door.prompt),
        "later_url": door.action("later"),
    }


@require_POST
@signed_in
def skip_prompt(request: HttpRequest, pk: int) -> HttpResponse:
    door = by_sign_in(viewer_of(request), pk)
    if "undo" in request.POST:
        answering.reopen(door.prompt)
        return redirect(door.url(1))
    return _skip(request, door)


@anyone
@never_cache
def skip_link(request: HttpRequest, token: str) -> HttpResponse:
    door = _open(request, token)
    if isinstance(door, HttpResponse):
        return door
    with translation.override(door.prompt.person.language):
        if request.method != "POST":
            return render(
                request,
                "cycles/prompts/skip.html",
                {"door": door, "prompt": door.prompt, "skip_url": door.action("skip")},
            )
        return _skip(request, door)


def _skip(request: HttpRequest, door: Door) -> HttpResponse:
    try:
        answering.skip(door.prompt)
    except answering.Closed:
        return _told(request, door, _("De week is voorbij. Er valt niets meer over te slaan."))
    return _told(request, door, _("Overgeslagen. Niemand hoort dit."))


def _told(request: HttpRequest, door: Door, sentence: str) -> HttpResponse:
    if door.by_link:
        return render(request, "cycles/prompts/done.html", {"prompt": door.prompt, "sentence": sentence})
    messages.success(request, sentence)
    return redirect("cycles:my-week-of", week=str(door.prompt.moment.cycle.iso))


# Sharing ------------------------------------------------------------------------------------------


@require_POST
@signed_in
def share(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    viewer = viewer_of(request)
    door = by_sign_in(viewer, pk)
    asked = answering.questions(door.prompt)
    if not 1 <= number <= len(asked):
        raise Http404
    form = ShareForm(request.POST, **sharing.choices(viewer))
    if form.is_valid():
        sharing.share(door.prompt, asked[number - 1], **form.target())
        messages.success(request, _("Gedeeld. Je kunt dit altijd terugnemen."))
    else:
        messages.error(request, _("Kies met wie je dit antwoord deelt."))
    return redirect(door.url(number))


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_or_404(ReflectionShare, viewer_of(request), pk=pk, prompt__person=viewer_of(request).person)
    sharing.take_back(row)
    messages.success(request, _("Teruggenomen. Niemand anders leest dit nog."))
    number = (
        row.prompt.question_ids.index(row.question_id) + 1
        if row.question_id in row.prompt.question_ids
        else 1
    )
    return redirect("cycles:answer-question", pk=row.prompt_id, number=number)


@require_safe
@signed_in
def shared(request: HttpRequest) -> HttpResponse:
    """What colleagues chose to show me."""
    viewer = viewer_of(request)
    rows = visible(ReflectionShare, viewer).exclude(prompt__person=viewer.person)
    return render(
        request, "cycles/prompts/shared.html", {"items": sharing.items(rows[:100], viewer.person.language)}
    )
