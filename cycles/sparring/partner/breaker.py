"""A provider that keeps failing is left alone for a minute; then one call tries whether it is back (TL4)."""

from datetime import timedelta

from django.db.models import F, Q

from cycles.sparring.models import EndpointHealth
from lerendwerken.lib import clock

FAILURES = 5
REST = timedelta(seconds=60)
PROBE = timedelta(seconds=130)  # a call never takes longer; a probe that vanished gives way then


def allows(name: str) -> bool:
    """Whether a call may go out now. After a rest this is true for one caller only, until its outcome is known."""
    row = EndpointHealth.objects.filter(name=name).first()
    if row is None or row.closed_until is None:
        return True
    now = clock.now()
    free = Q(probing_until=None) | Q(probing_until__lte=now)
    return bool(
        EndpointHealth.objects.filter(free, pk=row.pk, closed_until__lte=now).update(
            probing_until=now + PROBE
        )
    )


def succeeded(name: str) -> None:
    EndpointHealth.objects.filter(name=name).exclude(failures=0, closed_until=None).update(
        failures=0, closed_until=None, probing_until=None
    )


def failed(name: str) -> None:
    """One more; the fifth in a row, and a probe that fails, close the way for a minute."""
    EndpointHealth.objects.get_or_create(name=name)
    EndpointHealth.objects.filter(name=name, failures__lt=1000).update(failures=F("failures") + 1)
    EndpointHealth.objects.filter(name=name, failures__gte=FAILURES).update(
        closed_until=clock.now() + REST, probing_until=None
    )


def unknown(name: str) -> None:
    """A call that says nothing about its provider, such as one that was stopped at once: another may probe."""
    EndpointHealth.objects.filter(name=name).exclude(probing_until=None).update(probing_until=None)
