"""Who can stand in which relation to Fatima, whose things these are, and what the matrix lets each of them read.

A relation is a column of the matrix and the circles that somebody is in. Whoever manages her, in any role, is in the
column of the manager and in no other (S18).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.matrix import ALL, ALWAYS, NAMED, NEVER, TALK, TEAM, UNIT, Opened, Row
from teams.structure.models import Membership, Role
from tests import builders
from tests.conftest import Cast


@dataclass(frozen=True, slots=True)
class Relation:
    """`column` as in the matrix, "" for who is in none; `circles` a thing that is opened to them reaches this person."""

    person: User | None
    column: str
    circles: Opened

    def reads(self, row: Row, opened: Opened) -> bool:
        """Whether the matrix lets them read something of this row that was opened so far."""
        if not self.column:
            return False
        # What the role of administrator gives is their column; by name they are a colleague like any other.
        by_name = opened is NAMED and self.column == "administrator"
        cell = row.colleague if by_name else getattr(row, self.column)
        return ALWAYS in cell.reads or bool(cell.reads & opened & self.circles)


def relations(cast: Cast) -> dict[str, Callable[[], Relation]]:
    """Name -> makes that person, in addition to the cast. Each is made alone: some would change the others."""
    near = NAMED | TEAM | UNIT | ALL  # who is in the conversation has a seat as well

    def elsewhere_in_the_unit() -> Relation:
        return Relation(builders.member(builders.team(of=cast.unit)), "colleague", NAMED | UNIT | ALL)

    def left() -> Relation:
        gone = builders.member(cast.team, until=clock.today("Europe/Amsterdam") - timedelta(days=1))
        return Relation(gone, "colleague", NAMED | ALL)

    def lead_and_manager() -> Relation:
        return Relation(builders.manager(cast.unit, cast.lead), "manager", near | TALK)

    def manager_who_learns_here() -> Relation:
        return Relation(builders.member(cast.team, who=cast.manager), "manager", near)

    def manager_in_another_team_of_hers() -> Relation:
        builders.member(cast.other_team, who=cast.professional, kind=Membership.Kind.GUEST)
        return Relation(cast.lead_and_manager, "manager", NAMED | ALL)

    def deputy_of_the_manager() -> Relation:
        deputy = builders.member(builders.team(of=cast.other_unit))
        Role.objects.filter(person=cast.manager).update(deputy=deputy)
        return Relation(deputy, "manager", NAMED | UNIT | ALL)

    def deputy_of_the_lead() -> Relation:
        deputy = builders.member(builders.team(of=cast.other_unit))
        Role.objects.filter(person=cast.lead).update(deputy=deputy)
        return Relation(deputy, "lead", near)

    def deactivated() -> Relation:
        User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
        cast.colleague.refresh_from_db()
        return Relation(cast.colleague, "", NEVER)

    return {
        "owner": lambda: Relation(cast.professional, "you", near | TALK),
        "colleague": lambda: Relation(cast.colleague, "colleague", near | TALK),
        "elsewhere in the unit": elsewhere_in_the_unit,
        "outsider": lambda: Relation(cast.outsider, "colleague", NAMED | ALL),
        "left the team": left,
        "lead": lambda: Relation(cast.lead, "lead", near | TALK),
        "deputy of the lead": deputy_of_the_lead,
        "manager": lambda: Relation(cast.manager, "manager", NAMED | UNIT | ALL),
        "deputy of the manager": deputy_of_the_manager,
        "lead and manager": lead_and_manager,
        "manager who learns here": manager_who_learns_here,
        "manager in another team of hers": manager_in_another_team_of_hers,
        "manager of others": lambda: Relation(cast.lead_and_manager, "colleague", NAMED | ALL),
        "administrator": lambda: Relation(cast.administrator, "administrator", NAMED | ALL),
        "deactivated": deactivated,
        "stranger": lambda: Relation(None, "", NEVER),
    }
