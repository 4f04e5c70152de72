"""Taking over a list that somebody looked at: every row a draft, unchecked and without an estimate, or for a team."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from cycles.insights.access import own_teams
from cycles.insights.marking import label, marked
from cycles.insights.models import DigestInsight, Insight, InsightImport
from cycles.insights.reading_in import Row, mark_known, pack, unpack
from cycles.insights.writing import search_text, texts_of
from lerendwerken.lib import clock
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.audit import log
from teams.structure.access import Viewer
from teams.structure.models import Team

KEPT = timedelta(days=1)

log.labels(
    insights_read_in=gettext_lazy("las inzichten in"),
    insights_read_in_undone=gettext_lazy("maakte het inlezen van inzichten ongedaan"),
)


def keep(rows: list[Row], *, by: User) -> InsightImport:
    """Waits for its reader; an earlier list makes room, and so do old ones of anybody."""
    InsightImport.objects.filter(at__lt=clock.now() - KEPT).delete()
    fields = {"packed": pack(rows), "at": clock.now()}
    return InsightImport.objects.update_or_create(person=by, defaults=fields)[0]


def waiting(row: InsightImport, viewer: Viewer) -> list[Row]:
    """Its rows, with what is there already as it is now."""
    rows = unpack(bytes(row.packed))
    mark_known(rows, viewer)
    return rows


@transaction.atomic
def take(row: InsightImport, *, team: Team | None = None, for_team: bool = False, by: User) -> list[Insight]:
    """The right rows, once. With `for_team` those with a source are shown to that own team at once."""
    if row.person_id != by.pk:
        raise PermissionError("a list is taken over by who read it in")
    held = InsightImport.objects.select_for_update().filter(pk=row.pk, at=row.at).first()
    if held is None:
        return []
    viewer = Viewer(by)
    if team is not None and team.pk not in own_teams(viewer):
        raise PermissionError("not a team of this person")
    now = clock.now()
    made = [_insight(one, team, for_team, now, by) for one in waiting(held, viewer) if one.is_right]
    Insight.objects.bulk_create(made, batch_size=500)
    held.delete()
    log.record("insights_read_in", by=by, count=len(made))
    return made


@transaction.atomic
def undo(at: datetime, *, by: User) -> int:
    """Takes out again what was read in then and nobody worked on since."""
    rows = Insight.objects.filter(
        author=by, made_at=at, revision=1, rated_on=None, check_state=Insight.Check.UNCHECKED, objections=None
    ).exclude(pk__in=DigestInsight.objects.values("insight"))
    count = rows.count()
    Insight.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
    log.record("insights_read_in_undone", by=by, count=count)
    return count


def _insight(row: Row, team: Team | None, for_team: bool, now: datetime, by: User) -> Insight:
    fields: dict[str, Any] = dict(row.fields)
    shown = bool(for_team and team and says_something(fields.get("source", "")))
    made = Insight(
        author=by,
        team=team,
        reach=Insight.Reach.TEAM if team else Insight.Reach.ORGANISATION,
        made_at=now,
        published_at=now if shown else None,
        **fields,
    )
    made.marks = marked([by.pk], texts_of(made))
    made.label, made.search_text = label(made.marks), search_text(made)
    return made
