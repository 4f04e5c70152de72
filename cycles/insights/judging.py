"""How strong an insight is and whether it holds: always a person's word, with a name and a date. AI sets neither (AI6)."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.claims.checking import looked_up_in
from cycles.insights.models import POINTS, Contradiction, Insight, Objection
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.audit import log
from teams.structure.access import Viewer, can, visible

Check = Insight.Check

log.labels(
    insight_rated=gettext_lazy("schatte de validiteit van een inzicht"),
    insight_checked=gettext_lazy("controleerde een inzicht"),
    insight_doubted=gettext_lazy("zei dat een inzicht niet klopt"),
    insights_contradict=gettext_lazy("zette twee inzichten tegenover elkaar"),
    insights_parted=gettext_lazy("haalde twee inzichten uit elkaar"),
)


@transaction.atomic
def rate(insight: Insight, points: Mapping[str, int | None], *, by: User) -> None:
    """All five criteria at once, 0 to 20 each; once more replaces the first. Raises Refused."""
    row = _held(insight, by)
    for name in Insight.CRITERIA:
        given = points.get(name)
        if given is None or not 0 <= given <= POINTS:
            raise Refused(_("Geef een getal van 0 tot en met 20."), name)
    fields = {name: points[name] for name in Insight.CRITERIA}
    Insight.objects.filter(pk=row.pk).update(**fields, rated_by=by, rated_on=clock.today(by.time_zone))
    log.record("insight_rated", by=by, obj=row)
    insight.refresh_from_db()


@transaction.atomic
def check(insight: Insight, state: str, *, note: str = "", source: str = "", by: User) -> None:
    """What somebody found, and where; open doubts are answered by it. Raises Refused."""
    row = _held(insight, by)
    if state not in (Check.CONFIRMED, Check.REFUTED, Check.UNCHECKABLE):
        raise Refused(_("Kies wat je vond."), "state")
    note = note.strip()
    if not says_something(note):
        raise Refused(_("Schrijf kort wat je vond."), "note")
    source = "" if state == Check.UNCHECKABLE else looked_up_in(source)
    Insight.objects.filter(pk=row.pk).update(
        check_state=state,
        check_note=note,
        check_source=source,
        checked_by=by,
        checked_on=clock.today(by.time_zone),
    )
    Objection.objects.filter(insight=row, settled_at=None).update(settled_at=clock.now())
    log.record("insight_checked", by=by, obj=row, state=str(state))
    insight.refresh_from_db()


@transaction.atomic
def doubt(insight: Insight, text: str, *, by: User) -> Objection:
    """'Klopt dit niet? Zeg het': by anybody who reads it. The same words of one person are one doubt."""
    if not visible(Insight, Viewer(by)).filter(pk=insight.pk, published_at__isnull=False).exists():
        raise PermissionError("who cannot read it cannot doubt it")
    text = text.strip()
    if not says_something(text):
        raise Refused(_("Schrijf wat er volgens jou niet klopt."), "text")
    Insight.objects.select_for_update(no_key=True).get(pk=insight.pk)
    made, new = Objection.objects.get_or_create(insight=insight, by=by, text=text, settled_at=None)
    if new:
        log.record("insight_doubted", by=by, obj=insight)
    return made


@transaction.atomic
def contradict(one: Insight, other: Insight, note: str = "", *, by: User) -> Contradiction:
    """Two insights that say opposite things, seen from both. Raises Refused."""
    if one.pk == other.pk:
        raise Refused(_("Kies een ander inzicht dan dit."), "other")
    readable = visible(Insight, Viewer(by)).filter(pk__in=[one.pk, other.pk])
    if readable.count() != 2 or not can(Viewer(by), "insight.judge", one):
        raise PermissionError("both have to be there for whoever says so")
    first, second = sorted((one, other), key=lambda row: row.pk)
    try:
        with transaction.atomic():
            row, new = Contradiction.objects.get_or_create(
                one=first, other=second, defaults={"note": note.strip(), "by": by}
            )
    except IntegrityError:  # pressed twice at once
        return Contradiction.objects.get(one=first, other=second)
    if new:
        log.record("insights_contradict", by=by, obj=first, other=second.pk)
    return row


@transaction.atomic
def part(row: Contradiction, *, by: User) -> bool:
    """They do not contradict each other after all."""
    viewer = Viewer(by)
    if not (can(viewer, "insight.judge", row.one) or can(viewer, "insight.judge", row.other)):
        raise PermissionError("taken apart by who may judge one of them")
    gone = bool(Contradiction.objects.filter(pk=row.pk).delete()[0])
    if gone:
        log.record("insights_parted", by=by, obj=row.one, other=row.other_id)
    return gone


def _held(insight: Insight, by: User) -> Insight:
    row = Insight.objects.select_for_update(no_key=True).get(pk=insight.pk)
    if not can(Viewer(by), "insight.judge", row):
        raise PermissionError("judged by its author, its team, or who publishes for all")
    return row
