"""The lines that a team writes together: what lies on the table, what it keeps and changes, and its focus.

Each is a row of its own. Who changes a line that somebody else changed meanwhile adds a line: both texts stay.
"""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cycles.harvest.holding import changed, hold
from cycles.harvest.models import HarvestLine, HarvestSession
from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User

LONGEST = 300
MOST = 40  # of one kind; more is no line but a list

Kind = HarvestLine.Kind


@transaction.atomic
def add(moment: Moment, kind: str, text: str, *, by: User) -> HarvestLine:
    """The same text pressed twice stands there once."""
    text = _checked(text, kind)
    session = hold(moment)
    lines = session.lines.filter(kind=kind, removed_at=None)
    if twin := lines.filter(text=text).first():
        return twin
    if lines.count() >= MOST:
        raise Refused(_("Hier staan al veel regels. Haal er eerst een weg."), kind)
    return _add(session, kind, text, by)


@transaction.atomic
def change(moment: Moment, line: HarvestLine, text: str, revision: int | None, *, by: User) -> bool:
    """False when somebody else changed or removed it meanwhile: then both texts stand there."""
    text = _checked(text, f"line-{line.pk}")
    session = hold(moment)
    row = HarvestLine.objects.get(pk=line.pk, session=session)
    if row.removed_at is None and row.text == text:
        return True
    mine = HarvestLine.objects.filter(pk=row.pk, removed_at=None, revision=revision or 0)
    is_first = bool(mine.update(text=text, by=by, revision=F("revision") + 1))
    if not is_first:
        _add(session, row.kind, text, by)
    else:
        changed(session)
    return is_first


@transaction.atomic
def remove(moment: Moment, line: HarvestLine, *, by: User) -> None:
    session = hold(moment)
    if HarvestLine.objects.filter(pk=line.pk, session=session, removed_at=None).update(
        removed_at=clock.now()
    ):
        changed(session)


@transaction.atomic
def put_back(moment: Moment, line: HarvestLine, *, by: User) -> None:
    session = hold(moment)
    if (
        HarvestLine.objects.filter(pk=line.pk, session=session)
        .exclude(removed_at=None)
        .update(removed_at=None)
    ):
        changed(session)


def _add(session: HarvestSession, kind: str, text: str, by: User) -> HarvestLine:
    made = HarvestLine.objects.create(session=session, kind=Kind(kind), text=text, by=by)
    changed(session)
    return made


def _checked(text: str, field: str) -> str:
    text = " ".join(text.split())
    if not says_something(text):
        raise Refused(_("Schrijf eerst een regel."), field)
    if len(text) > LONGEST:
        raise Refused(_("Dit is te lang voor een regel. Hooguit 300 tekens. Je tekst staat er nog."), field)
    return text
