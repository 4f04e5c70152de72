"""The page of the first day: shown once, put away by its owner, and there to read again."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.prompts.message import link
from cycles.prompts.models import Prompt
from cycles.weekly.models import WeekCycle
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from tests import builders
from tests.conftest import Cast
from tests.cycles.prompts.conftest import Clients
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
URL = "/welkom/"


@pytest.fixture
def tom(cast: Cast, cycle: WeekCycle) -> User:
    """Came today; Vergunningen has its Leerwerkuur tomorrow."""
    made = builders.member(cast.team, "Tom", family_name="Brouwers", welcomed=False, hours_confirmed=False)
    builders.moment(cycle, "check_in", "wo 11:00", who=[made], minutes=10)
    return made


@pytest.fixture
def door(tom: User, client_for: Clients) -> Client:
    return client_for(tom)


def test_who_comes_for_the_first_time_begins_there_and_leaves_by_its_button(
    door: Client, tom: User, safe_get: Any
) -> None:
    assert safe_get(door, reverse("cycles:my-week"))["Location"] == URL
    page = safe_get(door, URL).content.decode()
    for said in (
        "Welkom, Tom. Je week is nog leeg, en dat klopt.",
        "Tussenstand om 11.00, je eerste moment",
        "Kloppen je werktijden?",
        "8.30–16.12",
        "Weet wie wat ziet",
        "Nooit hoe je leert.",
        "36 uur werken is <strong>120 minuten leren</strong> per week.",
    ):
        assert said in page
    tom.refresh_from_db()
    assert not tom.welcomed
    for _ in range(2):
        assert door.post(URL, {"what": "done"})["Location"] == reverse("cycles:my-week")
    tom.refresh_from_db()
    assert tom.welcomed
    assert not tom.hours_confirmed, "skipping says nothing about the hours"
    assert door.get(reverse("cycles:my-week")).status_code == 200


def test_it_can_be_read_again(fatima: Client, prompt: Prompt) -> None:
    assert URL in fatima.get(reverse("cycles:my-week")).content.decode()
    page = fatima.get(URL).content.decode()
    assert "Zo werkt het, Fatima" in page
    assert "Sla dit over" not in page


def test_the_hours_are_confirmed_from_here(door: Client, tom: User) -> None:
    for _ in range(2):
        assert door.post(URL, {"what": "hours"})["Location"].startswith(URL)
    tom.refresh_from_db()
    assert tom.hours_confirmed
    assert not tom.welcomed
    assert AuditEntry.objects.filter(action="hours_confirmed", actor=tom).count() == 1
    page = door.get(URL).content.decode()
    assert "Je werktijden kloppen" in page
    assert "Dit klopt" not in page


@pytest.mark.shows("AI13")
def test_the_choices_are_kept_or_refused(door: Client, tom: User) -> None:
    refused = door.post(URL, {"what": "choices", "experience": "starting", "work": "koning"})
    assert refused.status_code == 422
    assert 'id="id_work-fout"' in refused.content.decode()
    tom.refresh_from_db()
    assert (tom.experience, tom.work) == ("experienced", "professional")
    assert door.post(URL, {"what": "choices", "experience": "starting", "work": "lead"}).status_code == 302
    tom.refresh_from_db()
    assert (tom.experience, tom.work) == ("starting", "lead")


def test_it_is_ones_own_and_for_who_signed_in(
    door: Client, tom: User, cast: Cast, client_for: Clients
) -> None:
    before = list(User.objects.exclude(pk=tom.pk).order_by("pk").values())
    door.post(URL, {"what": "hours"})
    door.post(URL, {"what": "done", "person": str(cast.colleague.pk)})
    assert list(User.objects.exclude(pk=tom.pk).order_by("pk").values()) == before
    stranger = client_for(None)
    assert "/aanmelden/" in stranger.get(URL)["Location"]
    assert "/aanmelden/" in stranger.post(URL, {"what": "done"})["Location"]


def test_without_hours_or_team_it_says_what_now(cast: Cast, client_for: Clients, at: Hands) -> None:
    at("2026-03-30 09:10")
    nobody = builders.person("Iris", hours=None, welcomed=False, hours_confirmed=False)
    page = client_for(nobody).get(URL).content.decode()
    assert "Zonder werktijden plannen we niets." in page
    assert "Zodra je in een team zit, staat je eerste moment op Mijn week." in page
    assert "minuten leren" not in page


def test_two_alternating_weeks_are_both_shown(cast: Cast, client_for: Clients, at: Hands) -> None:
    at("2026-03-30 09:10")
    someone = builders.member(cast.team, "Iris", hours=None, welcomed=False, hours_confirmed=False)
    builders.pattern(
        someone,
        [*builders.shifts([0, 1]), *builders.shifts([3, 4], week=1)],
        hours=14.4,
        alternation="parity",
    )
    page = client_for(someone).get(URL).content.decode()
    assert "Week 1" in page
    assert "Week 2" in page
    assert page.count("8.30–16.12") == 4


def test_a_mail_link_and_another_week_do_not_wait_for_it(
    prompt: Prompt, cast: Cast, client_for: Clients
) -> None:
    User.objects.filter(pk=cast.professional.pk).update(welcomed=False)
    assert client_for(None).get(link(prompt)).status_code == 200
    mine = client_for(cast.professional)
    assert mine.get(reverse("cycles:my-week-of", args=["2026-W13"])).status_code == 200
    assert mine.get(reverse("cycles:my-week"))["Location"] == URL


def test_the_page_does_not_ask_more_for_more(door: Client, tom: User, cycle: WeekCycle, cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert door.get(URL).status_code == 200
        return len(seen)

    builders.moment(cycle, "planning", "vr 10:00", who=[tom, cast.colleague], pair=10)
    asked()
    before = asked()
    for hour in range(11, 16):
        builders.moment(cycle, "planning", f"vr {hour}:00", who=[tom, cast.colleague], pair=hour)
    assert asked() == before
