"""The verbs of a conversation. Each refuses here, whatever the interface shows: own attempt first (AI1), the next
rung only for a new contribution (AI2), task fit first (AI9), nothing leaves that should stay (AI7)."""

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.literacy import reading
from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LearningQuestion
from cycles.questions.planning import lock_owner
from cycles.sparring import switches
from cycles.sparring.models import Mode, SparringSession, SuggestionChoice, Turn
from cycles.sparring.partner import asking, endpoints
from cycles.sparring.partner.budget import OutOfBudget
from cycles.sparring.rules import fixed, rungs
from cycles.sparring.sending_check import Check, check
from cycles.sparring.tried import tried
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User

Partner = SparringSession.Partner
LONGEST = 10_000  # characters of one contribution


class Blocked(Refused):
    """Something that must not leave stands in it (S22)."""

    def __init__(self, found: Check) -> None:
        super().__init__(found.sentence)
        self.check = found


class Doubtful(Refused):
    """Words that may say too much; the writer decides (S22)."""

    def __init__(self, found: Check) -> None:
        super().__init__(found.sentence)
        self.check = found


class OnlyLooking(Exception):
    """What would leave, for whoever wants to see it first; raising it takes back what was prepared."""

    def __init__(self, found: Check) -> None:
        super().__init__()
        self.check = found


# Beginning ----------------------------------------------------------------------------------------


@transaction.atomic
def begin(
    question: LearningQuestion,
    by: User,
    mode: str,
    *,
    partner: Partner | None = None,
    sure: bool = False,
    look: bool = False,
) -> SparringSession:
    """A conversation about the newest own attempt; the partner speaks first.

    `sure`: warned words may leave. `look`: raises OnlyLooking instead of sending.
    """
    question = _held(question.pk, by)
    partner = partner or switches.partner_of(by)
    if sentence := why_not_begin(question, by, partner):
        raise Refused(sentence)
    attempt = tried(question).fresh
    assert attempt is not None
    return _start(question, attempt, by, Mode(mode), partner, sure=sure, look=look)


def why_not_begin(question: LearningQuestion, by: User, partner: Partner) -> str:
    """The first thing that is in the way, in a sentence; nothing when the conversation can begin."""
    if question.state != LearningQuestion.State.ACTIVE:
        return _("Deze leervraag is nu niet actief. Maak haar eerst actief.")
    if question.sparring_sessions.filter(closed_at=None).exists():
        return _("Er loopt al een gesprek bij deze vraag.")
    own = tried(question)
    if own.is_repeat:
        return _("Dit is dezelfde poging als eerder. Schrijf wat je nu anders zou doen of zeggen.")
    if own.is_copy:
        return _("Je poging zegt wat er al in je vraag staat. Schrijf wat jij zou doen of zeggen.")
    if own.attempt is None:
        return _("Schrijf eerst je eigen poging, en hoe zeker je bent.")
    if not (question.task_group and question.task_fit):
        return _("Kies eerst welk soort taak dit is, en wat daarbij past.")
    if partner == Partner.AI:
        return _why_not_with_ai(question, by)
    return ""


def _why_not_with_ai(question: LearningQuestion, by: User) -> str:
    if not switches.is_available(by):
        return _("Dat kan nu niet. Ga verder met de vaste vragen.")
    if not question.stays_human.strip():
        return _("Schrijf eerst op wat mensenwerk blijft bij deze vraag.")
    if not reading.has_read(by):
        return _("Lees eerst de basisnormen voor werken met AI.")
    if not switches.has_read_notice(by):
        return _("Lees eerst wat er gebeurt met wat je schrijft.")
    return ""


def _start(
    question: LearningQuestion,
    attempt: Attempt,
    by: User,
    mode: Mode,
    partner: Partner,
    *,
    sure: bool = False,
    look: bool = False,
) -> SparringSession:
    session = SparringSession.objects.create(
        question=question,
        attempt=attempt,
        partner=partner,
        mode=mode,
        language=by.language,
        model=model_name() if partner == Partner.AI else "",
    )
    _ask(session, by, sure=sure, look=look)
    return session


def model_name() -> str:
    endpoint = endpoints.chosen()
    return endpoint.name if endpoint else ""


