"""The log is append-only in the database too: triggers refuse to change or remove a line, whoever asks.

Two narrow doors. A line may lose its actor, when that person is erased; and it may go once it is older than five years by
the database's own clock. Whoever owns the database can take triggers away: this is against slips and injected SQL.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default
from django.db import connections, transaction

TABLE = "teams_auditentry"
REFUSAL = "the audit log is append-only"

POSTGRESQL = (
    f"""
    CREATE FUNCTION {TABLE}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at < now() - interval '5 years' THEN
            RETURN OLD;
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.actor_id IS NULL
            AND to_jsonb(NEW) - 'actor_id' = to_jsonb(OLD) - 'actor_id' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER {TABLE}_stays BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_stays()
    """,
    f"""
    CREATE TRIGGER {TABLE}_is_not_emptied BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_stays()
    """,
)
SQLITE = (
    f"""
    CREATE TRIGGER IF NOT EXISTS {TABLE}_stays BEFORE DELETE ON {TABLE}
    WHEN OLD.at >= datetime('now', '-5 years')
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
    f"""
    CREATE TRIGGER IF NOT EXISTS {TABLE}_is_not_changed BEFORE UPDATE ON {TABLE}
    WHEN NEW.actor_id IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.action IS NOT OLD.action
        OR NEW.object_kind IS NOT OLD.object_kind OR NEW.object_id IS NOT OLD.object_id
        OR NEW.detail IS NOT OLD.detail
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
    # INSERT OR REPLACE removes a line without asking the trigger for removing.
    f"""
    CREATE TRIGGER IF NOT EXISTS {TABLE}_is_not_replaced BEFORE INSERT ON {TABLE}
    WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,  # noqa: S608  both names are ours
)
PUT: dict[str, tuple[str, ...]] = {"postgresql": POSTGRESQL, "sqlite": SQLITE}
LIFT: dict[str, tuple[str, ...]] = {
    "postgresql": (
        f"DROP TRIGGER {TABLE}_stays ON {TABLE}",
        f"DROP TRIGGER {TABLE}_is_not_emptied ON {TABLE}",
        f"DROP FUNCTION {TABLE}_stays()",
    ),
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS {TABLE}_{name}" for name in ("stays", "is_not_changed", "is_not_replaced")
    ),
}


def put(connection: Any = default) -> None:
    _execute(connection, PUT)


def lift(connection: Any = default) -> None:
    _execute(connection, LIFT)


def put_back(using: str, **_: Any) -> None:
    """After migrations: on SQLite a column that changes makes the table anew, without its triggers."""
    connection = connections[using]
    if connection.vendor == "sqlite" and TABLE in connection.introspection.table_names():
        put(connection)


@contextmanager
def lifted(connection: Any = default) -> Generator[None]:
    """In one transaction, for emptying whole tables of made-up people: the example, and the tests."""
    with transaction.atomic(using=connection.alias):
        lift(connection)
        yield
        put(connection)


def _execute(connection: Any, statements: dict[str, tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
