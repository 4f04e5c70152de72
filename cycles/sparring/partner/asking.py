"""Asking the partner: the verbs that a page uses. What an answer may say is didactics'; how it comes is streams'."""

import asyncio

from django.db import connection, transaction

from cycles.sparring.models import SparringSession, Turn
from cycles.sparring.partner import endpoints, streams, turns
from cycles.sparring.partner.turns import Outcome, State
from cycles.sparring.rules import didactics
from teams.accounts.models import User


@transaction.atomic
def ask(session: SparringSession, by: User) -> Turn:
    """The partner's next turn, waiting for whoever opens its stream. Raises OutOfBudget.

    Of the owner's own conversation only, and it holds nothing of any other (TL6).
    """
    if session.question.owner_id != by.pk:
        raise PermissionError("only the owner of a question spars about it")
    return turns.ask(session, endpoints.chosen(), didactics.messages(session))


def stop(turn: Turn, by: User) -> None:
    """Ends an answer where it is; what was shown stays. Twice is once."""
    if turn.session.question.owner_id != by.pk:
        raise PermissionError("only the owner of a question stops its answers")
    if turns.end(turn.pk, Outcome(State.STOPPED, "stopped"), only=State.WAITING):
        return
    # Whoever writes it, here or in another process, finds nobody watching and hangs up.
    if Turn.objects.filter(pk=turn.pk, state=State.STREAMING).update(watched_at=None):
        streams.stop_here(turn.pk)


def generate_now(turn: Turn) -> None:
    """Waits for the whole answer, for a browser that cannot follow a stream. Nothing when it is not waiting."""
    job = turns.claim(turn)
    if job is None:
        return
    if not connection.in_atomic_block:
        connection.close()  # an answer takes up to two minutes; nobody holds a connection that long
    asyncio.run(streams.write(job))
    turn.refresh_from_db()
