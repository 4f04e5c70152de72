"""How every address of a conversation answers: a script gets the page's main part, a browser without one goes back to
the page. What was refused comes with its sentence, and with what was typed."""

from collections.abc import Callable
from typing import Any
from unicodedata import category

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cycles.harvest.access import conversations
from cycles.harvest.month import Month
from cycles.harvest.page import Conversation
from cycles.weekly.models import Moment
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.undo import offer_undo
from teams.structure.access import Viewer, viewer_of

LIVE = "X-Live"  # sent by static/js/harvest.js


def moment_of(request: HttpRequest, pk: int) -> tuple[Viewer, Moment]:
    viewer = viewer_of(request)
    found = conversations(viewer).select_related("cycle__team", "cycle__season", "facilitator")
    moment = found.filter(pk=pk).first()
    if moment is None:
        raise Http404
    return viewer, moment


def page(
    request: HttpRequest,
    viewer: Viewer,
    moment: Moment,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    is_live = LIVE in request.headers
    talk = Conversation(viewer, moment)
    context: dict[str, Any] = {
        "talk": talk,
        "moment": moment,
        "refused": refused,
        "typed": request.POST if refused else {},
        "is_live": is_live,
    }
    if talk.is_monthly:
        context["month"] = Month(viewer, moment, talk.session, talk.summary)
    name = "cycles/harvest/fragment.html" if is_live else "cycles/harvest/harvest.html"
    answer = render(request, name, context, status=status)
    answer.headers["Vary"] = ", ".join(filter(None, (answer.headers.get("Vary"), LIVE)))
    return answer


def does(
    request: HttpRequest,
    pk: int,
    verb: Callable[[Viewer, Moment], str | None],
    *,
    at: str = "",
    undo: str = "",
    which: int = 0,
) -> HttpResponse:
    """Does one thing and shows the page. The verb's answer is a sentence to tell; with `undo`, the name of an address,
    it can be taken back there."""
    viewer, moment = moment_of(request, pk)
    try:
        said = verb(viewer, moment)
    except Refused as no:
        return page(request, viewer, moment, refused=no, status=422)
    if said and undo:
        offer_undo(request, said, reverse(undo, args=[pk, which] if which else [pk]))
    elif said:
        messages.success(request, said)
    if LIVE in request.headers:
        return page(request, viewer, moment)
    return redirect(f"{reverse('cycles:harvest', args=[pk])}{f'#{at}' if at else ''}")


def typed(request: HttpRequest, name: str) -> str:
    """What somebody wrote in a field; nothing when no letter or sign in it can be seen."""
    text = request.POST.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()
    has_ink = any(not sign.isspace() and category(sign)[0] not in "CZ" for sign in text)
    return text if has_ink else ""


def number(text: str | None) -> int | None:
    """Of a field that somebody may have changed by hand."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
