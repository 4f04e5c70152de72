"""The two agendas of one page (S3): what a step asks, and how long it takes of the time that a moment has.

The questions are those of Annex B, so that a team hears on the page what everybody was asked alone before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cycles.harvest.models import HarvestSession
from cycles.weekly.models import Kind, Moment
from lerendwerken.lib.drawing import Beat, State, week_line

type Words = str | Promise
STEEP = 3.4  # a step is drawn as a moment of so many times its share of half an hour, or it would hardly show


@dataclass(frozen=True, slots=True)
class Step:
    """`share` is in minutes of the usual length; `about` is what the step is for, in one sentence."""

    key: str
    name: Words
    share: int
    question: Words
    about: Words = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    steps: tuple[Step, ...]
    css: str  # of the words under its line

    @property
    def usual(self) -> int:
        return sum(step.share for step in self.steps)

    @property
    def last(self) -> int:
        return len(self.steps) - 1

    def at(self, number: int) -> Step:
        """An agenda may get shorter after a conversation was held; its last step then stands for what is gone."""
        return self.steps[min(number, self.last)]

    def number(self, key: str) -> int:
        return next(n for n, step in enumerate(self.steps) if step.key == key)


WEEKLY = Agenda(
    (
        Step(
            "recall",
            _("Uit je hoofd"),
            5,
            _("Wat van vorige week kun je nu nog uit je hoofd uitleggen?"),
            _("Schrijf het op zonder iets op te zoeken. Wat anderen delen, zie je bij de volgende stap."),
        ),
        Step(
            "look_back",
            _("Terugkijken"),
            8,
            _("Wat wilden we, wat gebeurde er, en waardoor kwam het verschil?"),
        ),
        Step(
            "round",
            _("Ronde"),
            10,
            _("Welke fout of twijfel van deze week bespaart een ander team tijd?"),
        ),
        Step(
            "harvest",
            _("Oogst"),
            5,
            _("Welke verandering stel jij voor? ‘Vanaf maandag kunnen wij …’"),
        ),
        Step(
            "done",
            _("Klaar"),
            2,
            _("Wat houden we vast, en wat doen we volgende week anders?"),
        ),
    ),
    "",
)

MONTHLY = Agenda(
    (
        Step(
            "recall",
            _("Uit je hoofd"),
            5,
            _("Wat leerde je deze maand dat je werk echt veranderde?"),
            _("Schrijf het op zonder iets op te zoeken. Wat anderen delen, zie je bij de volgende stap."),
        ),
        Step(
            "insights",
            _("Inzichten"),
            12,
            _("Welke inzichten veranderen ons werk, en welke bleken niet te kloppen?"),
        ),
        Step(
            "conclusions",
            _("Conclusies"),
            10,
            _("Welke conclusie trekken we? Wat is gemeten, en wat is gevoel?"),
        ),
        Step(
            "recommendations",
            _("Aanbevelingen"),
            10,
            _("Wat raden we aan, wie pakt het op, en vóór welke dag?"),
        ),
        Step(
            "trials",
            _("Proeven"),
            10,
            _("Welk voorstel is klaar voor een proef van hooguit vier weken?"),
        ),
        Step(
            "others",
            _("Van een ander team"),
            6,
            _("Wat kunnen we van een ander team overnemen, en wat moeten we aanpassen?"),
        ),
        Step(
            "digest",
            _("Maandbericht"),
            7,
            _("Wat moet iedereen weten die er niet bij was?"),
        ),
    ),
    "seven",
)
AGENDAS = {Kind.RETROSPECTIVE: WEEKLY, Kind.MONTHLY_REVIEW: MONTHLY}
KINDS = tuple(AGENDAS)


def of(moment: Moment) -> Agenda:
    return AGENDAS[Kind(moment.kind)]


def lengths(agenda: Agenda, minutes: int) -> list[int]:
    """Minutes of each step of a moment this long; they add up to it, and none is shorter than one minute."""
    least = [1] * len(agenda.steps)
    if minutes <= len(least):
        return least
    spread, ends, total = [], [0], 0
    for step in agenda.steps:
        total += step.share
        ends.append(round(minutes * total / agenda.usual))
    for before, after in pairwise(ends):
        spread.append(max(1, after - before))
    while (over := sum(spread) - minutes) > 0:
        longest = spread.index(max(spread))
        spread[longest] -= min(over, spread[longest] - 1)
    return spread


@dataclass(frozen=True, slots=True)
class Place:
    """One step as the page shows it."""

    number: int
    step: Step
    minutes: int
    starts_at: datetime  # by the plan: what runs late does not shift it
    state: State


def places(session: HarvestSession, moment: Moment) -> list[Place]:
    agenda = of(moment)
    assert moment.starts_at
    found, at = [], moment.starts_at
    for number, (step, minutes) in enumerate(zip(agenda.steps, lengths(agenda, moment.minutes), strict=True)):
        found.append(Place(number, step, minutes, at, _state(session, number)))
        at += timedelta(minutes=minutes)
    return found


def _state(session: HarvestSession, number: int) -> State:
    if session.is_closed or (session.begun_at and number < session.step):
        return "done"
    return "next" if session.begun_at and number == session.step else "plan"


def line(found: Sequence[Place], css: str) -> SafeString:
    """The agenda as a line: pen as far as it is done, red where the conversation is."""
    total = sum(place.minutes for place in found)
    beats, at = [], 0.0
    for place in found:
        width = 1000 / len(found) if css else 1000 * place.minutes / total
        drawn = min(60.0, max(10.0, 30 * STEEP * place.minutes / total))
        beats.append(Beat(min(at + width / 2, 952), drawn, place.state))
        at += width
    now = next((beat.x for beat in beats if beat.state == "next"), None)
    if now is not None:
        now -= 1  # on its slope: the line itself puts it where the beat begins
    elif all(beat.state == "plan" for beat in beats):
        now = 0.0
    return week_line(
        beats, now=now, height=110, pad=14, scale=1.05 if css else 1.5, bleed=1500, name="agenda"
    )
