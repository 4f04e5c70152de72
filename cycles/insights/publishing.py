"""Who reads an insight: its author shows it to an own team; for the whole organisation somebody needs a permission."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.insights.access import may_publish_for_all, own_teams
from cycles.insights.models import DigestInsight, Insight
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.audit import log
from teams.structure.access import Viewer, can
from teams.structure.models import Team

Reach = Insight.Reach

log.labels(
    insight_published=gettext_lazy("publiceerde een inzicht"),
    insight_taken_back=gettext_lazy("haalde een inzicht terug"),
    insight_retired=gettext_lazy("zette een inzicht buiten gebruik"),
    insight_restored=gettext_lazy("zette een inzicht weer in gebruik"),
)


@transaction.atomic
def publish(insight: Insight, reach: str, team: Team | None = None, *, by: User) -> bool:
    """For an own team by its author, for everybody with permission. False when it stood there already. Raises Refused."""
    viewer = Viewer(by)
    row = _row(insight)
    if row.retired_at:
        raise Refused(_("Dit inzicht is niet meer in gebruik. Zet het eerst weer in gebruik."))
    if not says_something(row.source):
        raise Refused(_("Zonder bron kan een ander het niet nagaan. Vul eerst de bron in."))
    if reach == Reach.TEAM:
        if row.author_id != by.pk:
            raise PermissionError("an insight is shown to a team by its author")
        if team is None or team.pk not in own_teams(viewer):
            raise Refused(_("Kies een team waar je zelf bij hoort."), "audience")
    elif reach == Reach.ORGANISATION:
        if not may_publish_for_all(viewer):
            raise PermissionError("publishing for the whole organisation is a permission")
        if row.author_id != by.pk and row.published_at is None:
            raise PermissionError("a draft is its author's alone")
    else:
        raise Refused(_("Kies voor wie dit inzicht is."), "audience")
    if row.published_at and (row.reach, row.team_id) == (reach, team.pk if team else row.team_id):
        insight.refresh_from_db()
        return False
    if row.published_at and reach == Reach.TEAM and _in_digest(row):
        raise Refused(_("Dit inzicht staat in een maandbericht. Wie het las, kan het blijven lezen."))
    fields: dict[str, Any] = {
        "reach": reach,
        "published_at": row.published_at or clock.now(),
        "revision": F("revision") + 1,
    }
    if team is not None:
        fields["team"] = team
    moved = Insight.objects.filter(pk=row.pk, retired_at=None).exclude(source="").update(**fields)
    if moved:
        log.record("insight_published", by=by, obj=row, reach=str(reach))
    insight.refresh_from_db()
    return bool(moved)


@transaction.atomic
def take_back(insight: Insight, *, by: User) -> bool:
    """Only its author reads it again. False when that was so already. Raises Refused once a digest holds it."""
    row = _row(insight)
    if not can(Viewer(by), "insight.withdraw", row):
        raise PermissionError("an insight is taken back by its author")
    if row.author_id is None:
        raise Refused(_("Dit inzicht heeft geen schrijver. Zet het buiten gebruik."))
    if _in_digest(row):
        raise Refused(
            _("Dit inzicht staat in een maandbericht. Terughalen kan niet meer. Zet het buiten gebruik.")
        )
    moved = Insight.objects.filter(pk=row.pk, published_at__isnull=False).update(
        published_at=None, revision=F("revision") + 1
    )
    if moved:
        DigestInsight.objects.filter(insight=row).delete()  # of digests in the making
        log.record("insight_taken_back", by=by, obj=row)
    insight.refresh_from_db()
    return bool(moved)


@transaction.atomic
def narrow(insight: Insight, *, by: User) -> bool:
    """What was opened to everybody is its team's again, by who may open it."""
    row = _row(insight)
    if not may_publish_for_all(Viewer(by)):
        raise PermissionError("publishing for the whole organisation is a permission")
    if _in_digest(row):
        raise Refused(_("Dit inzicht staat in een maandbericht. Wie het las, kan het blijven lezen."))
    moved = Insight.objects.filter(
        pk=row.pk, published_at__isnull=False, reach=Reach.ORGANISATION, team__isnull=False
    ).update(reach=Reach.TEAM, revision=F("revision") + 1)
    if moved:
        log.record("insight_taken_back", by=by, obj=row, reach=str(Reach.TEAM))
    insight.refresh_from_db()
    return bool(moved)


@transaction.atomic
def retire(insight: Insight, *, by: User) -> bool:
    """Out of the list. What refers to it still leads there."""
    return _in_use(insight, False, by)


@transaction.atomic
def restore(insight: Insight, *, by: User) -> bool:
    return _in_use(insight, True, by)


def _in_use(insight: Insight, use: bool, by: User) -> bool:
    row = _row(insight)
    if not can(Viewer(by), "insight.withdraw", row):
        raise PermissionError("an insight is taken out of use by its author")
    rows = Insight.objects.filter(pk=row.pk, published_at__isnull=False, retired_at__isnull=not use)
    moved = rows.update(retired_at=None if use else clock.now(), revision=F("revision") + 1)
    if moved:
        log.record("insight_restored" if use else "insight_retired", by=by, obj=row)
    insight.refresh_from_db()
    return bool(moved)


def _in_digest(row: Insight) -> bool:
    return DigestInsight.objects.filter(insight=row, digest__published_at__isnull=False).exists()


def _row(insight: Insight) -> Insight:
    return Insight.objects.select_for_update(no_key=True).get(pk=insight.pk)
