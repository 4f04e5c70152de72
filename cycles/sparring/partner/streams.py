"""Answers being written in this process. Each is a task of its own, apart from the requests that read along: who
reloads attaches again, and when nobody reads along any more the line to the provider is cut (TL2).

No database connection is held meanwhile (TL9): what an answer needs comes along in its job, and the little that has
to be asked in between goes through two threads that close their connection each time.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from contextvars import Context
from typing import Any, TypeVar

from django.db import connections

from cycles.sparring.models import Turn
from cycles.sparring.partner import provider, turns
from cycles.sparring.partner.provider import Spent
from cycles.sparring.partner.turns import Job, Outcome, State
from cycles.sparring.rules.didactics import Reader, corrected
from lerendwerken.lib import clock

logger = logging.getLogger("lerendwerken.sparring")

T = TypeVar("T")
Event = tuple[str, dict[str, Any]]  # its name and what it says

ARRIVAL = 10.0  # seconds in which the first reader arrives
GRACE = 1.5  # seconds without a reader before the line is cut: a reload comes back within it
LOOK = 1.0  # seconds between two looks at the rows: stopped elsewhere, read elsewhere, somebody who left
POLL = 0.5  # the same for who reads along through another process
QUIET = 10.0  # seconds after which a sign of life goes to the browser
MOST_AT_ONCE = 200  # in one process

_database = ThreadPoolExecutor(2, thread_name_prefix="sparring-db")


async def in_database(work: Callable[..., T], *values: Any) -> T:
    """Runs in a thread that gives its connection back at once."""

    def run() -> T:
        try:
            return work(*values)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(_database, run)


class Writing:
    """One answer on its way: what is shown so far, who reads along, and how it ends."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.loop = asyncio.get_running_loop()
        self.shown: list[tuple[str, str]] = []  # kind, text so far
        self.round = 0  # how often the answer began anew
        self.ended: State | None = None
        self.is_followed = False  # by another process
        self.kept = 0  # the version that the row has
        self.version = 0
        self._readers = 0
        self._cut = ""  # why it is cut off, once it is
        self._news = asyncio.Event()
        self._blocks: Reader | None = None
        self._work: asyncio.Task[Outcome] | None = None
        self._spent: list[Spent] = []
        self._first: float | None = None

    # For who reads along --------------------------------------------------------------------------

    async def read(self) -> AsyncGenerator[Event | None]:
        """Every change from now on, with first all that is shown already; None is a sign of life."""
        told: list[tuple[str, str] | None] = []
        round_told = self.round
        self._readers += 1
        try:
            while True:
                news = self._news
                if self.round != round_told:
                    round_told, told = self.round, []
                    yield "again", {}
                for index, block in enumerate(self.shown):
                    if index == len(told):
                        told.append(None)
                    if told[index] is not block:
                        told[index] = block
                        yield "block", {"index": index, "kind": block[0], "text": block[1]}
                if self.ended:
                    yield "end", {"state": str(self.ended)}
                    return
                if news is self._news and not await _wait(news, QUIET):
                    yield None
        finally:
            self._readers -= 1
            self.let_go()

    def let_go(self) -> None:
        """Soon after the last reader left it is cut, unless one comes back."""
        if not self._readers and not self.ended:
            self.loop.call_later(GRACE, self.unless_read)

    def unless_read(self) -> None:
        if not self._readers and not self.is_followed:
            self.cut("unwatched")

    def cut(self, why: str) -> None:
        if self._work and not self._work.done() and not self._cut:
            self._cut = why
            self._work.cancel()

    # The writing itself ---------------------------------------------------------------------------

    async def run(self) -> None:
        """From the first call to the settled row. Never raises: what goes wrong is an outcome."""
        started = time.monotonic()
        self._work = asyncio.create_task(self._answer())
        try:
            outcome = await self._work
        except asyncio.CancelledError:
            outcome = self._outcome(State.STOPPED, self._cut or "lost")
            # With nobody to tell, such as when the server stops, the row is ended all the same.
        except provider.Failed as failed:
            outcome = self._outcome(State.FAILED, failed.code)
        except Exception as error:
            logger.error("answer %s: %s", self.job.turn, type(error).__name__)
            outcome = self._outcome(State.FAILED, "bug")
        try:
            await in_database(turns.end_call, self.job, outcome)
        except Exception as error:  # the sweeper ends the row
            logger.error("answer %s could not be kept: %s", self.job.turn, type(error).__name__)
        logger.info(
            "answer %s of %s: %s %s, %s tokens, first after %s ms, %s ms in all",
            self.job.turn,
            self.job.endpoint.name,
            outcome.state,
            outcome.failure or "-",
            outcome.used,
            "-" if self._first is None else round((self._first - started) * 1000),
            round((time.monotonic() - started) * 1000),
        )
        self.ended = State(outcome.state)
        self._wake()

    async def _answer(self) -> Outcome:
        until = self.loop.time() + provider.LIMITS.total
        if len(WRITING) > MOST_AT_ONCE:
            raise provider.Failed("full")
        messages = self.job.messages
        for second in (False, True):
            self._blocks = reader = Reader(self.job.rung, self.job.language, second=second)
            if second:
                self._again()
            spent = Spent(messages)
            self._spent.append(spent)
            words = provider.pieces(self.job.endpoint, messages, self.job.most_tokens, spent, until=until)
            async with aclosing(words) as coming:
                async for word in coming:
                    self._show(reader.feed(word))
            self._show(reader.end())
            verdict = reader.verdict()
            if verdict == "fine":
                return self._outcome(State.DONE)
            if verdict == "held" or second:
                break
            messages = corrected(self.job.messages, reader)
            if not await in_database(turns.extend, self.job, turns.cost(messages, self.job.most_tokens)):
                return self._outcome(State.HELD, "budget")
        return self._outcome(State.HELD, "rules")

    def _show(self, news: list[tuple[int, str, str]]) -> None:
        if not news:
            return
        if self._first is None:
            self._first = time.monotonic()
        for index, kind, text in news:
            if index < len(self.shown):
                self.shown[index] = (kind, text)
            else:
                self.shown.append((kind, text))
        self.version += 1
        self._wake()

    def _again(self) -> None:
        self.shown = []
        self.round += 1
        self.version += 1
        self._wake()

    def _outcome(self, state: State, failure: str = "") -> Outcome:
        reader = self._blocks
        return Outcome(
            state,
            failure,
            blocks=tuple(block.as_json() for block in reader.shown) if reader else (),
            claims=tuple(reader.claims()) if reader else (),
            used=sum(spent.tokens for spent in self._spent),
            heard=any(spent.said for spent in self._spent),
        )

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()


