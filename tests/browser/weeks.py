"""Ways to the pages of a team's week in the example organisation."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.urls import reverse

from cycles.weekly.models import Kind, Moment
from lerendwerken.lib import clock
from tests.browser.conftest import House
from tests.cycles.weekly.typed import rhythm


def rhythm_page(house: House) -> str:
    return reverse("cycles:team-rhythm", args=[house.team.pk])


def typed(house: House, **changed: str) -> dict[str, str]:
    return {name: str(value) for name, value in (rhythm(house.team) | changed).items()}


def _duo(house: House) -> Moment:
    """Samira's Leerwerkuur of this week, in a while."""
    return Moment.objects.get(
        cycle__week=house.week.week,
        cycle__team=house.team,
        kind=Kind.LEARNING_HOUR,
        seats__person=house.person("samira"),
    )


def duo(name: str = "cycles:duo") -> Callable[[House], str]:
    return lambda house: reverse(name, args=[_duo(house).pk])


def cancelled(house: House) -> AbstractContextManager[None]:
    return house.borrowed(_duo(house), cancelled_at=clock.now())


def move(house: House) -> str:
    """The Weekstart of next week, which has no place yet."""
    waiting = Moment.objects.get(cycle__week=house.week.week + 1, cycle__team=house.team, kind=Kind.PLANNING)
    return reverse("cycles:moment-move", args=[waiting.pk])
