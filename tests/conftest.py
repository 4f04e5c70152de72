"""The cast: the people of Gemeente Lindewaard who play in the tests."""

import os
from collections.abc import Callable
from dataclasses import dataclass, fields

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.test import Client

from teams.accounts.models import User
from teams.structure.models import Team, Unit
from tests import builders

pytest_plugins = [
    "tests.support.server",
    "tests.support.smtp_sink",
    "tests.support.browser",
    "tests.support.processes",
    "tests.support.hands",
    "tests.support.writes",
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
    between threads, and no other process could open it."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        database["TEST"]["NAME"] = f"{database['NAME']}.{worker}test"


@pytest.fixture
def cast(db: None) -> Cast:
    builders.organisation()
    here, there = builders.unit("Ruimte"), builders.unit("Samenleving")
    team = builders.team("Vergunningen", of=here)
    other_team = builders.team("Wmo-loket", of=there)
    marieke = builders.member(team, "Marieke", family_name="Jansen", email="marieke@lindewaard.example")
    yildiz = builders.member(other_team, "Yıldız", family_name="Kaya", email="yildiz@lindewaard.example")
    return Cast(
        unit=here,
        team=team,
        other_unit=there,
        other_team=other_team,
        professional=builders.member(team, "Fatima", family_name="Ouali", email="fatima@lindewaard.example"),
        colleague=builders.member(
            team, "Joost", name_prefix="van der", family_name="Meer", email="joost@lindewaard.example"
        ),
        lead=builders.lead(team, marieke),
        manager=builders.manager(here, given_name="Dirk", family_name="Bos", email="dirk@lindewaard.example"),
        administrator=builders.administrator(
            given_name="Noor", family_name="Visser", email="noor@lindewaard.example"
        ),
        outsider=builders.member(
            other_team, "Łukasz", family_name="Nowak", email="lukasz@lindewaard.example"
        ),
        lead_and_manager=builders.manager(there, builders.lead(other_team, yildiz)),
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
    if not isinstance(cache, RedisCache):
        cache.clear()
    elif keys := (redis := cache._cache.get_client(write=True)).keys(":1:*"):
        # Not clear(): that empties the whole database of Redis, with our claim on it and Celery's queue.
        redis.delete(*keys)
