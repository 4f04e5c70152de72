"""The Weekoogst of last week of team Vergunningen, held with the verbs of the product: what was on the table, what
people shared in each step, what grew from it, and what the team agreed."""

from collections.abc import Callable
from datetime import timedelta

from cycles.harvest import harvesting, leading, lining, noting, sharing, summarising
from cycles.harvest.models import HarvestItem, HarvestLine, Reaction
from cycles.weekly.models import Kind, Moment
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.models import Team

Line = HarvestLine.Kind

# Who, at which minute of the conversation, and what; in the steps recall, look back and round.
RECALLED = ("Samira", 2, "Begin met wat er niet mag. Dan pas het artikel, en dan wat iemand nu kan doen.")
OWN_NOTE = "De drie vragen vóór een besluit. De derde weet ik niet meer, die zoek ik straks op."
LOOKED_BACK = (
    "Joost",
    8,
    "We wilden tien weigeringen hardop lezen. Het werden er zes, want woensdag viel uit. Die zes gingen wel sneller.",
)
ROUND = [
    ("Marijke", 14, "Ik dacht dat iedereen het woord ‘welstand’ kent. Deze week vroegen drie aanvragers wat het betekent."),
    ("Samira", 15, "Mijn brief begon met een artikelnummer. Nu begint hij met wat er niet mag."),
    ("Annelies", 17, "AI vatte een brief samen, maar liet de datum weg. Ik controleer nu altijd drie dingen: datum, bedrag en "
     "termijn."),
]  # fmt: skip
IDEA = "Vanaf maandag staat achter elk vakwoord in onze brieven tussen haakjes wat het betekent."
LEARNT = "AI laat bij samenvatten soms een datum of bedrag weg."
LINES = [
    (Line.TABLE, 0, "Joost", "Brief over de dakkapel, zonder namen"),
    (Line.KEEP, 25, "Samira", "Een weigering lezen we eerst hardop aan elkaar voor."),
    (
        Line.CHANGE,
        26,
        "Joost",
        "Het voorlezen doen we voortaan vóór de lunch. ’s Middags schoot het erbij in.",
    ),
    (Line.FOCUS, 27, "Annelies", "Vakwoorden: wat betekenen ze voor wie de brief krijgt?"),
]
SUMMARY = (
    "Zes van de tien weigeringen lazen we hardop, en die gingen sneller. Aanvragers kennen onze vakwoorden niet altijd. "
    "En wat AI samenvat, kijken we na op datum, bedrag en termijn."
)


def harvest(people: dict[str, User], teams: dict[str, Team], present: IsoWeek) -> None:
    """Nothing when it fell away, as on a holiday without another place."""
    week = present - 1
    moment = (
        Moment.objects.filter(
            cycle__team=teams["Vergunningen"], cycle__year=week.year, cycle__week=week.week,
            kind=Kind.RETROSPECTIVE, cancelled_at=None, starts_at__isnull=False,
        )
        .select_related("cycle__team", "facilitator")
        .first()
    )  # fmt: skip
    if moment:
        _Conversation(people, moment).hold()


class _Conversation:
    def __init__(self, people: dict[str, User], moment: Moment) -> None:
        self.people, self.moment = people, moment
        self.leads = moment.facilitator or people["Bilal"]

    def at[T](self, minute: int, does: Callable[[], T]) -> T:
        assert self.moment.starts_at
        with clock.as_if(self.moment.starts_at + timedelta(minutes=minute)):
            return does()

    def hold(self) -> None:
        moment, samira = self.moment, self.people["Samira"]
        self._lines(Line.TABLE)
        self.at(0, lambda: leading.begin(moment, by=self.leads))
        self.at(1, lambda: noting.write(moment, OWN_NOTE, None, by=samira))
        self._put(*RECALLED)
        self._next(0, 5)
        self._put(*LOOKED_BACK)
        self._next(1, 13)
        welstand, _letter, checks = (self._put(*one) for one in ROUND)
        for name, item, kind in (("Bilal", welstand, "know"), ("Joost", checks, "helps")):
            Reaction.objects.create(item=item, person=self.people[name], kind=kind, at=item.put_at)
        self._next(2, 22)
        annelies, joost = self.people["Annelies"], self.people["Joost"]
        self.at(23, lambda: harvesting.to_proposal(moment, welstand, IDEA, by=annelies))
        self.at(24, lambda: harvesting.to_insight(moment, checks, LEARNT, by=joost))
        self._lines(Line.KEEP, Line.CHANGE, Line.FOCUS)
        self._next(3, 28)
        self.at(29, lambda: summarising.write(moment, SUMMARY, by=self.leads))
        self.at(30, lambda: leading.close(moment, by=self.leads))
        HarvestItem.objects.filter(session__moment=moment).update(spoken_at=moment.ends_at)

    def _put(self, name: str, minute: int, text: str) -> HarvestItem:
        return self.at(minute, lambda: sharing.put(self.moment, text, by=self.people[name]))

    def _next(self, seen: int, minute: int) -> None:
        self.at(minute, lambda: leading.go(self.moment, seen, 1, by=self.leads))

    def _lines(self, *kinds: str) -> None:
        for kind, minute, name, text in LINES:
            if kind in kinds:
                self._line(kind, minute, name, text)

    def _line(self, kind: str, minute: int, name: str, text: str) -> None:
        self.at(minute, lambda: lining.add(self.moment, kind, text, by=self.people[name]))
