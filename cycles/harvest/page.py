"""One conversation as its page shows it to one person. Constant queries, however much stands there.

It holds no list of who is there, and nothing about who shared, reacted or read (S11).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.harvest import agenda, sharing, summarising
from cycles.harvest.agenda import Place, Step
from cycles.harvest.holding import has_come, is_over
from cycles.harvest.models import (
    HarvestItem,
    HarvestLine,
    HarvestSession,
    HarvestSummary,
    HarvestYield,
    OwnNote,
    Reaction,
)
from cycles.literacy.models import TeamAgreement
from cycles.weekly import history
from cycles.weekly.models import Kind as Moments
from cycles.weekly.models import Moment
from cycles.weekly.places.turns import on_turn
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.access import Viewer
from teams.structure.models import Membership

Kind = HarvestLine.Kind
TOGETHER = (Kind.KEEP, Kind.CHANGE, Kind.FOCUS)
HARVESTING = ("harvest", "insights", "conclusions")  # steps in which anything may be taken along
LOOKING_BACK = "look_back"


@dataclass(frozen=True, slots=True)
class Pressed:
    kind: str
    label: str
    count: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Item:
    row: HarvestItem
    mine: bool
    reactions: tuple[Pressed, ...]
    can_give: bool  # the floor
    can_harvest: bool

    @property
    def idea_field(self) -> str:
        return f"idea-{self.row.pk}"

    @property
    def statement_field(self) -> str:
        return f"statement-{self.row.pk}"


@dataclass(frozen=True, slots=True)
class Lines:
    kind: str
    label: str
    rows: tuple[HarvestLine, ...]


class Conversation:
    def __init__(self, viewer: Viewer, moment: Moment) -> None:
        self.viewer, self.moment, self.person = viewer, moment, viewer.person
        self.team = moment.cycle.team
        self.now = clock.now()

    @cached_property
    def row(self) -> HarvestSession | None:
        """None as long as nobody did anything: looking makes no row."""
        found = HarvestSession.objects.filter(moment=self.moment).select_related("facilitator").first()
        if found:
            found.moment = self.moment
        return found

    @cached_property
    def session(self) -> HarvestSession:
        return self.row or HarvestSession(moment=self.moment, facilitator=self.moment.facilitator, revision=0)

    @property
    def revision(self) -> int:
        return self.session.revision

    # Where it is ----------------------------------------------------------------------------------

    @cached_property
    def agenda(self) -> agenda.Agenda:
        return agenda.of(self.moment)

    @cached_property
    def places(self) -> list[Place]:
        return agenda.places(self.session, self.moment)

    @property
    def line(self) -> SafeString:
        return agenda.line(self.places, self.agenda.css)

    @property
    def place(self) -> Place:
        return self.places[min(self.session.step, self.agenda.last)]

    @property
    def step(self) -> Step:
        return self.place.step

    @property
    def is_monthly(self) -> bool:
        return self.agenda is agenda.MONTHLY

    @property
    def has_come(self) -> bool:
        return has_come(self.moment, self.now)

    @property
    def is_over(self) -> bool:
        return is_over(self.moment, self.now)

    @property
    def is_begun(self) -> bool:
        return self.session.begun_at is not None

    @property
    def is_closed(self) -> bool:
        return self.session.is_closed or self.is_over

    @property
    def is_open(self) -> bool:
        """Things can be put there."""
        return self.has_come and not self.is_closed

    @property
    def is_recall(self) -> bool:
        """Nothing of others is shown yet."""
        return self.session.step == 0 and not self.is_closed

    @property
    def is_last(self) -> bool:
        return self.session.step >= self.agenda.last

    @property
    def phase(self) -> str:
        """ahead | ready | running | paused | closed: what the top of the page is about."""
        if self.is_closed:
            return "closed"
        if not self.has_come:
            return "ahead"
        if not self.is_begun:
            return "ready"
        return "paused" if self.session.paused_at else "running"

    # The clock ------------------------------------------------------------------------------------

    @property
    def left(self) -> int:
        """Seconds that are left of this step; 0 when its time is over."""
        spent = self.session.spent(self.now).total_seconds()
        return max(0, round(self.place.minutes * 60 - spent))

    @property
    def left_short(self) -> str:
        return f"{self.left // 60}.{self.left % 60:02}"

    @property
    def left_long(self) -> str:
        if not self.left:
            return _("De tijd voor deze stap is om")
        minutes, seconds = divmod(self.left, 60)
        return _("Nog %(minutes)s en %(seconds)s") % {
            "minutes": ngettext("%(n)s minuut", "%(n)s minuten", minutes) % {"n": minutes},
            "seconds": ngettext("%(n)s seconde", "%(n)s seconden", seconds) % {"n": seconds},
        }

    # Who leads ------------------------------------------------------------------------------------

    @property
    def leader(self) -> User | None:
        return self.session.facilitator

    @property
    def leads(self) -> bool:
        return self.leader is not None and self.leader.pk == self.person.pk

    @cached_property
    def next_leader(self) -> User | None:
        """Of the next one: as it was planned, or as the turns go when that week is still to be made."""
        after = self.moment.cycle.iso + 1
        planned = (
            Moment.objects.filter(
                cycle__team=self.team, cycle__year=after.year, cycle__week=after.week,
                kind__in=agenda.KINDS, cancelled_at=None, facilitator__isnull=False,
            )
            .select_related("facilitator")
            .first()
        )  # fmt: skip
        if planned:
            return planned.facilitator
        team = Membership.objects.on(self.viewer.day).filter(team=self.team)
        seats = self.moment.seats.filter(alone=False, starts_at__isnull=False, person__is_active=True)
        here = seats.filter(person__in=team.values("person")).select_related("person")
        people = {seat.person_id: seat.person for seat in here}
        led = history.led_before(self.moment.cycle)
        if self.moment.facilitator_id:
            led[self.moment.facilitator_id].append((Moments.RETROSPECTIVE, self.now))
        chosen = on_turn(Moments.RETROSPECTIVE, people, led)
        return people.get(chosen) if chosen else None

    # What stands there ----------------------------------------------------------------------------

    @cached_property
    def items(self) -> list[Item]:
        """Who has the floor, then who waits, then who had a turn. While recalling one sees only the own ones."""
        if self.row is None:
            return []
        shown = HarvestItem.objects.filter(session=self.row, taken_back_at=None)
        if self.is_recall:
            shown = shown.filter(person=self.person)
        rows = shown.select_related("person").prefetch_related(
            Prefetch("reactions", Reaction.objects.order_by("id"))
        )
        ordered = sorted(rows, key=lambda r: (not r.has_floor, r.spoken_at is not None, r.put_at, r.pk))
        return [self._item(row) for row in ordered]

    def _item(self, row: HarvestItem) -> Item:
        pressed = list(row.reactions.all())
        counts = Counter(one.kind for one in pressed)
        own = {one.kind for one in pressed if one.person_id == self.person.pk}
        mine = row.person_id == self.person.pk
        may = self.is_open and self.is_begun
        return Item(
            row,
            mine,
            tuple(
                Pressed(kind, str(label), counts[kind], kind in own) for kind, label in Reaction.Kind.choices
            ),
            can_give=may and not self.is_recall and (self.leads or mine),
            can_harvest=may and not self.is_recall and (row.has_floor or self.step.key in HARVESTING),
        )

    @property
    def now_shared(self) -> list[Item]:
        """Of this step, and what did not have its turn yet."""
        step = self.session.step
        if self.is_closed or self.is_last or self.step.key in HARVESTING:
            return self.items
        return [item for item in self.items if item.row.step == step or item.row.spoken_at is None]

    @property
    def shared_before(self) -> list[Item]:
        now = {item.row.pk for item in self.now_shared}
        return [item for item in self.items if item.row.pk not in now]

    @cached_property
    def answers(self) -> list[sharing.OwnAnswer]:
        return sharing.answers(self.viewer, self.moment, self.row) if self.is_open else []

    @cached_property
    def note(self) -> OwnNote:
        found = OwnNote.objects.filter(session=self.row, person=self.person).first() if self.row else None
        return found or OwnNote(person=self.person)

    @cached_property
    def _lines(self) -> list[HarvestLine]:
        if self.row is None:
            return []
        rows = HarvestLine.objects.filter(session=self.row, removed_at=None)
        return list(rows.filter(by=self.person) if self.is_recall else rows)

    def _of(self, kind: Kind) -> Lines:
        return Lines(kind.value, str(kind.label), tuple(r for r in self._lines if r.kind == kind))

    @property
    def table(self) -> Lines:
        return self._of(Kind.TABLE)

    @property
    def together(self) -> list[Lines]:
        """What is kept, changed and looked at; asked at the end, shown as soon as there is something."""
        groups = [self._of(kind) for kind in TOGETHER]
        asked = self.is_begun and not self.is_recall and self.session.step >= self._asked_from
        return groups if asked or self.is_closed or any(g.rows for g in groups) else []

    @property
    def agrees_first(self) -> bool:
        """At the end these come before what was shared: they are what the step asks."""
        return self.is_begun and not self.is_closed and self.is_last

    @property
    def _asked_from(self) -> int:
        return self.agenda.number("digest" if self.is_monthly else "harvest")

    @cached_property
    def last_focus(self) -> list[HarvestLine]:
        """What the team wanted to look at since the conversation before this one."""
        if self.step.key != LOOKING_BACK or self.is_closed:
            return []
        before = (
            HarvestSession.objects.filter(
                moment__cycle__team=self.team, moment__starts_at__lt=self.moment.starts_at
            )
            .order_by("-moment__starts_at")
            .values("pk")[:1]
        )
        return list(HarvestLine.objects.filter(session__in=before, kind=Kind.FOCUS, removed_at=None))

    @property
    def is_own_team(self) -> bool:
        return self.team.pk in self.viewer.team_ids | self.viewer.led_team_ids

    @cached_property
    def agreements(self) -> list[TeamAgreement]:
        return list(TeamAgreement.objects.filter(team=self.team, kind=TeamAgreement.Kind.TALK, ended_at=None))

    @cached_property
    def yields(self) -> list[HarvestYield]:
        if self.row is None or self.is_recall:
            return []
        return list(HarvestYield.objects.filter(session=self.row).select_related("by", "proposal", "insight"))

    # The summary ----------------------------------------------------------------------------------

    @property
    def sums_up(self) -> bool:
        """Its section is there: at the end, or when there is one."""
        return self.row is not None and (
            self.is_closed or (self.is_begun and self.is_last) or bool(self._summaries)
        )

    @cached_property
    def _summaries(self) -> list[HarvestSummary]:
        if self.row is None or self.is_recall:
            return []
        rows = HarvestSummary.objects.filter(session=self.row).exclude(
            Q(state=HarvestSummary.State.DISCARDED)
        )
        return list(rows.select_related("accepted_by").order_by("asked_at", "pk"))

    @property
    def summary(self) -> HarvestSummary | None:
        accepted = [one for one in self._summaries if one.state == HarvestSummary.State.ACCEPTED]
        return max(accepted, key=lambda one: (one.accepted_at, one.pk), default=None)

    @cached_property
    def offers_ai(self) -> bool:
        return summarising.is_offered(self.moment, self.person)

    @property
    def draft(self) -> HarvestSummary | None:
        """What AI wrote and nobody accepted, or is still writing, or could not; only for who has AI."""
        if not self.offers_ai or self.summary:
            return None
        last = self._summaries[-1] if self._summaries else None
        return last if last and last.state != HarvestSummary.State.ACCEPTED else None

    @property
    def can_sum_up(self) -> bool:
        return self.row is not None and self.has_come and not self.is_over

    @property
    def can_ask(self) -> bool:
        waits = self.draft is not None and self.draft.state in ("waiting", "draft")
        return self.can_sum_up and self.offers_ai and not self.summary and not waits and bool(self.items)

    @property
    def ends_at(self) -> datetime | None:
        return self.moment.ends_at
