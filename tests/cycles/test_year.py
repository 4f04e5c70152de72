"""A year of forty people through the real planning: asked in working time, once, and never left out without a reason."""

from typing import Any

import pytest

from cycles.prompts.default_set import install
from lerendwerken.lib.weeks import IsoWeek
from tests.cycles.accounts import Account
from tests.cycles.lived import EMAILS, Life, local
from tests.support.figures import Figure
from tests.support.hands import Hands

YEAR = {"Vergunningen": 12, "Toezicht": 10, "Burgerzaken": 9, "Bodem": 4, "Water": 3, "Archief": 2}
SPRING = {"Vergunningen": 5, "Bodem": 3, "Archief": 2}


@pytest.fixture(autouse=True)
def empty_sink(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "tests.cycles.lived.Sink"}}
    EMAILS.clear()


def look_back(life: Life, figure: Figure) -> None:
    life.plan_life()
    life.run()
    account = Account(life).read()
    figure("people", len(life.papers))
    figure("rounds of the tick", life.ticks)
    for name, number in {**account.figures, **life.told}.items():
        figure(name, number)
    figure("wrong", len(account.wrong))
    assert not account.wrong, "\n".join(account.wrong)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.shows("house-3", "TD6", "TD7", "TD8", "W1", "W2", "S6", "S7")
def test_two_weeks_around_the_clock_change_ask_everybody_once_and_in_working_time(
    at: Hands, figure: Figure
) -> None:
    install()
    look_back(
        Life(
            first=IsoWeek(2026, 13),
            weeks=2,
            sizes=SPRING,
            seed=1,
            set_clock=at,
            quiet=(80, 260),
            downtimes=[(local(IsoWeek(2026, 14).days[1], 8), local(IsoWeek(2026, 14).days[3], 8))],
            pauses=[],
        ),
        figure,
    )


@pytest.mark.full
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.shows("house-3", "TD6", "TD7", "TD8", "W1", "W2", "S4", "S6", "S7")
def test_a_year_of_forty_people_asks_everybody_once_and_in_working_time(at: Hands, figure: Figure) -> None:
    install()
    look_back(
        Life(
            first=IsoWeek(2026, 1),
            weeks=53,
            sizes=YEAR,
            seed=2026,
            set_clock=at,
            quiet=(80, 260),
            downtimes=[
                (local(IsoWeek(2026, 24).days[1], 0), local(IsoWeek(2026, 24).days[3], 0)),
                # Over the Thursday on which weeks publish themselves.
                (local(IsoWeek(2026, 38).days[3], 11), local(IsoWeek(2026, 38).days[4], 13)),
            ],
            pauses=[IsoWeek(2026, number) for number in (1, 30, 31, 53)],
        ),
        figure,
    )
