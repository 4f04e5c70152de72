"""A word of its own in every field for words that the learning of tests/journeys/planting.py does not hold: three times.

Once as its owner keeps it, once opened as far as it can be, and once opened and taken back. Who may meet which word
follows from the matrix alone.
"""

from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db import models

from cycles.claims.models import Claim
from cycles.framework.models import FrameDraft, FrameSuggestion
from cycles.harvest.models import (
    HarvestItem,
    HarvestLine,
    HarvestSession,
    HarvestSummary,
    HarvestYield,
    OwnNote,
)
from cycles.insights.models import (
    Conclusion,
    Contradiction,
    Insight,
    InsightImport,
    MonthlyDigest,
    Objection,
    Recommendation,
)
from cycles.insights.reading_in import Row as Line
from cycles.insights.reading_in import pack, unpack
from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.content import content
from cycles.outcomes.models import Commitment, Dissent, OutcomeReport, ReportYield
from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.proposals.models import InnovationProposal, ProposalShare, ProposalStep, TwoSides
from cycles.weekly.models import Moment
from cycles.yields.models import Measurement, YieldOutcome
from teams.accounts.models import User
from teams.privacy.registry import Data, parts
from teams.structure.matrix import ALL, NAMED, NEVER, ROWS, TALK, TEAM, UNIT
from tests import builders
from tests.conftest import Cast
from tests.journeys import planting as learning
from tests.journeys.planting import Field, Planter, word
from tests.wall.relations import Relation

LAPWING, BLACKBIRD, PIGEON = "kievit", "merel", "duif"  # kept, opened, taken back
GREBE = "fuut"  # opened, and given back to its writer
KEPT, OPEN, BACK, RETURNED = 700_003, 700_004, 700_005, 700_006
BIRDS = (LAPWING, BLACKBIRD, PIGEON, GREBE)
ALL_BIRDS = (learning.SEAGULL, learning.SWALLOW, *BIRDS)
OPENED = {
    "harvest": TALK,
    "suggestion": UNIT,
    "insight": ALL,
    "digest": TEAM,
    "proposal": UNIT,
    "card": ALL,
    "report": NAMED,
    "season": UNIT,
}
"""How far the things of the blackbird were opened."""
# Where marks lie per text: one of those texts.
MARKED: dict[type[models.Model], str] = {
    InnovationProposal: "idea",
    PracticeCard: "how",
    Insight: "meaning",
    MonthlyDigest: "summary",
    Conclusion: "text",
    Recommendation: "text",
}
ON_A_CARD = ("yieldoutcome.", "measurement.", "innovationproposal.result")
"""What an adopted proposal brought stands on its card, for everybody."""
PACKED = "insightimport.packed"
NOT_SHOWN = {
    "innovationproposal.search_text": "what a search looks in",
    "insight.search_text": "what a search looks in",
    "practicecard.search_text": "what a search looks in",
    "harvestsummary.drafted": "what a maker's mark is made against",
    "framedraft.typed": "of who makes a frame, which Fatima does not",
    "seasonclose.shown": "figures beside the words, of which a page reads what it knows",
    "turn.request": "what leaves for a provider, until it has left",
    "yieldoutcome.method": "of a question's yield",
    "yieldoutcome.sentence": "a yield goes by one of its two names",
    "yieldoutcome.measure": "a yield goes by one of its two names",
    "harvestsummary.tool": "stands with what AI wrote, when it did",
    **dict.fromkeys((f"{model}.marks" for model in ("insight", "practicecard")), "a page says only how far"),
    **dict.fromkeys(
        (f"{model}.marks" for model in ("monthlydigest", "conclusion")), "a page says only how far"
    ),
    **dict.fromkeys(
        (f"{model}.marks" for model in ("recommendation", "harvestitem")), "a page says only how far"
    ),
    "duif-commitment-text-duif": "of a report that was taken back; it comes with the report",
    "kievit-harvestitem-text-kievit": "taken back from the conversation",
}
"""Fields with words in them that no page gives back, not to their owner either, or not for each bird; and two words."""


def fields() -> dict[Field, Any]:
    """Every field for words there is, of learning too."""
    return learning.worded(Data.PROCESS, Data.OUTCOME)


