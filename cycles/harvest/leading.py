"""Leading the conversation: one person has the clock and the agenda, and anybody can take over with one press.

Written down is who leads and in which step it is, and never who was there, or who did what (S11).
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.harvest import agenda
from cycles.harvest.holding import changed, hold
from cycles.harvest.models import HarvestItem, HarvestSession
from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.audit import log

log.labels(
    harvest_begun=gettext_lazy("begon een gesprek van het team"),
    harvest_closed=gettext_lazy("rondde een gesprek van het team af"),
    harvest_reopened=gettext_lazy("opende een gesprek van het team weer"),
)


@transaction.atomic
def begin(moment: Moment, *, by: User) -> None:
    """The clock of the first step starts. By whoever leads; without anybody, whoever presses does. Twice is once."""
    session = hold(moment)
    if session.facilitator_id is None:
        session.facilitator = by
    _leads(session, by)
    if session.begun_at is None:
        session.begun_at = session.step_began_at = clock.now()
        session.save(update_fields=["facilitator", "begun_at", "step_began_at"])
        log.record("harvest_begun", by=by, obj=moment)
        changed(session)


@transaction.atomic
def take_over(moment: Moment, *, by: User) -> None:
    """Nobody is asked for leave: whoever led may be gone."""
    session = hold(moment)
    if session.facilitator_id != by.pk:
        session.facilitator = by
        session.save(update_fields=["facilitator"])
        changed(session)


@transaction.atomic
def go(moment: Moment, seen: int, by_steps: int, *, by: User) -> None:
    """On to the next step (1) or back (-1), from the one that was seen: pressed twice it moves once."""
    session = _led(moment, by)
    to = min(max(seen + by_steps, 0), agenda.of(moment).last)
    if session.step != seen or to == seen:
        return
    session.step, session.step_began_at = to, clock.now()
    session.paused_at, session.paused_seconds = None, 0
    session.save(update_fields=["step", "step_began_at", "paused_at", "paused_seconds"])
    HarvestItem.objects.filter(session=session, has_floor=True).update(has_floor=False, spoken_at=clock.now())
    changed(session)


@transaction.atomic
def pause(moment: Moment, *, by: User) -> None:
    session = _led(moment, by)
    if session.paused_at is None:
        session.paused_at = clock.now()
        session.save(update_fields=["paused_at"])
        changed(session)


@transaction.atomic
def go_on(moment: Moment, *, by: User) -> None:
    session = _led(moment, by)
    if session.paused_at is not None:
        session.paused_seconds += _seconds(clock.now() - session.paused_at)
        session.paused_at = None
        session.save(update_fields=["paused_at", "paused_seconds"])
        changed(session)


@transaction.atomic
def close(moment: Moment, *, by: User) -> None:
    """Done. Everything stays to be read; nobody adds to it."""
    session = hold(moment, also_closed=True)
    _leads(session, by)
    if session.is_closed:
        return
    session.closed_at = clock.now()
    session.save(update_fields=["closed_at"])
    HarvestItem.objects.filter(session=session, has_floor=True).update(
        has_floor=False, spoken_at=session.closed_at
    )
    log.record("harvest_closed", by=by, obj=moment)
    changed(session)


@transaction.atomic
def reopen(moment: Moment, *, by: User) -> None:
    """By anybody in it, as long as the week is open. The clock goes on where it stood."""
    session = hold(moment, also_closed=True)
    if session.closed_at is None:
        return
    if session.paused_at is None:
        session.paused_seconds += _seconds(clock.now() - session.closed_at)
    session.closed_at = None
    session.save(update_fields=["closed_at", "paused_seconds"])
    log.record("harvest_reopened", by=by, obj=moment)
    changed(session)


def _led(moment: Moment, by: User) -> HarvestSession:
    session = hold(moment)
    _leads(session, by)
    if session.begun_at is None:
        raise Refused(_("Het gesprek is nog niet begonnen."))
    return session


def _leads(session: HarvestSession, by: User) -> None:
    if session.facilitator_id == by.pk:
        return
    who = session.facilitator
    if who is None:
        raise Refused(_("Nu leidt niemand het gesprek. Neem het over, dan kan dit."))
    raise Refused(
        _("%(name)s leidt nu het gesprek. Neem het over als dat nodig is.") % {"name": who.given_name}
    )


def _seconds(length: timedelta) -> int:
    return max(0, round(length.total_seconds()))