WRITING: dict[int, Writing] = {}
"""Turn -> the answer that this process writes."""
_tasks: set[asyncio.Task[None]] = set()


def start(job: Job) -> Writing:
    """Begins an answer that was claimed. Its task knows nothing of the request that it came from."""
    writing = WRITING[job.turn] = Writing(job)
    _own_task(_written(writing))
    writing.loop.call_later(ARRIVAL, writing.unless_read)
    if writing.loop not in _looking:
        _looking.add(writing.loop)
        _own_task(_look(writing.loop))
    return writing


def here(pk: int) -> Writing | None:
    """The answer, when it is written on this loop."""
    writing = WRITING.get(pk)
    return writing if writing and writing.loop is asyncio.get_running_loop() else None


def stop_here(pk: int) -> None:
    """At once when this process writes it, from whatever thread; another process sees it within LOOK."""
    if writing := WRITING.get(pk):
        writing.loop.call_soon_threadsafe(writing.cut, "stopped")


async def events(turn: Turn, job: Job | None) -> AsyncGenerator[Event | None]:
    """All of one answer: of a claimed one that begins now, one that is written here or elsewhere, or one that ended."""
    writing = here(turn.pk) or (start(job) if job else None)
    if writing is None and turn.state == State.STREAMING:
        async with aclosing(_elsewhere(turn.pk)) as followed:
            async for event in followed:
                yield event
    elif writing is None:
        for event in _whole(turn.state, turn.blocks):
            yield event
    else:
        async with aclosing(writing.read()) as reading:
            async for event in reading:
                yield event


