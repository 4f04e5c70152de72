"""The frame of the example in its states: the addresses and the drafts that the pages of `pages.py` need."""

from contextlib import AbstractContextManager
from datetime import date

from django.urls import reverse

from cycles.framework.models import FrameDraft, OrganisationGoal, Season
from cycles.weekly.models import WeekCycle
from lerendwerken.lib import clock
from teams.structure.models import Unit
from tests.browser.conftest import House

UNIT = "Leefomgeving"  # Ruth manages it
TYPED = {
    "1": {"rows": ["1"], "title_0": ["Nieuwe collega’s schrijven na een maand zelf"], "why_0": [""]},
    "2": {"rows_n0": ["2"], "q_n0_0": ["Hoe schrijven we de eerste brief samen?"], "q_n0_1": [""]},
    "3": {"name": ["Zomer 2026"], "starts_on": ["1-6-2026"], "weeks": ["12"]},
}


def of_unit(name: str, *more: int) -> str:
    return reverse(name, args=[Unit.objects.get(name=UNIT).pk, *more])


def screen(number: int, house: House) -> str:
    """A screen of Ruth's draft, with what lies before it filled in."""
    typed = {key: fields for key, fields in TYPED.items() if int(key) < number}
    FrameDraft.objects.update_or_create(
        person=house.person("ruth"), unit=Unit.objects.get(name=UNIT), defaults={"typed": typed}
    )
    return of_unit("cycles:frame-make", number)


def throw_away(house: House) -> str:
    screen(2, house)
    return of_unit("cycles:frame-throw-away")


def season(name: str) -> str:
    return reverse(name, args=[_season().pk])


def goal_add() -> str:
    return of_unit("cycles:goal-add", _season().pk)


def goal(name: str) -> str:
    return reverse(name, args=[_goal().pk])


def question(name: str) -> str:
    return reverse(name, args=[_goal().questions.order_by("pk")[0].pk])


def elsewhere(house: House) -> AbstractContextManager[None]:
    """Only another unit has a frame."""
    return house.borrowed(_season(), unit=Unit.objects.exclude(name=UNIT)[0])


def over(house: House) -> AbstractContextManager[None]:
    """The season ended, and its frame goes on."""
    return house.borrowed(_season(), weeks=4)


def ahead(house: House) -> AbstractContextManager[None]:
    return house.borrowed(_season(), starts_on=date(2026, 4, 6))


def published(house: House) -> AbstractContextManager[None]:
    """A team published the week that becomes a pause week."""
    week = house.week + 1
    cycle = WeekCycle.objects.get(team=house.team, year=week.year, week=week.week)
    return house.borrowed(cycle, published_at=clock.now())


def _season() -> Season:
    return Season.objects.order_by("pk")[0]


def _goal() -> OrganisationGoal:
    return OrganisationGoal.objects.filter(unit__name=UNIT).order_by("pk")[0]
