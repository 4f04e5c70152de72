"""The monthly digest: begun by the lead, by who looks after learning, or by the team in its Maandoogst.

What is in it can be changed until it is published. From then on its insights stand as they were read, see freezing.py.
"""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.insights import freezing
from cycles.insights.access import looks_after_learning, own_teams
from cycles.insights.marking import Marks, each, highest_of, label, marked
from cycles.insights.models import Conclusion, DigestInsight, Insight, MonthlyDigest, Recommendation
from cycles.insights.month_mail import post, withdraw
from cycles.insights.writing import Changed
from cycles.questions.marking import Mark
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from teams.accounts.models import User
from teams.audit import log
from teams.structure.access import Viewer, can
from teams.structure.models import Membership, Role, Team

log.labels(
    digest_begun=gettext_lazy("begon een maandbericht"),
    digest_published=gettext_lazy("publiceerde een maandbericht"),
    digest_taken_back=gettext_lazy("haalde een maandbericht terug"),
    recommendation_done=gettext_lazy("vinkte een aanbeveling af"),
    recommendation_undone=gettext_lazy("zette een aanbeveling weer open"),
)


def may_make(team_id: int, by: User) -> bool:
    """The team itself, its lead, and who looks after learning."""
    viewer = Viewer(by)
    return team_id in own_teams(viewer) or looks_after_learning(viewer)


@transaction.atomic
def draft_for(team: Team, month: date, by: User) -> MonthlyDigest:
    """The digest of that month: one a team, whoever begins it and however often."""
    _allow(team.pk, by)
    month = month.replace(day=1)
    if month > clock.today(team.time_zone):
        raise Refused(_("Deze maand moet nog beginnen."), "month")
    made, new = MonthlyDigest.objects.get_or_create(team=team, month=month)
    if new:
        log.record("digest_begun", by=by, obj=made, month=month.isoformat())
    return made


@transaction.atomic
def write(
    digest: MonthlyDigest, *, by: User, title: str, summary: str, revision: int | None = None,
    marks: Marks | None = None,
) -> None:  # fmt: skip
    """The title and the summary. `marks`: of a text that AI drafted elsewhere and a person accepted, by name of the
    text; what AI wrote for the team is marked in any case, and the higher of both holds. Raises Refused, Changed."""
    row = _draft(digest, by)
    if revision is not None and revision != row.revision:
        raise Changed
    found = highest_of(_marked(row, by, marks, title=title, summary=summary), marks or {})
    MonthlyDigest.objects.filter(pk=row.pk).update(
        title=title.strip(),
        summary=summary.strip(),
        marks=found,
        label=label(found),
        revision=F("revision") + 1,
    )
    digest.refresh_from_db()


# What is in it ------------------------------------------------------------------------------------


def offered(digest: MonthlyDigest) -> QuerySet[Insight]:
    """What may be put in: what the whole team reads, is in use, did not prove wrong and is not in it yet."""
    rows = _for_team(digest).filter(retired_at=None).exclude(check_state=Insight.Check.REFUTED)
    return rows.exclude(digest_entries__digest=digest)


def corrections_offered(digest: MonthlyDigest) -> QuerySet[Insight]:
    """What proved wrong, also when it went out of use because of that."""
    refuted = _for_team(digest).filter(check_state=Insight.Check.REFUTED)
    return refuted.exclude(digest_entries__digest=digest)


@transaction.atomic
def add_insight(
    digest: MonthlyDigest, insight: Insight, *, by: User, is_correction: bool = False
) -> DigestInsight:
    """An insight, or what proved wrong. The same one twice is there once. Raises Refused."""
    row = _draft(digest, by)
    if known := DigestInsight.objects.filter(digest=row, insight=insight).first():
        return known
    choice = corrections_offered(row) if is_correction else offered(row)
    if not choice.filter(pk=insight.pk).exists():
        raise Refused(_("Dit inzicht kan hier niet in. Het team moet het kunnen lezen."), "insight")
    return DigestInsight.objects.create(
        digest=row, insight=insight, is_correction=is_correction, place=row.entries.count()
    )


@transaction.atomic
def remove_insight(digest: MonthlyDigest, insight: Insight, *, by: User) -> bool:
    row = _draft(digest, by)
    return bool(DigestInsight.objects.filter(digest=row, insight=insight).delete()[0])


@transaction.atomic
def conclude(digest: MonthlyDigest, title: str, text: str = "", *, by: User) -> Conclusion:
    row, title, text = _draft(digest, by), title.strip(), text.strip()
    if not says_something(title):
        raise Refused(_("Schrijf de conclusie in een paar woorden."), "title")
    known = _labelled(_marked(row, by, title=title, text=text))
    return Conclusion.objects.get_or_create(digest=row, title=title, text=text, defaults=known)[0]


@transaction.atomic
def change_conclusion(conclusion: Conclusion, title: str, text: str, *, by: User) -> None:
    row, title, text = _draft(conclusion.digest, by), title.strip(), text.strip()
    if not says_something(title):
        raise Refused(_("Schrijf de conclusie in een paar woorden."), "title")
    known = _labelled(_marked(row, by, title=title, text=text))
    Conclusion.objects.filter(pk=conclusion.pk).update(title=title, text=text, **known)


@transaction.atomic
def remove_conclusion(conclusion: Conclusion, *, by: User) -> bool:
    _draft(conclusion.digest, by)
    return bool(Conclusion.objects.filter(pk=conclusion.pk).delete()[0])


