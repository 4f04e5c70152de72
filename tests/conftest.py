"""The cast: the people of Gemeente Lindewaard who play in the tests."""

import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.test import Client

from teams.accounts.models import User
from teams.structure.models import Membership, Role, Team, Unit
from tests import builders
from tests.support import migrated

DOMAIN = "lindewaard.example"

pytest_plugins = [
    "tests.journeys.beside",
    "tests.support.server",
    "tests.support.smtp_sink",
    "tests.support.browser",
    "tests.support.processes",
    "tests.support.hands",
    "tests.support.writes",
    "tests.support.figures",
    "tests.support.partner",
    "tests.support.emptying",
]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody at once, and where they belong: team Vergunningen in unit Ruimte; the outsider elsewhere."""

    unit: Unit
    team: Team
    other_unit: Unit
    other_team: Team
    professional: User  # Fatima, a member of Vergunningen
    colleague: User  # Joost, the second member
    lead: User  # Marieke, leads Vergunningen and learns there too
    manager: User  # Dirk, manages Ruimte
    administrator: User  # Noor, without a team
    outsider: User  # Łukasz, a member of a team in another unit
    lead_and_manager: User  # Yıldız, leads the other team and manages its unit

    @property
    def people(self) -> dict[str, User]:
        """Role in the cast -> person."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.type in (User, "User")}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite the tests use a file, as the app does: Django's default in memory locks whole tables
    between threads, and no other process could open it. Either way it begins as a copy, see support/migrated.py."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        database["TEST"]["NAME"] = f"{database['NAME']}.{worker}test"
        migrated.sqlite(Path(database["TEST"]["NAME"]))
    else:
        database["TEST"]["TEMPLATE"] = migrated.postgres(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A file that was copied is there before the first test; it goes with its folder, see support/services.py."""
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


@pytest.fixture
def cast(db: None) -> Cast:
    builders.organisation()
    here, there = Unit.objects.bulk_create([Unit(name="Ruimte"), Unit(name="Samenleving")])
    team, other_team = Team.objects.bulk_create(
        [Team(unit=here, name="Vergunningen"), Team(unit=there, name="Wmo-loket")]
    )
    fatima, joost, marieke, dirk, noor, lukasz, yildiz = builders.people(
        *(
            {"given_name": given, "name_prefix": prefix, "family_name": family, "email": f"{mail}@{DOMAIN}"}
            for given, prefix, family, mail in (
                ("Fatima", "", "Ouali", "fatima"),
                ("Joost", "van der", "Meer", "joost"),
                ("Marieke", "", "Jansen", "marieke"),
                ("Dirk", "", "Bos", "dirk"),
                ("Noor", "", "Visser", "noor"),
                ("Łukasz", "", "Nowak", "lukasz"),
                ("Yıldız", "", "Kaya", "yildiz"),
            )
        )
    )
    since = builders.LONG_AGO
    Membership.objects.bulk_create(
        Membership(person=person, team=of, from_date=since)
        for of, members in ((team, (marieke, fatima, joost)), (other_team, (yildiz, lukasz)))
        for person in members
    )
    Role.objects.bulk_create(
        Role(person=person, kind=kind, team=of, unit=unit, from_date=since)
        for person, kind, of, unit in (
            (marieke, Role.Kind.TEAM_LEAD, team, None),
            (dirk, Role.Kind.MANAGER, None, here),
            (noor, Role.Kind.ADMINISTRATOR, None, None),
            (yildiz, Role.Kind.TEAM_LEAD, other_team, None),
            (yildiz, Role.Kind.MANAGER, None, there),
        )
    )
    return Cast(
        unit=here,
        team=team,
        other_unit=there,
        other_team=other_team,
        professional=fatima,
        colleague=joost,
        lead=marieke,
        manager=dirk,
        administrator=noor,
        outsider=lukasz,
        lead_and_manager=yildiz,
    )


@pytest.fixture
def unit(cast: Cast) -> Unit:
    return cast.unit


@pytest.fixture
def team(cast: Cast) -> Team:
    return cast.team


@pytest.fixture
def professional(cast: Cast) -> User:
    return cast.professional


@pytest.fixture
def colleague(cast: Cast) -> User:
    return cast.colleague


@pytest.fixture
def lead(cast: Cast) -> User:
    return cast.lead


@pytest.fixture
def manager(cast: Cast) -> User:
    return cast.manager


@pytest.fixture
def administrator(cast: Cast) -> User:
    return cast.administrator


@pytest.fixture
def outsider(cast: Cast) -> User:
    return cast.outsider


@pytest.fixture
def lead_and_manager(cast: Cast) -> User:
    return cast.lead_and_manager


@pytest.fixture
def client_for(db: None) -> Callable[[User | None], Client]:
    """A test client signed in as somebody; None is a stranger."""

    def make(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return make


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits of one test do not reach the next."""
    here = caches["default"]  # `cache` itself is a proxy, of no class
    if not isinstance(here, RedisCache):
        here.clear()
    elif keys := (redis := here._cache.get_client(write=True)).keys(":1:*"):
        # Not clear(): that empties the whole database of Redis, with our claim on it and Celery's queue.
        redis.delete(*keys)
