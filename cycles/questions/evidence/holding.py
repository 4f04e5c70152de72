"""Whose question it is and whether it is in a state to work on, asked under a lock by every verb of evidence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cycles.claims.checking import holder
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User

State = LearningQuestion.State

WORKING = (State.ACTIVE,)
KEPT = (State.ACTIVE, State.PAUSED, State.ANSWERED, State.CONSOLIDATED)  # learnt from, and not let go


def hold(
    question: LearningQuestion, by: User, states: Sequence[LearningQuestion.State] = WORKING
) -> LearningQuestion:
    """The question as it is now, locked until the transaction ends. Refused with a sentence in other states."""
    if question.owner_id != by.pk:
        raise PermissionError("evidence is of the owner of its question")
    now = locked(question)
    if now.state not in states:
        raise Refused(why_not(now))
    return now


@holder("question")
def _claims(question: LearningQuestion, by: User) -> None:
    """None is answered while a claim comes in."""
    if question.owner_id != by.pk:
        raise PermissionError("a claim is of the owner of its question")
    if locked(question).state not in LearningQuestion.IN_HAND:
        raise Refused(_("Deze leervraag loopt niet. Zijn beweringen staan vast."))


def locked(question: LearningQuestion) -> LearningQuestion:
    """One change of one owner's questions at a time, by the same lock that lifecycle.py takes; and the row as it is."""
    User.objects.select_for_update(no_key=True).get(pk=question.owner_id)
    return LearningQuestion.objects.select_related("owner").get(pk=question.pk)


def why_not(question: LearningQuestion) -> str:
    """Why there is nothing to do at a question in this state."""
    match question.state:
        case State.DRAFT:
            return _("Dit is nog een concept. Maak de vraag eerst af.")
        case State.PAUSED:
            return _("Deze vraag staat op pauze. Pak hem weer op om verder te gaan.")
        case State.ANSWERED:
            return _("Je hebt deze vraag al beantwoord.")
        case State.CONSOLIDATED:
            return _("Deze vraag is geborgd. Hij blijft zoals hij is.")
        case State.DROPPED:
            return _("Je hebt deze vraag losgelaten.")
        case _state:
            return ""
