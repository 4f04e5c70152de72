"""The own attempt, before any help (AI1)."""

import unicodedata
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.questions.evidence import own_words
from cycles.questions.evidence.holding import hold
from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User

LEAST = 20  # characters that can be seen
LEAST_WORDS = 3  # different ones: one letter twenty times is no attempt
SAME_PRESS = timedelta(minutes=1)  # the same words within it are a button pressed twice


@transaction.atomic
def attempt(question: LearningQuestion, text: str, confidence: int, *, by: User) -> Attempt:
    """Keeps what somebody would do by themselves. A later one stands beside the earlier ones."""
    hold(question, by)
    if not is_enough(text):
        raise Refused(
            _("Schrijf iets meer: minstens één hele zin. Het hoeft niet te kloppen, het moet van jou zijn."),
            "text",
        )
    if not 0 <= confidence <= 100:
        raise Refused(_("Kies een getal van 0 tot en met 100."), "confidence")
    marks = own_words.require(question, text=text)["text"]
    again = question.attempts.filter(
        text=text, confidence=confidence, written_at__gt=clock.now() - SAME_PRESS
    ).first()
    return again or Attempt.objects.create(question=question, text=text, marks=marks, confidence=confidence)


def is_enough(text: str) -> bool:
    """Whether words stand here, and not one letter or invisible signs."""
    seen = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Mn") or c.isspace())
    words = seen.split()
    return len(" ".join(words)) >= LEAST and len({w.casefold() for w in words}) >= LEAST_WORDS
