"""The row of an answer: asked for once, claimed by one writer, ended once, and its tokens settled with it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from cycles.claims.models import Claim
from cycles.sparring.models import PartnerSettings, SparringSession, Turn
from cycles.sparring.partner import breaker, budget, endpoints, failures
from cycles.sparring.partner.provider import Message, in_tokens
from cycles.sparring.rules.blocks import Block
from cycles.sparring.rules.didactics import claims_in
from lerendwerken.lib import clock
from lerendwerken.lib.outbound import Endpoint

logger = logging.getLogger("lerendwerken.sparring")

State = Turn.State
LOST = timedelta(minutes=3)  # longer than any answer takes


@dataclass(frozen=True, slots=True)
class Job:
    """All that writing one answer needs, so that no database connection is kept for it."""

    turn: int
    began_at: datetime
    rung: int
    language: str
    endpoint: Endpoint
    messages: list[Message]
    most_tokens: int
    account: budget.Account


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an answer ended."""

    state: State
    failure: str = ""
    blocks: tuple[dict[str, str], ...] = ()
    claims: tuple[str, ...] = ()
    used: int = 0
    heard: bool = False  # the provider said a word


def claim(turn: Turn) -> Job | None:
    """For one caller only, and only while it waits. None: somebody else has it, or it ended here at once."""
    now = clock.now()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Somebody waits for the first word. A database that crashes right now forgets the claim, and that is all.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO OFF")
        claimed = Turn.objects.filter(pk=turn.pk, state=State.WAITING).update(
            state=State.STREAMING, began_at=now, watched_at=now
        )
    if not claimed:
        turn.refresh_from_db(fields=["state", "blocks", "failure"])
        return None
    turn.state = State.STREAMING
    session, request = turn.session, turn.request or {}
    endpoint = endpoints.named(session.model)
    why_not = ""
    if endpoint is None or not request:
        why_not = "changed"
    elif not breaker.allows(endpoint.name):
        why_not = "resting"
    if why_not or endpoint is None:
        end(turn.pk, Outcome(State.FAILED, why_not))
        turn.refresh_from_db()
        return None
    return Job(
        turn=turn.pk,
        began_at=now,
        rung=turn.rung,
        language=session.language,
        endpoint=endpoint,
        messages=request["messages"],
        most_tokens=request["most_tokens"],
        account=budget.Account(**request["account"]),
    )


@transaction.atomic
def end(pk: int, outcome: Outcome, *, only: State | None = None) -> bool:
    """Once: keeps what was shown, makes claims of it, settles the budget, and forgets what was sent."""
    open_ones = Turn.objects.filter(pk=pk, state__in=[only] if only else Turn.UNFINISHED)
    turn = open_ones.select_for_update().first()
    if turn is None:
        return False
    account = budget.Account(**turn.request["account"]) if turn.request else None
    Turn.objects.filter(pk=pk).update(
        state=outcome.state,
        failure=outcome.failure,
        blocks=list(outcome.blocks),
        ended_at=clock.now(),
        used=outcome.used,
        request=None,
    )
    if account:
        budget.settle(account, turn.reserved, outcome.used)
    if outcome.claims:
        _make_claims(turn, outcome.claims)
    return True


def end_call(job: Job, outcome: Outcome) -> bool:
    """The end of an answer that was really asked for: its provider's health goes with it."""
    name = job.endpoint.name
    if outcome.failure in failures.PROVIDER:
        breaker.failed(name)
    elif outcome.heard:
        breaker.succeeded(name)
    else:
        breaker.unknown(name)
    return end(job.turn, outcome)


def extend(job: Job, tokens: int) -> bool:
    """Room for asking once more; False when there is none, or when the answer was ended meanwhile."""
    with transaction.atomic():
        turn = Turn.objects.select_for_update().filter(pk=job.turn, state=State.STREAMING).first()
        if turn is None:
            return False
        try:
            budget.reserve(job.account, tokens)
        except budget.OutOfBudget:
            return False
        Turn.objects.filter(pk=job.turn).update(reserved=turn.reserved + tokens)
        return True


def keep(blocks: dict[int, list[dict[str, str]]]) -> None:
    """What is shown so far, for whoever reads along through another process. Turn -> blocks."""
    for pk, shown in blocks.items():
        Turn.objects.filter(pk=pk, state=State.STREAMING).update(blocks=shown)


def sweep() -> int:
    """Ends what nobody finishes any more, such as after a crash, so that nothing stays stuck (TL1)."""
    before = clock.now() - LOST
    stuck = Turn.objects.filter(
        Q(state=State.WAITING, made_at__lt=before) | Q(state=State.STREAMING, began_at__lt=before)
    )
    ended = 0
    for pk, state, reserved, shown in stuck.values_list("pk", "state", "reserved", "blocks"):
        # What a lost call cost nobody knows; what was reserved for it is the most.
        used = reserved if state == State.STREAMING else 0
        blocks = tuple(block for block in shown if block["text"])  # an empty one was only announced
        claims = tuple(claims_in(Block.of(block) for block in blocks))
        ended += end(pk, Outcome(State.FAILED, "lost", blocks, claims, used))
    if ended:
        logger.warning("ended %s answers that were lost", ended)
    return ended


@transaction.atomic
def ask(session: SparringSession, endpoint: Endpoint | None, request: list[Message]) -> Turn:
    """The partner's turn, waiting, with its budget reserved; OutOfBudget when there is none."""
    last = session.turns.order_by("number").last()
    turn = Turn(
        session=session,
        number=last.number + 1 if last else 1,
        speaker=Turn.Speaker.PARTNER,
        rung=session.rung,
    )
    if endpoint is None or endpoint.name != session.model:
        # The label of this conversation names another model than the words would go to.
        turn.state, turn.failure, turn.ended_at = State.FAILED, "changed", clock.now()
        turn.save()
        return turn
    limits = PartnerSettings.get()
    account = budget.Account.of(session.question.owner)
    turn.reserved = cost(request, limits.answer_tokens)
    budget.reserve(account, turn.reserved, limits)
    turn.state = State.WAITING
    turn.request = {
        "messages": request,
        "most_tokens": limits.answer_tokens,
        "account": account.as_json(),
    }
    turn.save()
    return turn


def cost(request: list[Message], most_tokens: int) -> int:
    return in_tokens(request) + most_tokens


def _make_claims(turn: Turn, texts: tuple[str, ...]) -> None:
    """Each statement of the answer is something to check, once (AI4)."""
    question = turn.session.question
    fresh = dict.fromkeys(text[:500] for text in texts if text.strip())
    there = Claim.objects.filter(question=question, text__in=fresh)
    # Written down while the answer came in, it is no less the partner's: as an own one it could be thrown away.
    there.filter(origin=Claim.Origin.OWN, state=Claim.State.UNCHECKED).update(origin=Claim.Origin.AI)
    known = set(there.values_list("text", flat=True))
    Claim.objects.bulk_create(
        Claim(question=question, text=text, origin=Claim.Origin.AI) for text in fresh if text not in known
    )
