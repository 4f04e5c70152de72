"""Names that are ours alone while a run lasts, on servers that we share with others.

Two runs at once on one machine get different database names and different Redis numbers, and what somebody
else keeps there is left alone.
"""

import os
import socket
from collections.abc import Generator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

LOCK = 0x1E4E  # the class of our advisory locks
CLAIM = "lerendwerken-tests:claimed-by"


@contextmanager
def claim_database_name(url: str, name: str) -> Generator[str]:
    """Yields `name`, or `name2`, `name3`, ... while another run has it. The lock ends with our connection."""
    parts = urlsplit(url)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        for number in range(1, 100):
            row = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK, number)).fetchone()
            if row and row[0]:
                yield name if number == 1 else f"{name}{number}"
                return
    raise RuntimeError("a hundred test runs hold their databases at once")


@contextmanager
def claim_redis_number(url: str) -> Generator[tuple[str, int]]:
    """Yields the address of an empty Redis database, and its number; empties it afterwards."""
    parts = urlsplit(url)
    me = f"{socket.gethostname()}:{os.getpid()}"
    for number in range(15, -1, -1):
        ours = urlunsplit(parts._replace(path=f"/{number}"))
        with redis.Redis.from_url(ours, decode_responses=True) as client:
            if _take(client, me):
                try:
                    yield ours, number
                finally:
                    with suppress(redis.RedisError):  # a server of our own may be gone already
                        client.flushdb()
                return
    raise RuntimeError(f"every database of Redis at {parts.hostname}:{parts.port} is in use")


def _take(client: redis.Redis, me: str) -> bool:
    if not client.set(CLAIM, me, nx=True):
        holder = str(client.get(CLAIM) or "")
        if _alive(holder):
            return False
        # Left by a run that was killed: what is there is ours to remove.
        client.flushdb()
        return bool(client.set(CLAIM, me, nx=True))
    if client.dbsize() > 1:
        client.delete(CLAIM)
        return False
    return True


def _alive(holder: str) -> bool:
    """Whether the process "host:pid" still runs; one of another machine counts as running."""
    host, _, pid = holder.rpartition(":")
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
