"""Thirty thousand rows: in pieces, with progress, and with queries that do not grow with the rows."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teams.accounts.models import User
from teams.intake import tasks
from teams.intake.checking import PIECE, check
from teams.intake.models import Intake
from teams.intake.plans import Outcome
from teams.structure.models import Membership, Team
from tests.teams.intake import files, house

pytestmark = [pytest.mark.django_db, pytest.mark.shows("house-4")]

ROSTERS = (
    "ma-do 8:30-17:00 pauze 12:30-13:00",
    "",
    "oneven: ma-vr 8:30-17:00 / even: ma-do 8:30-17:00",
)


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
            ROSTERS[n % 3],
            "1-2-2026",
        ]


@pytest.mark.slow
@pytest.mark.parametrize("count", [3_000, pytest.param(30_000, marks=pytest.mark.full)])
def test_a_long_file_tells_how_far_it_is_and_comes_in_whole(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    house.organisation()
    intake = house.uploaded(files.text(list(people(count))))
    told: list[tuple[int, int]] = []
    advance = Intake.advance

    def listening(self: Intake, done: int, total: int) -> bool:
        going = advance(self, done, total)
        told.append((Intake.objects.get(pk=self.pk).done, total))
        return going

    with monkeypatch.context() as listens:
        listens.setattr(Intake, "advance", listening)
        assert intake.choose(intake.columns, files.TODAY)
        tasks.work(intake.pk)
    intake.refresh_from_db()
    assert intake.count(Outcome.NEW) == count
    assert told[0] == (PIECE, 2 * count)
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert told[-1] == (2 * count, 2 * count)
    assert len(told) >= 2 * count // PIECE

    taken: list[int] = []
    monkeypatch.setattr(tasks.cache, "set", lambda key, done, timeout: taken.append(done))
    assert intake.take()
    tasks.work(intake.pk)
    assert taken[-1] == count
    assert len(taken) == count // PIECE
    assert User.objects.exclude(staff_number=None).count() == count
    assert Membership.objects.count() == count
    assert Team.objects.count() == 40

    again = house.checked(files.text(list(people(count))))
    assert again.count(Outcome.SAME) == count
    assert again.rows.count() == 0


def test_a_check_asks_the_database_as_often_for_ten_rows_as_for_a_piece() -> None:
    house.organisation()
    counts = []
    for rows in (10, PIECE):
        intake = house.uploaded(files.text(list(people(rows))))
        assert intake.choose(intake.columns, files.TODAY)
        assert intake.claim()
        with CaptureQueriesContext(connection) as queries:
            assert check(intake)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_taking_over_asks_the_database_as_often_for_ten_rows_as_for_a_piece() -> None:
    house.organisation()
    house.imported(files.text(list(people(40))))
    counts = []
    for rows in (50, PIECE):
        intake = house.checked(files.text(list(people(rows))))
        assert intake.take()
        with CaptureQueriesContext(connection) as queries:
            tasks.work(intake.pk)
        counts.append(len(queries))
    assert Intake.objects.filter(state=Intake.State.DONE).count() == 3
    assert counts[0] == counts[1]
