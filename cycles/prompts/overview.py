"""Mijn week as data: what is now, what is next, and every day with its moments. Constant queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString

from cycles.framework.models import team_frame
from cycles.prompts.models import Prompt, Reflection, ReflectionShare
from cycles.weekly.models import Kind, Seat
from lerendwerken.lib import clock
from lerendwerken.lib.drawing import Beat, WeekScale, week_line
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.models import calendar_of
from teams.structure.access import Viewer, visible
from teams.structure.models import Organisation


@dataclass(frozen=True, slots=True)
class Row:
    """One moment on a day of Mijn week."""

    seat: Seat
    prompt: Prompt | None
    state: str  # done | next | plan | cut
    companions: tuple[str, ...] = ()

    @property
    def icon(self) -> str:
        return {"done": "check", "next": "circle-dot", "cut": "x"}.get(self.state, "circle")


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    works: bool
    is_today: bool
    rows: tuple[Row, ...]


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
            visible(Seat, self.viewer)
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
        rows = []
        for seat in sorted(seats, key=lambda s: s.starts_at or s.moment.cycle.closes_at):
            prompt = prompts.get(seat.moment_id)
            rows.append(Row(seat, prompt, self._state(seat, prompt, asking), tuple(names[seat.moment_id])))
        return rows

    def _open(self, prompts: Mapping[int, Prompt]) -> list[Prompt]:
        """Asked or coming, in order of time."""
        waiting = [
            p
            for p in prompts.values()
            if p.due_at and p.state in (Prompt.State.PLANNED, Prompt.State.ASKED) and p.expires_at > self.now
        ]
        return sorted(waiting, key=lambda p: (p.due_at or p.expires_at, p.pk))

    def _state(self, seat: Seat, prompt: Prompt | None, asking: int | None) -> str:
        if seat.moment.is_cancelled:
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
    def is_now(self) -> bool:
        return bool(
            self.next and self.next.prompt and self.next.prompt.due_at and self.next.prompt.due_at <= self.now
        )

    @cached_property
    def days(self) -> list[Day]:
        """Monday to Friday, and the weekend when somebody works or learns then."""
        calendar = calendar_of(self.person, self.week.monday - timedelta(days=1), self.week.sunday)
        per_day: dict[date, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.seat.starts_at:
                per_day[row.seat.starts_at.astimezone(self.zone).date()].append(row)
        today = self.now.astimezone(self.zone).date()
        days = [
            Day(day, bool(calendar.shifts_on(day)), day == today, tuple(per_day[day]))
            for day in self.week.days
        ]
        last = max((n for n, d in enumerate(days) if d.rows or d.works or n < 5), default=4)
        return days[: last + 1]

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
        here = self.now.astimezone(self.zone)
        return week_line(
            beats, now=scale.x(here), gaps=[scale.gap(d.date) for d in self.days if not d.works], bleed=1500
        )

    @cached_property
    def planned(self) -> list[tuple[str, int]]:
        return [
            (str(Kind(r.seat.moment.kind).label), r.seat.minutes)
            for r in self.rows
            if r.seat.starts_at and r.state != "cut"
        ]

    @property
    def planned_minutes(self) -> int:
        return sum(minutes for _kind, minutes in self.planned)

    @cached_property
    def budget(self) -> int:
        rules = Organisation.get()
        return calendar_of(self.person, self.week.monday - timedelta(days=1), self.week.sunday).budget(
            self.week,
            full=rules.budget_minutes,
            floor=rules.budget_floor,
            full_time_hours=float(rules.full_time_hours),
        )

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
