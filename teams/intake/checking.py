"""Checks a whole file against the database, in pieces, and keeps what it found for the page."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import transaction

from teams.accounts.models import User
from teams.intake import names
from teams.intake.compare import compare
from teams.intake.known import Known
from teams.intake.models import Intake, IntakeRow
from teams.intake.people import Person, link, number_key
from teams.intake.places import Places
from teams.intake.plans import Outcome, Plan, Terms
from teams.intake.rows import Row, read_row
from teams.structure.models import Membership, Organisation

PIECE = 500
MOST_MISSING = 100


@dataclass
class Reading:
    """A file read to people, ready to be compared."""

    rows: list[Row]
    people: list[Person]
    places: Places
    terms: Terms

    @classmethod
    def of(cls, intake: Intake, told: Callable[[int], object] = lambda done: None) -> "Reading":
        """Reads every row; `told` hears how many now and then."""
        if intake.effective is None:
            raise LookupError("the columns were not chosen yet")
        table, mapping, decisions = intake.table, intake.columns, intake.decisions
        terms = Terms(Organisation.get(), intake.effective)
        rows: list[Row] = []
        for lines in batched(table.rows, PIECE):
            rows += [
                read_row(
                    line,
                    table.headers,
                    mapping,
                    decisions.rows.get(line.number),
                    terms.organisation.full_time_hours,
                )
                for line in lines
            ]
            told(len(rows))
        people = link(rows, terms.effective)
        places = Places(rows, decisions, terms.effective, terms.organisation.name)
        return cls(rows, people, places, terms)

    def plans(self) -> Iterator[list[Plan]]:
        """What would happen to each person, in pieces of a few queries each."""
        for people in batched(self.people, PIECE):
            known = Known.about(people, self.terms.effective)
            yield [compare(person, known, self.places, self.terms) for person in people]


class Fingerprint:
    """Of everything that a preview shows, so that a take-over does exactly that or nothing."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, plan: Plan) -> None:
        told = [plan.person.rows[0].number, plan.outcome, [change.to_json() for change in plan.changes]]
        self._hash.update(json.dumps(told, sort_keys=True).encode())

    def text(self) -> str:
        return self._hash.hexdigest()


def check(intake: Intake) -> bool:
    """Fills the intake's rows and summary. False when another process took the work over."""
    total = 2 * len(intake.table.rows)
    reading = Reading.of(intake, lambda done: intake.advance(done, total))
    done = len(reading.rows)
    with transaction.atomic():
        # The update locks the intake, so that two processes cannot mix their rows.
        if not intake.advance(done, total):
            return False
        IntakeRow.objects.filter(intake=intake).delete()
    counts: Counter[str] = Counter()
    seen_teams: set[str] = set()
    fingerprint = Fingerprint()
    matched: set[int] = set()
    for plans in reading.plans():
        done += sum(len(plan.person.rows) for plan in plans)
        with transaction.atomic():
            if not intake.advance(done, total):
                return False
            found = [row for plan in plans for row in _rows_of(intake, plan, seen_teams)]
            IntakeRow.objects.bulk_create(found, batch_size=PIECE)
        for plan in plans:
            fingerprint.add(plan)
            counts[plan.outcome] += len(plan.person.rows)
            if plan.account is not None and plan.account.pk:
                matched.add(plan.account.pk)
    counts[Outcome.SKIPPED] = sum(row.skipped for row in reading.rows)
    missing = _missing(matched, reading)
    summary = {
        "counts": dict(counts),
        "missing": {"count": len(missing), "ids": missing[:MOST_MISSING]},
        "new_teams": _new_teams(reading),
    }
    return intake.move(Intake.State.REVIEW, summary=summary, fingerprint=fingerprint.text())


def _rows_of(intake: Intake, plan: Plan, seen_teams: set[str]) -> Iterable[IntakeRow]:
    """What the page shows of a person; somebody who stays the same is only counted."""
    person = plan.person
    if plan.outcome is Outcome.SAME and not person.notes:
        return
    for row in person.rows:
        first = row is person.rows[0]
        yield IntakeRow(
            intake=intake,
            number=row.number,
            who=(person.name or person.email or person.staff_number or "")[:255],
            outcome=plan.outcome,
            listed=_is_listed(row, seen_teams) if plan.outcome is Outcome.PROBLEM else first,
            problems=[problem.to_json() for problem in row.problems],
            changes=[change.to_json() for change in plan.changes] if first else [],
            notes=[note.to_json() for note in (*row.notes, *(person.notes if first else ()))],
        )


def _is_listed(row: Row, seen_teams: set[str]) -> bool:
    """A row with a problem of its own. An unknown team is told once, however many rows name it."""
    if not row.problems:
        return False
    if any(problem.kind != "team" for problem in row.problems):
        return True
    team = names.folded(row.team or "")
    if team in seen_teams:
        return False
    seen_teams.add(team)
    return True


def _missing(matched: set[int], reading: Reading) -> list[int]:
    """People who are a member now and are not in the file: nobody is removed, they are only told."""
    members = Membership.objects.on(reading.terms.effective).filter(person__is_active=True)
    here = set(members.values_list("person", flat=True)) - matched
    # A person of a row with a problem is in the file too.
    numbers = {number_key(row.staff_number) for row in reading.rows if row.staff_number}
    addresses = {row.email for row in reading.rows if row.email}
    known = User.objects.filter(pk__in=here).values_list("pk", "staff_number", "email")
    return [
        pk
        for pk, number, email in known
        if number_key(number or "") not in numbers and email.lower() not in addresses
    ]


def _new_teams(reading: Reading) -> list[dict[str, Any]]:
    """Teams that taking over would make, with how many rows name them."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for person in reading.people:
        if person.has_problems:
            continue
        for row in person.rows:
            place = reading.places.of(row)
            if place is not None and place.team_id is None:
                entry = found.setdefault(place.key, {"team": place.team, "unit": place.unit, "rows": 0})
                entry["rows"] += 1
    return list(found.values())
