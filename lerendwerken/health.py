"""For machines: is this process alive, and is the whole thing working?"""

from datetime import timedelta

from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from lerendwerken.cache import SturdyCache
from lerendwerken.lib import clock
from teams.notifications.models import Heartbeat
from teams.structure.access import anyone

STALE = timedelta(minutes=5)


@anyone
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@anyone
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, the broker answers and the tick went round in the last five minutes; else 503."""
    report = {"database": _database(), "redis": _redis(), "tick": _tick()}
    return JsonResponse(report, status=200 if all(report.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis() -> bool:
    ours = caches["default"]
    return ours.answers() if isinstance(ours, SturdyCache) else True


def _tick() -> bool:
    try:
        beat = Heartbeat.objects.filter(name="tick").first()
    except DatabaseError:
        return False
    return beat is not None and clock.now() - beat.at < STALE
