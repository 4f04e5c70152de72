"""A hundred answers at the same time hold no connection to the database (TL9)."""

import threading

import pytest
from django.db import connection, connections

from teams.accounts.models import User
from tests.cycles.sparring import building
from tests.cycles.sparring.partner.reading import Stream, cookie_of
from tests.support.partner import Partner
from tests.support.server import Live

MANY = 100


@pytest.mark.full
@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.shows("TL9", "questions-2")
def test_a_hundred_streams_hold_no_connection(live: Live, partner: Partner, professional: User) -> None:
    partner.always(partner.held())
    building.turned_on(person_tokens=10_000_000, team_tokens=10_000_000, organisation_tokens=10_000_000)
    turns = [building.asked(professional, rung=3) for _ in range(MANY)]
    building.turned_on()
    cookie = cookie_of(professional)
    before = _connections()
    streams: list[Stream] = []

    def follow(mine: list[object]) -> None:
        for turn in mine:
            stream = Stream(live, None, turn, cookie=cookie)  # type: ignore[arg-type]
            assert stream.next()
            streams.append(stream)

    threads = [threading.Thread(target=follow, args=(turns[n::10],)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(streams) == MANY
    assert len(partner.asked) == MANY
    # The look at the rows borrows one for a moment, once a second; the least of some counts is without it.
    assert min(_connections() for _ in range(10)) <= before

    partner.gate.set()
    assert [stream.rest()[-1] for stream in streams] == [("end", {"state": "done"})] * MANY


def _connections() -> int:
    """How many there are to this database, besides this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        (count,) = cursor.fetchone() or (0,)
    return int(count)


@pytest.mark.embedded
def test_work_for_the_database_gives_its_connection_back(transactional_db: None) -> None:
    import asyncio

    from cycles.sparring.partner import streams

    opened: list[object] = []

    def work() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        opened.append(connections["default"])
        return 1

    assert asyncio.run(streams.in_database(work)) == 1
    assert opened[0].connection is None  # type: ignore[attr-defined]
