"""Explaining with the pane closed: what changed and why, in own words, and how sure one is now (AI8)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.questions.evidence import closing, own_words, recalling
from cycles.questions.evidence.holding import hold
from cycles.questions.evidence.models import Explanation
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User

SAME_PRESS = timedelta(minutes=1)


def why_locked(question: LearningQuestion) -> str:
    """What has to be done before explaining, in a sentence; empty when it can begin."""
    if not question.attempts.exists():
        return _("Gaat open als je zelf een poging hebt gedaan.")
    if question.claims.unchecked().exists():
        return _("Gaat open als je alle beweringen hebt gecontroleerd.")
    return closing.obstacle(question)


@transaction.atomic
def begin(question: LearningQuestion, *, by: User) -> None:
    """Closes the pane. The transcript is not beside the explanation, and the conversation does not go on."""
    hold(question, by)
    if why := why_locked(question):
        raise Refused(why)
    closing.close_pane(question, by=by)


@transaction.atomic
def explain(question: LearningQuestion, changed: str, text: str, confidence: int, *, by: User) -> Explanation:
    """Keeps the explanation; the first one also plans the recalls. Refused while the pane is open."""
    hold(question, by)
    if why := why_locked(question):
        raise Refused(why)
    if closing.is_open(question):
        raise Refused(_("Het gesprek is nog open. Sluit het eerst, en leg dan uit."))
    if not 0 <= confidence <= 100:
        raise Refused(_("Kies een getal van 0 tot en met 100."), "confidence")
    marks = own_words.require(question, changed=changed, text=text)
    again = question.explanations.filter(
        changed=changed, text=text, confidence=confidence, written_at__gt=clock.now() - SAME_PRESS
    ).first()
    if again:
        return again
    made = Explanation.objects.create(
        question=question,
        changed=changed,
        changed_marks=marks["changed"],
        text=text,
        marks=marks["text"],
        confidence=confidence,
    )
    recalling.begin(question, from_day=clock.today(by.time_zone))
    return made