async def begin(job: Job) -> None:
    """Begins on the server's loop, for a view in a thread: also when its browser is gone by now."""
    start(job)


async def write(job: Job) -> None:
    """The whole answer, for a caller that waits for it on a loop of its own."""
    writing = start(job)
    async with aclosing(writing.read()) as reading:
        async for _event in reading:
            pass
    await provider.hang_up()


def _own_task(work: Any) -> None:
    task = asyncio.get_running_loop().create_task(work, context=Context())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def _written(writing: Writing) -> None:
    try:
        await writing.run()
    finally:
        WRITING.pop(writing.job.turn, None)


async def _wait(news: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await news.wait()
    except TimeoutError:
        return False
    return True


def _whole(state: str, blocks: list[dict[str, str]]) -> list[Event]:
    shown: list[Event] = [("block", {"index": n, **block}) for n, block in enumerate(blocks)]
    return [*shown, ("end", {"state": str(state)})]


# Looking at the rows ------------------------------------------------------------------------------

_looking: set[asyncio.AbstractEventLoop] = set()


async def _look(loop: asyncio.AbstractEventLoop) -> None:
    """While anything is written on this loop: one query a second for all of it."""
    try:
        while mine := [writing for writing in list(WRITING.values()) if writing.loop is loop]:
            await asyncio.sleep(LOOK)
            try:
                found = await in_database(_standing, [writing.job.turn for writing in mine])
                if shown := _compare(mine, found):
                    await in_database(turns.keep, shown)
            except Exception as error:
                logger.error("no look at the answers: %s", type(error).__name__)
    finally:
        _looking.discard(loop)


def _compare(mine: list[Writing], found: dict[int, tuple[str, Any, bool]]) -> dict[int, list[dict[str, str]]]:
    """Cuts what was stopped elsewhere or whose owner left; gives back what other processes should see."""
    now, shown = clock.now(), {}
    for writing in mine:
        state, watched_at, is_active = found.get(writing.job.turn, ("", None, False))
        if state != State.STREAMING or watched_at is None or not is_active:
            writing.cut("stopped")
            continue
        was_followed = writing.is_followed
        age = (now - watched_at).total_seconds()
        writing.is_followed = watched_at != writing.job.began_at and age < GRACE + LOOK
        if was_followed and not writing.is_followed:
            writing.let_go()
        if writing.is_followed and writing.kept != writing.version:
            writing.kept = writing.version
            shown[writing.job.turn] = [{"kind": kind, "text": text} for kind, text in writing.shown]
    return shown


def _standing(pks: list[int]) -> dict[int, tuple[str, Any, bool]]:
    """Turn -> its state, when it was last read elsewhere (None: stop), and whether its owner is still there."""
    rows = Turn.objects.filter(pk__in=pks).values_list(
        "pk", "state", "watched_at", "session__question__owner__is_active"
    )
    return {pk: (state, watched_at, is_active) for pk, state, watched_at, is_active in rows}


async def _elsewhere(pk: int) -> AsyncGenerator[Event | None]:
    """An answer that another process writes, as its row tells it."""
    told: list[dict[str, str]] = []
    while True:
        if writing := here(pk):  # two opened it at the same moment, and the other one had it
            async with aclosing(writing.read()) as reading:
                async for event in reading:
                    yield event
            return
        state, blocks = await in_database(_followed, pk)
        if state not in Turn.UNFINISHED:
            for event in [*([("again", {})] if told else []), *_whole(state, blocks)]:
                yield event
            return
        if len(blocks) < len(told):
            told = []
            yield "again", {}
        for index, block in enumerate(blocks):
            if told[index : index + 1] != [block]:
                yield "block", {"index": index, **block}
        told = blocks
        yield None
        await asyncio.sleep(POLL)


def _followed(pk: int) -> tuple[str, list[dict[str, str]]]:
    """Its state and what it shows; says to its writer that somebody reads along. None there stays: it means stop."""
    reading = Turn.objects.filter(pk=pk, state=State.STREAMING).exclude(watched_at=None)
    reading.update(watched_at=clock.now())
    row = Turn.objects.filter(pk=pk).values_list("state", "blocks").first()
    return row or (State.STOPPED, [])
