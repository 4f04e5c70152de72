"""Web, worker and clock in one process, for the demo and for small installations without a supervisor."""

import asyncio
import signal
import threading
from collections.abc import Callable
from datetime import timedelta

import uvicorn
from celery.beat import Scheduler, Service
from celery.worker import WorkController, state

from lerendwerken.celery import app
from teams.notifications import outbox

PATIENCE = 25  # seconds for what runs; a silent mail server is given up after twenty


class Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list | None = None) -> None:  # type: ignore[type-arg]
        await super().startup(sockets)
        if self.started:
            self._ready()


def run(host: str, port: int, ready: Callable[[], None], every: float | None = None) -> None:
    """Until Ctrl-C or SIGTERM; then what runs is finished. Raises SystemExit when the port is taken.

    `every`: seconds between two rounds, when each task should not keep its own pace.
    """
    if threading.current_thread() is threading.main_thread():  # not under the reloader of the demo
        signal.signal(signal.SIGTERM, _leave)
    app.finalize()  # else the schedule is read anew by the worker, over the one below
    if every:
        for entry in app.conf.beat_schedule.values():
            entry["schedule"] = timedelta(seconds=every)
    worker = WorkController(
        app=app,
        pool_cls="threads",
        concurrency=2,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )
    # In memory, so no file of the schedule stays behind.
    beat = Service(app, scheduler_cls=Scheduler, max_interval=1)
    threads = [
        threading.Thread(target=worker.start, name="worker", daemon=True),
        threading.Thread(target=beat.start, name="beat", daemon=True),
    ]
    for thread in threads:
        thread.start()
    config = uvicorn.Config(
        "lerendwerken.asgi:application",
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
    server = Server(config, ready)
    try:
        server.run()
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass  # uvicorn has stopped warmly and passes the signal on
    finally:
        outbox.STOPPING.set()
        beat.stop()
        # Where it reads from a connection, its own thread ends it: from here that would close while it is read.
        if worker.should_use_eventloop():
            state.should_stop = 0  # type: ignore[assignment]
        else:
            worker.stop()
        for thread in threads:
            thread.join(PATIENCE)
    if not server.started:
        raise SystemExit(1)


def _leave(*_: object) -> None:
    """uvicorn stops warmly by itself and passes the signal on to here; before and after it this ends the process."""
    raise SystemExit(0)
