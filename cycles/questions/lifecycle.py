"""The life of a learning question (4.1): draft, active, paused, answered, consolidated, dropped.

Every verb is one transaction, serialised per owner, and moves the row only from the states it may come from. The
steps are the owner's history; the audit log says that something happened to a question, never to whose.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cycles.claims.models import Claim
from cycles.questions import measuring
from cycles.questions.evidence import closing
from cycles.questions.evidence.models import Explanation, PeerAttestation, Recall, Transfer
from cycles.questions.models import LearningQuestion, QuestionStep
from cycles.questions.planning import lock_owner, missing
from lerendwerken.lib import clock
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.audit import log

State = LearningQuestion.State
WEEKS_TO_CONSOLIDATE = 4

log.labels(
    question_started=gettext_lazy("een leervraag begon"),
    question_active=gettext_lazy("een leervraag werd actief"),
    question_paused=gettext_lazy("een leervraag ging op pauze"),
    question_answered=gettext_lazy("een leervraag werd beantwoord"),
    question_consolidated=gettext_lazy("een leervraag werd geborgd"),
    question_dropped=gettext_lazy("een leervraag werd losgelaten"),
)


class NotYet(Exception):
    """What has to be there first: name of the field ("" for the whole) -> sentence."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__("not yet: " + ", ".join(missing))  # names only: a sentence may hold own words
        self.missing = missing


class NoPlace(NotYet):
    """Both places are taken; the sentence says by which questions."""


def start(owner: User, text: str, situation: str) -> LearningQuestion:
    """A draft: a question and the work it comes from."""
    with transaction.atomic():
        made = LearningQuestion.objects.create(owner=owner, text=text, situation=situation)
        QuestionStep.objects.create(question=made, state=State.DRAFT, at=made.made_at)
        log.record("question_started", by=None, obj=made)
    return made


def activate(question: LearningQuestion, by: User) -> LearningQuestion | None:
    """A draft becomes the one that runs. The one that ran rests, and is returned.

    Raises NotYet with what is still to be filled in, NoPlace when two others are in hand.
    """
    return _run(question, by, came_from=(State.DRAFT,))


def resume(question: LearningQuestion, by: User) -> LearningQuestion | None:
    """A question that rests runs again. The one that ran rests, and is returned."""
    return _run(question, by, came_from=(State.PAUSED,))


def pause(question: LearningQuestion, by: User | None, *, by_absence: bool = False) -> bool:
    """The question rests; False when it did not run. `by=None` is the absence itself."""
    _check_owner(question, by)
    with transaction.atomic():
        _lock(question)
        return _move(question, (State.ACTIVE,), State.PAUSED, by_absence=by_absence)


def come_back(question: LearningQuestion) -> None:
    """What absence paused starts again by itself, unless something changed meanwhile."""
    with transaction.atomic():
        _lock(question)
        runs = _others(question).active().exists()
        if question.state == State.PAUSED and question.paused_by_absence and not runs:
            _move(question, (State.PAUSED,), State.ACTIVE, by_absence=True)


def drop(question: LearningQuestion, by: User) -> bool:
    """The question is let go; a reason is not asked. False when it was over already."""
    _check_owner(question, by)
    with transaction.atomic():
        _lock(question)
        return _move(question, (State.DRAFT, State.ACTIVE, State.PAUSED), State.DROPPED, place=None)


def answer(
    question: LearningQuestion,
    by: User,
    answer: str,
    applied: str,
    changed: str,
    marks: Mapping[str, Sequence[Any]] | None = None,
) -> None:
    """The owner's own answer, where it was applied and what changed. `marks`: name of the text -> the maker's mark
    of each of its paragraphs. Raises NotYet."""
    _check_owner(question, by)
    with transaction.atomic():
        _lock(question)
        _refuse(to_answer(question) | _blank(answer=answer, applied=applied, changed=changed))
        words: dict[str, Any] = {"answer": answer, "applied": applied, "changed": changed}
        words |= {f"{name}_marks": list((marks or {}).get(name, ())) for name in tuple(words)}
        if not _move(question, (State.ACTIVE,), State.ANSWERED, place=None, **words):
            raise NotYet({"": _("Deze vraag loopt nu niet. Alleen een actieve vraag kun je beantwoorden.")})


def consolidate(question: LearningQuestion, by: User) -> None:
    """Geborgd: it was still there weeks later, and a colleague or a second situation showed it. Raises NotYet."""
    _check_owner(question, by)
    with transaction.atomic():
        _lock(question)
        _refuse(to_consolidate(question))
        if not _move(question, (State.ANSWERED,), State.CONSOLIDATED):
            raise NotYet({"": _("Borgen kan als je de vraag hebt beantwoord.")})


