"""Fifty presses at the same instant on one step have one effect, in this process and over HTTP (TA8)."""

import http.client
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import reverse

from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.proposals.trials.reading import as_read
from cycles.questions.lifecycle import NotYet
from teams.accounts.models import User
from teams.notifications.models import Notification
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.support import together
from tests.support.server import Live

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.xdist_group("crowd"),  # fifty connections are half of what PostgreSQL gives by itself
    pytest.mark.shows("proposals-2", "TA8"),
]
State = InnovationProposal.State
MANY = 50
Made = Callable[[Cast], InnovationProposal]
Press = Callable[[InnovationProposal, Cast, int], None]


def at_once(number: int, press: Callable[[int], Any], **how: Any) -> list[Any]:
    """What each gives back, or what it raised; all begin together."""
    acts = [partial(press, each) for each in range(number)]
    return together.at_once(*acts, refused=(NotYet, moving.Forbidden), **how)


def _trial(row: InnovationProposal, cast: Cast, each: int) -> None:
    today = building.today(row)
    moving.start_trial(row, f"Ja, {each}.", today, today, by=cast.lead)


def _answered(row: InnovationProposal, cast: Cast, each: int) -> None:
    """Every answer there is to what was submitted."""
    ways: tuple[Callable[[], None], ...] = (
        lambda: moving.give_back(row, "Hoe vaak?", by=cast.lead),
        lambda: moving.decline(row, "Nee.", "Als het kan.", by=cast.lead),
        lambda: _trial(row, cast, each),
    )
    ways[each % len(ways)]()


def _ended(row: InnovationProposal, cast: Cast, each: int) -> None:
    """Its owner takes it back while it is answered. After a question that is a second step, so none is asked here."""
    ways: tuple[Callable[[], None], ...] = (
        lambda: moving.withdraw(row, by=cast.professional),
        lambda: moving.decline(row, "Nee.", "Als het kan.", by=cast.lead),
        lambda: _trial(row, cast, each),
    )
    ways[each % len(ways)]()


STEPS: dict[str, tuple[Made, Press]] = {
    "submit": (
        lambda cast: building.ready_to_try(cast.professional),
        lambda row, cast, each: moving.submit(row, by=cast.professional),
    ),
    "start_trial": (lambda cast: building.submitted(cast.professional), _trial),
    "adopt": (
        lambda cast: building.with_result(cast.professional),
        lambda row, cast, each: moving.adopt(row, f"Goed, {each}.", by=cast.lead),
    ),
    "hand_in": (
        lambda cast: _measured(cast),
        lambda row, cast, each: moving.hand_in(row, by=cast.professional),
    ),
    "embed": (
        lambda cast: _asked_to_embed(cast),
        lambda row, cast, each: moving.embed(row, by=cast.lead),
    ),
    "every answer": (lambda cast: building.submitted(cast.professional), _answered),
    "taken back": (lambda cast: building.submitted(cast.professional), _ended),
}


def _measured(cast: Cast) -> InnovationProposal:
    made = building.in_trial(cast.professional)
    building.measured(made.yields.get(), 1)
    InnovationProposal.objects.filter(pk=made.pk).update(result="Er kwam één brief terug.")
    return made


def _asked_to_embed(cast: Cast) -> InnovationProposal:
    made = building.adopted(cast.professional)
    later = building.today(made) + timedelta(days=200)
    moving.ask_to_embed(made, cast.colleague, later, by=cast.professional)
    return made


@pytest.mark.parametrize("name", STEPS)
def test_fifty_at_the_same_instant_have_one_effect(cast: Cast, name: str) -> None:
    make, press = STEPS[name]
    made = make(cast)
    before, revision = made.steps.count(), made.revision
    windows = [InnovationProposal.objects.get(pk=made.pk) for _each in range(MANY)]
    found = at_once(MANY, lambda each: press(windows[each], cast, each))
    assert [one for one in found if one is None] == [None]
    assert all(isinstance(one, NotYet) for one in found if one is not None)
    made.refresh_from_db()
    assert made.steps.count() == before + 1
    assert made.revision == revision + 1
    last = ProposalStep.objects.filter(proposal=made).latest("pk")
    if last.is_decision:
        assert Notification.objects.filter(source_id=last.pk, kind="proposal_answer").count() == 1


@pytest.mark.parametrize("as_", ["one lead in fifty windows", "two leads"])
def test_fifty_posts_over_http_have_one_effect(cast: Cast, live: Live, as_: str) -> None:
    made = building.submitted(cast.professional)
    second = builders.lead(cast.team, builders.member(cast.team, "Femke"))
    people = [cast.lead, second] if as_ == "two leads" else [cast.lead]
    sessions = [_session(person) for person in people]
    path = reverse("cycles:proposal-decide", args=[made.pk])

    read = as_read(made)

    def press(each: int) -> int:
        verb = ("return", "decline")[each % 2]
        fields = {"besluit": verb, "gelezen": read, "reason": f"Reden {each}", "would_be_yes": "Als het kan."}
        return _post(live, path, sessions[each % len(sessions)], fields)

    statuses = at_once(MANY, press, connected=False)
    assert sorted(statuses) == [302] + [409] * (MANY - 1)
    made.refresh_from_db()
    (step,) = [one for one in made.steps.all() if one.is_decision]
    assert step.did == made.state
    assert Notification.objects.filter(kind="proposal_answer").count() == 1


def test_fifty_who_follow_at_once_follow_once(cast: Cast, live: Live) -> None:
    made = building.submitted(cast.professional)
    session = _session(cast.colleague)
    path = reverse("cycles:proposal-follow", args=[made.pk])
    assert set(at_once(MANY, lambda each: _post(live, path, session, {}), connected=False)) == {302}
    assert made.follows.count() == 1


def _session(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _post(live: Live, path: str, session: str, fields: dict[str, str]) -> int:
    """As a browser posts a form: with its session and its token."""
    token = _get_new_csrf_string()
    where = urlsplit(live.url)
    asked = http.client.HTTPConnection(where.hostname or "", where.port, timeout=120)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
    }
    asked.request("POST", path, urlencode({"csrfmiddlewaretoken": token, **fields}), headers)
    try:
        return asked.getresponse().status
    finally:
        asked.close()
