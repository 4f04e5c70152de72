"""The log is append-only in the database itself: plain SQL cannot change or remove a line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import guard
from teams.audit.log import record
from teams.audit.models import AuditEntry
from teams.privacy import retention
from tests import builders
from tests.conftest import Cast
from tests.support import emptying
from tests.support.hands import Hands

YEAR = timedelta(days=366)


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(DatabaseError, match=guard.REFUSAL), transaction.atomic():
        yield


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def line(cast: Cast) -> AuditEntry:
    return record("council_recorded", by=cast.administrator, obj=cast.team, name=1)


CHANGES = {
    "action": "action = 'person_added'",
    "at": "at = '2020-01-01 00:00:00'",
    "object_kind": "object_kind = 'teams.Unit'",
    "object_id": "object_id = '0'",
    "detail": "detail = '{}'",
    "id": "id = 999999",
    "nothing but somebody else": "actor_id = actor_id + 1",
    "all at once": "action = '', detail = '{}', actor_id = NULL",
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_column_of_a_line_can_be_changed(line: AuditEntry, change: str) -> None:
    with refused():
        run(f"UPDATE {guard.TABLE} SET {change} WHERE id = %s", line.pk)
    before, after = line, AuditEntry.objects.get(pk=line.pk)
    assert (after.action, after.detail, after.actor) == (before.action, before.detail, before.actor)


@pytest.mark.django_db
def test_every_column_is_guarded() -> None:
    """A new column gets its line above, and its part of the trigger for SQLite."""
    assert {field.column for field in AuditEntry._meta.concrete_fields} == {*list(CHANGES)[:6], "actor_id"}


@pytest.mark.django_db
def test_a_line_cannot_be_removed_nor_all_of_them(line: AuditEntry) -> None:
    with refused():
        run(f"DELETE FROM {guard.TABLE} WHERE id = %s", line.pk)
    with refused():
        run(f"DELETE FROM {guard.TABLE}")
    assert AuditEntry.objects.filter(pk=line.pk).exists()


@pytest.mark.django_db
def test_a_line_cannot_be_replaced_by_another_of_its_number(line: AuditEntry) -> None:
    columns = "id, at, action, object_kind, object_id, detail"
    values = f"SELECT id, at, 'forged', object_kind, object_id, detail FROM {guard.TABLE}"
    way = {
        "sqlite": f"INSERT OR REPLACE INTO {guard.TABLE} ({columns}) {values}",
        "postgresql": f"INSERT INTO {guard.TABLE} ({columns}) {values} ON CONFLICT (id) DO UPDATE SET action = 'forged'",
    }
    with refused():
        run(way[connection.vendor])
    line.refresh_from_db()
    assert line.action == "council_recorded"


@pytest.mark.django_db
def test_after_migrations_the_log_is_guarded(line: AuditEntry) -> None:
    """On SQLite a table that changes is made anew, and loses its triggers."""
    if connection.vendor == "sqlite":
        guard.lift()
    call_command("migrate", verbosity=0)
    with refused():
        run(f"DELETE FROM {guard.TABLE} WHERE id = %s", line.pk)


@pytest.mark.django_db
@pytest.mark.postgres
def test_the_table_cannot_be_truncated(line: AuditEntry) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would refuse it first
    with refused():
        run(f"TRUNCATE {guard.TABLE}")


@pytest.mark.django_db
def test_who_is_erased_leaves_the_lines_without_a_name(cast: Cast) -> None:
    gone = builders.person()
    row = record("council_recorded", by=gone, obj=cast.team)
    gone.delete()
    row.refresh_from_db()
    assert row.actor is None
    assert row.action == "council_recorded"


@pytest.mark.django_db
@pytest.mark.shows("TP5")
def test_only_what_is_older_than_five_years_is_forgotten(cast: Cast) -> None:
    now = clock.now()
    old, young = (
        AuditEntry.objects.create(action="council_recorded", at=now - age)
        for age in (5 * YEAR + timedelta(days=1), 5 * YEAR - timedelta(days=9))
    )
    retention.sweep()
    assert list(AuditEntry.objects.values_list("pk", flat=True)) == [young.pk]
    with refused():
        run(f"DELETE FROM {guard.TABLE} WHERE id = %s", young.pk)
    assert old.pk != young.pk


@pytest.mark.django_db
def test_a_clock_that_was_moved_forgets_nothing_early(line: AuditEntry, at: Hands) -> None:
    at(clock.now() + 6 * YEAR)
    retention.sweep()
    assert AuditEntry.objects.filter(pk=line.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lines", [0, 1])
@pytest.mark.parametrize("people", [0, emptying.MANY])
def test_the_tests_themselves_can_empty_every_table_and_the_log_is_guarded_again(
    cast: Cast, lines: int, people: int
) -> None:
    User.objects.bulk_create(builders._unsaved() for _ in range(people))
    for _ in range(lines):
        record("council_recorded", by=None)
    emptying.empty()
    assert not AuditEntry.objects.exists()
    assert not User.objects.exists()
    row = record("council_recorded", by=None)
    with refused():
        run(f"DELETE FROM {guard.TABLE} WHERE id = %s", row.pk)