@transaction.atomic
def recommend(
    digest: MonthlyDigest, text: str, owner: User | None, due_on: date | None, *, by: User
) -> Recommendation:
    """What the team will do, who takes it up and before when. Raises Refused."""
    row, text = _draft(digest, by), text.strip()
    if not says_something(text):
        raise Refused(_("Schrijf wat jullie aanraden."), "text")
    if owner is None or owner.pk not in people_of(row.team):
        raise Refused(_("Kies wie het oppakt, iemand uit het team."), "owner")
    if due_on is None:
        raise Refused(_("Vul in vóór welke dag."), "due_on")
    if due_on < row.month:
        raise Refused(_("Deze dag ligt vóór de maand van het maandbericht."), "due_on")
    known = _labelled(_marked(row, by, text=text))
    rows = Recommendation.objects
    return rows.get_or_create(digest=row, text=text, owner=owner, due_on=due_on, defaults=known)[0]


@transaction.atomic
def remove_recommendation(row: Recommendation, *, by: User) -> bool:
    _draft(row.digest, by)
    return bool(Recommendation.objects.filter(pk=row.pk).delete()[0])


@transaction.atomic
def finish(row: Recommendation, *, by: User, done: bool = True) -> bool:
    """Done or not yet, also after publishing: by whose it is, the lead, or who looks after learning."""
    if not can(Viewer(by), "recommendation.finish", row):
        raise PermissionError("a recommendation is finished by its owner")
    rows = Recommendation.objects.filter(pk=row.pk, done_at__isnull=done)
    moved = rows.update(done_at=clock.now() if done else None)
    if moved:
        log.record("recommendation_done" if done else "recommendation_undone", by=by, obj=row)
    row.refresh_from_db()
    return bool(moved)


# Out, and back ------------------------------------------------------------------------------------


@transaction.atomic
def publish(digest: MonthlyDigest, *, by: User) -> bool:
    """Its insights are kept as they are read now, and the team gets a mail. False when it was out. Raises Refused."""
    _allow(digest.team_id, by)
    row = MonthlyDigest.objects.select_for_update(no_key=True).get(pk=digest.pk)
    if row.published_at:
        return False
    if not (says_something(row.title) and says_something(row.summary)):
        raise Refused(_("Schrijf eerst een titel en een samenvatting."))
    if not (row.entries.exists() or row.conclusions.exists()):
        raise Refused(_("Zet er eerst een inzicht of een conclusie in."))
    readable = set(_for_team(row).values_list("pk", flat=True))
    entries = list(row.entries.select_related("insight"))
    if any(entry.insight_id not in readable for entry in entries):
        raise Refused(_("Een van de inzichten leest het team niet meer. Haal dat er eerst uit."))
    refuted = Insight.Check.REFUTED
    if any((entry.insight.check_state == refuted) != entry.is_correction for entry in entries):
        raise Refused(
            _("Intussen is een van de inzichten nagekeken. Haal dat eruit en zet het op de juiste plek.")
        )
    for entry in entries:
        freezing.freeze(entry, row)
    moved = MonthlyDigest.objects.filter(pk=row.pk, published_at=None).update(
        published_at=clock.now(), published_by=by, revision=F("revision") + 1
    )
    digest.refresh_from_db()
    if moved:
        log.record("digest_published", by=by, obj=digest)
        post(digest, people_of(digest.team) - {by.pk})
    return bool(moved)


@transaction.atomic
def take_back(digest: MonthlyDigest, *, by: User) -> bool:
    """A draft again; mails that did not go yet do not go."""
    _allow(digest.team_id, by)
    moved = MonthlyDigest.objects.filter(pk=digest.pk, published_at__isnull=False).update(
        published_at=None, published_by=None, revision=F("revision") + 1
    )
    digest.refresh_from_db()
    if moved:
        withdraw(digest)
        log.record("digest_taken_back", by=by, obj=digest)
    return bool(moved)


def people_of(team: Team) -> set[int]:
    """Ids of who is in the team today, its lead included."""
    today = clock.today(team.time_zone)
    members = Membership.objects.on(today).filter(team=team, person__is_active=True)
    leads = Role.objects.on(today).filter(team=team, kind=Role.Kind.TEAM_LEAD, person__is_active=True)
    return {*members.values_list("person", flat=True), *leads.values_list("person", flat=True)}


def _for_team(digest: MonthlyDigest) -> QuerySet[Insight]:
    team = Q(reach=Insight.Reach.TEAM, team=digest.team_id)
    return Insight.objects.filter(team | Q(reach=Insight.Reach.ORGANISATION), published_at__isnull=False)


def _marked(row: MonthlyDigest, by: User, given: Marks | None = None, **texts: str) -> Marks:
    """Against what AI wrote for the team of today, and what stands in this digest already: its maker may have left."""
    stored = chain(_stored(row), each(given or {}))
    return marked(people_of(row.team) | {by.pk}, texts, stored)


def _stored(row: MonthlyDigest) -> Iterator[Mark]:
    yield from each(row.marks)
    for parts in (row.conclusions, row.recommendations):
        for marks in parts.exclude(label="own").values_list("marks", flat=True):
            yield from each(marks)


def _labelled(marks: Marks) -> dict[str, Any]:
    return {"marks": marks, "label": label(marks)}


def _allow(team_id: int, by: User) -> None:
    if not may_make(team_id, by):
        raise PermissionError("a digest is made by its team")


def _draft(digest: MonthlyDigest, by: User) -> MonthlyDigest:
    """The row, locked, while it can be changed."""
    _allow(digest.team_id, by)
    row = MonthlyDigest.objects.select_for_update(no_key=True).get(pk=digest.pk)
    if row.published_at:
        raise Refused(_("Dit maandbericht is al gepubliceerd. Haal het eerst terug."))
    return row
