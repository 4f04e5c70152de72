"""Without Redis pages stay up and limits stay on; health says that Redis is away."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from lerendwerken.cache import SturdyCache
from teams.accounts.models import User
from teams.notifications.models import Heartbeat
from tests.support.own_servers import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def redis_is_away(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "lerendwerken.cache.SturdyCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }


def test_what_is_kept_meanwhile_is_kept_by_this_process(redis_is_away: None) -> None:
    cache = caches["default"]
    assert isinstance(cache, SturdyCache)
    assert not cache.answers()
    assert cache.get("niets", "leeg") == "leeg"
    cache.set("woord", "daar")
    assert cache.get("woord") == "daar"
    assert cache.add("slot", 1)
    assert not cache.add("slot", 1)
    assert cache.incr("slot") == 2
    assert cache.delete("slot")
    cache.delete("woord")


@pytest.mark.shows("TO4", "TI2")
def test_signing_in_goes_on_and_keeps_its_limit(redis_is_away: None, professional: User) -> None:
    answers = [Client().post("/aanmelden/", {"email": professional.email}) for _ in range(6)]
    assert [a.status_code for a in answers[:5]] == [302] * 5
    assert "Wacht tien minuten" in answers[5].content.decode()


@pytest.mark.shows("TO4", "TD13")
def test_health_tells_that_redis_is_away(redis_is_away: None) -> None:
    Heartbeat.beat()
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "redis": False, "tick": True})


@pytest.mark.redis
def test_health_is_well_with_redis(db: None) -> None:
    Heartbeat.beat()
    assert Client().get("/health/ready").json() == {"database": True, "redis": True, "tick": True}
