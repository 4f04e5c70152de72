"""Tokens of a week, for a person, a team and everybody: reserved before a call, settled after it (TL3).

Each step is one conditional update, so that no number of calls at the same time goes over a limit.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from cycles.sparring.models import PartnerSettings, Spending
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.access import Viewer


class OutOfBudget(Exception):
    """No room this week: of a "person", a "team" or the "organisation"."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


@dataclass(frozen=True, slots=True)
class Account:
    """Whose weeks a call is on. It travels with the call: somebody may change teams meanwhile."""

    person: int
    team: int | None
    year: int
    week: int

    @classmethod
    def of(cls, person: User) -> Self:
        week = IsoWeek.of(clock.today(settings.TIME_ZONE))
        team = Viewer(person).home_team
        return cls(person.pk, team.pk if team else None, week.year, week.week)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def rows(self) -> dict[str, Spending]:
        """Scope -> its row, always in the same order: two calls never wait for each other."""
        when = {"year": self.year, "week": self.week}
        found = {"person": Spending(person_id=self.person, **when)}
        if self.team is not None:
            found["team"] = Spending(team_id=self.team, **when)
        return found | {"organisation": Spending(**when)}


def reserve(account: Account, tokens: int, limits: PartnerSettings | None = None) -> None:
    """In all of its accounts or in none; OutOfBudget when one has no room."""
    limits = limits or PartnerSettings.get()
    rows = account.rows
    with transaction.atomic():
        Spending.objects.bulk_create(rows.values(), ignore_conflicts=True)
        for scope, row in rows.items():
            room = getattr(limits, f"{scope}_tokens") - tokens
            if not _same(row).filter(used__lte=room - F("reserved")).update(reserved=F("reserved") + tokens):
                raise OutOfBudget(scope)


def settle(account: Account, reserved: int, used: int) -> None:
    """What was reserved is free again, what was used is used."""
    with transaction.atomic():
        for row in account.rows.values():
            _same(row).update(reserved=Greatest(F("reserved") - reserved, 0), used=F("used") + used)


def _same(row: Spending) -> QuerySet[Spending]:
    return Spending.objects.filter(person=row.person_id, team=row.team_id, year=row.year, week=row.week)
