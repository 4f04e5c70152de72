"""The app as it runs in production: separate processes with one database, Redis, mail server and clock.

On SQLite it is the embedded shape: one process that holds web, worker and tick.
"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import redis

from tests.support.own_servers import LIBC, free_port
from tests.support.smtp_sink import SmtpSink

ROOT = Path(__file__).resolve().parents[2]
SENDER = "lerendwerken@example.org"


class Child:
    """One process of ours; its output goes to a file that is shown when a test fails."""

    def __init__(self, name: str, arguments: list[str], environ: dict[str, str], folder: Path) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=_die_with_parent,
            )

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Asks it to end, and ends it when it does not within ten seconds."""
        if self.is_running():
            self.process.send_signal(how)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


class Processes:
    """Between start() and stop(). Everything that a journey needs to see or to move hangs on it."""

    def __init__(self, folder: Path, sink: SmtpSink, database_url: str, redis_url: str) -> None:
        self.folder = folder
        self.sink = sink
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.clock_file = folder / "clock"
        self.children: dict[str, Child] = {}
        self.ended: list[Child] = []
        kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV")
        self.environ = {name: os.environ[name] for name in kept if name in os.environ} | {
            "DJANGO_SETTINGS_MODULE": "lerendwerken.settings",
            "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": database_url,
            "LERENDWERKEN_MODE": "test",
            "LERENDWERKEN_URL": self.url,
            "LERENDWERKEN_SMTP_URL": sink.url,
            "LERENDWERKEN_MAIL_FROM": SENDER,
            "LERENDWERKEN_CLOCK_FILE": str(self.clock_file),
        }
        if redis_url:
            self.environ["REDIS_URL"] = redis_url

    @property
    def is_embedded(self) -> bool:
        return "REDIS_URL" not in self.environ

    def start(self) -> None:
        """All of them at once; returns when the web answers and the worker listens."""
        self._forget_rings()
        if self.is_embedded:
            self.launch_serve()
        else:
            self.launch_web()
            self.launch_worker()
            self.launch_tick()
            self._until(lambda: " ready." in self.children["worker"].output(), "the worker did not start")
        self._until(self._answers, "the web server did not start")

    def launch_serve(self, name: str = "serve", *options: str) -> Child:
        """Web, worker and clock in one process; it goes round every two seconds, as nobody can ring it."""
        where = ("--host", "localhost", "--port", str(self.port))
        return self.launch(name, ["manage.py", "serve", *where, *(options or ("--every", "2"))])

    def launch_web(self, name: str = "web") -> Child:
        command = "-m uvicorn lerendwerken.asgi:application --host localhost --lifespan off"
        options = ("--timeout-graceful-shutdown", "3", "--port", str(self.port))
        return self.launch(name, [*command.split(), *options])

    def launch_worker(self, name: str = "worker") -> Child:
        command = "-m celery -A lerendwerken worker --pool threads --concurrency 2 --loglevel INFO"
        options = ("--hostname", f"{name}@%h", "--without-gossip", "--without-mingle")
        return self.launch(name, [*command.split(), *options])

    def launch_tick(self, name: str = "tick") -> Child:
        """The periodic ring. Several of them do no harm."""
        schedule = str(self.folder / f"{name}.schedule")
        return self.launch(name, ["-m", "celery", "-A", "lerendwerken", "beat", "--schedule", schedule])

    def launch(self, name: str, arguments: list[str]) -> Child:
        # One that went on unseen would hear the rings of later tests.
        assert name not in self.children, f"{name} runs already"
        child = self.children[name] = Child(name, arguments, self.environ, self.folder)
        return child

    def manage(self, *arguments: str) -> str:
        """What a command of manage.py prints, run in a process of its own."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def end(self, name: str, how: int = signal.SIGTERM) -> int:
        """Ends one of them on purpose, and returns its exit code; its output stays readable."""
        child = self.children.pop(name)
        self.ended.append(child)
        child.stop(how)
        return int(child.process.returncode)

    def stop(self) -> None:
        for child in self.children.values():
            if child.is_running():
                child.process.send_signal(signal.SIGTERM)
        for child in self.children.values():
            child.stop()

    def forward(self, by: timedelta) -> None:
        """Moves the clock of every process, and rings, so that a test need not wait for the next minute."""
        from lerendwerken.lib import clock

        clock.move(by)
        self.ring()

    def ring(self) -> None:
        """Rings every periodic task once, through the real broker. The embedded shape rings by itself."""
        if self.is_embedded:
            return
        from kombu.exceptions import OperationalError

        from lerendwerken.celery import app
        from lerendwerken.schedule import beat_schedule

        # Without Redis nobody hears it.
        with suppress(OperationalError), app.connection_for_write(self.environ["REDIS_URL"]) as connection:
            for entry in beat_schedule().values():
                app.send_task(entry["task"], connection=connection)

    def until(self, what: Callable[[], object], seconds: float = 30.0, ring_every: float = 3.0) -> None:
        """Waits until something holds, ringing now and then; AssertionError when it never does."""
        end = time.monotonic() + seconds
        rung = time.monotonic()
        while not what():
            assert time.monotonic() < end, f"it did not come to hold in {seconds:g} s"
            self.check_alive()
            if time.monotonic() - rung > ring_every:
                self.ring()
                rung = time.monotonic()
            time.sleep(0.1)

    def check_alive(self) -> None:
        dead = [name for name, child in self.children.items() if not child.is_running()]
        assert not dead, f"ended too early: {', '.join(dead)}"

    def logs(self) -> str:
        by_file = {child.log: child for child in (*self.ended, *self.children.values())}
        return "\n".join(f"---- {child.name}\n{child.output()}" for child in by_file.values())

    def complaints(self) -> list[str]:
        """Log lines of level ERROR and above, and tracebacks."""
        return re.findall(r"^.*\b(?:ERROR|CRITICAL|Traceback)\b.*$", self.logs(), re.MULTILINE)

    def _forget_rings(self) -> None:
        """Rings of an earlier test, which no worker heard."""
        if not self.is_embedded:
            with redis.Redis.from_url(self.environ["REDIS_URL"]) as broker:
                broker.delete("celery", "unacked", "unacked_index")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=2) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def _until(self, holds: Callable[[], bool], problem: str, seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while not holds():
            dead = [name for name, child in self.children.items() if not child.is_running()]
            if dead or time.monotonic() > end:
                raise RuntimeError(f"{problem} ({', '.join(dead) or 'still silent'})\n{self.logs()}")
            time.sleep(0.05)


def _die_with_parent() -> None:
    """Linux: a test run that is killed takes its processes along."""
    if LIBC:
        pr_set_pdeathsig = 1
        LIBC.prctl(pr_set_pdeathsig, signal.SIGKILL)


def database_url() -> str:
    """The address of the database that this test run made, for a process of its own."""
    from django.db import connection

    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    login = quote(str(known["USER"]), safe="")
    if known["PASSWORD"]:
        login += ":" + quote(str(known["PASSWORD"]), safe="")
    return f"postgres://{login}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever starts processes carries the mark, before -m leaves tests out."""
    for item in items:
        if {"processes", "resting"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("journey")


@pytest.fixture
def resting(
    transactional_db: None, sink: SmtpSink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[Processes]:
    """The system before anything of it runs; a test starts what it needs. The clock of this process goes along."""
    there = Processes(tmp_path, sink, database_url(), os.environ.get("REDIS_URL", ""))
    monkeypatch.setenv("LERENDWERKEN_CLOCK_FILE", str(there.clock_file))
    try:
        yield there
        there.check_alive()
    finally:
        there.stop()
        print(there.logs())  # pytest shows it when the test failed


@pytest.fixture
def processes(resting: Processes) -> Processes:
    """The running system."""
    resting.start()
    return resting
