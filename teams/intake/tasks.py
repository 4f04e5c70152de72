"""The work on a file: reading, checking, taking over. Every step may run twice and be cut off anywhere."""

import logging
from contextlib import suppress

from celery import shared_task
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from teams.intake.apply import take_over
from teams.intake.checking import check
from teams.intake.models import Intake

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def work(intake_id: int) -> None:
    """Does what this file waits for, if nobody else does."""
    intake = Intake.objects.filter(pk=intake_id).first()
    while intake is not None and intake.state in Intake.AT_WORK and intake.claim():
        if not step(intake):
            return


@shared_task(ignore_result=True)
def sweep() -> None:
    """Picks up work whose message or worker was lost, and removes files of seven days old."""
    for intake_id in Intake.objects.waiting().values_list("pk", flat=True):
        work(intake_id)
    for intake in Intake.objects.outdated():
        intake.drop(by=None)


def ring(intake: Intake) -> None:
    """Asks a worker for it. Without a broker the next sweep finds it."""
    with suppress(OperationalError, RedisError, OSError):
        work.delay(intake.pk)


def step(intake: Intake) -> bool:
    """One step of a claimed intake; False when it failed."""
    state = intake.state
    try:
        if state == Intake.State.READING:
            intake.read()
        elif state == Intake.State.CHECKING:
            check(intake)
        else:
            take_over(intake, lambda done: tell_taken(intake, done))
    except Exception:
        # The sweep tries again; after three tries the page says so to the administrator.
        logger.exception("intake %s failed while %s", intake.pk, state)
        Intake.objects.filter(pk=intake.pk, lease_token=intake.lease_token).update(lease_until=None)
        return False
    return True


def tell_taken(intake: Intake, done: int) -> None:
    """How far a take-over is, kept outside its transaction, which nobody can look into. Not worth a failure."""
    with suppress(RedisError):
        cache.set(f"intake-{intake.pk}-taken", done, 600)


def taken(intake: Intake) -> int:
    with suppress(RedisError):
        return int(cache.get(f"intake-{intake.pk}-taken") or 0)
    return 0
