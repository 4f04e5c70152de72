"""What sparring adds to the learning trace, and to the file that its owner can take along."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.questions.evidence.downloading import Fact, Section, section
from cycles.questions.evidence.trace import TraceItem, traced
from cycles.questions.models import LearningQuestion
from cycles.sparring.dialogue import KINDS, Veil, options
from cycles.sparring.models import Rung, SparringSession, SuggestionChoice, Turn
from lerendwerken.templatetags.ui import clock_time, day_long

Partner = SparringSession.Partner


@traced
def steps_of_sparring(question: LearningQuestion) -> list[TraceItem]:
    sessions = list(question.sparring_sessions.all())
    if not sessions:
        return []
    found = [
        TraceItem(one.started_at, _talked(one), "done")
        if one.closed_at
        else TraceItem(None, _talked(one), "now")
        for one in sessions
    ]
    climbed = Turn.objects.filter(session__question=question, speaker=Turn.Speaker.PERSON, asks_for_more=True)
    found += [TraceItem(turn.made_at, _asked(turn.rung), "done") for turn in climbed]
    return found + _choices(question)


def _talked(session: SparringSession) -> str:
    return _("Sparren") if session.partner == Partner.AI else _("Doordenken met vaste vragen")


def _asked(rung: int) -> str:
    match rung:
        case Rung.HINT:
            return _("Een hint gevraagd")
        case Rung.PARTIAL:
            return _("Een deel van een voorbeeld gevraagd")
        case _rest:
            return _("Een heel voorbeeld gevraagd")


def _choices(question: LearningQuestion) -> list[TraceItem]:
    """One line for all, at the last one."""
    made = list(SuggestionChoice.objects.filter(turn__session__question=question).order_by("chosen_at"))
    if not made:
        return []
    label = ngettext(
        "Bij %(count)s mogelijkheid gekozen, met een reden",
        "Bij %(count)s mogelijkheden gekozen, met een reden",
        len(made),
    ) % {"count": len(made)}
    return [TraceItem(made[-1].chosen_at, label, "done")]


# To take along ------------------------------------------------------------------------------------


@section
def conversations(question: LearningQuestion) -> list[Section]:
    """Word for word, with the label of what AI wrote (AI5). What is shut for now stays out (AI8)."""
    veil = Veil.of(question)
    found = question.sparring_sessions.prefetch_related("turns__choices")
    sessions = [session for session in found if not veil.covers(session)]
    turns = [turn for session in sessions for turn in session.turns.all()]
    choices = [choice for turn in turns for choice in turn.choices.all()]
    chosen = [one for one in options(turns, choices) if one.choice]
    return [
        Section(
            "conversations",
            _("Je gesprekken"),
            [_said(session, turn) for session in sessions for turn in session.turns.all()],
        ),
        Section(
            "choices",
            _("Wat je ermee deed"),
            [
                [
                    _at(one.choice.chosen_at),
                    (_("Mogelijkheid"), one.text),
                    (_("Keuze"), one.choice.get_verdict_display()),
                    (_("Waarom"), one.choice.reason),
                ]
                for one in chosen
                if one.choice
            ],
        ),
    ]


def _said(session: SparringSession, turn: Turn) -> list[Fact]:
    if turn.speaker == Turn.Speaker.PERSON:
        return [_at(turn.made_at), (_("Wie"), _("Jij")), (_("Wat"), turn.text)]
    who = ", ".join((_("AI"), session.model)) if session.partner == Partner.AI else _("Vaste vragen")
    words = "\n".join(f"{KINDS.get(block['kind'], '')}: {block['text']}" for block in turn.blocks)
    return [_at(turn.made_at), (_("Wie"), who), (_("Wat"), words)]


def _at(moment: datetime) -> Fact:
    local = timezone.localtime(moment)
    return _("Wanneer"), f"{day_long(local)} {local.year}, {clock_time(local)}"
