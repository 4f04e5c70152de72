"""The Weekoogst of Samira's team, in the week of the drawings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.urls import reverse

from cycles.harvest import agenda, harvesting, leading, lining, sharing, speaking, summarising
from cycles.harvest.models import HarvestSession
from cycles.harvest.urls import of_one
from cycles.insights.models import Insight
from cycles.proposals.models import InnovationProposal
from cycles.weekly.models import Kind, Moment
from tests.browser.cases import SAMIRA, Case
from tests.browser.conftest import TUESDAY, House

THURSDAY = "2026-04-02 15:16"
Path = Callable[[House], str]


def moment_of(house: House) -> Moment:
    return Moment.objects.get(
        cycle__team=house.team, cycle__week=house.week.week, kind__in=agenda.KINDS, pair=0
    )


def talk(house: House) -> str:
    return reverse("cycles:harvest", args=[moment_of(house).pk])


def to(name: str) -> Path:
    return lambda house: reverse(f"cycles:{name}", args=[moment_of(house).pk])


def at_step(step: int, *, closed: bool = False) -> Path:
    """Samira leads, and shares something; the clock stands still, as on pause."""

    def path(house: House) -> str:
        samira, moment = house.person("samira"), moment_of(house)
        leading.take_over(moment, by=samira)
        leading.begin(moment, by=samira)
        for number in range(step):
            leading.go(moment, number, 1, by=samira)
        mine = sharing.put(moment, "Mijn brief begon met een artikelnummer.", by=samira)
        if step > 1:
            speaking.give(moment, mine, by=samira)
            harvesting.to_proposal(moment, mine, "Vanaf maandag beginnen wij met het besluit.", by=samira)
        if step > 2:
            lining.add(moment, "keep", "Eerst bellen", by=samira)
            summarising.write(moment, "We bellen eerst.", by=samira)
        leading.pause(moment, by=samira)
        if closed:
            leading.close(moment, by=samira)
        return talk(house)

    return path


@contextmanager
def thursday(house: House) -> Iterator[None]:
    _forget()
    house.at(THURSDAY)
    try:
        yield
    finally:
        house.at(TUESDAY)
        _forget()


@contextmanager
def month(house: House) -> Iterator[None]:
    """The same moment as a Maandoogst."""
    with thursday(house), house.borrowed(moment_of(house), kind=Kind.MONTHLY_REVIEW, minutes=60):
        yield


def _forget() -> None:
    made = HarvestSession.objects.all()
    InnovationProposal.objects.filter(harvested__session__in=made).delete()
    Insight.objects.filter(harvested__session__in=made).delete()
    made.delete()


PAGES = {"cycles:harvest": Case(SAMIRA, talk)}

NO_PAGES = {"cycles:harvest-news": "the main part of the page, for its script"}

ACTIONS = {f"cycles:{pattern.name}" for pattern in of_one if pattern.name not in ("harvest", "harvest-news")}

STATES = {
    "a talk that is about to begin": Case(SAMIRA, talk, before=thursday),
    "a talk, from memory": Case(SAMIRA, at_step(0), before=thursday),
    "a talk, the round": Case(SAMIRA, at_step(2), before=thursday),
    "a talk, at its end": Case(SAMIRA, at_step(4), before=thursday),
    "a talk that is closed": Case(SAMIRA, at_step(4, closed=True), before=thursday),
    "a talk of a month": Case(SAMIRA, at_step(2), before=month),
    "sharing nothing at all": Case(
        SAMIRA, at_step(2), {"text": ""}, to=to("harvest-put"), status=422, before=thursday
    ),
    "a line that is too long": Case(
        SAMIRA,
        at_step(4),
        {"kind": "keep", "text": "x" * 301},
        to=to("harvest-line"),
        status=422,
        before=thursday,
    ),
}
