"""Which proposals somebody looks at: of an own team, of an own unit, or one's own."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cycles.proposals.access import own, submitted_near
from cycles.proposals.models import InnovationProposal, ProposalQuerySet
from teams.structure.access import Viewer, visible
from teams.structure.models import Team

MINE = "mij"


@dataclass(frozen=True, slots=True)
class Scope:
    """`slug` is what stands in an address: team-3, dienst-2 or mij; "" is all that somebody may see."""

    slug: str
    words: str

    def of(self, viewer: Viewer) -> ProposalQuerySet:
        if self.slug == MINE:
            return own(viewer)
        return self._narrow(visible(InnovationProposal, viewer))  # type: ignore[arg-type]

    def on_board(self, viewer: Viewer) -> ProposalQuerySet:
        """What the board can show of it: on the tab of a team or a unit only what was submitted."""
        return own(viewer) if self.slug == MINE else self._narrow(submitted_near(viewer))

    def _narrow(self, rows: ProposalQuerySet) -> ProposalQuerySet:
        kind, _dash, number = self.slug.partition("-")
        if kind == "team":
            return rows.filter(team=int(number))
        return rows.filter(team__unit=int(number)) if kind == "dienst" else rows


def own_scopes(viewer: Viewer) -> list[Scope]:
    """The tabs of the board: the home team first."""
    home = viewer.home_team
    teams = {m.team_id: m.team.name for m in viewer.memberships}
    teams |= {
        r.team_id: r.team.name
        for r in viewer.roles
        if r.team_id and r.team and r.team_id in viewer.led_team_ids
    }
    ordered = sorted(teams.items(), key=lambda each: (each[0] != (home.pk if home else None), each[1]))
    units = sorted(((unit.pk, unit.name) for unit in viewer.units.values()), key=lambda each: each[1])
    return [
        *(Scope(f"team-{pk}", name) for pk, name in ordered),
        *(Scope(f"dienst-{pk}", name) for pk, name in units),
        Scope(MINE, _("Van mij")),
    ]


def all_scopes(viewer: Viewer) -> list[Scope]:
    """What the list can be narrowed to: every team of the own units too."""
    own = own_scopes(viewer)
    known = {scope.slug for scope in own}
    teams = Team.objects.filter(unit__in=viewer.unit_ids).order_by("name").values_list("pk", "name")
    more = [Scope(f"team-{pk}", name) for pk, name in teams if f"team-{pk}" not in known]
    return [Scope("", _("Alles wat je mag lezen")), *own[:-1], *more, own[-1]]
