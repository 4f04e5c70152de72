"""The team's week as data: what stands where, who is there for it, and what its lead may decide.

Availability goes before, "doorgegaan" or "vervallen" comes after, and never who did something (S10, S11): days that
are over show no people, and what a duo cancelled looks here as if nothing happened. Constant queries.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import DevelopmentQuestion, OrganisationGoal, Season, team_frame
from cycles.weekly import judging, planning
from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle, WeekTemplate
from cycles.weekly.pages.past import Past
from cycles.weekly.pages.people import Person, people_of
from cycles.weekly.pages.team_line import line_of
from cycles.weekly.places.placing import Place, Refusal
from cycles.weekly.planning import Refused
from cycles.weekly.seating import Room
from cycles.weekly.sentences import refused, why_not
from cycles.weekly.was import Was
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import listed
from teams.hours.calendar import WorkingCalendar
from teams.hours.models import calendars, closed_days
from teams.structure.models import Membership, Team

PUBLISH_AT = time(16)
ORDER = list(Kind.values)
STEPS = (
    # minutes, days
    (-15, 0, _("Een kwartier eerder")),
    (15, 0, _("Een kwartier later")),
    (0, -1, _("Een dag eerder")),
    (0, 1, _("Een dag later")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One press from where a moment stands, and why that cannot be ("" when it can)."""

    label: str
    starts_at: datetime
    why: str


@dataclass(slots=True)
class Row:
    """One moment as its lead sees it."""

    moment: Moment
    state: str  # waiting | planned | alone | held | cancelled
    can_change: bool = False
    is_wrong: bool = False  # it stands where it can stand no longer: a holiday came, people went
    present: list[str] = field(default_factory=list)  # who is there together
    alone: list[str] = field(default_factory=list)  # who gets the prompt in own hours (S5)
    early: list[tuple[str, datetime]] = field(default_factory=list)  # who leaves before the end (S4)
    without: list[str] = field(default_factory=list)  # whose week has no room for it
    members: list[str] = field(default_factory=list)  # the duo
    why: list[str] = field(default_factory=list)
    cause: str = ""  # of the team, why it fell away (W7)
    better: Place | None = None

    @property
    def at(self) -> datetime | None:
        """Where it stands, or would have stood."""
        return self.moment.starts_at or self.moment.usual_at

    @property
    def seen(self) -> str:
        """What a lead sees of it, for the pages that change it."""
        return Was(self.moment.form, self.moment.starts_at, self.moment.cancelled_cause).seen

    @property
    def is_to_decide(self) -> bool:
        return self.can_change and (self.state == "waiting" or self.is_wrong)

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
            self.cycle.moments.select_related("facilitator", "changed_by").prefetch_related(
                Prefetch("seats", Seat.objects.select_related("person").order_by("person__given_name"))
            )
        )
        found = [self._row(moment) for moment in moments]
        if self.is_lead and not self.is_over:
            self._add_choices([row for row in found if row.can_change])
        last = self.week.span(self.team.time_zone)[1]
        return sorted(
            found, key=lambda r: (r.moment.starts_at or last, ORDER.index(r.moment.kind), r.moment.pair)
        )

    def _row(self, moment: Moment) -> Row:
        assert self.cycle
        ends_at = moment.ends_at or self.cycle.closes_at
        row = Row(moment, self._state(moment), cause=moment.get_cancelled_cause_display())
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

    @cached_property
    def room(self) -> Room:
        assert self.cycle
        return judging.room_of(self.cycle)

    def _add_choices(self, rows: list[Row]) -> None:
        """Which of them stand where they cannot, and the place that is better."""
        for row in rows:
            at = row.moment.starts_at
            if at and not row.moment.pair and row.state == "planned":
                place = judging.judge(row.moment, at, self.room)
                row.is_wrong = not place.is_allowed
                row.why = [why_not(dict(one)) for one in place.refusals] or row.why
        places = judging.better([row.moment for row in rows if row.is_to_decide], self.room)
        for row in rows:
            row.better = places.get(row.moment.pk)

    def steps(self, row: Row) -> list[Step]:
        """For what stands somewhere: a press earlier or later, a quarter of an hour or a day."""
        at = row.moment.starts_at
        return [self._step(row.moment, at, *step) for step in STEPS] if at else []

    def _step(self, moment: Moment, at: datetime, minutes: int, days: int, label: object) -> Step:
        local = at.astimezone(self.zone)
        to = datetime.combine(local.date() + timedelta(days=days), local.time(), self.zone)
        place = judging.judge(moment, to + timedelta(minutes=minutes), self.room)
        # That a day lies outside the week says enough.
        outside = [one for one in place.refusals if one["code"] == Refusal.OUTSIDE_WEEK]
        why = " ".join(why_not(dict(one)) for one in outside or place.refusals)
        return Step(str(label), place.starts_at, why)

    def _add_people(self, row: Row) -> None:
        """Who is there; how long somebody stays, and who is not, is for the lead who plans."""
        for seat in row.moment.seats.all():
            name = seat.person.given_name
            if row.moment.pair:
                row.members.append(name)
            if row.state == "cancelled":
                continue  # who takes another place for it keeps that to themselves
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

    def _state(self, moment: Moment) -> str:
        assert self.cycle
        ends_at = moment.ends_at or self.cycle.closes_at
        if moment.cancelled_cause:
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
    def to_decide(self) -> list[Row]:
        return [row for row in self.rows if row.is_to_decide]

    @property
    def everybody_away(self) -> bool:
        """Nobody of the team has a minute for learning this week: the week counts for nobody (W6)."""
        return bool(self.cycle and self.is_lead and not self.is_over) and not any(self.room.budgets.values())

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
        return people_of(self._memberships, self._calendars, self.days, self.rows, self.zone)

    @cached_property
    def line(self) -> SafeString:
        return line_of(self.days, self.rows, self.now, self.zone)

    @cached_property
    def past(self) -> Past:
        return Past(self.team, self.week, self.this)

    # The frame -------------------------------------------------------------------------------------

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
