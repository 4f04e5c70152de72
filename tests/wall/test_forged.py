"""Whatever somebody adds to a form that is not in it, reaches no row: numbers of others, times, states (TA5)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.journeys.planting import ANSWERED
from tests.journeys.privacy import filled, routes
from tests.support.figures import Figure
from tests.support.turns import full
from tests.wall.planting import KEPT, OPEN
from tests.wall.walker import Walker, typed, values

pytestmark = [pytest.mark.slow, pytest.mark.walk, pytest.mark.shows("TA5", "outcomes-1")]

Clients = Callable[[User | None], Client]
SOMEBODY, THEN, STATE = 987_654_321, "1999-09-09T09:09:09+00:00", "vervalst"
FORGED = re.compile(rf"{SOMEBODY}|1999-09-09|{STATE}")
OURS = ("teams", "cycles")


def forged() -> dict[str, str]:
    """A value for every field of every model that no form asks for: whose it is, when, and in which state."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey):
                found[field.name] = found[field.attname] = str(SOMEBODY)
            elif isinstance(field, models.DateTimeField):
                found[field.name] = THEN
            elif field.choices or isinstance(field, models.JSONField):
                found[field.name] = STATE
    return found | {"id": str(SOMEBODY), "is_superuser": STATE, "is_staff": STATE, "password": STATE}


class Written:
    """What statements that write were given."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if re.match(r"\s*(?:INSERT|UPDATE|DELETE)", sql) and "session" not in sql:
            self.count += 1
            if FORGED.search(str(params)):
                self.found.append(f"{sql[:200]} {params}")
        return execute(sql, params, many, context)


@pytest.mark.parametrize("who", [full(who) for who in ("professional", "manager", "lead", "administrator")])
def test_no_field_that_a_form_does_not_have_reaches_a_row(
    cast: Cast, planted: dict[str, Any], client_for: Clients, who: str, figure: Figure
) -> None:
    builders.person(pk=SOMEBODY)
    extra = forged()
    assert len(extra) >= 200
    walker, written = Walker(who, client_for(cast.people[who])), Written()
    accepted: dict[str, list[str]] = {}
    with connection.execute_wrapper(written):
        for route, names in routes():
            for number in (ANSWERED, KEPT, OPEN):
                for path in list(filled(route, names, values(planted, number)))[:1]:
                    walker.open(path, "post", extra | typed(number))
                    if written.found:
                        accepted[path] = written.found
                        written.found = []
    assert not accepted
    if who == "professional":
        assert written.count > 100, "right forms are taken, without what was added to them"
    figure("the wall: forged fields", len(extra) * walker.count)


def test_a_forged_field_that_reached_a_row_would_be_seen(cast: Cast) -> None:
    written = Written()
    builders.person(pk=SOMEBODY)
    with connection.execute_wrapper(written):
        builders.absence(cast.professional, builders.LONG_AGO)
        assert not written.found
        builders.absence(User.objects.get(pk=SOMEBODY), builders.LONG_AGO)
    assert len(written.found) == 1
