"""Mijn week as data: what is now, what is next, and every day with its moments. Constant queries."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString

from cycles.framework.models import team_frame
from cycles.prompts import leaving
from cycles.prompts.models import Prompt, Reflection, ReflectionShare
from cycles.weekly.members import duo
from cycles.weekly.members.asked import Asked
from cycles.weekly.models import Displacement, Form, Kind, Seat, SeatQuerySet
from cycles.weekly.talks import places as talks_of
from lerendwerken.lib import clock
from lerendwerken.lib.drawing import Beat, WeekScale, shape, week_line
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.calendar import WorkingCalendar
from teams.hours.models import calendar_of, weekly_budget
from teams.structure.access import Viewer, visible
from teams.structure.models import Organisation


@dataclass(frozen=True, slots=True)
class Row:
    """One moment on a day of Mijn week."""

    seat: Seat
    prompt: Prompt | None
    state: str  # done | next | plan | cut
    companions: tuple[str, ...] = ()
    guest_of: str = ""  # the team, when it is not one's own
    may_come: bool = False  # it lies outside one's hours, and one may say to be there anyway (W1)
    talk: str = ""  # the address of its conversation, from its day on

    @property
    def icon(self) -> str:
        return {"done": "check", "next": "circle-dot", "cut": "x"}.get(self.state, "circle")

    @property
    def is_ours_to_change(self) -> bool:
        """The duo's own Leerwerkuur, still to come."""
        return duo.may_change(self.seat.moment)

    @property
    def is_left_out(self) -> bool:
        """Nobody but the owner chose this, or sees it."""
        return self.seat.chosen == Displacement.Outcome.DROPPED

    @property
    def gave_way(self) -> bool:
        """It stands elsewhere, because something came over it."""
        return self.seat.alone and self.seat.chosen in (Displacement.Outcome.MOVED, Displacement.Outcome.OPEN)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something of one's own on the week line that is no moment; `url` leads to it."""

    at: datetime
    label: str
    url: str


Marks = Callable[[Viewer, datetime, datetime], list[Mark]]
MARKED: list[Marks] = []
MARK_MINUTES = 5  # as high as it is drawn


def marks(source: Marks) -> Marks:
    """Packages above put what they keep on the line; the viewer's own, between two instants."""
    MARKED.append(source)
    return source


@dataclass(frozen=True, slots=True)
class Also:
    """Something that can be done when there is time for it; `minutes` is what it takes."""

    title: str
    detail: str
    url: str
    action: str = ""  # the words of a button; none: the title itself is the link
    minutes: int = 0
    icon: str = "repeat"


Alsos = Callable[[Viewer], list[Also]]
ALSO: list[Alsos] = []


def also(source: Alsos) -> Alsos:
    """Packages above say what waits for a viewer, most urgent first; a constant number of queries each."""
    ALSO.append(source)
    return source


@dataclass(frozen=True, slots=True)
class InHand:
    """The learning question that runs: its words, its if-then plan, and with whom it is shared."""

    text: str
    url: str
    plan: str
    plan_url: str
    shared_with: tuple[str, ...] = ()
    shared_url: str = ""


InHands = Callable[[Viewer], InHand | None]
IN_HAND: list[InHands] = []


def in_hand(source: InHands) -> InHands:
    """The package of learning questions says which one runs."""
    IN_HAND.append(source)
    return source


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    works: bool
    is_today: bool
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]


