"""What a proposal says about its trial, for whoever reads it: before, during and after. Constant queries."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cycles.claims.models import Claim
from cycles.proposals import readiness
from cycles.proposals.holding import BEFORE_A_TRIAL
from cycles.proposals.models import InnovationProposal, TwoSides
from cycles.proposals.wording import SIDES, side_name
from cycles.questions.marking import Mark
from cycles.yields import showing
from cycles.yields.showing import Row
from lerendwerken.lib import clock

State = InnovationProposal.State

# In the order of the drawing; the field, and the question that it answers.
FACTS: tuple[tuple[str, Promise], ...] = (
    ("keep_human", _("Dit blijft mensenwerk")),
    ("gain_for", _("Wie heeft er voordeel van?")),
    ("junior_learning", _("Wat leren nieuwe collega’s?")),
    ("loss", _("Wat raken we kwijt?")),
    ("ethics", _("Wie kan er last van krijgen?")),
    ("data_used", _("Welke gegevens gebruiken we?")),
    ("effort", _("Wat kost het?")),
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """`rows` is for templates/cycles/yields/_rows.html."""

    sides: list["Side"]
    facts: list[tuple[Promise, str, list[Mark]]]
    rows: list[Row]
    claims: list[Claim]
    hidden: int  # claims that nobody checked yet: their words are their authors' alone
    result: str  # in own words; before it is handed in its authors' own
    missing: dict[str, str]  # what a trial still asks for; empty once it began

    @property
    def is_empty(self) -> bool:
        return not (self.sides or self.facts or self.rows or self.claims or self.hidden)

    @property
    def all_checked(self) -> bool:
        return not self.hidden and all(claim.state != Claim.State.UNCHECKED for claim in self.claims)


def prepared(proposal: InnovationProposal, *, for_author: bool = False) -> Prepared:
    """Yields are read from the trial on, and a result once it was handed in; before that by the authors only (S18).

    A claim that nobody checked may come from a private conversation: others read how many there are.
    """
    marks: dict[str, list[Mark]] = proposal.marks
    facts = [
        (label, getattr(proposal, name), marks.get(name, []))
        for name, label in FACTS
        if getattr(proposal, name).strip()
    ]
    if proposal.needs_ai or proposal.is_agentic:
        facts.append((_("Is hier AI voor nodig?"), _ai(proposal), marks.get("human_check", [])))
    is_before = proposal.state in BEFORE_A_TRIAL
    claims = list(proposal.claims.all())
    read = [claim for claim in claims if for_author or claim.state != Claim.State.UNCHECKED]
    return Prepared(
        sides=sides_of(proposal),
        facts=facts,
        rows=showing.rows(proposal.yields.all()) if for_author or not is_before else [],
        claims=read,
        hidden=len(claims) - len(read),
        result=proposal.result if for_author or proposal.result_at else "",
        missing=readiness.to_try(proposal) if is_before else {},
    )


@dataclass(frozen=True, slots=True)
class Side:
    """A pair as it is shown: each of its texts with its marks, by name."""

    row: TwoSides
    marks: dict[str, list[Mark]]


def sides_of(proposal: InnovationProposal) -> list[Side]:
    known: dict[str, list[Mark]] = proposal.marks
    return [
        Side(row, {name: known.get(side_name(row.pk, name), []) for name in SIDES})
        for row in proposal.sides.all()
    ]


def _ai(proposal: InnovationProposal) -> str:
    words = _("Ja, en AI voert zelf stappen uit.") if proposal.is_agentic else _("Ja.")
    if not proposal.human_check:
        return str(words)
    check = gettext("Een mens kijkt mee: %(where)s") % {"where": proposal.human_check}
    return f"{words} {check}"


def is_over(proposal: InnovationProposal, today: date | None = None) -> bool:
    """Whether the days of the trial are behind us."""
    day = today or clock.today(proposal.team.time_zone)
    return proposal.trial_until is not None and day > proposal.trial_until
