"""With whom somebody talks about outcomes: whoever manages their unit; without one, who manages another."""

from cycles.outcomes.models import OutcomeReport
from teams.accounts.models import User
from teams.structure.access import Viewer
from teams.structure.models import Role, Team


def readers(owner: User, team: Team, viewer: Viewer) -> list[User]:
    """Those the owner can choose from, never the owner. Deputies stand in for decisions, not for this talk."""
    held = Role.objects.on(viewer.day).filter(kind=Role.Kind.MANAGER, person__is_active=True)
    found = list(held.exclude(person=owner).select_related("person").order_by("from_date", "pk"))
    near = [role.person for role in found if role.unit_id == team.unit_id]
    return list(dict.fromkeys(near or [role.person for role in found]))


def still_reads(report: OutcomeReport, viewer: Viewer) -> bool:
    """Who stopped managing stops reading; the owner can take it back and share it with whoever came."""
    return report.reader in readers(report.owner, report.team, viewer)
