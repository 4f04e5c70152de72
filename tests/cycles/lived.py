"""A small organisation that lives through a stretch of time: hours, leave, moves, answers, and mails that arrive.

Everything goes through the product's own verbs, with the clock moved from one instant to the next. Beside it
stands what was true on paper from when on, so that whoever checks needs no row of the planning.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.db.models import Min

from cycles.framework.models import PauseWeek
from cycles.prompts import answering
from cycles.prompts.models import Prompt
from cycles.weekly import judging, planning
from cycles.weekly.models import Form, Moment, Seat, WeekCycle
from lerendwerken import schedule
from lerendwerken.lib import clock, tokens
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.calendar import Alternation, Days, Pattern, Shift
from teams.hours.models import ClosedDay, HourException
from teams.notifications.forms import PauseForm, PreferencesForm, stop
from teams.notifications.models import Notification, Preference
from teams.structure.models import Membership, Team
from tests import builders
from tests.teams.hours.oracle import Oracle, Span
from tests.teams.hours.paper import daily, shift

ZONE = ZoneInfo("Europe/Amsterdam")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ORACLES_KEPT = 12  # of one person
EMAILS: list["Mail"] = []

# By hand from the calendar, not from the library that the product asks.
CLOSED = {
    date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 5), date(2026, 4, 6),
    date(2026, 4, 27), date(2026, 5, 14), date(2026, 5, 24), date(2026, 5, 25), date(2026, 12, 25),
    date(2026, 12, 26), date(2027, 1, 1),
}  # fmt: skip

WEEKLY, PARITY, ANCHOR = Alternation.WEEKLY, Alternation.PARITY, Alternation.ANCHOR
Hours = tuple[float, Alternation, tuple[Shift, ...], str]
AMSTERDAM = "Europe/Amsterdam"
HOURS: dict[str, Hours] = {
    "office": (36, WEEKLY, daily("8:30-16:12", "12:30-13:00"), AMSTERDAM),
    "four nines": (36, WEEKLY, daily("8:00-17:30", "12:30-13:00", days=range(4)), AMSTERDAM),
    "three days": (24, WEEKLY, daily("8:30-17:00", "12:30-13:00", days=(0, 1, 3)), AMSTERDAM),
    "mornings": (20, WEEKLY, daily("8:30-12:30"), AMSTERDAM),
    "odd and even": (
        28,
        PARITY,
        daily("8:30-17:00", "12:30-13:00", days=range(4)) + daily("8:30-17:00", "12:30-13:00", days=(0, 1, 3), week=1),
        AMSTERDAM,
    ),
    "by turns": (
        30,
        ANCHOR,
        daily("9:00-17:30", "12:30-13:00", days=(0, 1, 2)) + daily("9:00-17:30", "12:30-13:00", days=(1, 2, 3, 4), week=1),
        AMSTERDAM,
    ),
    "two sixes": (12, WEEKLY, daily("9:00-15:00", days=(0, 3)), AMSTERDAM),
    "evenings": (32, WEEKLY, daily("13:00-21:30", "17:00-17:30", days=(0, 1, 2, 3)), AMSTERDAM),
    "one day": (8, WEEKLY, (shift(1, "9:00-17:30", "12:30-13:00"),), AMSTERDAM),
    "nights": (32, WEEKLY, daily("22:00-6:00", "2:00-2:30", days=range(4)), AMSTERDAM),
    "weekend": (24, WEEKLY, daily("22:00-6:30", "2:00-2:30", days=(4, 5, 6)), AMSTERDAM),
    "from New York": (36, WEEKLY, daily("8:30-16:12", "12:30-13:00"), "America/New_York"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it arrived, with when its first prompt's moment stood at that instant."""

    at: datetime
    to: str
    kind: str
    prompts: tuple[int, ...]
    seats: tuple[tuple[datetime | None, int, bool], ...]  # of each prompt: start, minutes, alone


