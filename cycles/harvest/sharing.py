"""What somebody chooses to put on the page, and takes back. Not sharing is fine; nothing counts who did.

Nothing here goes into the audit log: that somebody shared something is theirs and the team's, on that page (S18).
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cycles.harvest import taking_back
from cycles.harvest.holding import changed, hold
from cycles.harvest.marking import highest, marks_by
from cycles.harvest.models import HarvestItem, HarvestSession, Reaction
from cycles.harvest.taking_back import Left
from cycles.prompts.answering import words
from cycles.prompts.models import Reflection
from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.structure.access import Viewer, visible

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """One answer of this week that its writer might put on the page; nobody else sees that it is there."""

    reflection: int
    question: str
    text: str
    moment: str


def answers(viewer: Viewer, moment: Moment, session: HarvestSession | None) -> list[OwnAnswer]:
    """Of the week of this conversation, without what stands on the page already."""
    language = get_language() or "nl"
    week = moment.cycle.iso
    rows = (
        visible(Reflection, viewer)
        .filter(prompt__moment__cycle__year=week.year, prompt__moment__cycle__week=week.week)
        .exclude(text="")
        .select_related("question", "prompt__moment")
        .order_by("prompt__moment__starts_at", "prompt", "question__position", "pk")
    )
    grouped: dict[tuple[int, int], list[Reflection]] = {}
    for row in rows:
        grouped.setdefault((row.prompt_id, row.question_id), []).append(row)
    there: set[int | None] = set()
    if session:
        there = set(
            session.items.filter(person=viewer.person, taken_back_at=None).values_list(
                "reflection", flat=True
            )
        )
    return [
        OwnAnswer(
            reflection=written[0].pk,
            question=written[0].question.text(language)[0],
            text=words(written),
            moment=written[0].prompt.moment.get_kind_display(),
        )
        for written in grouped.values()
        if not there & {row.pk for row in written}
    ]


@transaction.atomic
def put(moment: Moment, text: str, *, by: User) -> HarvestItem:
    """Own words. The same words pressed twice stand there once."""
    text = _checked(text)
    session = hold(moment)
    twin = session.items.filter(person=by, step=session.step, text=text, taken_back_at=None).first()
    if twin:
        return twin
    return _put(session, by, text)


@transaction.atomic
def put_answer(moment: Moment, reflection: int, *, by: User) -> HarvestItem:
    """One of the own answers of this week, as it is now. Changing it later changes nothing here."""
    session = hold(moment)
    twin = session.items.filter(person=by, reflection=reflection, taken_back_at=None).first()
    if twin:
        return twin
    mine = {one.reflection: one for one in answers(Viewer(by), moment, session)}
    if reflection not in mine:
        raise Refused(_("Dit antwoord is er niet meer. Kies een ander, of schrijf het hier."), "answer")
    text = mine[reflection].text.strip()
    if len(text) > LONGEST:
        raise Refused(_("Dit antwoord is te lang om te delen. Schrijf de kern ervan hierboven."), "answer")
    return _put(session, by, text, reflection_id=reflection)


@transaction.atomic
def take_back(moment: Moment, item: HarvestItem, *, by: User) -> Left:
    """Whoever put it there, also when the week is over. What grew from it already stays with whoever made it, and this
    says with whom."""
    session = hold(moment, also_closed=True, also_over=True)
    gone = HarvestItem.objects.filter(pk=item.pk, session=session, person=by, taken_back_at=None)
    if gone.update(taken_back_at=clock.now(), has_floor=False):
        taking_back.clear(session, item)
        changed(session)
    return taking_back.left(session, item)


@transaction.atomic
def put_back(moment: Moment, item: HarvestItem, *, by: User) -> None:
    session = hold(moment, also_closed=True, also_over=True)
    back = HarvestItem.objects.filter(pk=item.pk, session=session, person=by).exclude(taken_back_at=None)
    try:
        with transaction.atomic():
            if back.update(taken_back_at=None):
                taking_back.restore(session, item)
                changed(session)
    except IntegrityError:  # the same answer was put there again meanwhile
        return


@transaction.atomic
def react(moment: Moment, item: HarvestItem, kind: str, *, by: User) -> None:
    """On, or off again when it was on. To what others put there."""
    session = hold(moment)
    if item.person_id == by.pk or item.taken_back_at is not None or item.session_id != session.pk:
        return
    mine = Reaction.objects.filter(item=item, person=by, kind=kind)
    if not mine.delete()[0]:
        Reaction.objects.create(item=item, person=by, kind=Reaction.Kind(kind))
    changed(session)


def _put(session: HarvestSession, by: User, text: str, **more: int) -> HarvestItem:
    marks = marks_by([by.pk], text)
    made = HarvestItem.objects.create(
        session=session, person=by, step=session.step, text=text, marks=marks, label=highest(marks), **more
    )
    changed(session)
    return made


def _checked(text: str) -> str:
    text = text.strip()
    if not says_something(text):
        raise Refused(_("Schrijf eerst wat je wilt delen."), "text")
    if len(text) > LONGEST:
        raise Refused(_("Dit is te lang. Hooguit 2.000 tekens. Je tekst staat er nog."), "text")
    return text
