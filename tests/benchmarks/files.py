"""A long people file, read, checked and taken over; beside reading it bare and writing the same rows."""

import csv
import io
from datetime import date
from decimal import Decimal

from django.core.management import call_command
from django.db import transaction

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import guard
from teams.hours.models import WorkingPattern
from teams.structure.models import Membership, Team
from tests import builders
from tests.benchmarks.measured import Counted, Measured, in_pairs
from tests.benchmarks.organisation import THURSDAY
from tests.teams.intake import files, house
from tests.teams.intake.test_long_files import people

ROWS = 3_000


def bench(rounds: int, scale: float) -> list[Measured | Counted]:
    rows = list(people(int(ROWS * scale)))
    data = files.text(rows)

    def empty() -> None:
        with guard.lifted():
            call_command("flush", interactive=False, verbosity=0)
        house.organisation()

    def ours() -> None:
        house.imported(data)
        assert Membership.objects.count() == len(rows)

    def bare() -> None:
        read = list(csv.reader(io.StringIO(data.decode("cp1252")), delimiter=";"))
        unit = builders.unit("Leefomgeving")
        teams = {name: Team.objects.create(unit=unit, name=name) for name in sorted({row[5] for row in rows})}
        with transaction.atomic():
            made = User.objects.bulk_create(
                User(staff_number=r[0], given_name=r[1], name_prefix=r[2], family_name=r[3], email=r[4])
                for r in rows
            )
            shifts = [shift.to_json() for shift in builders.shifts()]
            Membership.objects.bulk_create(
                Membership(person=person, team=teams[row[5]], from_date=date(2026, 2, 1))
                for person, row in zip(made, rows, strict=True)
            )
            WorkingPattern.objects.bulk_create(
                WorkingPattern(
                    person=person, valid_from=date(2026, 2, 1), contract_hours=Decimal(36), shifts=shifts
                )
                for person in made
            )
        assert len(read) >= len(rows)

    with clock.as_if(THURSDAY):
        pairs = in_pairs(ours, bare, rounds=rounds, before=empty)
    return [Measured(f"import: a file of {len(rows):,} people, checked and taken over", pairs, 15)]
