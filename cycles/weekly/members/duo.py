"""What a duo does with its own Leerwerkuur. Only the two of them see it (S11).

So these verbs leave the week's revision alone, write no moment and no name in the log, and what a duo
cancelled keeps its place: whoever leads the team finds the same week as before.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cycles.weekly import agenda, judging, message, planning
from cycles.weekly.models import Moment
from cycles.weekly.planning import Refused
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import log

log.labels(duo_changed=_("een duo veranderde het eigen Leerwerkuur"))


@transaction.atomic
def cancel(moment: Moment, *, by: User, sequence: int | None = None) -> None:
    """Not this week. No cause is asked: it is nobody's business. Twice is once."""
    if _open(moment).is_cancelled:
        return
    _seen(moment, sequence)
    Moment.objects.filter(pk=moment.pk).update(
        cancelled_at=clock.now(), off_by_duo=True, sequence=F("sequence") + 1
    )
    _changed(moment, by)


@transaction.atomic
def restore(moment: Moment, *, by: User, sequence: int | None = None) -> None:
    """It goes on after all, at the same time. Twice is once."""
    if not _open(moment).is_cancelled:
        return
    _seen(moment, sequence)
    Moment.objects.filter(pk=moment.pk).update(
        cancelled_at=None, off_by_duo=False, sequence=F("sequence") + 1
    )
    _changed(moment, by, taken_back=True)
    planning.reseat(moment.cycle)


@transaction.atomic
def move(
    moment: Moment,
    starts_at: datetime | None,
    *,
    by: User,
    sequence: int | None = None,
    taken_back: bool = False,
) -> None:
    """To a time at which everybody of the duo works and nothing else stands; None only takes a move back."""
    if _open(moment).is_cancelled:
        raise Refused("cancelled")
    if starts_at == moment.starts_at:
        return
    _seen(moment, sequence)
    if starts_at is not None:
        place = judging.judge(moment, starts_at)
        if not place.is_allowed:
            raise Refused("no_place", refusals=list(place.refusals))
    Moment.objects.filter(pk=moment.pk).update(starts_at=starts_at, sequence=F("sequence") + 1)
    _changed(moment, by, taken_back=taken_back)
    planning.reseat(moment.cycle, anew=[moment.pk])


def may_change(moment: Moment) -> bool:
    """A published Leerwerkuur of a duo that has not begun, and that the team did not cancel."""
    return moment.is_of_a_duo and moment.cycle.is_published and _why_settled(moment) is None


def _open(moment: Moment) -> Moment:
    planning.hold(moment.cycle, None, moment)
    if not moment.is_of_a_duo or not moment.cycle.is_published:
        raise Refused("not_a_duo")
    if refusal := _why_settled(moment):
        raise refusal
    return moment


def _seen(moment: Moment, sequence: int | None) -> None:
    """sequence: that of the page where it was chosen; the other of the duo may have changed it since."""
    if sequence is not None and sequence != moment.sequence:
        raise Refused("stale_duo")


def _why_settled(moment: Moment) -> Refused | None:
    try:
        planning.refuse_when_settled(moment)
    except Refused as refusal:
        return refusal
    return None


def _changed(moment: Moment, by: User, *, taken_back: bool = False) -> None:
    moment.refresh_from_db(fields=planning.FRESH)
    message.tell_the_other(moment, by, taken_back=taken_back)
    agenda.follow_after(moment.cycle, is_news=False)
    log.record("duo_changed", by=None)