class Sink(BaseEmailBackend):
    """Where the mails of the test end: read as their reader would, from the words and the headers."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            text = str(message.body)
            keys = [tokens.unsign("prompt", key) for key in re.findall(r"/v/([^\s/]+)/(?=\s)", text)]
            prompts = tuple(dict.fromkeys(int(key) for key in keys))
            seats = {
                prompt: seat
                for prompt, *seat in Seat.objects.filter(
                    moment__prompts__in=prompts, person__email=message.to[0]
                ).values_list("moment__prompts", "starts_at", "minutes", "alone")
            }
            header = message.extra_headers.get("List-Unsubscribe", "")
            kind = (
                tokens.unsign("stop", header.rstrip("/>").rsplit("/", 1)[1]).split("-", 1)[1]
                if header
                else ""
            )
            EMAILS.append(
                Mail(
                    clock.now(),
                    message.to[0],
                    kind,
                    prompts,
                    tuple(tuple(seats.get(p, (None, 0, False))) for p in prompts),
                )
            )
        return len(email_messages)


@dataclass
class Paper:
    """What is true of somebody, and since when it was known."""

    person: User
    patterns: list[tuple[datetime, Pattern]] = field(default_factory=list)
    absences: list[tuple[datetime, Days]] = field(default_factory=list)
    allowed: list[tuple[datetime, Span]] = field(default_factory=list)
    homes: list[Membership] = field(default_factory=list)
    wishes: list[tuple[datetime, str]] = field(
        default_factory=list
    )  # "stop prompt", "digest on", "pause 2026-03-04"
    gone: datetime | None = None  # out of service from this instant on
    read: dict[tuple[IsoWeek, int], Oracle] = field(default_factory=dict)

    def known(self, at: datetime) -> int:
        """How many facts about hours were known: the oracle is made anew when there are more."""
        return sum(since <= at for since, *_ in [*self.patterns, *self.absences, *self.allowed])

    def oracle(self, week: IsoWeek, at: datetime) -> Oracle:
        """A week of this person as it was known at an instant."""
        key = week, self.known(at)
        if key not in self.read:
            if len(self.read) >= ORACLES_KEPT:  # the account walks from week to week; a year of them is 6 GB
                del self.read[next(iter(self.read))]
            self.read[key] = Oracle(
                week,
                sorted((p for since, p in self.patterns if since <= at), key=lambda p: p.valid_from),
                [days for since, days in self.absences if since <= at],
                CLOSED | {LOCAL_HOLIDAY},
                [span for since, span in self.allowed if since <= at],
            )
        return self.read[key]

    def works(self, at: datetime) -> bool:
        """Whether an instant was working time, by what was known then."""
        at = at.astimezone(UTC).replace(second=0, microsecond=0)
        return self.oracle(IsoWeek.of(at.date()), at).works(at)

    def home(self, day: date) -> int | None:
        return next((h.team_id for h in self.homes if h.from_date <= day and (h.until or day) >= day), None)

    def changed_hours(self, first: datetime, last: datetime) -> bool:
        return any(first <= since < last for since, *_ in [*self.patterns, *self.absences, *self.allowed])


LOCAL_HOLIDAY = date(2026, 10, 2)  # the organisation's own closed day


@dataclass
class Life:
    """The organisation from the Monday of one week on, for so many weeks."""

    first: IsoWeek
    weeks: int
    sizes: dict[str, int]
    seed: int
    set_clock: Callable[[datetime], object]
    quiet: tuple[int, int] = (47, 173)  # minutes between two rounds at most, by day and by night
    downtimes: list[Span] = field(default_factory=list)
    pauses: list[IsoWeek] = field(default_factory=list)
    papers: dict[int, Paper] = field(default_factory=dict)
    teams: dict[int, Team] = field(default_factory=dict)
    leads: dict[int, User] = field(default_factory=dict)
    later: Counter[int] = field(default_factory=Counter)  # prompt -> how often "later" was chosen
    ticks: int = 0
    told: Counter[str] = field(default_factory=Counter)  # what happened, for the figures

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.start = local(self.first.monday, 0)
        self.end = local((self.first + self.weeks).monday, 6)
        self._events: list[tuple[datetime, int, Callable[[], object]]] = []
        self._acts: list[tuple[datetime, int]] = []
        self._met: set[int] = set()
        self.set_clock(self.start - 30 * DAY)
        self._found()

    # What is there ---------------------------------------------------------------------------------

    def _found(self) -> None:
        builders.organisation()
        ClosedDay.objects.create(day=LOCAL_HOLIDAY, name="Leids ontzet")
        for number in range(0, max(self.weeks - 12, 1), 12):
            builders.frame(starts_on=(self.first + number).monday)
        for week in self.pauses:
            PauseWeek.objects.create(year=week.year, week=week.week, name="Vakantie")
        here = builders.unit("Leefomgeving")
        kinds = list(HOURS)
        number = 0
        for name, size in self.sizes.items():
            team = builders.team(name, of=here)
            self.teams[team.pk] = team
            builders.template(team)
            for _ in range(size):
                self.hire(team, kinds[number % len(kinds)], self.start.date() - 400 * DAY)
                number += 1
            if size > 3:
                members = [p.person for p in self.papers.values() if p.home(self.start.date()) == team.pk]
                self.leads[team.pk] = builders.lead(team, members[0])

    def hire(self, team: Team, hours: str, since: date, known: datetime | None = None) -> Paper:
        person = builders.person(hours=None, joined_on=since, time_zone=HOURS[hours][3])
        paper = self.papers[person.pk] = Paper(person)
        self.write_hours(paper, hours, since, known)
        paper.homes.append(Membership.objects.create(person=person, team=team, from_date=since))
        return paper

    def write_hours(self, paper: Paper, hours: str, since: date, known: datetime | None = None) -> None:
        contract, alternation, shifts, zone = HOURS[hours]
        anchor = since - timedelta(days=since.weekday()) if alternation is ANCHOR else None
        row = builders.pattern(
            paper.person,
            shifts,
            hours=contract,
            since=since,
            time_zone=zone,
            alternation=alternation,
            anchor=anchor,
        )
        known = known or self.start - 30 * DAY
        paper.patterns.append(
            (known, Pattern(since, int(contract * 60), shifts, row.time_zone, alternation, anchor))
        )

    # What happens ----------------------------------------------------------------------------------

    def plan_life(self) -> None:
        """Draws the whole stretch: leave, new hours, who comes and goes, wishes, and what leads do."""
        people = list(self.papers.values())
        for paper in people:
            for _ in range(max(1, self.weeks // 14)):
                self._leave(paper)
        some = self.random.sample(people, min(len(people), max(8, len(people) // 2)))
        for number, paper in enumerate(some):
            self._something(paper, number)
        for team, lead in list(self.leads.items())[: max(1, len(self.leads) - 1)]:
            for number in range(self.weeks):
                self._lead(team, lead, self.first + number)
        self._events.sort(key=lambda event: event[:2])

    def on(self, at: datetime, do: Callable[[], object]) -> None:
        self._events.append((at, len(self._events), do))

    def _day(self, margin: int = 0) -> date:
        return self.start.date() + timedelta(days=self.random.randrange(7 * self.weeks - margin))

    def _leave(self, paper: Paper) -> None:
        first = self._day()
        days = Days(first, first + timedelta(days=self.random.choice((0, 0, 1, 2, 4, 6, 11, 13))))
        # Mostly planned ahead; sometimes ill on the day itself, with the working day begun.
        known = local(first - timedelta(days=self.random.randrange(1, 60)), 12)
        if self.random.random() < 0.3:
            known = local(first, self.random.randrange(5, 14), 20)
        known = max(known, self.start - 29 * DAY)

        def tell() -> None:
            builders.absence(paper.person, days.first, days.last)
            self.told["times of leave"] += 1

        paper.absences.append((known, days))
        self.on(known, tell)

    def _something(self, paper: Paper, number: int) -> None:
        what = (
            self._new_hours, self._wants_digest, self._stops, self._leaves, self._comes, self._moves, self._pauses,
            self._is_gone, self._nudged, self._allows, self._new_hours, self._wants_digest,
        )[number % 12]  # fmt: skip
        what(paper)

    def _new_hours(self, paper: Paper) -> None:
        since = self._day()
        known = local(since - timedelta(days=self.random.randrange(1, 20)), 15)
        hours = self.random.choice(list(HOURS)[:9])
        known = max(known, self.start)
        self.on(
            known, lambda: (self.write_hours(paper, hours, since, known), self.told.update(["new hours"]))
        )

    def _wants_digest(self, paper: Paper) -> None:
        begin = self._day(margin=8)
        for day, wanted in ((begin, True), (begin + timedelta(days=self.random.randrange(8, 70)), False)):
            at = local(day, self.random.randrange(8, 17), 10)
            paper.wishes.append((at, f"digest {wanted}"))
            self.on(at, lambda wanted=wanted: self._prefer(paper, digest=wanted))

    def _nudged(self, paper: Paper) -> None:
        at = local(self._day(margin=8), 11)
        paper.wishes.append((at, "nudge True"))
        self.on(at, lambda: self._prefer(paper, nudge=True))

    def _prefer(self, paper: Paper, **changes: bool) -> None:
        person = User.objects.get(pk=paper.person.pk)
        form = PreferencesForm(person, Preference.of(person))
        given = form.initial | {
            name: bound.initial for name, bound in form.fields.items() if name.startswith("kind-")
        }
        given |= {name: "1" if wanted else "" for name, wanted in changes.items()}
        form = PreferencesForm(person, Preference.of(person), given)
        assert form.is_valid(), form.errors
        form.save()
        self.told["changed wishes"] += 1

    def _stops(self, paper: Paper) -> None:
        at = local(self._day(), 10, 40)
        paper.wishes.append((at, "stop prompt"))
        self.on(at, lambda: (stop(paper.person, "prompt"), self.told.update(["unsubscribed"])))

    def _pauses(self, paper: Paper) -> None:
        day = self._day(margin=8)
        until, at = day + timedelta(days=self.random.randrange(3, 15)), local(day, 9, 5)

        def pause() -> None:
            form = PauseForm(paper.person, {"until": f"{until:%d-%m-%Y}"})
            assert form.is_valid(), form.errors
            form.save()
            self.told["pauses"] += 1

        paper.wishes.append((at, f"pause {until}"))
        self.on(at, pause)

    def _leaves(self, paper: Paper) -> None:
        """The last day was known for a while."""
        last = self._day(margin=3)
        paper.homes[-1].until = last

        def tell() -> None:
            Membership.objects.filter(pk=paper.homes[-1].pk).update(until=last)
            self.told["leavers"] += 1

        self.on(max(local(last - 20 * DAY, 9), self.start), tell)

    def _is_gone(self, paper: Paper) -> None:
        """Out of service from one minute to the next."""
        at = local(self._day(margin=3), 11, 25)
        paper.gone = at
        gone = User.objects.filter(pk=paper.person.pk)
        self.on(at, lambda: (gone.update(is_active=False), self.told.update(["gone at once"])))

    def _comes(self, paper: Paper) -> None:
        """Somebody new in the same team, in the middle of a week."""
        since = self._day(margin=3)
        known = max(local(since - timedelta(days=self.random.randrange(0, 12)), 8), self.start)
        team = self.teams[paper.homes[0].team_id]
        hours = self.random.choice(list(HOURS)[:6])
        self.on(known, lambda: (self.hire(team, hours, since, known), self.told.update(["newcomers"])))

    def _moves(self, paper: Paper) -> None:
        first = self._day(margin=3)
        there = self.random.choice([t for t in self.teams.values() if t.pk != paper.homes[0].team_id])
        known = max(local(first - 10 * DAY, 9), self.start)

        def move() -> None:
            old = paper.homes[0]
            old.until = first - DAY
            old.save()
            paper.homes.append(Membership.objects.create(person=paper.person, team=there, from_date=first))
            self.told["moves to another team"] += 1

        self.on(known, move)

    def _allows(self, paper: Paper) -> None:
        day = self._day(margin=3)
        span = local(day, 18), local(day, 20)

        def allow() -> None:
            HourException.objects.create(
                person=paper.person, starts_at=span[0], ends_at=span[1], given_at=clock.now()
            )

        known = max(local(day - 3 * DAY, 12), self.start)
        paper.allowed.append((known, (span[0].astimezone(UTC), span[1].astimezone(UTC))))
        self.on(known, allow)

    def _lead(self, team: int, lead: User, week: IsoWeek) -> None:
        """Publishes most weeks on the Tuesday before; moves a moment now and then, or lets it fall."""
        luck = self.random.random()
        if luck < 0.7:
            self.on(local((week - 1).days[1], 10), lambda: self._publish(team, lead, week))
        if 0.3 < luck < 0.5:
            self.on(local(week.days[0], 14, 10), lambda: self._move(team, lead, week))
        if 0.5 < luck < 0.6:
            cause = self.random.choice(Moment.Cause.values)
            self.on(local(week.days[1], 8, 50), lambda: self._cancel(team, lead, week, cause))

    def _publish(self, team: int, lead: User, week: IsoWeek) -> None:
        # No goal or a pause week; or a moment waits for a place, and then the week publishes itself.
        with suppress(planning.Refused):
            planning.publish(planning.draft(self.teams[team], week), by=lead)
            self.told["weeks published by a lead"] += 1

    def _coming(self, team: int, week: IsoWeek) -> list[Moment]:
        """The team moments that are still to come."""
        cycle = WeekCycle.objects.select_related("team", "season").of_week(week).filter(team=team).first()
        if cycle is None or not cycle.is_published:
            return []
        moments = cycle.moments.planned().filter(form=Form.TEAM, pair=0, starts_at__gt=clock.now())
        for moment in (found := list(moments)):
            moment.cycle = cycle
        return found

    def _move(self, team: int, lead: User, week: IsoWeek) -> None:
        for moment in self._coming(team, week):
            assert moment.starts_at
            for hours in (1, -1, 2, 24, -24):
                there = moment.starts_at + timedelta(hours=hours)
                if judging.judge(moment, there).is_allowed:
                    planning.move(moment, there, by=lead)
                    self.told["moments moved"] += 1
                    return

    def _cancel(self, team: int, lead: User, week: IsoWeek, cause: str) -> None:
        for moment in self._coming(team, week)[:1]:
            planning.cancel(moment, cause, by=lead)
            self.told["moments that fell away"] += 1

    # Time goes by ----------------------------------------------------------------------------------

    def run(self) -> None:
        now = self.start
        while now < self.end:
            self.set_clock(now)
            while self._events and self._events[0][0] <= now:
                self._events.pop(0)[2]()
            self._people_act(now)
            schedule.tick()
            self.ticks += 1
            self._meet(now)
            now = self._next(now)

    def _next(self, now: datetime) -> datetime:
        """The next due row or event, or some while later; not while everything is down."""
        quiet = self.quiet[not 7 <= now.astimezone(ZONE).hour < 19]
        coming = [now + self.random.randint(quiet // 2, quiet) * MINUTE]
        coming += [
            found
            for found in (
                Notification.objects.pending().aggregate(at=Min("next_attempt_at"))["at"],
                Prompt.objects.filter(state=Prompt.State.PLANNED).aggregate(at=Min("due_at"))["at"],
                self._events[0][0] if self._events else None,
            )
            if found and found > now
        ]
        following = min(coming)
        for down, up in self.downtimes:
            if down <= following < up:
                return up
        return following.astimezone(UTC)

    def _meet(self, now: datetime) -> None:
        """What people decide to do with the prompts that reached them."""
        asked = Prompt.objects.filter(state=Prompt.State.ASKED, expires_at__gt=now).values_list(
            "pk", flat=True
        )
        for prompt in sorted(set(asked) - self._met):
            self._met.add(prompt)
            if self.random.random() < 0.6:
                self._acts.append((now + self.random.randint(0, 400) * MINUTE, prompt))

    def _people_act(self, now: datetime) -> None:
        ready = [prompt for at, prompt in self._acts if at <= now]
        self._acts = [(at, prompt) for at, prompt in self._acts if at > now]
        rows = Prompt.objects.select_related("person").in_bulk(ready)
        for number in ready:
            prompt = rows[number]
            if prompt.state != Prompt.State.ASKED or prompt.expires_at <= now:
                continue
            luck = self.random.random()
            if luck < 0.06:
                answering.skip(prompt)
                self.told["skipped by choice"] += 1
            elif luck < 0.16 and (times := answering.later_times(prompt)):
                assert answering.postpone(prompt, self.random.choice(times))
                self.later[prompt.pk] += 1
                self._met.discard(prompt.pk)
                self.told["asked for later"] += 1
            else:
                answering.finish(prompt)
                self.told["answered"] += 1


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)
