"""The two doors to a prompt: signed in, or by the link in the mail. Same pages, and the link shows less (S15)."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from cycles.prompts import answering
from cycles.prompts.models import Prompt, Question
from lerendwerken.lib import tokens
from teams.structure.access import Viewer, get_or_404

COOKIE = "schrijver"
KEEP = 14 * 24 * 3600
SECURE = settings.BASE_URL.startswith("https")


@dataclass(frozen=True, slots=True)
class Door:
    """Who writes: the signed-in owner (no token), or this browser with a mailed link."""

    prompt: Prompt
    token: str = ""
    key: str = ""  # the secret of this browser, from its cookie; only its hash is stored

    @property
    def by_link(self) -> bool:
        return bool(self.token)

    @property
    def browser(self) -> str:
        """Empty for the signed-in owner."""
        return tokens.digest(self.key) if self.by_link else ""

    def text(self, question: Question) -> tuple[str, int]:
        if self.by_link:
            return answering.browser_text(self.prompt, question, self.browser)
        return answering.own_text(self.prompt, question)

    def url(self, number: int) -> str:
        if self.by_link:
            return reverse("cycles:answer-link-question", args=[self.token, number])
        return reverse("cycles:answer-question", args=[self.prompt.pk, number])

    def action(self, name: str) -> str:
        """The address of `later` or `skip` behind this door."""
        if self.by_link:
            return reverse(f"cycles:{name}-link", args=[self.token])
        return reverse(f"cycles:answer-{name}", args=[self.prompt.pk])

    def remember(self, response: HttpResponse) -> HttpResponse:
        """Gives this browser its own key, once something was written; a GET never does."""
        if self.by_link:
            response.set_cookie(
                COOKIE, self.key, max_age=KEEP, path="/v/", httponly=True, samesite="Lax", secure=SECURE
            )
        return response


PROMPTS = Prompt.objects.select_related("moment__cycle__team", "moment__cycle__season", "person")


def by_sign_in(viewer: Viewer, pk: int) -> Door:
    prompt = get_or_404(Prompt, viewer, pk=pk)
    return Door(PROMPTS.get(pk=prompt.pk))


def by_link(request: HttpRequest, token: str) -> Door:
    """Raises ExpiredLink when the week is over, Http404 for anything that is not ours."""
    try:
        pk = int(tokens.unsign("prompt", token))
    except tokens.ExpiredLink:
        raise
    except (tokens.BadLink, ValueError) as error:
        raise Http404 from error
    prompt = PROMPTS.filter(pk=pk, person__is_active=True).first()
    if prompt is None:
        raise Http404
    return Door(prompt, token, request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32))
