"""The state of sending, in counts and causes. It knows who and which kind, never what somebody wrote."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lerendwerken.lib import clock
from lerendwerken.lib.drawing import Beat, week_line
from teams.notifications.messages import MESSAGES, PRIVATE, REASONS
from teams.notifications.models import Channel, DeliveryAttempt, Heartbeat, Notification
from teams.structure.access import Viewer, visible
from teams.structure.models import Organisation

STALLED = timedelta(minutes=5)
LATE = timedelta(minutes=5)
SHOWN = 50
COLUMNS = 6

HOLDS: dict[str, str | Promise] = {
    "authentication": gettext_lazy("De mailserver neemt ons wachtwoord niet aan."),
    "restored": gettext_lazy("De database komt uit een reservekopie. Er gaat pas mail uit als jij dat zegt."),
}


@dataclass(frozen=True, slots=True)
class DeadLetter:
    notification: Notification
    cause: str
    can_retry: bool

    @property
    def kind(self) -> str:
        return kind_words(self.notification.kind)


class Sending:
    """Today's sending, in a constant number of queries."""

    def __init__(self, viewer: Viewer) -> None:
        self.now = clock.now()
        self.mail_is_on = bool(settings.MAIL_ON)
        self.zone = ZoneInfo(Organisation.get().time_zone)
        start = datetime.combine(self.now.astimezone(self.zone).date(), time(), self.zone)
        self.start, self.end = start, start + timedelta(days=1)
        self._rows = visible(Notification, viewer)

    @property
    def heading(self) -> str:
        if not self.mail_is_on:
            return _("Mail staat uit")
        if self.hold:
            return _("Verzenden staat stil")
        if not self.runs:
            return _("De verzendronde loopt niet")
        if self.dead_count:
            return ngettext(
                "Eén bericht kwam niet aan", "%(count)s berichten kwamen niet aan", self.dead_count
            ) % {"count": self.dead_count}
        if self.counts["late"]:
            return ngettext(
                "Eén bericht is te laat", "%(count)s berichten zijn te laat", self.counts["late"]
            ) % {"count": self.counts["late"]}
        return _("Alles gaat op tijd weg")

    @cached_property
    def beat(self) -> datetime | None:
        return Heartbeat.objects.filter(name="tick").values_list("at", flat=True).first()

    @property
    def runs(self) -> bool:
        return self.beat is not None and self.now - self.beat <= STALLED

    @cached_property
    def hold(self) -> Channel | None:
        return Channel.objects.filter(name="email", on_hold=True).first()

    @property
    def hold_words(self) -> str:
        return str(HOLDS.get(self.hold.hold_reason, "")) if self.hold else ""

    @cached_property
    def counts(self) -> dict[str, int]:
        today = Q(sent_at__gte=self.start, sent_at__lt=self.end)
        pending = Q(state=Notification.State.PENDING)
        return self._rows.aggregate(
            sent=Count("pk", filter=Q(state=Notification.State.SENT) & today),
            pending=Count("pk", filter=pending),
            late=Count("pk", filter=pending & Q(next_attempt_at__lt=self.now - LATE)),
            # Sent again after a doubt: the receiver may have it twice.
            uncertain=Count(
                "pk", filter=Q(uncertain_count__gt=0, due_at__gte=self.start, due_at__lt=self.end)
            ),
            dead=Count("pk", filter=Q(state=Notification.State.DEAD)),
        )

    @property
    def dead_count(self) -> int:
        return self.counts["dead"]

    @cached_property
    def skipped(self) -> list[tuple[str, int]]:
        """(reason in words, how many) of what would have gone today; nobody's own doing is counted."""
        found = (
            self._rows.filter(state=Notification.State.CANCELLED, due_at__gte=self.start, due_at__lt=self.end)
            .exclude(reason__in=PRIVATE)
            .values_list("reason")
            .annotate(number=Count("pk"))
            .order_by("-number", "reason")
        )
        return [(str(REASONS.get(reason, _("om een andere reden"))), number) for reason, number in found]

    @property
    def skipped_count(self) -> int:
        return sum(number for _reason, number in self.skipped)

    @cached_property
    def dead(self) -> list[DeadLetter]:
        last = DeliveryAttempt.objects.filter(notification=OuterRef("pk")).order_by("-at", "-pk")
        rows = (
            self._rows.filter(state=Notification.State.DEAD)
            .select_related("person")
            .annotate(code=Subquery(last.values("code")[:1]))
            .order_by("-due_at", "-pk")[:SHOWN]
        )
        return [DeadLetter(row, _cause(row.code), row.expires_at > self.now) for row in rows]

    @cached_property
    def times(self) -> list[tuple[time, int]]:
        """(time of the day, messages) for today, by the clock of the organisation: as fine as six columns allow."""
        today = self._rows.exclude(state=Notification.State.CANCELLED).filter(
            due_at__gte=self.start, due_at__lt=self.end
        )
        due = [at.astimezone(self.zone) for at in today.values_list("due_at", flat=True)]
        for grain in (1, 15, 60, 120, 240):
            minutes = (at.hour * 60 + at.minute for at in due)
            counted = Counter(minute // grain * grain for minute in minutes)
            if len(counted) <= COLUMNS:
                break
        return [(time(*divmod(minute, 60)), number) for minute, number in sorted(counted.items())]

    @property
    def drawing(self) -> SafeString:
        """The day as a line, a column for each time: height is the number of messages, pen is behind us."""
        most = max((number for _at, number in self.times), default=1)
        here = self.now.astimezone(self.zone).time()
        behind = sum(at <= here for at, _number in self.times)
        beats = [
            Beat(
                (place + 0.4) * 1000 / COLUMNS,
                60 * number / most,
                "done" if place < behind else "next" if place == behind else "plan",
            )
            for place, (_at, number) in enumerate(self.times)
        ]
        return week_line(beats, now=max(behind, 0.02) * 1000 / COLUMNS, height=90, name="beheer")


def kind_words(kind: str) -> str:
    if kind not in MESSAGES:
        return kind
    return str(MESSAGES[MESSAGES[kind].shown_as or kind].label)


def _cause(code: int | None) -> str:
    """Our words for the server's number: its own words may quote what should stay out of here."""
    if code in (550, 551, 553):
        return _("Dit adres bestaat niet, of neemt niets aan")
    if code == 552:
        return _("De postbus zit vol")
    if code == 554:
        return _("De mailserver weigert dit bericht")
    return (
        _("De mailserver weigerde het, met code %(code)s") % {"code": code} if code else _("Niet aangekomen")
    )
