"""An insight is its author's until it is published: then its team's, or everybody's who is signed in (S18).

A digest and its parts are of the team that learnt it, and of who looks after learning here.
"""

from django.db.models import Q, QuerySet

from cycles.insights.models import (
    Conclusion,
    Contradiction,
    DigestInsight,
    Insight,
    InsightImport,
    MonthlyDigest,
    Objection,
    Recommendation,
)
from teams.structure.access import Viewer, may, sees
from teams.structure.models import Role


@sees(Insight)
def _insights(viewer: Viewer) -> QuerySet[Insight]:
    open_to_all = Q(reach=Insight.Reach.ORGANISATION)
    open_to_team = Q(reach=Insight.Reach.TEAM, team__in=own_teams(viewer))
    return Insight.objects.filter(
        Q(author=viewer.person) | Q(published_at__isnull=False) & (open_to_all | open_to_team)
    )


def own_teams(viewer: Viewer) -> set[int]:
    """Ids of the teams that somebody works in or leads."""
    return viewer.team_ids | viewer.led_team_ids


def looks_after_learning(viewer: Viewer) -> bool:
    return any(role.kind == Role.Kind.LEARNING for role in viewer.roles)


@sees(Contradiction)
def _contradictions(viewer: Viewer) -> QuerySet[Contradiction]:
    """Of two insights that one may both read."""
    readable = _insights(viewer)
    return Contradiction.objects.filter(one__in=readable, other__in=readable)


@sees(Objection)
def _objections(viewer: Viewer) -> QuerySet[Objection]:
    return Objection.objects.filter(insight__in=_insights(viewer))


@sees(InsightImport)
def _imports(viewer: Viewer) -> QuerySet[InsightImport]:
    return InsightImport.objects.filter(person=viewer.person)


@sees(MonthlyDigest)
def _digests(viewer: Viewer) -> QuerySet[MonthlyDigest]:
    """The team makes it together, so a draft is the team's as well."""
    if looks_after_learning(viewer):
        return MonthlyDigest.objects.all()
    return MonthlyDigest.objects.filter(team__in=own_teams(viewer))


@sees(DigestInsight)
def _entries(viewer: Viewer) -> QuerySet[DigestInsight]:
    return DigestInsight.objects.filter(digest__in=_digests(viewer))


@sees(Conclusion)
def _conclusions(viewer: Viewer) -> QuerySet[Conclusion]:
    return Conclusion.objects.filter(digest__in=_digests(viewer))


@sees(Recommendation)
def _recommendations(viewer: Viewer) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(digest__in=_digests(viewer))


@may("insight.write")
def _writes(viewer: Viewer, insight: Insight) -> bool:
    """Its author. Once nobody answers for it any more, who may judge it."""
    if insight.author_id is None or (insight.author and not insight.author.is_active):
        return _judges(viewer, insight)
    return insight.author_id == viewer.person.pk


@may("insight.judge")
def _judges(viewer: Viewer, insight: Insight) -> bool:
    """How strong it is, and whether it holds: its author, its team, and who may publish for all."""
    if insight.author_id == viewer.person.pk:
        return True
    if insight.published_at is None:
        return False
    near = insight.team_id in own_teams(viewer)
    for_all = insight.reach == Insight.Reach.ORGANISATION and may_publish_for_all(viewer)
    return near or for_all


@may("insight.publish-for-all")
def _publishes_for_all(viewer: Viewer, insight: Insight | None) -> bool:
    return may_publish_for_all(viewer)


def may_publish_for_all(viewer: Viewer) -> bool:
    """A permission, not a right of every author: who looks after learning, and managers."""
    return looks_after_learning(viewer) or viewer.is_manager


@may("insight.withdraw")
def _withdraws(viewer: Viewer, insight: Insight) -> bool:
    """Out of sight or out of use: its author, and for what everybody reads who may publish for all."""
    if insight.author_id == viewer.person.pk:
        return True
    return insight.reach == Insight.Reach.ORGANISATION and may_publish_for_all(viewer)


@may("digest.write")
def _makes_digest(viewer: Viewer, digest: MonthlyDigest) -> bool:
    """On its page: the lead, and who looks after learning. In the Maandoogst the team does, see digesting.py."""
    return digest.team_id in viewer.led_team_ids or looks_after_learning(viewer)


@may("recommendation.finish")
def _finishes(viewer: Viewer, row: Recommendation) -> bool:
    return row.owner_id == viewer.person.pk or _makes_digest(viewer, row.digest)
