"""One thing of Fatima's of every kind, opened so far: what the test of the matrix looks at through the door.

A row of the matrix has a builder; one that it could open further than its builder does fails in test_matrix.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Model

from cycles.claims.models import Claim
from cycles.framework.models import FrameDraft, FrameSuggestion, Season
from cycles.harvest.models import HarvestLine, HarvestSession, HarvestSummary, HarvestYield, OwnNote
from cycles.insights.models import (
    Conclusion,
    Contradiction,
    Insight,
    InsightImport,
    MonthlyDigest,
    Objection,
    Recommendation,
)
from cycles.literacy.models import LiteracyEntry
from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.models import Commitment
from cycles.outcomes.readers import readers
from cycles.prompts.models import ReflectionShare
from cycles.proposals import moving
from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.questions.evidence.models import Attempt, Explanation, PeerAttestation, Recall, Transfer
from cycles.questions.models import LogEntry
from cycles.sparring.models import SparringSession, SuggestionChoice
from cycles.weekly.models import Displacement, Kind, Moment
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.agenda.models import AgendaEntry, ReadCalendar
from teams.hours.models import BusyTime
from teams.structure.access import Viewer
from teams.structure.matrix import ALL, NAMED, NEVER, TALK, TEAM, UNIT, Opened
from tests import builders
from tests.conftest import Cast
from tests.cycles.harvest import building as harvest
from tests.cycles.insights import building as insights
from tests.cycles.outcomes import building as outcomes
from tests.cycles.proposals import building as proposals
from tests.cycles.questions import building as questions
from tests.cycles.sparring import building as sparring


class NotPossible(Exception):
    """The owner has no way to open it to this person."""


@dataclass(frozen=True, slots=True)
class Scene:
    cast: Cast
    moment: Moment  # of this week, with the team in it

    @property
    def owner(self) -> User:
        return self.cast.professional


Builder = Callable[[Scene, Opened, User], list[Model]]


def _log(scene: Scene, opened: Opened, to: User) -> list[Model]:
    session = HarvestSession.objects.create(moment=scene.moment, step=1)
    return [
        LogEntry.objects.create(person=scene.owner, text="x"),
        FrameDraft.objects.create(person=scene.owner),
        InsightImport.objects.create(person=scene.owner, packed=b"x"),
        OwnNote.objects.create(session=session, person=scene.owner, text="x"),
    ]


def _answers(scene: Scene, opened: Opened, to: User) -> list[Model]:
    words = harvest.answer(scene.moment, scene.owner, "x")
    made: list[Model] = [words, words.prompt]
    target = {"team": scene.cast.team} if opened is TEAM else {"colleague": to}
    share = ReflectionShare.objects.create(prompt=words.prompt, question=words.question, **target)
    if opened is NEVER:
        ReflectionShare.objects.update(taken_back_at=clock.now())
    return [*made, share]


def _question(scene: Scene, opened: Opened, to: User) -> list[Model]:
    one = questions.active_question(scene.owner)
    share = questions.shared(one, with_=scene.cast.team if opened is TEAM else to)
    if opened is NEVER:
        type(share)._default_manager.update(taken_back_at=clock.now())
    return [one, *one.yields.all(), share]


def _trace(scene: Scene, opened: Opened, to: User) -> list[Model]:
    """Of a question that was shown to whoever looks: that shows none of this."""
    one = questions.active_question(scene.owner)
    questions.shared(one, with_=to)
    day = clock.today("Europe/Amsterdam")
    return [
        Attempt.objects.create(question=one, text="x", confidence=50),
        Claim.objects.create(question=one, text="x"),
        Explanation.objects.create(question=one, text="x", confidence=50),
        Recall.objects.create(question=one, after_weeks=1, due_on=day),
        Transfer.objects.create(question=one, situation="x", went="x"),
    ]


def _attestation(scene: Scene, opened: Opened, to: User) -> list[Model]:
    one = questions.active_question(scene.owner)
    row = PeerAttestation.objects.create(question=one, peer=to)
    if opened is NEVER:
        PeerAttestation.objects.update(state=PeerAttestation.State.TAKEN_BACK, decided_at=clock.now())
    return [row]


def _sparring(scene: Scene, opened: Opened, to: User) -> list[Model]:
    turn = sparring.asked(scene.owner)
    questions.shared(turn.session.question, with_=to)
    choice = SuggestionChoice.objects.create(turn=turn, block=0, verdict="adapt", reason="x")
    return [SparringSession.objects.get(pk=turn.session_id), turn, choice]


def _harvest(scene: Scene, opened: Opened, to: User) -> list[Model]:
    """Put on the page of this week's Weekoogst, whose second step runs."""
    session = HarvestSession.objects.create(moment=scene.moment, step=1)
    item = harvest.item(scene.moment, scene.owner)
    insight = insights.draft(scene.owner)
    return [
        item,
        HarvestLine.objects.create(session=session, kind="keep", text="x", by=scene.owner),
        HarvestSummary.objects.create(session=session, text="x", asked_by=scene.owner),
        HarvestYield.objects.create(session=session, item=item, insight=insight, text="x", by=scene.owner),
    ]


def _suggestion(scene: Scene, opened: Opened, to: User) -> list[Model]:
    unit = scene.cast.unit if opened is UNIT else None
    day = clock.today("Europe/Amsterdam")
    return [FrameSuggestion.objects.create(text="x", person=scene.owner, unit=unit, sent_on=day)]


def _literacy(scene: Scene, opened: Opened, to: User) -> list[Model]:
    kind, role = LiteracyEntry.Kind.LEARNT, User.Work.choices[0][0]
    return [LiteracyEntry.objects.create(person=scene.owner, kind=kind, role=role, text="x")]