class Overview:
    """One person's week. `this` is the week that it is now."""

    def __init__(self, viewer: Viewer, week: IsoWeek, this: IsoWeek) -> None:
        self.viewer, self.week, self.this = viewer, week, this
        self.person = viewer.person
        self.zone = ZoneInfo(self.person.time_zone)
        self.now = clock.now()

    @cached_property
    def rows(self) -> list[Row]:
        seats = list(
            cast(SeatQuerySet, visible(Seat, self.viewer))
            .with_choice()
            .filter(
                person=self.person, moment__cycle__year=self.week.year, moment__cycle__week=self.week.week
            )
            .select_related("moment__cycle__team")
        )
        written = Reflection.objects.filter(prompt=OuterRef("pk")).exclude(text="")
        prompts = {
            p.moment_id: p
            for p in visible(Prompt, self.viewer)
            .filter(moment__in=[s.moment_id for s in seats])
            .annotate(has_words=Exists(written))
        }
        names: dict[int, list[str]] = defaultdict(list)
        pairs = [s.moment_id for s in seats if s.moment.pair]
        for other in (
            Seat.objects.filter(moment__in=pairs).exclude(person=self.person).select_related("person")
        ):
            names[other.moment_id].append(other.person.given_name)
        asking = next((p.pk for p in self._open(prompts)), None)
        talks = talks_of(self.viewer, [s.moment for s in seats])
        rows = []
        for seat in sorted(seats, key=lambda s: s.starts_at or s.moment.cycle.closes_at):
            prompt = prompts.get(seat.moment_id)
            rows.append(
                Row(
                    seat,
                    prompt,
                    self._state(seat, prompt, asking),
                    tuple(names[seat.moment_id]),
                    self._guest_of(seat),
                    self._may_come(seat),
                    talks.get(seat.moment_id, ""),
                )
            )
        return rows

    def _guest_of(self, seat: Seat) -> str:
        """An accepted moment of another team than the own one of now."""
        home = self.viewer.home_team
        team = seat.moment.cycle.team
        return "" if home is None or home.pk == team.pk else team.name

    def _may_come(self, seat: Seat) -> bool:
        """With the team somewhere else, while only the hours stand in the way; the last word is asking.py's."""
        moment = seat.moment
        if not (seat.alone and moment.form == Form.TEAM and moment.starts_at and moment.starts_at > self.now):
            return False
        ends_at = moment.starts_at + timedelta(minutes=seat.minutes)
        day = self._local_day(moment.starts_at)
        return (
            not moment.is_cancelled
            and not self.calendar.is_away_on(day)
            and not self.calendar.covers(moment.starts_at, ends_at)
        )

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.viewer)

    @property
    def can_leave_out(self) -> bool:
        """Something is still to be asked this week."""
        return self.is_this_week and any(r.prompt and leaving.is_open(r.prompt, self.now) for r in self.rows)

    @property
    def left_out(self) -> bool:
        """Something that is still to come will not be asked, by own choice."""
        return any(r.prompt and leaving.is_left_out(r.prompt, self.now) for r in self.rows)

    def _open(self, prompts: Mapping[int, Prompt]) -> list[Prompt]:
        """Asked or coming, in order of time."""
        waiting = [
            p
            for p in prompts.values()
            if p.due_at and p.state in (Prompt.State.PLANNED, Prompt.State.ASKED) and p.expires_at > self.now
        ]
        return sorted(waiting, key=lambda p: (p.due_at or p.expires_at, p.pk))

    def _state(self, seat: Seat, prompt: Prompt | None, asking: int | None) -> str:
        if seat.is_off:
            return "cut"
        if prompt is None:
            return "plan"
        if prompt.state == Prompt.State.ANSWERED or getattr(prompt, "has_words", False):
            return "done" if prompt.pk != asking else "next"
        return "next" if prompt.pk == asking else "plan"

    @cached_property
    def next(self) -> Row | None:
        return next((r for r in self.rows if r.state == "next"), None)

    @property
    def stage(self) -> str:
        """How far the next one is: asked later on request | today | ahead | now | open (its time is over)."""
        assert self.next
        seat, prompt = self.next.seat, self.next.prompt
        if prompt and prompt.postponed and prompt.due_at and prompt.due_at > self.now:
            return "later"
        if seat.starts_at and seat.ends_at:
            if seat.starts_at > self.now:
                return "today" if self._local_day(seat.starts_at) == self.local_now.date() else "ahead"
            if self.now < seat.ends_at:
                return "now"
        return "open"

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """Of the week, and of the night that runs into it."""
        return calendar_of(self.person, self.week.monday - timedelta(days=1), self.week.sunday)

    @cached_property
    def days(self) -> list[Day]:
        """Monday to Friday, and the weekend when somebody works or learns then."""
        per_day: dict[date, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.seat.starts_at:
                per_day[self._local_day(row.seat.starts_at)].append(row)
        marked: dict[date, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            marked[self._local_day(mark.at)].append(mark)
        today = self.now.astimezone(self.zone).date()
        days = [
            Day(
                day, bool(self.calendar.shifts_on(day)), day == today, tuple(per_day[day]), tuple(marked[day])
            )
            for day in self.week.days
        ]
        last = max((n for n, d in enumerate(days) if d.rows or d.marks or d.works or n < 5), default=4)
        return days[: last + 1]

    @cached_property
    def marks(self) -> list[Mark]:
        start, end = self.week.span(self.person.time_zone)
        found = [mark for source in MARKED for mark in source(self.viewer, start, end)]
        return sorted(found, key=lambda mark: mark.at)

    @cached_property
    def also(self) -> list[Also]:
        return [each for source in ALSO for each in source(self.viewer)] if self.is_this_week else []

    @cached_property
    def in_hand(self) -> InHand | None:
        return next((found for source in IN_HAND if (found := source(self.viewer))), None)

    @cached_property
    def without_place(self) -> list[Row]:
        return [r for r in self.rows if r.seat.starts_at is None]

    @cached_property
    def line(self) -> SafeString:
        scale = WeekScale(self.week.monday, days=len(self.days))
        beats = [
            Beat(scale.x(r.seat.starts_at.astimezone(self.zone)), r.seat.minutes, r.state)  # type: ignore[arg-type]
            for r in self.rows
            if r.seat.starts_at
        ]
        for mark in self.marks:
            if beat := _beside(Beat(scale.x(mark.at.astimezone(self.zone)), MARK_MINUTES, "done"), beats):
                beats.append(beat)
        here = self.now.astimezone(self.zone)
        return week_line(
            beats, now=scale.x(here), gaps=[scale.gap(d.date) for d in self.days if not d.works], bleed=1500
        )

    @property
    def _planned(self) -> list[Row]:
        return [r for r in self.rows if r.seat.starts_at and r.state != "cut"]

    @property
    def planned(self) -> list[str]:
        """Weekstart 20, Leerwerkuur 35"""
        return [f"{Kind(r.seat.moment.kind).label} {r.seat.minutes}" for r in self._planned]

    @property
    def planned_minutes(self) -> int:
        return sum(r.seat.minutes for r in self._planned)

    @cached_property
    def budget(self) -> int:
        return weekly_budget(self.calendar, self.week, Organisation.get())

    @cached_property
    def season(self) -> tuple[str, int, int] | None:
        team = self.viewer.home_team
        frame = team_frame(team, self.week) if team else None
        return (frame.name, frame.number_of(self.week), frame.weeks) if frame else None

    @cached_property
    def shared_with_me(self) -> int:
        return visible(ReflectionShare, self.viewer).exclude(prompt__person=self.person).count()

    @property
    def is_this_week(self) -> bool:
        return self.week == self.this

    @property
    def before(self) -> IsoWeek:
        return self.week - 1

    @property
    def after(self) -> IsoWeek | None:
        """At most next week: further ahead nothing is known."""
        return self.week + 1 if self.week <= self.this else None

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(self.zone)

    def _local_day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()


def _beside(mark: Beat, beats: Sequence[Beat]) -> Beat | None:
    """A mark that another beat would cover stands after it; where there is no room its words say enough."""

    def reach(beat: Beat) -> tuple[float, float]:
        width = shape(beat.minutes)[0]
        return beat.x - width, beat.x + width * 1.3

    def covering(mark: Beat) -> Beat | None:
        left, right = reach(mark)
        return next((b for b in beats if reach(b)[0] < right and left < reach(b)[1]), None)

    if other := covering(mark):
        mark = Beat(reach(other)[1] + shape(mark.minutes)[0], mark.minutes, mark.state)
    return None if covering(mark) else mark
