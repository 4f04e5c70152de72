"""Thirty thousand rows: in pieces, with progress, without growing queries."""

import time
from collections.abc import Iterator

import pytest

from teams.accounts.models import User
from teams.intake import tasks
from teams.intake.plans import Outcome
from teams.structure.models import Membership
from tests.teams.intake import files, house

pytestmark = [pytest.mark.django_db, pytest.mark.shows("house-4")]


def people(count: int) -> Iterator[list[str]]:
    """Different people in forty teams."""
    for n in range(count):
        yield [
            f"{n:06}",
            f"Roep{chr(97 + n % 26)}",
            "van der" if n % 5 == 0 else "",
            f"Naam{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}{chr(97 + n // 17576)}",
            f"p{n}@lindewaard.example",
            f"Team {n % 40}",
            ("36", "28,5", "20")[n % 3],
            ("ma-do 8:30-17:00 pauze 12:30-13:00", "", "oneven: ma-vr 8:30-17:00 / even: ma-do 8:30-17:00")[
                n % 3
            ],
            "1-2-2026",
        ]


@pytest.mark.slow
def test_thirty_thousand_rows_are_read_checked_and_taken_over() -> None:
    house.organisation()
    clocked = time.perf_counter()
    intake = house.uploaded(files.text(list(people(30_000))))
    print("read", time.perf_counter() - clocked)
    clocked = time.perf_counter()
    assert intake.choose(intake.columns, files.TODAY)
    tasks.work(intake.pk)
    intake.refresh_from_db()
    print("check", time.perf_counter() - clocked)
    clocked = time.perf_counter()
    assert intake.count(Outcome.NEW) == 30_000
    assert intake.take()
    tasks.work(intake.pk)
    print("take", time.perf_counter() - clocked)
    clocked = time.perf_counter()
    assert User.objects.count() == 30_001
    assert Membership.objects.count() == 30_000
    intake = house.uploaded(files.text(list(people(30_000))))
    assert intake.choose(intake.columns, files.TODAY)
    tasks.work(intake.pk)
    intake.refresh_from_db()
    print("recheck", time.perf_counter() - clocked)
    assert intake.count(Outcome.SAME) == 30_000