# What is still missing ------------------------------------------------------------------------------


def to_answer(question: LearningQuestion) -> dict[str, str]:
    """What stands between a question and its answer; nothing when it can be answered."""
    found = {}
    if not Explanation.objects.filter(question=question).exists():
        found["explanation"] = _("Leg het eerst uit zonder hulp.")
    elif said := closing.too_old(question):
        found["explanation"] = said
    open_claims = Claim.objects.filter(question=question).unchecked().count()
    if open_claims:
        found["claims"] = ngettext(
            "Controleer eerst nog %(count)s bewering.",
            "Controleer eerst nog %(count)s beweringen.",
            open_claims,
        ) % {"count": open_claims}
    return found


def to_consolidate(question: LearningQuestion) -> dict[str, str]:
    """What stands between an answered question and geborgd."""
    found = {}
    recalled = Recall.objects.filter(
        question=question, state=Recall.State.DONE, after_weeks__gte=WEEKS_TO_CONSOLIDATE
    )
    if not recalled.exists():
        found["recall"] = _("Leg het eerst uit je hoofd uit, vier weken of langer na je uitleg.")
    signed = PeerAttestation.objects.filter(question=question, state=PeerAttestation.State.SIGNED)
    if not signed.exists() and not Transfer.objects.filter(question=question).exists():
        found["shown"] = _("Pas het toe in een tweede situatie, of vraag een collega om te tekenen.")
    return found


def _blank(**texts: str) -> dict[str, str]:
    sentences = {
        "answer": _("Schrijf je antwoord in je eigen woorden."),
        "applied": _("Schrijf waar je het toepaste."),
        "changed": _("Schrijf wat er veranderde."),
    }
    return {name: sentences[name] for name, text in texts.items() if not says_something(text)}


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise NotYet(found)


# How it moves ---------------------------------------------------------------------------------------


def _run(question: LearningQuestion, by: User, *, came_from: Iterable[str]) -> LearningQuestion | None:
    _check_owner(question, by)
    with transaction.atomic():
        _lock(question)
        if question.state not in came_from:
            if question.state == State.ACTIVE:  # the same press once more
                return None
            raise NotYet({"": _("Deze vraag is afgesloten. Begin een nieuwe.")})
        if question.state == State.DRAFT:
            _refuse(missing(question))
        in_hand = list(_others(question).in_hand())
        place = question.place or _free_place(in_hand)
        running = next((other for other in in_hand if other.state == State.ACTIVE), None)
        if running:
            _move(running, (State.ACTIVE,), State.PAUSED)
        if question.state == State.DRAFT:
            measuring.begin(question)
        _move(question, came_from, State.ACTIVE, place=place)
    return running


def _free_place(in_hand: list[LearningQuestion]) -> int:
    taken = {other.place for other in in_hand}
    free = next((n for n in range(1, LearningQuestion.PLACES + 1) if n not in taken), None)
    if free is None:
        first, second = (other.text for other in in_hand)
        raise NoPlace(
            {
                "": _(
                    "Je hebt al twee vragen in handen: ‘%(first)s’ en ‘%(second)s’. "
                    "Beantwoord er een of laat er een los. Dan is er plaats. Deze vraag blijft als concept staan."
                )
                % {"first": first, "second": second}
            }
        )
    return free


def _others(question: LearningQuestion) -> Any:
    return LearningQuestion.objects.of(question.owner).exclude(pk=question.pk).order_by("place")


def _lock(question: LearningQuestion) -> None:
    """One change of one owner's questions at a time; and the row as it is now."""
    lock_owner(question)
    question.refresh_from_db()


def _move(
    question: LearningQuestion, came_from: Iterable[str], to: str, *, by_absence: bool = False, **fields: Any
) -> bool:
    """The conditional update, its step, and its line in the log."""
    now = clock.now()
    fields |= {
        "state": to,
        "stands_since": now,
        "paused_by_absence": by_absence and to == State.PAUSED,
        "revision": F("revision") + 1,
    }
    moved = LearningQuestion.objects.filter(pk=question.pk, state__in=list(came_from)).update(**fields)
    if moved:
        QuestionStep.objects.create(question=question, state=to, at=now, by_absence=by_absence)
        log.record(f"question_{to}", by=None, obj=question)
        question.refresh_from_db()
    return bool(moved)


def _check_owner(question: LearningQuestion, by: User | None) -> None:
    if by is not None and by.pk != question.owner_id:
        raise PermissionError("a learning question is moved by its owner only")
