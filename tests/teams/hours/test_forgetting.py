"""Absence and exceptions to the hours go twelve months after they ended."""

from datetime import timedelta
from typing import Any

import pytest

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.hours.models import Absence, HourException
from teams.privacy import retention
from teams.privacy.keeping import YEAR
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.shows("W5")]


def test_what_ended_more_than_a_year_ago_goes_and_the_rest_stays(professional: User, at: Any) -> None:
    at("2026-11-20 11:00")
    now = clock.now()
    year_ago = now - YEAR.length
    stays = builders.absence(professional, (year_ago - timedelta(days=9)).date(), year_ago.date())
    builders.absence(professional, (year_ago - timedelta(days=1)).date())
    ends = [year_ago, year_ago - timedelta(seconds=1)]
    kept, _gone = [
        HourException.objects.create(
            person=professional, starts_at=end - timedelta(hours=1), ends_at=end, given_at=end
        )
        for end in ends
    ]
    for _again in range(2):
        retention.sweep()
    assert list(Absence.objects.all()) == [stays]
    assert list(HourException.objects.all()) == [kept]
