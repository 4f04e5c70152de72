"""Endings that follow on each other, and what else changes before the day: nobody is lost on the way there or back (S17)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.ending import ending
from teams.structure.models import Membership, Team
from tests import builders
from tests.conftest import Cast
from tests.teams.ending.test_ending import homes, state

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S17")]
Clients = Callable[[User | None], Client]
BEFORE, ON, LATER = date(2026, 4, 12), date(2026, 4, 13), date(2026, 5, 4)


def test_of_two_endings_that_follow_the_last_goes_back_first(
    cast: Cast, client_for: Clients, next_door: Team
) -> None:
    noor, before = client_for(cast.administrator), state()
    first = ending.stop(cast.team, ON, {cast.professional.pk: next_door}, by=cast.administrator)
    between = state()
    second = ending.stop(next_door, LATER, {cast.professional.pk: cast.other_team}, by=cast.administrator)
    planned = state()
    with pytest.raises(Refused) as refused:
        ending.go_on(first, by=cast.administrator)
    assert "Laat eerst Toezicht doorgaan." in refused.value.sentence
    answer = noor.post(reverse("teams:team-go-on", args=[cast.team.pk]), follow=True)
    assert answer.status_code == 200
    assert "Laat eerst Toezicht doorgaan." in answer.content.decode()
    assert state() == planned
    assert ending.go_on(second, by=cast.administrator)
    assert state() == between
    assert ending.go_on(first, by=cast.administrator)
    assert state() == before


def test_an_ending_that_takes_nobody_over_stands_in_no_way(cast: Cast, next_door: Team) -> None:
    first = ending.stop(cast.team, ON, {cast.professional.pk: next_door}, by=cast.administrator)
    ending.stop(cast.other_team, LATER, {}, by=cast.administrator)
    assert ending.go_on(first, by=cast.administrator)
    assert homes(cast.professional, LATER) == ["Vergunningen"]


def test_a_last_day_that_was_entered_since_comes_along_when_the_team_goes_on(
    cast: Cast, next_door: Team
) -> None:
    where: dict[int, Team | None] = {cast.professional.pk: next_door, cast.colleague.pk: next_door}
    kept = ending.stop(cast.team, ON, where, by=cast.administrator)
    leaves = date(2026, 6, 30)
    Membership.objects.filter(person=cast.professional, team=next_door).update(until=leaves)
    assert ending.go_on(kept, by=cast.administrator)
    rows = Membership.objects.filter(person__in=[cast.professional, cast.colleague])
    assert list(rows.order_by("person").values_list("team__name", "until")) == [
        ("Vergunningen", leaves),
        ("Vergunningen", None),
    ]


def test_who_got_a_next_home_team_since_is_here_until_then(cast: Cast, next_door: Team) -> None:
    kept = ending.stop(cast.team, ON, {cast.professional.pk: next_door}, by=cast.administrator)
    Membership.objects.filter(person=cast.professional, team=next_door).update(until=LATER)
    builders.member(cast.other_team, who=cast.professional, since=date(2026, 5, 5))
    assert ending.go_on(kept, by=cast.administrator)
    assert homes(cast.professional) == homes(cast.professional, LATER) == ["Vergunningen"]
    assert homes(cast.professional, date(2026, 5, 5)) == ["Wmo-loket"]


def test_a_next_home_team_that_was_known_before_changes_nothing(cast: Cast) -> None:
    Membership.objects.filter(person=cast.professional).update(until=ON)
    builders.member(cast.other_team, who=cast.professional, since=date(2026, 4, 14))
    before = state()
    kept = ending.stop(cast.team, ON, {}, by=cast.administrator)
    assert ending.go_on(kept, by=cast.administrator)
    assert state() == before
