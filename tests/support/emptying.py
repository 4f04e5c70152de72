"""Between tests that commit, whole tables are emptied: the audit log too, which refuses that everywhere else."""

from collections.abc import Generator
from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def _log_is_emptied_with_the_rest() -> Generator[None]:
    from django.db.backends.base.operations import BaseDatabaseOperations

    from teams.audit import guard

    whole = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: Any, statements: list[str]) -> None:
        with guard.lifted(self.connection):
            whole(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", emptied)
        yield