def _place(scene: Scene, opened: Opened, to: User) -> list[Model]:
    cause = Displacement.Cause.BUSY
    return [Displacement.objects.create(moment=scene.moment, person=scene.owner, cause=cause)]


def _insight(scene: Scene, opened: Opened, to: User) -> list[Model]:
    one, other = (insights.draft(scene.owner, scene.cast.team, statement=text) for text in ("Een", "Ander"))
    if opened is not NEVER:
        reach = Insight.Reach.TEAM if opened is TEAM else Insight.Reach.ORGANISATION
        Insight.objects.update(published_at=clock.now(), reach=reach)
    return [
        one,
        Contradiction.objects.create(one=one, other=other, by=scene.owner),
        Objection.objects.create(insight=one, text="x", by=scene.owner),
    ]


def _digest(scene: Scene, opened: Opened, to: User) -> list[Model]:
    """Of the team from its first word on: they make it together."""
    digest = MonthlyDigest.objects.create(
        team=scene.cast.team, month=insights.MARCH, title="x", published_by=scene.owner
    )
    day = clock.today("Europe/Amsterdam")
    return [
        digest,
        Conclusion.objects.create(digest=digest, title="x"),
        Recommendation.objects.create(digest=digest, text="x", owner=scene.owner, due_on=day),
    ]


def _proposal(scene: Scene, opened: Opened, to: User) -> list[Model]:
    one = proposals.ready_to_try(scene.owner)
    if opened is UNIT:
        moving.submit(one, by=scene.owner)
    elif opened in (NAMED, TEAM):
        proposals.shared(one, with_=scene.cast.team if opened is TEAM else to)
    else:
        proposals.shared(one, with_=to).__class__.objects.update(taken_back_at=clock.now())
    return [one, one.steps.first() or one, proposals.measured(one.yields.get(), 1)]


def _card(scene: Scene, opened: Opened, to: User) -> list[Model]:
    one = proposals.adopted(scene.owner)
    card = PracticeCard.objects.filter(proposal=one).first()
    card = card or PracticeCard.objects.create(proposal=one, title="x", situation="x", how="x")
    verdict = Adoption.Verdict.choices[0][0]
    used = Adoption.objects.create(card=card, team=scene.cast.other_team, verdict=verdict, why="x")
    return [card, used]


def _report(scene: Scene, opened: Opened, to: User) -> list[Model]:
    """With whoever looks; before it is shared, and after it was taken back, too."""
    if opened is NAMED and to not in readers(scene.owner, scene.cast.team, Viewer(scene.owner)):
        raise NotPossible
    report = outcomes.shared(scene.owner, to)
    day = clock.today("Europe/Amsterdam")
    promise = Commitment.objects.create(report=report, text="x", by=to, due=day + timedelta(days=7))
    if opened is NEVER:
        outcomes.reporting.take_back(report, by=scene.owner)
    return [report, promise]


def _season(scene: Scene, opened: Opened, to: User) -> list[Model]:
    """Closed. Before that it is with who may close it, now: tests/cycles/outcomes/test_season_close.py."""
    season = Season.objects.filter(unit=None).first() or outcomes.season()
    if opened is ALL:
        closes = [SeasonClose(season=season)]
    else:
        of_unit = builders.frame(of=scene.cast.unit, starts_on=season.starts_on)
        closes = [SeasonClose(season=season, team=scene.cast.team), SeasonClose(season=of_unit)]
    for close in closes:
        close.by, close.brought, close.closed_at, close.shown = scene.owner, "x", clock.now(), {}
        close.save()
    return [*closes]


def _hours(scene: Scene, opened: Opened, to: User) -> list[Model]:
    return [scene.owner.patterns.get()]


def _absence(scene: Scene, opened: Opened, to: User) -> list[Model]:
    return [builders.absence(scene.owner, clock.today("Europe/Amsterdam"))]


def _busy(scene: Scene, opened: Opened, to: User) -> list[Model]:
    now = clock.now()
    span = {"starts_at": now, "ends_at": now + timedelta(hours=1)}
    return [
        BusyTime.objects.create(person=scene.owner, **span),
        ReadCalendar.objects.create(person=scene.owner),
        AgendaEntry.objects.create(
            person=scene.owner, uid="x", source_kind="moment", source_id=1, title="planning", **span
        ),
    ]


BUILDERS: dict[str, tuple[Builder, tuple[Opened, ...]]] = {
    "log": (_log, (NEVER,)),
    "answers": (_answers, (NEVER, NAMED, TEAM)),
    "question": (_question, (NEVER, NAMED, TEAM)),
    "trace": (_trace, (NEVER,)),
    "attestation": (_attestation, (NEVER, NAMED)),
    "sparring": (_sparring, (NEVER,)),
    "harvest": (_harvest, (TALK,)),
    "suggestion": (_suggestion, (UNIT, ALL)),
    "literacy": (_literacy, (NEVER,)),
    "place": (_place, (NEVER,)),
    "insight": (_insight, (NEVER, TEAM, ALL)),
    "digest": (_digest, (TEAM,)),
    "proposal": (_proposal, (NEVER, NAMED, TEAM, UNIT)),
    "card": (_card, (ALL,)),
    "report": (_report, (NEVER, NAMED)),
    "season": (_season, (UNIT, ALL)),
    "hours": (_hours, (NEVER,)),
    "absence": (_absence, (NEVER,)),
    "busy": (_busy, (NEVER,)),
}


def week_with_everybody(cast: Cast) -> Moment:
    """This week's Weekoogst of Vergunningen."""
    week = builders.week(cast.team, "2026-W14")
    there = [cast.professional, cast.colleague, cast.lead]
    return builders.moment(week, Kind.RETROSPECTIVE, "do 15:00", who=there, minutes=30)
