"""Stop and a closed tab: the line to the provider is cut within two seconds, and the budget settled once (TL2)."""

import http.client
import threading
import time
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from cycles.sparring.models import Spending, Turn
from cycles.sparring.partner import asking, streams, turns
from teams.accounts.models import User
from tests.cycles.sparring import building
from tests.cycles.sparring.partner.reading import Stream, cookie_of
from tests.support import partner as wrong
from tests.support.partner import Partner
from tests.support.server import Live

pytestmark = [pytest.mark.embedded, pytest.mark.shows("TL2", "questions-2")]


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> list[turns.Outcome]:
    """Every end of a call, as it is settled."""
    seen: list[turns.Outcome] = []
    really = turns.end_call

    def watched(job: turns.Job, outcome: turns.Outcome) -> bool:
        try:
            return really(job, outcome)
        finally:
            seen.append(outcome)

    monkeypatch.setattr(turns, "end_call", watched)
    return seen


def writing(live: Live, partner: Partner, person: User) -> tuple[Turn, Stream]:
    """An answer of which some is shown and the rest does not come."""
    partner.next(partner.held())
    turn = building.asked(person, rung=3)
    stream = Stream(live, person, turn)
    assert stream.next()
    return turn, stream


def stopped(turn: Turn, why: str) -> None:
    turn.refresh_from_db()
    assert (turn.state, turn.failure, turn.request) == (Turn.State.STOPPED, why, None)
    assert turn.blocks[0]["text"].startswith("Uw aanvraag keuren we")
    spent = Spending.objects.get(person=turn.session.question.owner)
    assert (spent.reserved, spent.used) == (0, turn.used)
    assert turn.used


def test_a_closed_tab_cuts_the_line(
    live: Live, partner: Partner, professional: User, ends: list[turns.Outcome]
) -> None:
    turn, stream = writing(live, partner, professional)
    start = time.monotonic()
    stream.close()
    partner.wait_for(lambda: partner.left and ends)
    assert partner.left[0] - start <= 2
    assert partner.left[0] - start >= streams.GRACE - 0.5  # a reload still finds it
    stopped(turn, "unwatched")
    assert len(ends) == 1


def test_stop_cuts_the_line_and_gives_the_page_back(
    live: Live, partner: Partner, professional: User, ends: list[turns.Outcome]
) -> None:
    turn, stream = writing(live, partner, professional)
    start = time.monotonic()
    status = post(live, professional, turn)
    partner.wait_for(lambda: partner.left)
    assert status == 302
    assert partner.left[0] - start <= 2
    stopped(turn, "stopped")
    assert stream.rest()[-1] == ("end", {"state": "stopped"})
    assert len(ends) == 1


def test_stop_pressed_twice_is_once(
    live: Live, partner: Partner, professional: User, ends: list[turns.Outcome]
) -> None:
    turn, _stream = writing(live, partner, professional)
    used = [post(live, professional, turn) for _ in range(2)]
    assert used == [302, 302]
    stopped(turn, "stopped")
    assert len(ends) == 1


def test_stop_through_another_process_is_seen(
    live: Live, partner: Partner, professional: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "stop_here", lambda pk: None)
    turn, stream = writing(live, partner, professional)
    start = time.monotonic()
    asking.stop(turn, by=professional)
    assert stream.rest()[-1] == ("end", {"state": "stopped"})
    partner.wait_for(lambda: partner.left)
    assert partner.left[0] - start <= 2
    stopped(turn, "stopped")


@pytest.mark.shows("TA6")
def test_somebody_who_may_not_come_in_any_more_is_cut_off(
    live: Live, partner: Partner, professional: User
) -> None:
    _turn, stream = writing(live, partner, professional)
    start = time.monotonic()
    User.objects.filter(pk=professional.pk).update(is_active=False)
    assert stream.rest()[-1] == ("end", {"state": "stopped"})
    assert time.monotonic() - start <= 5


def test_what_waits_stops_at_once_and_is_never_asked(
    live: Live, partner: Partner, professional: User
) -> None:
    turn = building.asked(professional)
    asking.stop(turn, by=professional)
    asking.stop(turn, by=professional)

    assert Stream(live, professional, turn).rest() == [("end", {"state": "stopped"})]
    turn.refresh_from_db()
    assert (turn.failure, turn.used) == ("stopped", 0)
    assert Spending.objects.get(person=professional).reserved == 0
    assert not partner.asked


def test_what_ended_stays_as_it_is(live: Live, partner: Partner, professional: User) -> None:
    turn = building.asked(professional)
    Stream(live, professional, turn).rest()
    asking.stop(turn, by=professional)
    turn.refresh_from_db()
    assert turn.state == Turn.State.DONE


@pytest.mark.full
def test_a_provider_that_hangs_is_left_when_nobody_waits(
    live: Live, partner: Partner, professional: User, ends: list[turns.Outcome]
) -> None:
    partner.always(wrong.hang)
    turn = building.asked(professional)
    stream = Stream(live, professional, turn)
    partner.wait_for(lambda: partner.asked)
    stream.close()
    partner.wait_for(lambda: partner.left and ends)
    turn.refresh_from_db()
    assert (turn.state, turn.failure, turn.blocks) == (Turn.State.STOPPED, "unwatched", [])
    assert turn.used
    spent = Spending.objects.get(person=professional)
    assert (spent.reserved, spent.used) == (0, turn.used), "leaving before the first word is not free"
    assert turn.used < turn.reserved


def test_two_openings_at_the_same_moment_are_one_call(
    live: Live, partner: Partner, professional: User
) -> None:
    partner.next(partner.held())
    turn = building.asked(professional, rung=3)
    cookie, opened = cookie_of(professional), []
    threads = [
        threading.Thread(target=lambda: opened.append(Stream(live, None, turn, cookie=cookie)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    partner.wait_for(lambda: partner.asked)
    partner.gate.set()
    assert [stream.rest()[-1] for stream in opened] == [("end", {"state": "done"})] * 8
    assert len(partner.asked) == 1


def post(live: Live, person: User, turn: Turn) -> int:
    """Presses Stop in the running app."""
    where = urlsplit(live.url)
    line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=15)
    token = "x" * 32
    cookies = f"{cookie_of(person)}; csrftoken={token}"
    line.request(
        "POST",
        reverse("cycles:spar-stop", args=[turn.pk]),
        headers={"Cookie": cookies, "X-CSRFToken": token, "Origin": live.url},
    )
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def test_stop_is_a_post_with_its_token(partner: Partner, professional: User) -> None:
    turn = building.asked(professional)
    client = Client(enforce_csrf_checks=True)
    client.force_login(professional)
    address = reverse("cycles:spar-stop", args=[turn.pk])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 403
    assert client.head(reverse("cycles:spar-stream", args=[turn.pk])).status_code == 405
