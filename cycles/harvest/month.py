"""The month in the Maandoogst: its insights, conclusions and recommendations go into the team's digest, its trials are
chosen from what the team proposed, and what another team found lies beside it. The verbs are those of the digest."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cycles.harvest import trials
from cycles.harvest.holding import Behind, changed
from cycles.harvest.models import HarvestSession, HarvestSummary
from cycles.insights import digesting
from cycles.insights.marking import Marks
from cycles.insights.models import Conclusion, DigestInsight, Insight, MonthlyDigest, Recommendation
from cycles.insights.writing import Changed
from cycles.proposals.cards import suggesting
from cycles.proposals.cards.models import PracticeCard
from cycles.weekly.models import Moment
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.structure.access import Viewer, visible

MOST = 30  # insights to choose from; the newest
GAP = "\n\n"


class Month:
    """What the page of a Maandoogst shows of it; constant queries."""

    def __init__(
        self, viewer: Viewer, moment: Moment, session: HarvestSession, summary: HarvestSummary | None
    ) -> None:
        self.viewer, self.moment, self.team = viewer, moment, moment.cycle.team
        self.session, self.summary = session, summary

    @cached_property
    def first(self) -> date:
        return trials.month_of(self.moment)

    @cached_property
    def digest(self) -> MonthlyDigest | None:
        return MonthlyDigest.objects.filter(team=self.team, month=self.first).first()

    @cached_property
    def may_read(self) -> bool:
        """The digest itself; a guest only sees here what is being put in."""
        return digesting.may_make(self.team.pk, self.viewer.person)

    @property
    def is_out(self) -> bool:
        """What was published stays as it is."""
        return self.digest is not None and self.digest.published_at is not None

    @property
    def may_change(self) -> bool:
        return self.may_read and not self.is_out

    @cached_property
    def _entries(self) -> list[DigestInsight]:
        return list(self.digest.entries.select_related("insight")) if self.digest else []

    @property
    def entries(self) -> list[DigestInsight]:
        """Those that this viewer may read: an insight of the team is not a guest's."""
        return [entry for entry in self._entries if entry.insight_id in self._readable]

    @cached_property
    def _readable(self) -> set[int]:
        ids = [entry.insight_id for entry in self._entries]
        return set(visible(Insight, self.viewer).filter(pk__in=ids).values_list("pk", flat=True))

    @cached_property
    def candidates(self) -> list[Insight]:
        """Published in this month, for this team; of what proved wrong also what is older. What this viewer may read:
        an insight of the team is not a guest's."""
        mine = Q(reach=Insight.Reach.TEAM, team=self.team) | Q(reach=Insight.Reach.ORGANISATION)
        of_month = Q(published_at__date__gte=self.first, retired_at=None)
        wrong = Q(check_state=Insight.Check.REFUTED, checked_on__gte=self.first)
        rows = visible(Insight, self.viewer).filter(mine, of_month | wrong, published_at__isnull=False)
        there = [entry.insight_id for entry in self._entries]
        return list(rows.exclude(pk__in=there).order_by("-published_at", "-pk")[:MOST])

    @cached_property
    def conclusions(self) -> list[Conclusion]:
        return list(self.digest.conclusions.all()) if self.digest else []

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        return list(self.digest.recommendations.select_related("owner")) if self.digest else []

    @cached_property
    def people(self) -> list[User]:
        ids = digesting.people_of(self.team)
        return list(User.objects.filter(pk__in=ids).order_by("given_name", "pk"))

    @property
    def adds(self) -> str:
        """The summary of this talk, until something of it was put in."""
        there = self.digest.summary if self.digest else ""
        here = self.summary.text if self.summary and not self.session.wrote_digest else ""
        return "" if here in there else here

    @property
    def words(self) -> str:
        """What the form of the digest begins with: what stands in it, and under it what this talk adds. A second one in
        a month so takes nothing away from what the first one wrote."""
        there = self.digest.summary if self.digest else ""
        return GAP.join(filter(None, (there, self.adds)))

    @cached_property
    def other(self) -> PracticeCard | None:
        """One card of another team that fits the work here, and no more (A79)."""
        return suggesting.for_team(self.team, self.first)

    @cached_property
    def choices(self) -> trials.Choices:
        return trials.Choices(self.viewer, self.team, self.first, self.other)


