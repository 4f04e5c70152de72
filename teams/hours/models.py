"""When people work: patterns, absence (from and to only, W5) and closed days."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours import holidays
from teams.hours.calendar import Alternation, Days, Pattern, Shift, WorkingCalendar
from teams.structure.models import Organisation


class WorkingPattern(models.Model):
    """Hours from a date on. What the person corrected outranks what HR delivered (S9)."""

    class Source(models.TextChoices):
        IMPORTED = "imported", _("personeelsbestand")
        OWN = "own", _("zelf aangepast")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="patterns")
    source = models.CharField(max_length=8, choices=Source, default=Source.IMPORTED)
    valid_from = models.DateField(_("geldt vanaf"))
    valid_until = models.DateField(_("geldt tot en met"), null=True, blank=True)
    contract_hours = models.DecimalField(
        _("contracturen per week"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(60)],
    )
    shifts = models.JSONField(default=list)  # [Shift.to_json()], see teams/hours/calendar.py
    alternation = models.CharField(max_length=6, default="weekly")
    anchor = models.DateField(null=True, blank=True)  # the Monday that begins week one of two
    time_zone = models.CharField(_("tijdzone"), max_length=60, default="Europe/Amsterdam")
    assumed = models.BooleanField(
        default=False
    )  # made from contract hours only; the person is asked to confirm

    class Meta:
        ordering = ["person", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "source", "valid_from"], name="one_pattern_a_date"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="pattern_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(alternation__in=list(Alternation)), name="pattern_alternation"
            ),
            models.CheckConstraint(
                condition=~Q(alternation="anchor") | Q(anchor__isnull=False), name="pattern_has_anchor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.valid_from}"

    def as_pattern(self) -> Pattern:
        """The pure value that the calendar works with."""
        return Pattern(
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            contract_minutes=int(self.contract_hours * 60),
            shifts=tuple(Shift.from_json(shift) for shift in self.shifts),
            zone=self.time_zone,
            alternation=Alternation(self.alternation),
            anchor=self.anchor,
        )


class Absence(models.Model):
    """From and to. No reason, no note: the cause is nobody's business and a health datum (W5)."""

    class Source(models.TextChoices):
        OWN = "own", _("zelf")
        IMPORTED = "imported", _("personeelsbestand")
        CALENDAR = "calendar", _("eigen agenda")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField(_("van"))
    last_day = models.DateField(_("tot en met"))
    source = models.CharField(max_length=8, choices=Source, default=Source.OWN)

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.first_day} - {self.last_day}"


class BusyTime(models.Model):
    """A span in which somebody's own calendar has something else: worked, but not free for a moment.

    From and to only; what it is stays in that calendar. A new file replaces what the one before it said.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="busy_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_ends_after_start")
        ]
        indexes = [models.Index(fields=["person", "starts_at"], name="busy_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at}"


class ClosedDay(models.Model):
    """A day on which the whole organisation is closed, besides the public holidays."""

    day = models.DateField(_("dag"), unique=True)
    name = models.CharField(_("naam"), max_length=80)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class HourException(models.Model):
    """One span outside somebody's hours that this person allowed, and nobody else could (W1)."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="hour_exceptions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="exception_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at}"


def closed_days(
    years: Iterable[int], language: str = "nl", *, rules: Organisation | None = None
) -> dict[date, str]:
    """Every day without work and its name: public holidays by the organisation's settings, and its own closed days."""
    organisation = rules or Organisation.get()
    span = sorted(set(years))
    return holidays.closed_days(
        span,
        country=organisation.holiday_country,
        good_friday=organisation.good_friday_off,
        liberation_day=organisation.liberation_day,
        extra=dict(ClosedDay.objects.filter(day__year__in=span).values_list("day", "name")),
        language=language,
    )


def calendars(
    people: Sequence[int], first: date, last: date, *, closed: Iterable[date] | None = None
) -> dict[int, WorkingCalendar]:
    """The calendar of each person (by id) that holds between two days; six queries, however many people.

    Somebody without a pattern has a calendar without working time. closed: the closed days of these years and of
    one before and after them, where they are known already; that saves two queries.
    """
    patterns: dict[int, list[WorkingPattern]] = defaultdict(list)
    # In no order: the usual one joins the people's names, and the days decide here.
    for pattern in WorkingPattern.objects.filter(person__in=people, valid_from__lte=last).order_by():
        patterns[pattern.person_id].append(pattern)
    absences: dict[int, list[Days]] = defaultdict(list)
    for absence in Absence.objects.filter(
        person__in=people, first_day__lte=last, last_day__gte=first
    ).order_by():
        absences[absence.person_id].append(Days(absence.first_day, absence.last_day))
    exceptions = defaultdict(list)
    for exception in HourException.objects.filter(
        person__in=people, starts_at__date__lte=last, ends_at__date__gte=first
    ):
        exceptions[exception.person_id].append((exception.starts_at, exception.ends_at))
    busy = defaultdict(list)
    for span in BusyTime.objects.filter(
        person__in=people, starts_at__date__lte=last, ends_at__date__gte=first
    ).order_by():
        busy[span.person_id].append((span.starts_at, span.ends_at))
    free = frozenset(closed_days(around(first, last)) if closed is None else closed)
    return {
        person: WorkingCalendar(
            # The last pattern in force wins: imported ones by date first, own corrections after them.
            [
                p.as_pattern()
                for p in sorted(patterns[person], key=lambda p: (p.source == "own", p.valid_from))
            ],
            absences[person],
            free,
            exceptions[person],
            busy[person],
        )
        for person in people
    }


def contract_hours(people: Sequence[int], day: date) -> dict[int, Decimal]:
    """By id of a person, of those who have a pattern on that day; one query."""
    found = WorkingPattern.objects.filter(person__in=people, valid_from__lte=day).filter(
        models.Q(valid_until=None) | models.Q(valid_until__gte=day)
    )
    # As in calendars(): own corrections after imported ones, and the last one wins.
    in_order = sorted(found.order_by(), key=lambda p: (p.source == "own", p.valid_from))
    return {pattern.person_id: pattern.contract_hours for pattern in in_order}


def around(first: date, last: date) -> range:
    """The years whose closed days a calendar between two days looks at."""
    return range(first.year - 1, last.year + 2)


def calendar_of(person: User, first: date, last: date) -> WorkingCalendar:
    return calendars([person.pk], first, last)[person.pk]


def weekly_budget(calendar: WorkingCalendar, week: IsoWeek, rules: Organisation) -> int:
    """Minutes for learning in a week by the organisation's numbers; 0 in an absent week (W2, S4)."""
    return calendar.budget(
        week,
        full=rules.budget_minutes,
        floor=rules.budget_floor,
        full_time_hours=float(rules.full_time_hours),
    )
