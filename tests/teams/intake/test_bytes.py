"""No bytes whatever make reading fail with anything but a sentence."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teams.hours.patterns import Pattern
from teams.intake.columns import DAYS, Field, guess
from teams.intake.fields import READERS, read_field
from teams.intake.people import link, missing, periods
from teams.intake.rows import read_rows
from teams.intake.sentences import Refused, Sentence
from teams.intake.table import Table, Unreadable, read
from teams.intake.timestext import read as read_times
from tests.teams.intake import files

pytestmark = pytest.mark.shows("house-4")

WHOLE = files.workbook([files.HEADERS, *files.PEOPLE])
CSV = files.text()
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text(max_size=40),
    st.text("0123456789-/.:, uurmadiwofebr", max_size=20),
)
WORDS = (
    "ma|di-do|vr|zo|8:30|-|17.00|22|pauze|30 min|8u|;|,|/|oneven:|even|week 1|week 2|vanaf 6-4-2026|vrij"
    "|8:30-17:00|12.30-13.00|24:00|0-0| "
)
TIMES = st.lists(st.sampled_from(WORDS.split("|")), max_size=12).map(" ".join)


def refusal(reading: Callable[[], object]) -> Sentence | None:
    """The sentence of a refusal, or None when the reading went well."""
    try:
        reading()
    except Refused as refused:
        return refused.sentence
    return None


def read_through(data: bytes, name: str) -> None:
    """Reads a file to its people, as far as it goes."""
    table = read(data, name)
    assert Table.unpack(table.pack()) == table
    rows = read_rows(table, guess(table.headers, [table.example(i) for i in range(len(table.headers))]))
    for person in link(rows, files.TODAY):
        for _row, problem in missing(person):
            str(problem.sentence)
        with suppress(Refused):
            periods(person, files.TODAY)
    for row in rows:
        for problem in row.problems:
            assert str(problem.sentence)
            assert str(problem.heading)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    with suppress(Unreadable):
        read_through(data, "x.csv")


@given(st.text(max_size=400), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_any_text(text: str, encoding: str) -> None:
    with suppress(Unreadable):
        read_through(text.encode(encoding, "ignore"), "x.csv")


@given(st.lists(st.lists(st.text(max_size=12), min_size=9, max_size=9), min_size=1, max_size=4))
def test_any_cells_under_known_names(rows: list[list[str]]) -> None:
    with suppress(Unreadable):
        read_through(files.text(rows, encoding="utf-8"), "x.csv")


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_workbook_with_any_bytes_changed(place: int, noise: bytes) -> None:
    with suppress(Unreadable):
        read_through(WHOLE[:place] + noise + WHOLE[place + len(noise) :], "x.xlsx")


@given(st.integers(0, len(CSV) - 1), st.binary(max_size=8))
def test_a_text_file_with_any_bytes_changed(place: int, noise: bytes) -> None:
    with suppress(Unreadable):
        read_through(CSV[:place] + noise + CSV[place + len(noise) :], "x.csv")


@given(st.sampled_from(list(READERS)), CELLS)
def test_any_cell_in_any_field_is_read_or_refused_in_words(field: Field, cell: object) -> None:
    assert not set(READERS) & {Field.TIMES, *DAYS}
    outcome = refusal(lambda: read_field(field, cell))  # type: ignore[arg-type]
    assert outcome is None or str(outcome)


@given(st.one_of(st.text(max_size=60), TIMES))
def test_any_working_times_are_read_or_refused_in_words(text: str) -> None:
    if outcome := refusal(lambda: read_times(text)):
        assert str(outcome)
        return
    times = read_times(text)
    assert times.shifts or times.days
    assert 0 <= times.minutes <= 60 * 60
    pattern = Pattern(files.TODAY, 60, times.shifts, alternation=times.alternation, anchor=times.anchor)
    assert pattern.problems() == []