# Verbs ----------------------------------------------------------------------------------------------


def pick(moment: Moment, insight: int, *, by: User) -> None:
    def put(digest: MonthlyDigest) -> None:
        row = Insight.objects.filter(pk=insight, published_at__isnull=False).first()
        if row is None:
            raise Refused(_("Dit inzicht is er niet meer."))
        wrong = row.check_state == Insight.Check.REFUTED
        digesting.add_insight(digest, row, by=by, is_correction=wrong)

    _do(moment, by, put)


def unpick(moment: Moment, insight: int, *, by: User) -> None:
    def take(digest: MonthlyDigest) -> None:
        if entry := digest.entries.filter(insight=insight).select_related("insight").first():
            digesting.remove_insight(digest, entry.insight, by=by)

    _do(moment, by, take)


def conclude(moment: Moment, title: str, text: str, *, by: User) -> None:
    if len(title) > 120 or len(text) > 1000:
        raise Refused(
            _("Dit is te lang: hooguit 120 tekens, en 1.000 voor het waarom. Je tekst staat er nog."),
            "conclusion",
        )
    _do(moment, by, lambda digest: digesting.conclude(digest, title, text, by=by), "conclusion")


def drop_conclusion(moment: Moment, pk: int, *, by: User) -> None:
    def drop(digest: MonthlyDigest) -> None:
        if row := digest.conclusions.filter(pk=pk).first():
            digesting.remove_conclusion(row, by=by)

    _do(moment, by, drop)


def recommend(moment: Moment, text: str, owner: int | None, due_on: date | None, *, by: User) -> None:
    if len(text) > 200:
        raise Refused(_("Dit is te lang. Hooguit 200 tekens. Je tekst staat er nog."), "recommendation")
    who = User.objects.filter(pk=owner, is_active=True).first() if owner else None
    _do(moment, by, lambda digest: digesting.recommend(digest, text, who, due_on, by=by), "recommendation")


def drop_recommendation(moment: Moment, pk: int, *, by: User) -> None:
    def drop(digest: MonthlyDigest) -> None:
        if row := digest.recommendations.filter(pk=pk).first():
            digesting.remove_recommendation(row, by=by)

    _do(moment, by, drop)


def write(moment: Moment, title: str, summary: str, revision: int | None, *, by: User) -> None:
    """Title and summary. What came from the summary of the talk keeps the marks it has there."""
    if len(title) > 120 or len(summary) > 2000:
        raise Refused(
            _("Dit is te lang: hooguit 120 tekens, en 2.000 voor de samenvatting. Je tekst staat er nog."),
            "digest",
        )

    def put(digest: MonthlyDigest) -> None:
        if revision is None and (digest.title or digest.summary):  # seen while there was nothing yet
            raise _behind()
        try:
            digesting.write(
                digest, by=by, title=title, summary=summary,
                revision=digest.revision if revision is None else revision, marks=_marks(moment),
            )  # fmt: skip
        except Changed:
            raise _behind() from None
        HarvestSession.objects.filter(moment=moment).update(wrote_digest=True)

    _do(moment, by, put, "digest")


def _behind() -> Behind:
    said = _(
        "Iemand anders schreef hier intussen ook. Die tekst staat nu boven de jouwe. Bewaar je weer, dan vervang je die."
    )
    return Behind(said, "digest")


def _marks(moment: Moment) -> Marks:
    """Of the summary that people took over here, paragraph by paragraph."""
    rows = HarvestSummary.objects.filter(session__moment=moment, state=HarvestSummary.State.ACCEPTED)
    return {"summary": [mark for marks in rows.values_list("marks", flat=True) for mark in marks]}


@transaction.atomic
def _do(moment: Moment, by: User, verb: Callable[[MonthlyDigest], object], field: str = "") -> None:
    session = trials.held(moment)
    if not digesting.may_make(moment.cycle.team_id, by):
        raise Refused(_("Het maandbericht is van het team. Als gast lees je mee."))
    try:
        verb(digesting.draft_for(moment.cycle.team, trials.month_of(moment), by))
    except Refused as no:
        no.field = field  # here it stands beside another one than on the page it came from
        raise
    changed(session)
