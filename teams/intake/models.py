"""A people file on its way in. It holds data of people who may be unknown here, so it does not last."""

import uuid
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import labels, record
from teams.intake.columns import Field, guess, is_private
from teams.intake.delimited import SEPARATORS
from teams.intake.fields import text_of
from teams.intake.plans import Change, Outcome
from teams.intake.rows import Problem, Repairs
from teams.intake.sentences import Sentence, say
from teams.intake.table import Facts, Table, Unreadable, read

if TYPE_CHECKING:
    from collections.abc import Mapping


labels(
    people_imported=_("las mensen in uit een bestand"),
    intake_dropped=_("stopte met het inlezen van een bestand"),
    consent_recorded=_("legde vast dat echte mensen mogen meedoen"),
)


class IntakeQuerySet(models.QuerySet["Intake"]):
    def open(self) -> "IntakeQuerySet":
        """Not taken over, not dropped, not unreadable."""
        return self.exclude(state__in=Intake.CLOSED)

    def waiting(self) -> "IntakeQuerySet":
        """There is work to do, and nobody is doing it."""
        now = clock.now()
        return self.filter(state__in=Intake.AT_WORK).filter(Q(lease_until=None) | Q(lease_until__lt=now))

    def outdated(self) -> "IntakeQuerySet":
        return self.open().filter(uploaded_at__lte=clock.now() - Intake.LIFE)


class Intake(models.Model):
    """One upload, from file to take-over. What was in it is removed then, or after seven days."""

    class State(models.TextChoices):
        READING = "reading", _("wordt gelezen")
        UNREADABLE = "unreadable", _("kan niet worden gelezen")
        MAPPING = "mapping", _("wacht op de kolommen")
        CHECKING = "checking", _("wordt gecontroleerd")
        REVIEW = "review", _("wacht op jou")
        TAKING = "taking", _("wordt overgenomen")
        DONE = "done", _("overgenomen")
        DROPPED = "dropped", _("gestopt")

    LIFE = timedelta(days=7)
    LEASE = timedelta(minutes=6)  # longer than a task may run
    MOST_TRIES = 3
    AT_WORK = (State.READING, State.CHECKING, State.TAKING)
    CLOSED = (State.UNREADABLE, State.DONE, State.DROPPED)

    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="intakes")
    uploaded_at = models.DateTimeField(default=clock.now)
    filename = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    reason = models.JSONField(default=list, blank=True)  # a stored Sentence: why it failed or began anew

    upload = models.BinaryField(null=True)  # the bytes, until they are read
    content = models.BinaryField(null=True)  # a packed Table, until it is taken over
    shape = models.JSONField(
        default=dict, blank=True
    )  # {"facts", "headers", "examples"}: the table without rows
    mapping = models.JSONField(default=dict, blank=True)  # {column: field}
    repairs = models.JSONField(default=dict, blank=True)  # Repairs.to_json()
    effective = models.DateField(null=True, blank=True)  # changes hold from this day on

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    summary = models.JSONField(default=dict, blank=True)  # counts by outcome, new teams, who is missing
    fingerprint = models.CharField(max_length=64, blank=True)  # of everything that the preview showed
    taken_over_at = models.DateTimeField(null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "dropped", "unreadable"]) | Q(upload=None, content=None),
                name="closed_intake_is_empty",
            )
        ]

    def __str__(self) -> str:
        return f"intake {self.pk} {self.state}"

    @classmethod
    def start(cls, data: bytes, filename: str, *, by: User) -> "Intake":
        """Keeps the bytes; an earlier file of the same person that was not finished makes room."""
        with transaction.atomic():
            for earlier in cls.objects.open().filter(uploaded_by=by):
                earlier.drop(by=by)
            return cls.objects.create(uploaded_by=by, filename=filename[-200:], upload=data)

    # What is in it ------------------------------------------------------------------------------------

    @property
    def table(self) -> Table:
        if self.content is None:
            raise LookupError("the content of this intake is gone")
        return Table.unpack(bytes(self.content))

    @property
    def facts(self) -> Facts:
        return Facts(**self.shape["facts"]) if self.shape.get("facts") else Facts()

    @property
    def separator_name(self) -> str:
        name = SEPARATORS.get(self.facts.separator)
        return gettext(name) if name else ""

    @property
    def columns(self) -> dict[int, Field]:
        return {int(column): Field(field) for column, field in self.mapping.items()}

    @property
    def decisions(self) -> Repairs:
        return Repairs.from_json(self.repairs)

    @property
    def why(self) -> str:
        return str(Sentence.from_json(self.reason)) if self.reason else ""

    def count(self, *outcomes: str) -> int:
        counts = self.summary.get("counts", {})
        return sum(counts.get(outcome, 0) for outcome in outcomes)

    @property
    def is_clean(self) -> bool:
        """Every row can be taken over or is left out, and there is at least one to take."""
        return self.state == self.State.REVIEW and not self.count(Outcome.PROBLEM) and bool(self.taken_rows)

    @property
    def taken_rows(self) -> int:
        return self.count(Outcome.SAME, Outcome.CHANGED, Outcome.NEW, Outcome.DIFFERS)

    # Working on it ------------------------------------------------------------------------------------

    def claim(self) -> bool:
        """True for the one process that may work on it now. A fourth try gives up and says so."""
        now = clock.now()
        token = uuid.uuid4()
        claimed = (
            Intake.objects.filter(pk=self.pk, state__in=self.AT_WORK)
            .filter(Q(lease_until=None) | Q(lease_until__lt=now))
            .update(lease_token=token, lease_until=now + self.LEASE, tries=F("tries") + 1)
        )
        if not claimed:
            return False
        self.refresh_from_db()
        if self.tries <= self.MOST_TRIES:
            return True
        self.close(self.State.UNREADABLE, say(_TOO_MUCH))
        return False

    def advance(self, done: int, total: int) -> bool:
        """Tells how far the work is. False when somebody else took over: then stop."""
        self.done, self.total = done, total
        return bool(
            Intake.objects.filter(pk=self.pk, lease_token=self.lease_token).update(
                done=done, total=total, lease_until=clock.now() + self.LEASE
            )
        )

    def move(self, state: str, **changes: Any) -> bool:
        """From this object's state to another, letting go of the work. False when it was moved already."""
        changes |= {"lease_token": None, "lease_until": None, "tries": 0, "done": 0, "total": 0}
        moved = Intake.objects.filter(pk=self.pk, state=self.state, lease_token=self.lease_token).update(
            state=state, **changes
        )
        self.refresh_from_db()
        return bool(moved)

    def read(self) -> None:
        """The bytes become a table, and every column gets its probable meaning."""
        try:
            table = read(bytes(self.upload or b""), self.filename)
        except Unreadable as unreadable:
            self.close(self.State.UNREADABLE, unreadable.sentence)
            return
        # What is private is not kept at all; what we do not know is kept until the columns are chosen.
        table = table.only([i for i, header in enumerate(table.headers) if not is_private(header)])
        mapping = guess(table.headers, [table.example(i) for i in range(len(table.headers))])
        self.move(
            self.State.MAPPING,
            upload=None,
            content=table.pack(),
            mapping={str(column): field for column, field in mapping.items()},
            shape=_shape(table),
        )

    def choose(self, mapping: "Mapping[int, Field]", effective: date) -> bool:
        """Which column becomes what. The other columns are removed here: nobody needs them."""
        table = self.table.only(list(mapping))
        return self.move(
            self.State.CHECKING,
            mapping={str(column): field for column, field in sorted(mapping.items())},
            content=table.pack(),
            shape=_shape(table),
            effective=effective,
            reason=[],
        )

    def repair(self, repairs: Repairs) -> bool:
        return self.move(self.State.CHECKING, repairs=repairs.to_json(), reason=[])

    def take(self) -> bool:
        """Asks for the take-over; only a clean file that nobody else is moving."""
        return self.is_clean and self.move(self.State.TAKING, reason=[])

    def drop(self, *, by: User | None) -> None:
        """Stops; what was read disappears. `by=None`: seven days went by."""
        with transaction.atomic():
            if self.close(self.State.DROPPED):
                record("intake_dropped", by=by, obj=self)

    def close(self, state: str, reason: Sentence | None = None, **changes: Any) -> bool:
        """Ends it and removes everything personal. False when it had ended already."""
        with transaction.atomic():
            IntakeRow.objects.filter(intake=self).delete()
            closed = (
                Intake.objects.filter(pk=self.pk)
                .exclude(state__in=self.CLOSED)
                .update(
                    state=state,
                    reason=reason.to_json() if reason else [],
                    upload=None,
                    content=None,
                    shape={"facts": self.shape.get("facts", {})},
                    repairs={},
                    mapping={},
                    fingerprint="",
                    lease_token=None,
                    lease_until=None,
                    summary={"counts": self.summary.get("counts", {})},
                    **changes,
                )
            )
        self.refresh_from_db()
        return bool(closed)