# Talking ------------------------------------------------------------------------------------------


@transaction.atomic
def contribute(
    session: SparringSession,
    by: User,
    text: str,
    *,
    climb: bool = False,
    sure: bool = False,
    after: int | None = None,
    look: bool = False,
) -> Turn:
    """Own words, and the partner's turn that answers them; `climb` asks for the next rung (AI2).

    `after` is the last turn that the writer saw: pressing twice sends once, and a second window is told.
    """
    session = _opened(session, by)
    turns = list(session.turns.order_by("number"))
    text = text.strip()
    if not says_something(text):
        raise Refused(_("Schrijf eerst je antwoord."))
    if len(text) > LONGEST:
        raise Refused(_("Dit is te lang. Hooguit 10.000 tekens."))
    if not look and (twin := _twin(turns, text, after)):
        return twin
    if turns and turns[-1].state in Turn.UNFINISHED:
        raise Refused(_("De sparringpartner schrijft nog. Wacht even, of druk op Stop."))
    if after is not None and turns and turns[-1].number != after:
        raise Refused(
            _("In een ander venster ging het gesprek verder. Lees dat eerst. Je tekst staat er nog.")
        )
    own = Turn(
        session=session,
        number=turns[-1].number + 1 if turns else 1,
        speaker=Turn.Speaker.PERSON,
        rung=session.rung,
        text=text,
        asks_for_more=climb,
    )
    if climb:
        _climb(session, turns, text)
        own.rung = session.rung
    own.save()
    return _ask(session, by, sure=sure, look=look)


def _twin(turns: list[Turn], text: str, after: int | None) -> Turn | None:
    """The answer that is there or under way already to these same words, sent twice."""
    if after is None or len(turns) < 2 or turns[-1].speaker != Turn.Speaker.PARTNER:
        return None
    own = turns[-2]
    same = own.speaker == Turn.Speaker.PERSON and own.text == text and own.number == after + 1
    return turns[-1] if same else None


def _climb(session: SparringSession, turns: list[Turn], text: str) -> None:
    """One rung above the highest that was really answered, for a request with something new in it."""
    question = session.question
    attempts = question.attempts.values_list("text", flat=True)
    elsewhere = list(Turn.objects.filter(session__question=question).exclude(session=session))
    if sentence := rungs.may_climb(turns, text, *attempts, elsewhere=elsewhere):
        raise Refused(sentence)
    session.rung = rungs.current(turns) + 1
    session.save(update_fields=["rung"])


@transaction.atomic
def ask_again(session: SparringSession, by: User, *, sure: bool = False) -> Turn:
    """After an answer that failed, was held back or was stopped: the same once more, nothing written twice."""
    session = _opened(session, by)
    last = session.turns.order_by("number").last()
    if last is None or last.speaker != Turn.Speaker.PARTNER or last.state not in AGAIN:
        raise Refused(_("Er valt niets opnieuw te vragen."))
    return _ask(session, by, sure=sure)


AGAIN = (Turn.State.FAILED, Turn.State.HELD, Turn.State.STOPPED)


def _ask(session: SparringSession, by: User, *, sure: bool, look: bool = False) -> Turn:
    if session.partner == Partner.FIXED and look:
        raise Refused(_("Bij de vaste vragen gaat er niets weg."))
    if session.partner == Partner.FIXED:
        return _answer_at_once(session)
    if not session.question.stays_human.strip():  # the plan may have changed since it began (AI9)
        raise Refused(_("Schrijf eerst op wat mensenwerk blijft bij deze vraag."))
    if not switches.is_available(by):
        raise Refused(_("De sparringpartner is er nu niet. Je kunt verder met de vaste vragen."))
    found = check(session)
    if look:
        raise OnlyLooking(found)
    if found.blocked:
        raise Blocked(found)
    if found.doubts and not sure:
        raise Doubtful(found)
    session.checked_revision = session.question.revision
    session.save(update_fields=["checked_revision"])
    try:
        return asking.ask(session, by)
    except OutOfBudget as full:
        raise Refused(_out_of_budget(full)) from None


