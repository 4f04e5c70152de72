"""The page of a conversation as one row: everybody who writes takes it in turn, and says that something changed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext as _

from cycles.harvest.models import HarvestSession
from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused


class Behind(Refused):
    """Somebody else wrote meanwhile: the page shows what stands there beside what was typed."""

    is_behind = True


def has_come(moment: Moment, now: datetime) -> bool:
    """From the beginning of its day on things may be put ready."""
    assert moment.starts_at
    zone = ZoneInfo(moment.cycle.team.time_zone)
    return now.astimezone(zone).date() >= moment.starts_at.astimezone(zone).date()


def is_over(moment: Moment, now: datetime) -> bool:
    """With its week: what stands there can be read, not changed."""
    return now >= moment.cycle.closes_at


def hold(moment: Moment, *, also_closed: bool = False, also_over: bool = False) -> HarvestSession:
    """The row, locked until the transaction ends: two who press at once wait for each other. Raises Refused.

    It is made when somebody does the first thing; looking makes nothing. `also_over`: what somebody shared stays
    theirs to take back when the week is over, too (W8).
    """
    now = clock.now()
    if not has_come(moment, now):
        raise Refused(_("Dit gesprek is nog niet begonnen. Op de dag zelf kun je er iets klaarzetten."))
    if is_over(moment, now) and not also_over:
        raise Refused(_("Deze week is voorbij. Je kunt alles nog lezen."))
    made, _made = HarvestSession.objects.get_or_create(
        moment=moment, defaults={"facilitator_id": moment.facilitator_id, "opened_at": now}
    )
    session = HarvestSession.objects.select_for_update(of=("self",), no_key=True).get(pk=made.pk)
    if session.is_closed and not also_closed:
        raise Refused(_("Dit gesprek is afgerond. Open het eerst weer."))
    session.moment = moment
    return session


def changed(session: HarvestSession) -> None:
    """Others should see this: their pages ask for it within two seconds."""
    HarvestSession.objects.filter(pk=session.pk).update(revision=F("revision") + 1)
    session.revision += 1
