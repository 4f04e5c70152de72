"""The model drafts: one call, on the server's loop, that holds no database connection while it waits. What comes is
a row that nobody has accepted; what goes wrong is a sentence on the page."""

import asyncio
import logging
import re
from contextlib import aclosing
from contextvars import Context

from cycles.harvest import summarising
from cycles.harvest.models import HarvestSummary
from cycles.harvest.summarising import Job
from cycles.sparring.partner import breaker, failures, provider
from cycles.sparring.partner.provider import Spent
from cycles.sparring.partner.streams import in_database
from cycles.sparring.rules.blocks import cleaned

logger = logging.getLogger("lerendwerken.harvest")

MOST = 2500  # characters; a summary that goes on longer is cut at its last whole sentence
_tasks: set[asyncio.Task[None]] = set()
State = HarvestSummary.State


async def start(job: Job) -> None:
    """Goes on after the request has been answered; its task knows nothing of that request."""
    task = asyncio.get_running_loop().create_task(write(job), context=Context())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


async def write_and_wait(job: Job) -> None:
    """For a caller on a loop of its own."""
    await write(job)
    await provider.hang_up()


async def write(job: Job) -> None:
    """From the call to the settled row. Never raises; what is lost with the process is swept."""
    spent, said, failure = Spent(job.messages), "", ""
    until = asyncio.get_running_loop().time() + provider.LIMITS.total
    try:
        words = provider.pieces(job.endpoint, job.messages, job.most_tokens, spent, until=until)
        async with aclosing(words) as coming:
            async for word in coming:
                said += word
                if len(said) > MOST * 2:
                    break
    except provider.Failed as failed:
        failure = failed.code
    except Exception as error:
        logger.error("summary %s: %s", job.summary, type(error).__name__)
        failure = "bug"
    text = "" if failure else tidy(said)
    try:
        await in_database(_keep, job, text, failure, spent)
    except Exception as error:  # the sweep ends the row
        logger.error("summary %s could not be kept: %s", job.summary, type(error).__name__)


def tidy(said: str) -> str:
    """Plain paragraphs of what a model said, whatever it put around them."""
    plain = re.sub(r"</?[a-zA-Z][^<>]{0,80}>", " ", said)
    plain = re.sub(r"\[\[[^\]]{0,40}\]\]", " ", plain)
    plain = re.sub(r"(?m)^[ \t]*(?:#{1,6}|[-*•]|\d{1,2}[.)])[ \t]+", "", plain).replace("**", "")
    text = cleaned(plain)
    if len(text) > MOST:
        text = text[:MOST]
        text = text[: max(text.rfind(". "), text.rfind(".\n"), 0) + 1] or text.rsplit(" ", 1)[0]
    return text.strip()


def _keep(job: Job, text: str, failure: str, spent: Spent) -> None:
    name = job.endpoint.name
    if failure in failures.PROVIDER:
        breaker.failed(name)
    elif spent.heard:
        breaker.succeeded(name)
    else:
        breaker.unknown(name)
    row = HarvestSummary.objects.select_related("session__moment__cycle__team", "asked_by").get(
        pk=job.summary
    )
    asked_by = row.asked_by
    # Whoever turned AI off meanwhile does not get its words any more (AI10).
    still = asked_by is not None and summarising.is_offered(row.session.moment, asked_by)
    state = State.DISCARDED if not still else State.DRAFT if text else State.FAILED
    summarising.end(row.pk, state, text if state == State.DRAFT else "", spent.tokens)
