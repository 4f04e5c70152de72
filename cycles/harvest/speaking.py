"""Turns: one item has the floor, and then the next."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cycles.harvest.holding import changed, hold
from cycles.harvest.models import HarvestItem, HarvestSession
from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User


@transaction.atomic
def give(moment: Moment, item: HarvestItem, *, by: User) -> None:
    """To one of the items. By whoever leads, or by whoever put it there."""
    session = _allowed(moment, item, by)
    _finish(session)
    if _shown(session).filter(pk=item.pk).update(has_floor=True, spoken_at=None):
        changed(session)


@transaction.atomic
def finish(moment: Moment, item: HarvestItem, *, by: User, and_next: bool = False) -> None:
    """It has been talked about; `and_next` gives the floor to whoever waits longest. Twice is once."""
    session = _allowed(moment, item, by)
    if not _shown(session).filter(pk=item.pk, has_floor=True).exists():
        return
    _finish(session)
    waiting = _shown(session).filter(spoken_at=None).order_by("put_at", "pk").first() if and_next else None
    if waiting:
        HarvestItem.objects.filter(pk=waiting.pk).update(has_floor=True)
    changed(session)


def _allowed(moment: Moment, item: HarvestItem, by: User) -> HarvestSession:
    session = hold(moment)
    if by.pk not in (session.facilitator_id, item.person_id):
        raise Refused(_("Wie het gesprek leidt, geeft het woord."))
    if session.step == 0 and item.person_id != by.pk:
        raise Refused(_("Eerst schrijft iedereen uit het hoofd. Daarna is er een ronde."))
    return session


def _shown(session: HarvestSession) -> QuerySet[HarvestItem]:
    return HarvestItem.objects.filter(session=session, taken_back_at=None)


def _finish(session: HarvestSession) -> None:
    HarvestItem.objects.filter(session=session, has_floor=True).update(has_floor=False, spoken_at=clock.now())
