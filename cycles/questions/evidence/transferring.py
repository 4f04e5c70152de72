"""The same thing in a second situation: learnt, and not only solved once."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.questions.evidence import own_words
from cycles.questions.evidence.holding import State, hold
from cycles.questions.evidence.models import Transfer
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User

SAME_PRESS = timedelta(minutes=1)


@transaction.atomic
def transfer(question: LearningQuestion, situation: str, went: str, *, by: User) -> Transfer:
    hold(question, by, (State.ACTIVE, State.ANSWERED, State.CONSOLIDATED))
    if not question.explanations.exists():
        raise Refused(_("Leg het eerst uit. Daarna kun je een tweede situatie opschrijven."))
    if situation.strip().casefold() == question.situation.strip().casefold():
        raise Refused(_("Dit is dezelfde situatie als die van je vraag. Kies een andere."), "situation")
    for field, text in {"situation": situation, "went": went}.items():
        if not says_something(text):
            raise Refused(_("Schrijf dit in je eigen woorden."), field)
    again = question.transfers.filter(
        situation=situation, went=went, written_at__gt=clock.now() - SAME_PRESS
    ).first()
    if again:
        return again
    marks = own_words.marked(question, situation=situation, went=went)
    return Transfer.objects.create(
        question=question,
        situation=situation,
        situation_marks=marks["situation"],
        went=went,
        went_marks=marks["went"],
    )
