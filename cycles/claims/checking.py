"""Writing a claim down, and checking it with a source that is no AI (AI4). Only who it belongs to does either.

Claims hang under a learning question or under a proposal; who of those may change them, and when, is said by the
package above: it registers itself with `holder`.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from cycles.claims.models import Claim
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User

Hold = Callable[[Any, User], object]
_holders: dict[str, Hold] = {}

# Partners that are no source, where they live, and the words and numbers that people write around their names.
_PARTNERS = re.compile(
    r"\b(?:(?:chat\s?)?gpt(?:[-\s]?\d[\w.]*)?|open\s?ai|(?:ms\s|m365\s)?copilot|bing|gemini|notebook\s?lm|claude|anthropic"
    r"|le\s?chat|mistral|(?:meta\s)?ai|llama|grok|deepseek|perplexity|kunstmatige intelligentie|(?:groot\s)?taalmodel"
    r"|language model|chatbot|sparringpartner|sparring partner|ki|a\.i\.?)\b",
    re.IGNORECASE,
)
_THEIR_PAGES = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:chatgpt\.com|chat\.openai\.com|claude\.ai|perplexity\.ai|(?:le)?chat\.mistral\.ai"
    r"|chat\.deepseek\.com|copilot\.(?:microsoft|cloud\.microsoft)(?:\.com)?|(?:gemini|notebooklm)\.google(?:\.com)?"
    r"|grok\.com|poe\.com|character\.ai|meta\.ai|huggingface\.co/chat)\b\S*",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:gevraagd|nagevraagd|vroeg|vraag|opgezocht|zocht|nagekeken|keek|na|gecontroleerd|controleerde|bevestigd|bevestigt"
    r"|bevestigde|gezegd|zegt|zei|gaf|geeft|gegeven|klopt|waar|goed|antwoord|gesprek|bron|uitkomst|resultaat|link|gisteren"
    r"|vandaag|vanmorgen|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|jan|feb|mrt"
    r"|apr|jun|jul|aug|sep|sept|okt|nov|dec|january|february|march|may|june|july|august|october|december"
    r"|sonnet|opus|haiku|pro|plus|flash|turbo|mini|premium|versie|version|microsoft|google|bing|m365|office|365|chat"
    r"|aan|van|via|volgens|met|bij|door|in|op|over|de|het|een|dat|dit|die|ik|we|mij|me|mijn|ons|onze|werk|heb|hebben|heeft|had"
    r"|is|was|ook|en|of|nog|eens|zelf|tool|model|bot|assistent|assistant|https?|www|com|ai|nl"
    r"|asked|checked|confirmed|confirms|said|says|told|with|by|the|a|an|and|it|this|that|according|to|from|on|at|my|our|i|yes|true"
    r"|right|answer|conversation|source|today|yesterday|work)\b",
    re.IGNORECASE,
)


def holder(field: str) -> Callable[[Hold], Hold]:
    """Registers, for "question" or "proposal", what is checked and locked before its claims change.

    The function gets the object and the person; it raises PermissionError for somebody else, and Refused when the
    claims stand as they are.
    """

    def register(hold: Hold) -> Hold:
        _holders[field] = hold
        return hold

    return register


@transaction.atomic
def add(of: Model, text: str, *, by: User) -> Claim:
    """One's own statement to check, of a question or a proposal. The same words twice are one claim."""
    field = "question" if of._meta.model_name == "learningquestion" else "proposal"
    _holders[field](of, by)
    keys: dict[str, Any] = {"text": text, "origin": Claim.Origin.OWN, field: of}
    made, _made = Claim.objects.get_or_create(**keys)
    return made


@transaction.atomic
def check(claim: Claim, state: str, *, by: User, source: str = "", correction: str = "") -> None:
    """Confirmed or refuted with a source, or not to be checked at all. Checking once more replaces the first."""
    _hold(claim, by)
    if state not in (Claim.State.CONFIRMED, Claim.State.REFUTED, Claim.State.UNCHECKABLE):
        raise Refused(_("Kies wat je vond."), "state")
    source = "" if state == Claim.State.UNCHECKABLE else looked_up_in(source)
    correction = correction.strip() if state == Claim.State.REFUTED else ""
    Claim.objects.filter(pk=claim.pk).update(
        state=state, source=source, correction=correction, checked_at=clock.now()
    )
    claim.refresh_from_db()


def looked_up_in(source: str) -> str:
    """Where somebody checked something, without the spaces around it. Raises Refused for nothing, and for an AI."""
    source = source.strip()
    if not says_something(source):  # a dash, or a sign that nobody sees, is no source
        raise Refused(_("Schrijf waar je het nakeek."), "source")
    if is_partner(source):
        raise Refused(
            _("Dit kan zich vergissen. Zoek een bron van mensen: een wet, een boek, een collega."), "source"
        )
    return source


@transaction.atomic
def remove(claim: Claim, *, by: User) -> bool:
    """An own claim that was not checked yet. What the partner said stays, until it is checked."""
    _hold(claim, by)
    own = Claim.objects.filter(pk=claim.pk, origin=Claim.Origin.OWN, state=Claim.State.UNCHECKED)
    return bool(own.delete()[0])


def is_partner(source: str) -> bool:
    """Whether a source names an AI and nothing else: a day, a version or "klopt" beside it adds nothing. A manual about
    one is a source, and so is a person who works with it."""
    source = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", source)
        if unicodedata.category(sign) not in ("Cf", "Mn")
    )
    rest = _THEIR_PAGES.sub(" ", source)
    if rest == source and not _PARTNERS.search(source):
        return False
    rest = _AROUND.sub(" ", _PARTNERS.sub(" ", rest))
    return not re.search(r"[^\W\d_]", rest)


def _hold(claim: Claim, by: User) -> None:
    field = "question" if claim.question_id else "proposal"
    _holders[field](getattr(claim, field), by)
