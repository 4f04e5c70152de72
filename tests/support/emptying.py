"""Between tests that commit, the tables are emptied: the audit log too, which refuses that everywhere else.

Django truncates every table and lets every app fill its own anew, which takes half a second each time; most tests leave a
few rows in a few tables.
"""

from collections.abc import Generator
from functools import cache
from typing import Any

import pytest

# What apps put there when they are installed, and no test changes.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
MANY = 100  # rows of a table: from there on truncating is quicker than looking for each one's references
PATIENCE = "30s"  # something that still holds a row says so, instead of keeping the whole run


def empty() -> None:
    """Every table but those that nobody changes."""
    from django.db import connection, transaction

    from teams.audit import guard

    quote, is_postgres = connection.ops.quote_name, connection.vendor == "postgresql"
    with transaction.atomic(), connection.cursor() as cursor:
        if is_postgres:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', (SELECT count(*) FROM (SELECT 1 FROM {quote(table)} LIMIT {MANY}) AS found)"
                for table in _tables()
            )
        )
        filled = {table: count for table, count in cursor.fetchall() if count}
        truncates = is_postgres and max(filled.values(), default=0) == MANY
        guarded = truncates or guard.TABLE in filled
        if guarded:
            guard.lift()
        if truncates:
            cursor.execute(f"TRUNCATE {', '.join(map(quote, _tables()))}")
        else:
            for table in filled:
                cursor.execute(f"DELETE FROM {quote(table)}")
        connection.check_constraints()
        if guarded:
            guard.put()


@cache
def _tables() -> tuple[str, ...]:
    from django.db import connection

    return tuple(sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT))


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_our_way() -> Generator[None]:
    from django.test import TransactionTestCase

    def after_a_test(self: Any) -> None:
        empty()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", after_a_test)
        yield
