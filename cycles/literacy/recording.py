"""One line on somebody's own record, with the work that they chose as it is at that moment."""

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cycles.literacy.models import LiteracyEntry
from lerendwerken.lib import clock
from teams.accounts.models import User

OWN = (
    LiteracyEntry.Kind.PRACTISED,
    LiteracyEntry.Kind.LEARNT,
)  # written by the owner, who may take them away
HOW: dict[str, Promise] = {
    LiteracyEntry.Kind.NORMS: _("Basisnormen gelezen"),
    LiteracyEntry.Kind.PRACTISED: _("Geoefend in het werk"),
    LiteracyEntry.Kind.LEARNT: _("Op een andere manier geleerd"),
}
SAME_PRESS = timedelta(minutes=1)  # the same words within it are a button pressed twice


def write(kind: LiteracyEntry.Kind, text: str, *, by: User) -> None:
    if kind not in OWN:
        raise ValueError(f"{kind} is not written by hand")
    now = clock.now()
    again = LiteracyEntry.objects.filter(person=by, kind=kind, text=text, at__gt=now - SAME_PRESS)
    if not again.exists():
        LiteracyEntry.objects.create(person=by, kind=kind, role=by.work, text=text, at=now)