def found_in(text: str) -> set[str]:
    return learning.found_in(text, *ALL_BIRDS)


@cache
def words(bird: str) -> dict[str, Field]:
    return {word(bird, name): name for name in fields()}


def field_of(one: str) -> Field:
    return _known()[one]


@cache
def _known() -> dict[str, Field]:
    return {one: name for bird in ALL_BIRDS for one, name in words(bird).items()}


def row_of(name: Field, bird: str) -> str:
    """The row of the matrix for a field; of a yield or a claim these birds know those of a proposal."""
    model = fields()[name].model
    if bird == BLACKBIRD and name.startswith(ON_A_CARD):
        return "card"
    known = parts(model)
    return known[-1 if bird in BIRDS else 0].row


def readable(relation: Relation) -> set[str]:
    """The words that the matrix lets somebody meet."""
    found: set[str] = set()
    for bird in ALL_BIRDS:
        for one, name in words(bird).items():
            row = row_of(name, bird)
            opened = OPENED.get(row, NEVER) if bird in (BLACKBIRD, GREBE) else NEVER
            if relation.reads(ROWS[row], opened):
                found.add(one)
    return found


def promised_by(person: User | None) -> set[str]:
    """What they wrote in a report of Fatima: it is theirs to take along, also when she took the report back."""
    return {
        one
        for text in Commitment.objects.filter(by=person).values_list("text", flat=True)
        for one in found_in(text)
    }


def planted() -> set[str]:
    """Every word that really lies in a table."""
    found: set[str] = set()
    for field in fields().values():
        rows = field.model._default_manager.values_list(field.name, flat=True)
        found |= found_in(" ".join(map(str, rows)))
    for row in InsightImport.objects.all():
        found |= found_in(str(unpack(bytes(row.packed))))
    return found


class Keeper(Planter):
    """Everything of one bird, every row with the same number."""

    def __init__(self, cast: Cast, bird: str, pk: int) -> None:
        super().__init__(cast.professional, bird, pk)
        self.cast, self.fields = cast, fields()

    def make(self, model: Any, pk: int = 0, **given: Any) -> Any:
        """Marks lie per text where a thing has more than one."""
        for field in model._meta.concrete_fields:
            if field.name == "marks" and field.default is dict:
                one = {"text": word(self.bird, f"{model._meta.model_name}.marks"), "degree": "reworked"}
                given.setdefault(
                    "marks", {"idea": [one | {"tool": one["text"], "on": "2026-03-25", "purpose": "x"}]}
                )
        return super().make(model, pk, **given)

    def proposal(self, state: str, **given: Any) -> InnovationProposal:
        day = self.now.date()
        came = {} if state == "draft" else {"submitted_at": self.now, "answer_due": day + timedelta(days=9)}
        if state == "adopted":
            came |= {"trial_from": day - timedelta(days=20), "trial_until": day - timedelta(days=1)}
        made: InnovationProposal = self.make(
            InnovationProposal,
            owner=self.owner,
            team=self.cast.team,
            state=state,
            category="tool",
            is_agentic=True,
            stands_since=self.ago(days=2),
            **({"working": {}} | came | given),
        )
        self.make(TwoSides, proposal=made)
        self.make(ProposalStep, proposal=made, did="began", by=self.owner)
        outcome = self.make(YieldOutcome, proposal=made, kind="direct", horizon="short")
        self.make(Claim, proposal=made, state="refuted", checked_at=self.now)
        if state == "adopted":
            self.make(ProposalStep, self.pk + 10, proposal=made, did="adopted", by=self.cast.manager)
            self.make(Measurement, outcome=outcome, value=1, measured_on=day, by=self.owner)
        return made

    def report(self, begins: date, **given: Any) -> OutcomeReport:
        season = builders.frame(of=self.cast.unit, starts_on=begins)
        made: OutcomeReport = self.make(
            OutcomeReport, owner=self.owner, season=season, team=self.cast.team, shown=None, **given
        )
        self.make(ReportYield, report=made, outcome_id=OPEN)
        return made

    def insight(self, pk: int = 0, **given: Any) -> Insight:
        day = self.now.date()
        known = {
            "author": self.owner,
            "team": self.cast.team,
            "kind": "external",
            "source_url": f"https://example.org/{word(self.bird, 'insight.source_url')}",
            "check_state": "confirmed",
            "checked_on": day,
        }
        made: Insight = self.make(Insight, pk, **known | given)
        return made


