"""What another team does with a card, and why: adopted, adapted or not suitable. Answering once more replaces the
answer; the earlier one is kept."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles.proposals.cards.models import Adoption, PracticeCard
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import log
from teams.structure.models import Team

Verdict = Adoption.Verdict
ICONS = {Verdict.ADOPTED: "check", Verdict.ADAPTED: "pencil", Verdict.NOT_SUITABLE: "x"}

log.labels(
    card_adopted=_("nam een praktijkkaart over"),
    card_adapted=_("paste een praktijkkaart aan voor het eigen team"),
    card_not_suitable=_("liet weten dat een praktijkkaart niet past"),
)


class NotForThisTeam(Exception):
    """The team it comes from, or a card that was taken back."""


@transaction.atomic
def adopt(card: PracticeCard, team: Team, verdict: str, why: str, *, by: User) -> Adoption:
    """One answer a team; two who press at once leave one of them as the answer, and the other as the earlier one."""
    row = (
        PracticeCard.objects.select_for_update(of=("self",), no_key=True)
        .select_related("proposal")
        .get(pk=card.pk)
    )
    if row.retired_at or row.proposal.team_id == team.pk:
        raise NotForThisTeam
    why = why.strip()
    now = Adoption.objects.filter(card=row, team=team, ended_at=None)
    there = now.filter(verdict=verdict, why=why).first()
    if there:
        return there
    now.update(ended_at=clock.now())
    made = Adoption.objects.create(card=row, team=team, verdict=verdict, why=why, by=by)
    log.record(f"card_{verdict}", by=by, obj=row, team=team.pk)
    return made


@dataclass(frozen=True, slots=True)
class Answer:
    """What one team does with a card now, and what it said before."""

    now: Adoption
    earlier: list[Adoption]

    @property
    def icon(self) -> str:
        return ICONS[Verdict(self.now.verdict)]


def answers(card: PracticeCard) -> list[Answer]:
    """Who uses it first, then who adapted it, then whom it does not suit; in one query."""
    earlier: dict[int, list[Adoption]] = defaultdict(list)
    now = []
    for row in card.adoptions.select_related("team", "by"):
        if row.ended_at:
            earlier[row.team_id].append(row)
        else:
            now.append(row)
    order = list(ICONS)
    now.sort(key=lambda row: (order.index(Verdict(row.verdict)), row.team.name))
    return [Answer(row, earlier[row.team_id]) for row in now]