def _shape(table: Table) -> dict[str, Any]:
    examples = [text_of(table.example(i))[:80] for i in range(len(table.headers))]
    return {"facts": asdict(table.facts), "headers": list(table.headers), "examples": examples}


_TOO_MUCH = gettext_noop("Dit bestand lukt niet in één keer. Splits het en lees de stukken na elkaar in.")


class IntakeRowQuerySet(models.QuerySet["IntakeRow"]):
    def problems(self) -> "IntakeRowQuerySet":
        """What to solve; of forty rows with the same unknown team only the first."""
        return self.filter(outcome=Outcome.PROBLEM, listed=True)

    def changes(self) -> "IntakeRowQuerySet":
        return self.filter(outcome__in=(Outcome.CHANGED, Outcome.NEW, Outcome.DIFFERS), listed=True)


class IntakeRow(models.Model):
    """What the check said of one row of the file. Made anew with each check."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    who = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(max_length=8)
    listed = models.BooleanField(default=True)  # the first row of a person or of an unknown team
    problems = models.JSONField(default=list, blank=True)
    changes = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)

    objects = IntakeRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="one_row_a_number"),
            models.CheckConstraint(condition=Q(outcome__in=list(Outcome)), name="intake_row_outcome"),
        ]
        indexes = [models.Index(fields=["intake", "outcome", "listed", "number"], name="intake_row_list")]

    def __str__(self) -> str:
        return f"row {self.number} of {self.intake_id}"

    @property
    def in_the_way(self) -> list[Problem]:
        return [Problem.from_json(problem) for problem in self.problems]

    @property
    def told(self) -> list[Change]:
        return [Change.from_json(change) for change in self.changes]

    @property
    def remarks(self) -> list[Sentence]:
        return [Sentence.from_json(note) for note in self.notes]
