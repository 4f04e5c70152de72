"""The team's week as data: who is there when, what stands where, and how earlier weeks went.

Availability goes before, "doorgegaan" or "vervallen" comes after, and never who did something (S10, S11): days that
are over show no people, and what a duo cancelled looks here as if nothing happened. Constant queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cycles.framework.models import DevelopmentQuestion, OrganisationGoal, Season, team_frame
from cycles.weekly import planning
from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle, WeekTemplate
from cycles.weekly.placing import Place
from cycles.weekly.planning import Refused
from cycles.weekly.sentences import refused, why_not
from lerendwerken.lib import clock
from lerendwerken.lib.drawing import Bar, strip
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import listed
from teams.hours.calendar import Span, WorkingCalendar
from teams.hours.models import calendars, closed_days
from teams.structure.models import Membership, Team

PUBLISH_AT = time(16)
BACK = 4  # so many weeks back a cancellation is still mentioned
ORDER = list(Kind.values)


@dataclass(slots=True)
class Row:
    """One moment as its lead sees it."""

    moment: Moment
    state: str  # waiting | planned | alone | held | cancelled
    can_change: bool = False
    present: list[str] = field(default_factory=list)  # who is there together
    alone: list[str] = field(default_factory=list)  # who gets the prompt in own hours (S5)
    early: list[tuple[str, datetime]] = field(default_factory=list)  # who leaves before the end (S4)
    without: list[str] = field(default_factory=list)  # whose week has no room for it
    members: list[str] = field(default_factory=list)  # the duo
    why: list[str] = field(default_factory=list)
    cause: str = ""  # of the team, why it fell away (W7)
    better: Place | None = None

    @property
    def is_first_of_kind(self) -> bool:
        return self.moment.pair <= 1


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    closed: str  # the holiday's name
    is_past: bool
    rows: tuple[Row, ...]
    usual: tuple[Row, ...]  # would have stood here
    ideas: tuple[Row, ...]  # might stand here


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's day: off | past | away | free | works."""

    state: str
    label: str  # the day, for a phone
    drawing: SafeString | str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    is_guest: bool
    cells: tuple[Cell, ...]


