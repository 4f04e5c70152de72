"""What a team agrees about work and AI: tasks that stay human and why (A52), its own norms, and how it talks about it.

Every member writes, changes and ends; the lead too. What ended stays, so that ending can be undone.
"""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.literacy.models import TeamAgreement
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.audit import log
from teams.structure.access import Viewer, can
from teams.structure.models import Team

Kind = TeamAgreement.Kind

log.labels(
    agreement_made=gettext_lazy("schreef een afspraak van het team op"),
    agreement_changed=gettext_lazy("paste een afspraak van het team aan"),
    agreement_ended=gettext_lazy("beëindigde een afspraak van het team"),
    agreement_taken_up=gettext_lazy("zette een afspraak van het team terug"),
)


class Changed(Exception):
    """Somebody else saved it meanwhile, or ended it."""


@transaction.atomic
def make(
    team: Team, kind: str, text: str, why: str = "", *, junior_learns: bool = False, by: User
) -> TeamAgreement:
    """The same words twice are one agreement. Raises Refused."""
    _allow(team, by)
    text, why = _checked(kind, text, why)
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)  # a button pressed twice
    known = TeamAgreement.objects.filter(team=team, kind=kind, text=text, ended_at=None).first()
    if known:
        return known
    made = TeamAgreement.objects.create(
        team=team, kind=kind, text=text, why=why, junior_learns=_learns(kind, junior_learns), made_by=by
    )
    log.record("agreement_made", by=by, obj=made, kind=str(kind))
    return made


@transaction.atomic
def change(
    row: TeamAgreement, text: str, why: str = "", *, junior_learns: bool = False, revision: int, by: User
) -> None:
    """Raises Refused, Changed."""
    _allow(row.team, by)
    text, why = _checked(row.kind, text, why)
    changed = TeamAgreement.objects.filter(pk=row.pk, revision=revision, ended_at=None).update(
        text=text, why=why, junior_learns=_learns(row.kind, junior_learns), revision=F("revision") + 1
    )
    if not changed:
        raise Changed
    log.record("agreement_changed", by=by, obj=row)


@transaction.atomic
def end(row: TeamAgreement, *, by: User) -> bool:
    """It holds no more. False when it ended already."""
    _allow(row.team, by)
    ended = TeamAgreement.objects.filter(pk=row.pk, ended_at=None).update(
        ended_at=clock.now(), revision=F("revision") + 1
    )
    if ended:
        log.record("agreement_ended", by=by, obj=row)
    return bool(ended)


@transaction.atomic
def take_up(row: TeamAgreement, *, by: User) -> bool:
    """It holds again."""
    _allow(row.team, by)
    back = TeamAgreement.objects.filter(pk=row.pk, ended_at__isnull=False).update(
        ended_at=None, revision=F("revision") + 1
    )
    if back:
        log.record("agreement_taken_up", by=by, obj=row)
    return bool(back)


def _allow(team: Team, by: User) -> None:
    if not can(Viewer(by), "team.agree", team):
        raise PermissionError("an agreement is made by its team")


def _checked(kind: str, text: str, why: str) -> tuple[str, str]:
    text, why = text.strip(), why.strip()
    if not says_something(text):
        raise Refused(_("Schrijf de afspraak op in één zin."), "text")
    if kind == Kind.KEEP_HUMAN and not says_something(why):
        raise Refused(_("Schrijf waarom dit mensenwerk blijft."), "why")
    return text, why if says_something(why) else ""


def _learns(kind: str, junior_learns: bool) -> bool:
    return junior_learns and kind == Kind.KEEP_HUMAN
