"""Several acts begun at the same instant, each in a thread with a connection of its own, as in so many windows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

PATIENCE = 60  # seconds until all of them stand at the start


def at_once(
    *acts: Callable[[], Any],
    refused: type[Exception] | tuple[type[Exception], ...] = (),
    connected: bool = True,
) -> list[Any]:
    """What each gives back, in order; or the refusal that it raised, when that is one of these classes.

    `connected`: each has its line to the database before they begin. Not for posts to the server, which has its own.
    """
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            if connected:
                connections["default"].ensure_connection()
            start.wait(PATIENCE)
            return act()
        except refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