def plant(cast: Cast, talk: Moment) -> None:
    """All three; the moment is one of this week, with the team in it."""
    _opened(cast, talk)
    _kept(cast, talk)
    _taken_back(cast)
    _returned(cast)


def _kept(cast: Cast, talk: Moment) -> None:
    it = Keeper(cast, LAPWING, KEPT)
    it.proposal("draft")
    it.report(date(2026, 3, 30))
    it.insight()
    it.make(FrameDraft, person=it.owner, typed={"1": {"title_0": [word(it.bird, "framedraft.typed")]}})
    line = Line(1, {"statement": word(it.bird, PACKED), "source": "x", "meaning": ""})
    it.make(InsightImport, person=it.owner, packed=pack([line]))
    session = HarvestSession.objects.get(moment=talk)
    it.make(OwnNote, session=session, person=it.owner)
    it.make(HarvestItem, session=session, person=it.owner, step=0, taken_back_at=it.now)


def _opened(cast: Cast, talk: Moment) -> None:
    it = Keeper(cast, BLACKBIRD, OPEN)
    proposal = it.proposal("adopted")
    card = it.make(PracticeCard, proposal=proposal)
    it.make(Adoption, card=card, team=cast.other_team, verdict="adapted", by=it.owner)
    # What is read is what was frozen; the columns beside it say the same until it is taken back.
    report = it.report(date(2026, 1, 5), support=word(it.bird, "outcomereport.shown"))
    report.shown = content(report)
    report.state, report.reader, report.shared_at = "shared", cast.manager, it.now
    report.save()
    it.make(Commitment, report=report, by=cast.manager, due=it.now.date() + timedelta(days=9))
    it.make(Dissent, report=report, by=it.owner, reader=cast.manager)
    it.make(
        SeasonClose,
        season=report.season,
        team=cast.team,
        by=it.owner,
        closed_at=it.now,
        shown={
            "yields": [],
            "proposals": [],
            "cards": [],
            "kept": None,
            "causes": [],
            "answers": [0, 0],
            "promises": None,
            "told": word(it.bird, "seasonclose.shown"),
        },
    )
    opened = {"published_at": it.now, "reach": "organisation"}
    one, other = it.insight(**opened), it.insight(OPEN + 10, **opened)
    it.make(Contradiction, one=one, other=other, by=it.owner)
    it.make(Objection, insight=one, by=it.owner)
    digest = it.make(
        MonthlyDigest, team=cast.team, month=date(2026, 3, 1), published_at=it.now, published_by=it.owner
    )
    it.make(Conclusion, digest=digest)
    it.make(Recommendation, digest=digest, owner=it.owner, due_on=it.now.date())
    session = HarvestSession.objects.create(pk=OPEN, moment=talk, step=1, begun_at=it.now)
    item = it.make(HarvestItem, session=session, person=it.owner, step=1)
    it.make(HarvestLine, session=session, kind="keep", by=it.owner)
    it.make(HarvestSummary, session=session, asked_by=it.owner, state="accepted", accepted_by=it.owner)
    it.make(HarvestYield, session=session, item=item, insight=one, by=it.owner)
    it.make(FrameSuggestion, person=it.owner, unit=cast.unit, sent_on=it.now.date())


def _returned(cast: Cast) -> None:
    """Its readers keep to what was submitted; what its authors work on now is theirs."""
    now = word(LAPWING, "innovationproposal.working")
    Keeper(cast, GREBE, RETURNED).proposal("returned", working={"idea": now, "title": now})


def _taken_back(cast: Cast) -> None:
    it = Keeper(cast, PIGEON, BACK)
    proposal = it.proposal("draft")
    back = {"proposal": proposal, "taken_back_at": it.now}
    ProposalShare.objects.create(colleague=cast.colleague, **back)
    ProposalShare.objects.create(team=cast.team, **back)
    report = it.report(date(2025, 10, 6))
    OutcomeReport.objects.filter(pk=report.pk).update(reader=cast.manager)
    it.make(Commitment, report=report, by=cast.manager, due=it.now.date())
    it.insight()