class Board:
    """is_lead: sees the week before it is published, who is there for each moment, and decides."""

    def __init__(self, team: Team, week: IsoWeek, *, is_lead: bool) -> None:
        self.team, self.week, self.is_lead = team, week, is_lead
        self.zone = ZoneInfo(team.time_zone)
        self.now = clock.now()
        self.this = IsoWeek.of(self.now.astimezone(self.zone).date())

    @cached_property
    def cycle(self) -> WeekCycle | None:
        found = WeekCycle.objects.filter(team=self.team).of_week(self.week).select_related("team__unit")
        return (found if self.is_lead else found.published()).first()

    @cached_property
    def obstacle(self) -> Refused | None:
        return None if self.cycle or not self.is_lead else planning.obstacle(self.team, self.week)

    @property
    def obstacle_words(self) -> str:
        return refused(self.obstacle) if self.obstacle else ""

    @property
    def is_over(self) -> bool:
        return self.week.span(self.team.time_zone)[1] <= self.now

    # Moments --------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> list[Row]:
        if self.cycle is None:
            return []
        moments = list(
            self.cycle.moments.select_related("facilitator").prefetch_related(
                Prefetch("seats", Seat.objects.select_related("person").order_by("person__given_name"))
            )
        )
        # Cancelled by the team for all duos: then also for the one that had cancelled by itself.
        fallen = {m.kind: m for m in moments if m.pair and m.cancelled_cause}
        found = [self._row(moment, fallen.get(moment.kind)) for moment in moments]
        waiting = [row for row in found if row.state == "waiting"]
        if waiting and self.is_lead and not self.is_over:
            places = planning.better([r.moment for r in waiting], planning.room_of(self.cycle))
            for row in waiting:
                row.better = places.get(row.moment.pk)
        last = self.week.span(self.team.time_zone)[1]
        return sorted(
            found, key=lambda r: (r.moment.starts_at or last, ORDER.index(r.moment.kind), r.moment.pair)
        )

    def _row(self, moment: Moment, fallen: Moment | None) -> Row:
        assert self.cycle
        ends_at = moment.ends_at or self.cycle.closes_at
        row = Row(moment, self._state(moment, fallen.cancelled_at if fallen else None))
        if row.state == "cancelled":
            row.cause = (moment if moment.cancelled_cause else fallen or moment).get_cancelled_cause_display()
        row.can_change = (
            self.is_lead
            and row.state in ("waiting", "planned", "alone")
            and not self.is_over
            and (moment.starts_at is None or moment.starts_at > self.now)
        )
        if ends_at <= self.now:
            return row  # what is over shows no names any more
        row.why = [why_not(r) for r in moment.refusal]
        self._add_people(row)
        return row

    def _add_people(self, row: Row) -> None:
        """Who is there; how long somebody stays, and who is not, is for the lead who plans."""
        for seat in row.moment.seats.all():
            name = seat.person.given_name
            if row.moment.pair:
                row.members.append(name)
            if not seat.reason and not seat.alone:
                row.present.append(name)
            if not self.is_lead:
                continue
            if seat.reason:
                if seat.reason != Seat.Reason.ABSENT_WEEK:
                    row.without.append(name)
            elif seat.alone:
                row.alone.append(name)
            elif seat.ends_at and row.moment.ends_at and seat.ends_at < row.moment.ends_at:
                row.early.append((name, seat.ends_at))

    def _state(self, moment: Moment, fell_at: datetime | None) -> str:
        assert self.cycle
        ends_at = moment.ends_at or self.cycle.closes_at
        if moment.cancelled_cause or (moment.pair and fell_at and fell_at < ends_at):
            return "cancelled"
        if self.cycle.is_published and ends_at <= self.now:
            return "held"
        if moment.starts_at:
            return "planned"
        return "waiting" if moment.form == Form.TEAM and moment.refusal else "alone"

    @cached_property
    def waiting(self) -> list[Row]:
        return [] if self.is_over else [row for row in self.rows if row.state == "waiting"]

    @cached_property
    def without_time(self) -> list[Row]:
        return [row for row in self.rows if row.state == "alone"]

    @property
    def home_count(self) -> int:
        return len({m.person_id for m in self._memberships if m.kind == Membership.Kind.HOME})

    @property
    def waiting_words(self) -> str:
        return listed(dict.fromkeys(row.moment.named for row in self.waiting))

    @property
    def alone_words(self) -> str:
        return listed(dict.fromkeys(row.moment.get_kind_display() for row in self.without_time))

    @cached_property
    def can_publish(self) -> bool:
        return bool(self.cycle and not self.cycle.is_published and not self.is_over)

    @cached_property
    def publishes_on(self) -> date | None:
        """The Thursday on which this week publishes itself, while that is still to come (S6)."""
        thursday = (self.week - 1).days[3]
        at = datetime.combine(thursday, PUBLISH_AT, self.zone)
        paused = WeekTemplate.objects.filter(team=self.team, paused=True).exists()
        return thursday if self.can_publish and at > self.now and not paused else None

    # Days and people ------------------------------------------------------------------------------

    @cached_property
    def _memberships(self) -> list[Membership]:
        found = Membership.objects.between(self.week.monday, self.week.sunday).filter(
            team=self.team, person__is_active=True
        )
        return list(
            found.select_related("person").order_by("person__given_name", "person__family_name", "pk")
        )

    @cached_property
    def _calendars(self) -> dict[int, WorkingCalendar]:
        day = timedelta(days=1)
        people = sorted({m.person_id for m in self._memberships})
        return calendars(people, self.week.monday - day, self.week.sunday + day)

    @cached_property
    def days(self) -> list[Day]:
        """Monday to Friday, and the weekend when somebody works or something stands then."""
        closed = closed_days({self.week.monday.year, self.week.sunday.year}, get_language() or "nl")
        rows, usual, ideas = defaultdict(list), defaultdict(list), defaultdict(list)
        for row in self.rows:
            if row.moment.starts_at and row.state != "cancelled":
                rows[self._day(row.moment.starts_at)].append(row)
            elif row.state in ("cancelled", "waiting") and (
                at := row.moment.starts_at or row.moment.usual_at
            ):
                usual[self._day(at)].append(row)
            if row.better:
                ideas[self._day(row.better.starts_at)].append(row)
        today = self._day(self.now)
        days = [
            Day(
                day,
                str(closed.get(day, "")),
                day < today,
                tuple(rows[day]),
                tuple(r for r in usual[day] if r.moment.pair <= 1),
                tuple(ideas[day]),
            )
            for day in self.week.days
        ]
        used = [n < 5 or bool(d.rows or d.ideas or self._anybody(d.date)) for n, d in enumerate(days)]
        return days[: max(n for n, is_used in enumerate(used) if is_used) + 1]

    def _anybody(self, day: date) -> bool:
        return any(calendar.shifts_on(day) for calendar in self._calendars.values())

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    @cached_property
    def people(self) -> list[Person]:
        """Who is there when, from today on; nothing about days that are over."""
        if self.is_over:
            return []
        bars: dict[tuple[int, date], list[Bar]] = defaultdict(list)
        for row in self.rows:
            self._add_bars(row, bars)
        homes = {m.person_id for m in self._memberships if m.kind == Membership.Kind.HOME}
        seen: set[int] = set()
        found = []
        for membership in self._memberships:
            if membership.person_id in seen:
                continue
            seen.add(membership.person_id)
            cells = tuple(self._cell(membership.person_id, day, bars) for day in self.days)
            found.append(Person(membership.person.full_name, membership.person_id not in homes, cells))
        return found

    def _add_bars(self, row: Row, bars: dict[tuple[int, date], list[Bar]]) -> None:
        if row.better:
            for person in row.better.present:
                at = row.better.starts_at
                bars[person, self._day(at)].append(Bar(self._hour(at), row.better.minutes, "idea"))
        if row.state != "planned":
            return
        for seat in row.moment.seats.all():
            if seat.starts_at and not seat.alone:  # what somebody does alone is their own
                kind = "duo" if row.moment.pair else "team"
                bars[seat.person_id, self._day(seat.starts_at)].append(
                    Bar(self._hour(seat.starts_at), seat.minutes, kind)  # type: ignore[arg-type]
                )

    def _cell(self, person: int, day: Day, bars: dict[tuple[int, date], list[Bar]]) -> Cell:
        calendar, label = self._calendars[person], day.date
        belongs = any(
            m.person_id == person and m.from_date <= label and (m.until is None or m.until >= label)
            for m in self._memberships
        )
        if day.is_past:
            return Cell("past", "")
        if calendar.is_away_on(label):
            return Cell("away", "")
        spans = tuple(calendar.shifts_on(label)) if belongs else ()
        if not spans:
            return Cell("off" if day.closed else "free", "")
        work = [(self._hour(start), self._hour(end, after=start)) for start, end in spans]
        ends = ((spans[0][0], spans[-1][1]),)
        return Cell("works", "", strip(work, bars[person, label]), ends)

    def _hour(self, moment: datetime, after: datetime | None = None) -> float:
        local = moment.astimezone(self.zone)
        hour = local.hour + local.minute / 60
        return 24.0 if after and hour == 0 else hour

    # How it went, and why ------------------------------------------------------------------------

    @cached_property
    def _before(self) -> list[WeekCycle]:
        """The published weeks that are over, the latest first; at most a few."""
        last = min(self.week, self.this) - 1
        first = last - BACK
        found = (
            WeekCycle.objects.published()
            .filter(team=self.team, year__gte=first.year)
            .prefetch_related("moments")
            .order_by("-year", "-week")
        )
        return [cycle for cycle in found[:12] if first < cycle.iso <= last]

    @cached_property
    def went(self) -> tuple[IsoWeek, list[tuple[str, str]]] | None:
        """The last week that is over: per kind the cause why it fell away, or "" for doorgegaan."""
        if not self._before:
            return None
        cycle = self._before[0]
        return cycle.iso, [(str(Kind(kind).label), cause) for kind, cause in _causes(cycle).items()]

    @cached_property
    def fell_before(self) -> tuple[IsoWeek, list[str], str] | None:
        """The latest earlier week in which something fell away: the week, what, and the first cause."""
        for cycle in self._before[1:]:
            fallen = [(str(Kind(kind).label), cause) for kind, cause in _causes(cycle).items() if cause]
            if fallen:
                return cycle.iso, [kind for kind, _cause in fallen], fallen[0][1]
        return None

    @cached_property
    def season(self) -> Season | None:
        return team_frame(self.team, self.week)

    @cached_property
    def goals(self) -> list[OrganisationGoal]:
        if self.season is None:
            return []
        open_questions = DevelopmentQuestion.objects.filter(ended_on=None)
        goals = self.season.goals.filter(ended_on=None).prefetch_related(
            Prefetch("questions", open_questions)
        )
        return [g for g in goals if g.unit_id in (None, self.team.unit_id)]

    @property
    def season_week(self) -> int:
        return self.season.number_of(self.week) if self.season else 0

    @property
    def frame_continues(self) -> bool:
        return bool(self.season and self.season.continues_in(self.week))


def _causes(cycle: WeekCycle) -> dict[str, str]:
    """Kind -> the team's cause, "" when it went on. A duo's own cancellation is not in it (S11)."""
    moments: Iterable[Moment] = cycle.moments.all()
    causes = {kind: "" for kind in ORDER if any(m.kind == kind for m in moments)}
    for moment in moments:
        if moment.cancelled_cause:
            causes[moment.kind] = moment.get_cancelled_cause_display()
    return causes
