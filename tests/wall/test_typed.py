"""What somebody types into any form of the app comes nowhere but into its row: in no line of a log, no mail, no cache, no
session, no address and no page of an error, also when everything breaks with it (TL8, TW7)."""

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import resolve

from lerendwerken.lib import undo
from teams.accounts.models import User
from tests.conftest import Cast
from tests.journeys.beside import Lines, broken_pages, broken_tables, cached, mailed
from tests.journeys.planting import RUNS, found_in
from tests.journeys.privacy import filled, routes
from tests.support.figures import Figure
from tests.support.turns import full
from tests.wall.forms import Form, forms_of
from tests.wall.planting import KEPT, OPEN, RETURNED
from tests.wall.walker import Walker, values

pytestmark = [pytest.mark.slow, pytest.mark.walk, pytest.mark.shows("TL8", "TW7", "outcomes-1")]

Clients = Callable[[User | None], Client]
STARLING = "spreeuw"
NEAR, ALL = (RUNS, OPEN), (RUNS, OPEN, KEPT, RETURNED)  # in the daily run, and in the long one
SENTENCE = f"Dit schreef ik zelf: {STARLING}-typed-{STARLING}, en daarna ging ik verder met mijn werk."


def forms(walker: Walker, scene: dict[str, Any], numbers: tuple[int, ...]) -> dict[tuple[str, ...], Form]:
    """Each form that takes words, of every page that this person has; of forms that are alike the first."""
    found: dict[tuple[str, ...], Form] = {}
    for route, names in routes():
        for path in dict.fromkeys(
            one for number in numbers for one in filled(route, names, values(scene, number))
        ):
            status, body = walker.open(path)
            for form in forms_of(path, body) if status == 200 else ():
                if form.boxes:
                    found.setdefault((resolve(urlsplit(form.action).path).route, *form.shape), form)
    return found


def places(answer: Any) -> Iterator[tuple[str, str]]:
    yield "headers", f"{dict(answer.headers)} {answer.cookies.output()}"
    yield "mails", mailed()
    yield "cache", cached()
    for session in Session.objects.all():
        kept = session.get_decoded()
        kept.pop(undo.KEY, None)  # what was taken away waits there for whoever took it away
        yield "sessions", json.dumps(kept, default=str)
    if answer.status_code >= 500:
        yield "the page of an error", answer.content.decode()


@pytest.mark.parametrize("how", ["as it should", full("a broken page"), full("a broken table")])
@pytest.mark.parametrize("who", ["professional", full("manager"), full("lead"), full("administrator")])
def test_what_is_typed_comes_nowhere_else(
    cast: Cast,
    planted: dict[str, Any],
    client_for: Clients,
    monkeypatch: pytest.MonkeyPatch,
    lines: Lines,
    who: str,
    how: str,
    figure: Figure,
    request: pytest.FixtureRequest,
) -> None:
    client = client_for(cast.people[who])
    wide = "not full" not in request.config.getoption("-m")
    found = forms(Walker(who, client), planted, ALL if wide else NEAR)
    client.raise_request_exception = False
    mail.outbox.clear()
    ways = {"a broken page": broken_pages(monkeypatch), "a broken table": broken_tables()}
    statuses = []
    with ways.get(how, nullcontext()):
        for at, form in found.items():
            with transaction.atomic():
                answer = client.post(form.action, form.written(SENTENCE))
                statuses.append(answer.status_code)
                assert answer.status_code < 500 or how != "as it should", at
                transaction.set_rollback(
                    False
                )  # a table that broke, broke for the app, not for looking round
                for place, text in places(answer):
                    assert not found_in(text, STARLING), f"in {place}, typed into {at}"
                assert not found_in(lines.text, STARLING), f"in the log, typed into {at}"
                transaction.set_rollback(True)
    assert len(found) > {"professional": 30}.get(who, 5)
    assert (500 in statuses) == (how != "as it should")
    if how == "as it should":
        assert statuses.count(302) * 3 > len(statuses), "most forms take it"
    figure("the wall: forms typed into", len(found))
