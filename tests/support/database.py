"""The whole database as a value: what changed between two moments, in any table, whoever wrote it."""

from django.db import connection

Dump = dict[str, list[str]]


def dump() -> Dump:
    """Every row of every table, none left out: sessions, the log and the tables of others too."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def changes(before: Dump, after: Dump) -> list[str]:
    """Table names with how many rows came and went: no values, as they may be what somebody wrote."""
    return [
        f"{table}: {len(came)} rows came, {len(went)} went"
        for table in sorted(before.keys() | after.keys())
        if (came := set(after.get(table, [])) - set(before.get(table, [])))
        | (went := set(before.get(table, [])) - set(after.get(table, [])))
    ]
