"""Who was where goes twelve months after the week; so do their answers of that week; the moment stays."""

from datetime import timedelta
from typing import Any

import pytest

from cycles.prompts.models import Prompt
from cycles.weekly.models import Displacement, ExceptionRequest, GuestInvitation, Kind, Moment, Seat
from lerendwerken.lib.weeks import IsoWeek
from teams.privacy import retention
from tests import builders
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S11")]
OLD, RECENT = IsoWeek(2025, 52), IsoWeek(2026, 1)
PRIVATE = (Displacement, ExceptionRequest, GuestInvitation, Seat)


@pytest.fixture
def moments(cast: Cast) -> dict[IsoWeek, Moment]:
    made = {}
    for week in (OLD, RECENT):
        moment = builders.moment(
            builders.week(cast.team, week), Kind.PLANNING, "ma 09:30", who=[cast.professional]
        )
        of = {"moment": moment, "person": cast.professional}
        starts = builders.local(week, "ma 09:30")
        Displacement.objects.create(**of, cause=Displacement.Cause.BUSY)
        GuestInvitation.objects.create(**of)
        ExceptionRequest.objects.create(**of, starts_at=starts, ends_at=starts + timedelta(minutes=20))
        Prompt.objects.create(**of, due_at=starts, expires_at=starts)
        made[week] = moment
    return made


def left() -> list[set[int]]:
    return [set(model._default_manager.values_list("moment", flat=True)) for model in PRIVATE]


def test_a_week_goes_twelve_months_after_its_sunday(moments: dict[IsoWeek, Moment], at: Any) -> None:
    old, recent = moments[OLD].pk, moments[RECENT].pk
    at("2026-12-29 11:00")
    retention.sweep()
    assert left() == [{old, recent}] * 4
    at("2026-12-30 11:00")
    for _again in range(2):
        retention.sweep()
    assert left() == [{recent}] * 4
    assert set(Moment.objects.values_list("pk", flat=True)) == {old, recent}
    assert [prompt.moment_id for prompt in Prompt.objects.all()] == [recent]
