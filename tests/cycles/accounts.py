"""Calls a lived stretch to account: no prompt outside working time, none twice, none missing without a reason.

Working time comes from the slow oracle, the rules are written down once more by hand, and of the product's own
tables only the outcome is read: the weeks, the prompts, the outbox and the mails that arrived.
"""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from cycles.prompts.models import Prompt
from cycles.weekly.models import Kind, Moment, Seat, WeekCycle
from lerendwerken.lib.weeks import IsoWeek
from teams.notifications.models import Notification
from tests.cycles.lived import DAY, EMAILS, MINUTE, ZONE, Life, Mail, Paper, local

HALF_HOUR = 30 * MINUTE
# The smallest parts of an ordinary week and of one with a Maandoogst (S4).
SMALLEST = {
    Kind.PLANNING: 10, Kind.LEARNING_HOUR: 15, Kind.CHECK_IN: 5, Kind.RETROSPECTIVE: 15, Kind.MONTHLY_REVIEW: 30
}  # fmt: skip


class Account:
    """What was found, as sentences; and how much was looked at."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.wrong: list[str] = []
        self.figures: Counter[str] = Counter()
        self.cycles = {c.pk: c for c in WeekCycle.objects.select_related("team", "season")}
        self.moments = {m.pk: m for m in Moment.objects.select_related("cycle")}
        self.prompts = {p.pk: p for p in Prompt.objects.select_related("person")}
        self.mails: dict[int, list[Mail]] = defaultdict(list)
        self.outbox: dict[tuple[str, int], list[Notification]] = defaultdict(list)
        for row in Notification.objects.all():
            self.outbox[row.source_kind, row.source_id].append(row)

    def read(self) -> "Account":
        for mail in EMAILS:
            self._mail(mail)
        self._weeks_are_there()
        for cycle in self.cycles.values():
            self._cycle(cycle)
        self._budgets()
        self._nothing_hangs()
        return self

    # Mails -----------------------------------------------------------------------------------------

    def _mail(self, mail: Mail) -> None:
        paper = next(p for p in self.life.papers.values() if p.person.email == mail.to)
        self.figures["mails"] += 1
        self.figures[f"mails: {mail.kind}"] += 1
        who = f"{mail.kind} to {paper.person.pk} at {mail.at.astimezone(ZONE):%a %d %b %H:%M}"
        if not paper.works(mail.at):
            self.wrong.append(f"{who}: outside working time")
        if paper.gone and mail.at >= paper.gone:
            self.wrong.append(f"{who}: out of service")
        if mail.kind in ("prompt", "nudge") and self._wish(paper, mail.at, f"stop {mail.kind}"):
            self.wrong.append(f"{who}: unsubscribed")
        if self._paused(paper, mail.at):
            self.wrong.append(f"{who}: on pause")
        if mail.kind not in ("prompt", "digest"):
            return
        if not mail.prompts:
            self.wrong.append(f"{who}: without a prompt")
        for prompt, seat in zip(mail.prompts, mail.seats, strict=True):
            self.mails[prompt].append(mail)
            if self.prompts[prompt].person_id != paper.person.pk:
                self.wrong.append(f"{who}: prompt {prompt} is of somebody else")
            start, minutes, _alone = seat
            if start is None:
                self.wrong.append(f"{who}: prompt {prompt} has no place")
                continue
            self._seat(f"{who}, prompt {prompt}", paper, mail, start, minutes)
            if mail.kind == "prompt" and not start - HALF_HOUR <= mail.at <= start:
                self._not_on_time(
                    f"{who}, prompt {prompt} of {start.astimezone(ZONE):%a %H:%M}", prompt, mail, start
                )

    def _seat(self, what: str, paper: Paper, mail: Mail, start: datetime, minutes: int) -> None:
        """Its moment lies in working time, by what was known when the mail came, or when it began if that was
        earlier: who reports afterwards that they were ill was asked rightly (W1)."""
        start = start.astimezone(UTC)
        if start >= mail.at - DAY and not paper.oracle(IsoWeek.of(start.date()), min(mail.at, start)).covers(
            start, start + minutes * MINUTE
        ):
            self.wrong.append(f"{what}: the moment of {start:%a %H:%M} is outside working time")

    def _not_on_time(self, what: str, prompt: int, mail: Mail, start: datetime) -> None:
        """Late, with a cause (S7): everything was down, it was asked for, or the week came late."""
        cycle = self.cycles[self.moments[self.prompts[prompt].moment_id].cycle_id]
        down = any(begin < mail.at and start - HALF_HOUR <= end for begin, end in self.life.downtimes)
        late_week = cycle.published_at and cycle.published_at > start - HALF_HOUR
        if mail.at > start and (down or late_week):
            self.figures["late, after downtime or a late week"] += 1
        elif self.life.later[prompt]:
            self.figures["asked for later"] += 1
        else:
            self.wrong.append(f"{what}: not in the half hour before")

    def _wish(self, paper: Paper, at: datetime, wish: str) -> bool:
        return any(since <= at and told == wish for since, told in paper.wishes)

    def _paused(self, paper: Paper, at: datetime) -> bool:
        return any(
            since <= at and told.startswith("pause ") and str(at.astimezone(ZONE).date()) <= told[6:]
            for since, told in paper.wishes
        )

    # Weeks and prompts -----------------------------------------------------------------------------

    def _weeks_are_there(self) -> None:
        """Each team has each week that is not a pause week, published on time by Thursday 16.00 at the latest."""
        there = {(c.team_id, c.iso): c for c in self.cycles.values() if c.published_at}
        for number in range(self.life.weeks):
            week = self.life.first + number
            for team in self.life.teams.values():
                cycle = there.pop((team.pk, week), None)
                anybody = any(p.home(d) == team.pk and not (p.gone and local(d, 23) > p.gone)
                              for p in self.life.papers.values() for d in week.days)  # fmt: skip
                if week in self.life.pauses:
                    if cycle:
                        self.wrong.append(f"{team} has a week in the pause of {week}")
                elif cycle is None:
                    if anybody:
                        self.wrong.append(f"{team} has no week {week}")
                else:
                    self.figures["weeks"] += 1
                    self.figures["weeks that published themselves"] += cycle.published_by_id is None
                    self._published_on_time(cycle)

    def _published_on_time(self, cycle: WeekCycle) -> None:
        assert cycle.published_at
        last = local((cycle.iso - 1).days[3], 16)
        first_round = self.life.quiet[0] * MINUTE  # by day rounds are at most this far apart
        up = next((end for begin, end in self.life.downtimes if begin <= last < end), last)
        if cycle.published_at > max(up, self.life.start) + first_round:
            self.wrong.append(f"week {cycle.iso} of {cycle.team} came at {cycle.published_at:%a %d %b %H:%M}")

    def _cycle(self, cycle: WeekCycle) -> None:
        if not cycle.published_at or cycle.iso >= self.life.first + self.life.weeks:
            return
        mine = [m for m in self.moments.values() if m.cycle_id == cycle.pk]
        asked: dict[tuple[int, str], list[Prompt]] = defaultdict(list)
        for prompt in self.prompts.values():
            moment = self.moments[prompt.moment_id]
            if moment.cycle_id == cycle.pk:
                asked[prompt.person_id, moment.kind].append(prompt)
        for kind in {m.kind for m in mine}:
            for paper in self.life.papers.values():
                days = [d for d in cycle.iso.days if paper.home(d) == cycle.team_id]
                found = asked.pop((paper.person.pk, kind), [])
                if days or found:
                    self._person_and_kind(cycle, kind, paper, found)
        if asked:
            self.wrong.append(f"week {cycle.iso} of {cycle.team}: prompts of strangers {list(asked)}")

    def _person_and_kind(self, cycle: WeekCycle, kind: str, paper: Paper, found: list[Prompt]) -> None:
        what = f"{kind} of {paper.person.pk} in {cycle.iso}"
        real = [p for p in found if not (p.state == "skipped" and p.reason == "left")]
        if len(real) > 1:
            self.wrong.append(f"{what}: {len(real)} prompts")
        if not real:
            if not self._is_away_from_team(cycle, kind, paper):
                self.wrong.append(f"{what}: no prompt")
            return
        prompt = real[0]
        self.figures["prompts"] += 1
        if prompt.state == Prompt.State.SKIPPED:
            self._skipped(what, cycle, kind, paper, prompt)
        elif prompt.state == Prompt.State.PLANNED:
            self.wrong.append(f"{what}: still to come, for {prompt.due_at}")
        else:
            self._asked(what, paper, prompt)

    def _asked(self, what: str, paper: Paper, prompt: Prompt) -> None:
        assert prompt.due_at
        if not paper.works(prompt.due_at):
            self.wrong.append(f"{what}: asked at {prompt.due_at:%a %H:%M}, outside working time")
        mails, may = self.mails[prompt.pk], 1 + self.life.later[prompt.pk]
        if len(mails) > may:
            when = [f"{m.kind} {m.at:%a %d %b %H:%M}" for m in mails]
            self.wrong.append(f"{what}: prompt {prompt.pk} came {len(mails)} times: {when}")
        if mails:
            self.figures["prompts that came by mail"] += 1
            return
        self.figures["prompts without a mail, for a reason"] += 1
        # While everything was down nothing was tried; what held afterwards counts.
        at = next((end for begin, end in self.life.downtimes if begin <= prompt.due_at < end), prompt.due_at)
        if self._wish(paper, at, "stop prompt") or self._paused(paper, at) or self._is_gone(paper, at):
            return
        if any(r.state == "cancelled" and self._holds(r, paper, prompt, at) for r in self._rows(prompt)):
            return
        rows = [f"{r.kind} {r.state} {r.reason} {r.due_at:%a %H:%M}" for r in self._rows(prompt)]
        self.wrong.append(
            f"{what}: prompt {prompt.pk} ({prompt.state}, due {at:%a %d %b %H:%M}) had no mail: {rows}"
        )

    def _rows(self, prompt: Prompt) -> list[Notification]:
        return self.outbox["cycles.Prompt", prompt.pk]

    def _holds(self, row: Notification, paper: Paper, prompt: Prompt, at: datetime) -> bool:
        """Whether the reason why a mail did not go is true; `at` is when it was tried."""
        assert prompt.due_at
        if row.reason == "answered":
            return prompt.answered_at is not None
        if row.reason == "no_working_time":
            late = row.next_attempt_at
            return not any(
                paper.works(late + n * 5 * MINUTE)
                for n in range(int((prompt.expires_at - late) / (5 * MINUTE)))
            )
        if (
            row.reason == "left"
        ):  # after the last day in this team; nothing was sent while there was no sender
            return paper.home(at.astimezone(ZONE).date()) != self.moments[prompt.moment_id].cycle.team_id
        return False

    def _is_gone(self, paper: Paper, at: datetime) -> bool:
        return paper.gone is not None and at >= paper.gone

    # Reasons ---------------------------------------------------------------------------------------

    def _skipped(self, what: str, cycle: WeekCycle, kind: str, paper: Paper, prompt: Prompt) -> None:
        self.figures[f"skipped: {prompt.reason}"] += 1
        week, monday, closes = cycle.iso, local(cycle.iso.monday, 0), local((cycle.iso + 1).monday, 0)
        moment = self.moments[prompt.moment_id]
        oracle = paper.oracle(week, closes)
        came = next(iter(self.mails[prompt.pk]), None)
        after_all = prompt.reason not in ("own_choice", "cancelled")
        if came and after_all and not paper.changed_hours(came.at, closes):
            # It came, and then fell away after all: only later news can do that.
            self.wrong.append(f"{what}: came and was skipped: {prompt.reason}")
        true = {
            "own_choice": self.life.told["skipped by choice"] > 0,
            "absent_week": oracle.is_absent(),
            "cancelled": moment.is_cancelled,
            "not_yet_member": paper.home(self._day(cycle, kind)) != cycle.team_id,
            "no_budget": self._no_room(cycle, kind, paper, oracle.budget()),
            "no_working_time": self._no_time(cycle, kind, paper)
            or any(
                monday < end < closes and not oracle.first_from(end.astimezone(UTC), closes.astimezone(UTC))
                for _begin, end in self.life.downtimes
            ),
            "week_closed": any(begin < closes <= end for begin, end in self.life.downtimes),
        }
        if not true.get(prompt.reason):
            self.wrong.append(f"{what}: skipped for {prompt.reason!r}, which is not so")

    def _no_room(self, cycle: WeekCycle, kind: str, paper: Paper, budget: int) -> bool:
        """The smallest parts together do not fit; a Leerwerkuur may give way altogether to the Maandoogst."""
        kinds = {m.kind for m in self.moments.values() if m.cycle_id == cycle.pk}
        smallest = {Kind(k): SMALLEST[Kind(k)] for k in kinds}
        if Kind.MONTHLY_REVIEW in smallest:
            smallest[Kind.LEARNING_HOUR] = 0
        changed = paper.changed_hours(local(cycle.iso.monday, 0), local((cycle.iso + 1).monday, 0))
        moved = len({paper.home(day) for day in cycle.iso.days}) > 1
        whole = sum(smallest.values()) + 30 * (Kind.MONTHLY_REVIEW in smallest)
        harvest = Kind.MONTHLY_REVIEW in smallest and kind == Kind.LEARNING_HOUR
        return budget < (whole + 60 if harvest else sum(smallest.values())) or changed or moved

    def _no_time(self, cycle: WeekCycle, kind: str, paper: Paper) -> bool:
        """After the moment, or after the last news of this person's hours, no free hour is left in the week."""
        begin, closes = self._place(cycle, kind), local((cycle.iso + 1).monday, 0)
        news = [s for s, *_ in [*paper.patterns, *paper.absences, *paper.allowed] if s < closes]
        since = max(begin, cycle.published_at or begin, *news).astimezone(UTC)
        last = max((h.until for h in paper.homes if h.until), default=None)
        until = min(closes, local(last, 0) + DAY) if last else closes
        free = paper.oracle(cycle.iso, closes).intervals(
            since.replace(second=0, microsecond=0), until.astimezone(UTC)
        )
        return not any(stop - start >= timedelta(hours=3) for start, stop in free)

    def _is_away_from_team(self, cycle: WeekCycle, kind: str, paper: Paper) -> bool:
        """Not in the team (any more) on the day of the moment, or out of service by then."""
        at = self._place(cycle, kind)
        if paper.gone and paper.gone <= local((cycle.iso + 1).monday, 0):
            return paper.gone <= at
        days = [d for d in cycle.iso.days if paper.home(d) == cycle.team_id]
        return not days or max(days) < self._day(cycle, kind)

    def _place(self, cycle: WeekCycle, kind: str) -> datetime:
        """Where the rhythm has it."""
        found = [m for m in self.moments.values() if m.cycle_id == cycle.pk and m.kind == kind]
        return min(m.starts_at or m.usual_at or self._usual(cycle, kind) for m in found)

    def _usual(self, cycle: WeekCycle, kind: str) -> datetime:
        weekday = {Kind.PLANNING: 0, Kind.LEARNING_HOUR: 1, Kind.CHECK_IN: 2}.get(Kind(kind), 3)
        return local(cycle.iso.days[weekday], 9, 30)

    def _day(self, cycle: WeekCycle, kind: str):
        return self._place(cycle, kind).astimezone(ZONE).date()

    # Sums ------------------------------------------------------------------------------------------

    def _budgets(self) -> None:
        """What somebody was given in a week stays within the budget, where nothing changed in that week (W2)."""
        spent: Counter[tuple[int, IsoWeek]] = Counter()
        for seat in Seat.objects.exclude(starts_at=None).select_related("moment"):
            if not seat.moment.is_cancelled and (cycle := self.cycles[seat.moment.cycle_id]).published_at:
                spent[seat.person_id, cycle.iso] += seat.minutes
        for (person, week), minutes in spent.items():
            paper, monday, closes = (
                self.life.papers[person],
                local(week.monday, 0),
                local((week + 1).monday, 0),
            )
            if week >= self.life.first + self.life.weeks or paper.changed_hours(monday, closes):
                continue
            self.figures["person-weeks of which the budget was added up"] += 1
            if minutes > (budget := paper.oracle(week, closes).budget()):
                self.wrong.append(f"{person} has {minutes} minutes in {week} of a budget of {budget}")

    def _nothing_hangs(self) -> None:
        for row in Notification.objects.exclude(state__in=["sent", "cancelled"]).filter(
            due_at__lt=self.life.end
        ):
            self.wrong.append(f"{row} of {row.person_id} is still {row.state}")
        self.figures["mails that were withdrawn, with a reason"] = (
            Notification.objects.filter(state="cancelled").exclude(reason="").count()
        )
        for row in Notification.objects.filter(state="cancelled", reason=""):
            self.wrong.append(f"{row} fell away without a reason")