def _out_of_budget(full: OutOfBudget) -> str:
    if full.scope == "person":
        return _(
            "Je hebt deze week genoeg gespard met AI. Maandag kan het weer. Ga nu verder met de vaste vragen."
        )
    return _("Er is deze week niet meer ruimte om te sparren met AI. Ga nu verder met de vaste vragen.")


def _answer_at_once(session: SparringSession) -> Turn:
    now = clock.now()
    last = session.turns.order_by("number").last()
    return Turn.objects.create(
        session=session,
        number=last.number + 1 if last else 1,
        speaker=Turn.Speaker.PARTNER,
        state=Turn.State.DONE,
        rung=session.rung,
        blocks=[fixed.next_question(session).as_json()],
        began_at=now,
        ended_at=now,
    )


def _opened(session: SparringSession, by: User) -> SparringSession:
    """The row itself, locked: one voice at a time."""
    mine = SparringSession.objects.select_related("question").filter(question__owner=by)
    _held(mine.get(pk=session.pk).question_id, by)
    locked = mine.get(pk=session.pk)
    if locked.closed_at is not None:
        raise Refused(_("Dit gesprek is dicht. Schrijf een nieuwe poging om opnieuw te sparren."))
    if locked.question.state != LearningQuestion.State.ACTIVE:
        raise Refused(_("Deze leervraag is nu niet actief. Maak haar eerst actief."))
    return locked


def _held(pk: int, by: User) -> LearningQuestion:
    """One change of one owner's questions at a time, as lifecycle.py has it: none is answered while something is
    asked. Its own row stays free, for an answer that ends at this moment puts its claims under it."""
    lock_owner(LearningQuestion.objects.get(pk=pk, owner=by))
    return LearningQuestion.objects.get(pk=pk)


# Choosing and ending ------------------------------------------------------------------------------


@transaction.atomic
def choose(turn: Turn, block: int, by: User, verdict: str, reason: str) -> SuggestionChoice:
    """Take over, adapt or reject one option, each with a reason (AI8). Only whose conversation it is."""
    turn = Turn.objects.select_for_update().get(pk=turn.pk, session__question__owner=by)
    if turn.session.question.state != LearningQuestion.State.ACTIVE:
        raise Refused(_("Deze leervraag is nu niet actief. Maak haar eerst actief."))
    if not says_something(reason):
        raise Refused(_("Schrijf in één zin waarom."))
    if not any(number == block for number, _text in options_of(turn)):
        raise Refused(_("Deze mogelijkheid is er niet."))
    choice, _made = SuggestionChoice.objects.update_or_create(
        turn=turn,
        block=block,
        defaults={
            "verdict": SuggestionChoice.Verdict(verdict),
            "reason": reason.strip(),
            "chosen_at": clock.now(),
        },
    )
    return choice


def options_of(turn: Turn) -> list[tuple[int, str]]:
    """(place, words) of what this turn of the partner lets somebody choose from."""
    if turn.speaker != Turn.Speaker.PARTNER or turn.state in Turn.UNFINISHED:
        return []
    return [(n, block["text"]) for n, block in enumerate(turn.blocks) if block["kind"] == "option"]


def open_choices(question: LearningQuestion) -> int:
    """How many options still wait for a choice with a reason, over all conversations of this question."""
    turns = Turn.objects.filter(session__question=question, speaker=Turn.Speaker.PARTNER)
    offered = sum(len(options_of(turn)) for turn in turns)
    return offered - SuggestionChoice.objects.filter(turn__session__question=question).count()


@transaction.atomic
def close(session: SparringSession, by: User) -> None:
    """The pane goes shut: what comes next is explaining it without (AI8). Twice is once."""
    closed = SparringSession.objects.filter(pk=session.pk, question__owner=by, closed_at=None)
    if closed.update(closed_at=clock.now()):
        for turn in Turn.objects.filter(session=session, state__in=Turn.UNFINISHED):
            asking.stop(turn, by)


@transaction.atomic
def go_on_without_ai(session: SparringSession, by: User) -> SparringSession:
    """The same attempt with the fixed questions: what AI said stays labelled in the conversation before (AI5)."""
    session = _opened(session, by)
    if session.partner == Partner.FIXED:
        return session
    close(session, by)
    return _start(session.question, session.attempt, by, Mode(session.mode), Partner.FIXED)
