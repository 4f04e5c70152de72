"""Where the demo's clock stands: the week as a line with its messages, why a mail came, and why one did not."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cycles.prompts.models import Prompt
from cycles.weekly.models import Kind
from lerendwerken.example import history
from lerendwerken.lib import clock
from lerendwerken.lib.drawing import Beat, WeekScale, week_line
from lerendwerken.lib.weeks import IsoWeek
from teams.notifications.messages import REASONS
from teams.notifications.models import Notification

ABOUT_PROMPTS = ("prompt", "digest")
ICONS = {"done": "check", "next": "circle-dot", "plan": "circle"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One moment of the week, on the day on which most people have it."""

    kind: Kind
    day: date
    starts_at: datetime
    minutes: int
    sent: int
    next_at: datetime | None
    state: str  # done | next | plan

    @property
    def icon(self) -> str:
        return ICONS[self.state]


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_today: bool
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that did not go out, or a question that was not asked."""

    kind: str
    name: str
    reason: str | Promise


class Standing:
    """The week in which the clock stands, over all teams. Constant queries."""

    def __init__(self) -> None:
        self.zone: ZoneInfo = history.ZONE
        self.now = clock.now().astimezone(self.zone)
        self.week = IsoWeek.of(self.now.date())

    @cached_property
    def prompts(self) -> list[Prompt]:
        return list(
            Prompt.objects.filter(moment__cycle__year=self.week.year, moment__cycle__week=self.week.week)
            .select_related("moment", "person")
            .order_by("due_at", "pk")
        )

    @cached_property
    def mails(self) -> list[Notification]:
        return list(
            Notification.objects.filter(
                kind__in=ABOUT_PROMPTS,
                source_kind=Prompt._meta.label,
                source_id__in=[prompt.pk for prompt in self.prompts],
            ).order_by("due_at", "pk")
        )

    @cached_property
    def stops(self) -> list[Stop]:
        kinds = {prompt.pk: Kind(prompt.moment.kind) for prompt in self.prompts}
        sent = Counter(kinds[m.source_id] for m in self.mails if m.state == Notification.State.SENT)
        next_at: dict[Kind, datetime] = {}
        for mail in self.mails:
            if mail.state == Notification.State.PENDING:
                kind = kinds[mail.source_id]
                next_at[kind] = min(mail.next_attempt_at, next_at.get(kind, mail.next_attempt_at))
        for prompt in self.prompts:
            if prompt.state == Prompt.State.PLANNED and prompt.due_at:
                kind = kinds[prompt.pk]
                next_at[kind] = min(prompt.due_at, next_at.get(kind, prompt.due_at))
        first = min(next_at, key=lambda kind: next_at[kind], default=None)
        dates = defaultdict(list)
        for prompt in self.prompts:
            if prompt.due_at:
                dates[kinds[prompt.pk]].append(prompt)
        found = []
        for kind, here in dates.items():
            day = Counter(self._day(p) for p in here).most_common(1)[0][0]
            starts = [self._start(p) for p in here if self._day(p) == day]
            found.append(
                Stop(
                    kind=kind,
                    day=day,
                    starts_at=min(starts),
                    minutes=max(p.moment.minutes for p in here),
                    sent=sent[kind],
                    next_at=next_at.get(kind),
                    state="done" if kind not in next_at else "next" if kind == first else "plan",
                )
            )
        return sorted(found, key=lambda stop: stop.starts_at)

    @cached_property
    def days(self) -> list[Day]:
        last = max([4, *((stop.day - self.week.monday).days for stop in self.stops)])
        return [
            Day(day, day == self.now.date(), tuple(stop for stop in self.stops if stop.day == day))
            for day in self.week.days[: last + 1]
        ]

    @cached_property
    def line(self) -> SafeString:
        scale = WeekScale(self.week.monday, days=len(self.days))
        beats = [Beat(scale.x(stop.starts_at), stop.minutes, stop.state) for stop in self.stops]  # type: ignore[arg-type]
        return week_line(beats, now=scale.x(self.now), name="klok")

    @cached_property
    def unsent(self) -> list[Unsent]:
        """Each prompt of this week at most once, with the reason in words."""
        known = {prompt.pk: prompt for prompt in self.prompts}
        reasons = {m.source_id: m.reason for m in self.mails if m.state == Notification.State.CANCELLED}
        reasons |= {p.pk: p.reason for p in self.prompts if p.state == Prompt.State.SKIPPED}
        return [
            Unsent(
                known[pk].moment.get_kind_display(), known[pk].person.given_name, REASONS.get(reason, reason)
            )
            for pk, reason in reasons.items()
        ]

    def _start(self, prompt: Prompt) -> datetime:
        """Of the moment; who has the question on another day has it when it is asked."""
        assert prompt.due_at
        due, starts = prompt.due_at.astimezone(self.zone), prompt.moment.starts_at
        local = starts.astimezone(self.zone) if starts else due
        return local if local.date() == due.date() else due

    def _day(self, prompt: Prompt) -> date:
        assert prompt.due_at
        return prompt.due_at.astimezone(self.zone).date()


def why_then(row: Notification | None) -> str:
    """Why a mail left when it did; a mail outside the queue is a code to sign in with."""
    if row is None:
        return _("meteen, want iemand meldt zich aan")
    prompt = None
    if row.source_kind == Prompt._meta.label:
        prompt = Prompt.objects.filter(pk=row.source_id).select_related("moment").first()
    if row.kind != "prompt" or prompt is None or prompt.moment.starts_at is None or prompt.postponed:
        return _("binnen de werktijd van de ontvanger")
    if row.due_at < prompt.moment.starts_at:
        return _("half uur vóór het moment, binnen werktijd")
    if row.due_at == prompt.moment.starts_at:
        return _("bij het begin, want vlak ervoor was er geen werktijd")
    return _("na het moment van het team, binnen eigen werktijd")
