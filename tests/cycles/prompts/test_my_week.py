"""Mijn week says what is true now, and puts what one wrote on one's own line."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.prompts import answering
from cycles.prompts.models import Prompt
from cycles.questions.models import LogEntry
from cycles.weekly.models import WeekCycle
from tests import builders
from tests.conftest import Cast
from tests.cycles.prompts.conftest import MARKER, Clients
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
URL = "/"


def heading(client: Client, url: str = URL) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", client.get(url).content.decode(), re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-03-30 08:45", "Om 9.30 uur begint je Weekstart"),
        ("2026-03-30 09:40", "Nu is er tijd voor je Weekstart"),
        ("2026-03-30 14:00", "Je Weekstart staat nog open"),
    ],
)
def test_the_heading_says_what_is_true_now(
    fatima: Client, prompt: Prompt, at: Hands, when: str, said: str
) -> None:
    at(when)
    assert heading(fatima) == said
    page = fatima.get(URL).content.decode()
    assert reverse("cycles:answer-later", args=[prompt.pk]) in page
    assert reverse("cycles:answer", args=[prompt.pk]) in page


def test_what_is_tomorrow_or_later_waits(fatima: Client, prompt: Prompt, at: Hands) -> None:
    answering.finish(prompt)
    assert heading(fatima) == "Morgen om 13.00 uur begint je Leerwerkuur"
    page = fatima.get(URL).content.decode()
    assert "met Joost" in page
    assert "Later vandaag" not in page
    for other in Prompt.objects.filter(person=prompt.person, moment__kind="learning_hour"):
        answering.skip(other)
    assert heading(fatima) == "Donderdag 2 april om 15.00 uur begint je Weekoogst"


def test_a_question_that_was_put_off_says_when_it_comes_back(
    fatima: Client, prompt: Prompt, at: Hands
) -> None:
    later = reverse("cycles:answer-later", args=[prompt.pk])
    offered = fatima.get(later).context["offer"]
    assert fatima.post(later, {"at": offered.choices[0][0]}).status_code == 302
    assert heading(fatima) == "Om 10.00 uur vragen we je Weekstart opnieuw"


@pytest.mark.shows("S7")
def test_later_offers_today_and_the_next_working_day_in_words(
    fatima: Client, prompt: Prompt, at: Hands, safe_get: Any
) -> None:
    page = safe_get(fatima, reverse("cycles:answer-later", args=[prompt.pk]))
    labels = [label for _, label in page.context["offer"].choices]
    assert labels == ["10.00", "13.15", "16.00", "morgen 8.30"]
    assert "Je werkt vandaag tot 16.12 uur. Daarna sturen we niets meer." in page.content.decode()
    builders.absence(
        prompt.person, *(builders.local(prompt.moment.cycle.iso, d + " 00:00").date() for d in ("di", "wo"))
    )
    labels = [
        label
        for _, label in fatima.get(reverse("cycles:answer-later", args=[prompt.pk])).context["offer"].choices
    ]
    assert labels[-1] == "donderdag 8.30"


def test_later_is_for_the_owner(prompt: Prompt, cast: Cast, client_for: Clients) -> None:
    url = reverse("cycles:answer-later", args=[prompt.pk])
    for name, person in cast.people.items():
        if person != cast.professional:
            assert client_for(person).get(url).status_code == 404, name
            assert client_for(person).post(url, {"at": "1"}).status_code == 404, name
    assert client_for(None).get(url).status_code == 302


@pytest.mark.shows("W8", "house-2")
def test_a_leermoment_stands_on_the_line_of_its_writer_without_its_words(
    fatima: Client, prompt: Prompt, cast: Cast, client_for: Clients, at: Hands
) -> None:
    bare = fatima.get(URL).content.decode()
    assert "alleen voor jou</span>" not in bare
    at("2026-03-30 14:10")
    fatima.post(reverse("cycles:log-write"), {"text": MARKER})
    page = fatima.get(URL).content.decode()
    assert '<a href="/leermomenten/">Leermoment</a> <span>14.10, alleen voor jou</span>' in page
    assert MARKER not in page
    assert page.count('class="done" d="M') == bare.count('class="done" d="M') + 1
    for person in (cast.colleague, cast.lead, cast.manager, cast.administrator):
        assert "14.10, alleen voor jou" not in client_for(person).get(URL).content.decode()
    other = fatima.get(reverse("cycles:my-week-of", args=["2026-W15"])).content.decode()
    assert "14.10, alleen voor jou" not in other


def test_one_leermoment_sent_twice_is_kept_once(fatima: Client, prompt: Prompt, at: Hands) -> None:
    for _ in range(2):
        assert fatima.post(reverse("cycles:log-write"), {"text": MARKER}).status_code == 302
    assert LogEntry.objects.count() == 1
    at("2026-03-30 11:00")
    fatima.post(reverse("cycles:log-write"), {"text": MARKER})
    assert LogEntry.objects.count() == 2, "the same words later are new"


def test_leermomenten_close_together_stay_readable_on_the_line(
    fatima: Client, prompt: Prompt, cast: Cast
) -> None:
    """Ten in the hour of the Weekstart: the drawing leaves out what would cover another; the words stay."""
    for minute in range(30, 40):
        at = builders.local(prompt.moment.cycle.iso, f"ma 09:{minute}")
        LogEntry.objects.create(person=cast.professional, text=MARKER, written_at=at)
    page = fatima.get(URL).content.decode()
    assert page.count("alleen voor jou</span>") == 10
    assert page.count('class="done" d="M') == 1


def test_an_empty_week_says_so_without_asking_anything(
    cast: Cast, client_for: Clients, cycle: WeekCycle
) -> None:
    nobody = client_for(cast.administrator)
    assert heading(nobody) == "Deze week staat er niets voor je klaar"
    assert "Je zit nog niet in een team." in nobody.get(URL).content.decode()
    assert heading(client_for(cast.lead)) == "Deze week staat er niets voor je klaar"


def test_mijn_week_does_not_ask_more_for_more(fatima: Client, prompt: Prompt, cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert fatima.get(URL).status_code == 200
        return len(seen)

    asked()
    before = asked()
    for hour in range(9, 15):
        LogEntry.objects.create(person=cast.professional, text=MARKER)
        made = builders.moment(
            prompt.moment.cycle,
            "check_in",
            f"vr {hour:02}:00",
            who=[cast.professional, cast.colleague],
            pair=hour,
        )
        Prompt.objects.create(
            moment=made, person=cast.professional, due_at=made.starts_at, expires_at=prompt.expires_at
        )
    assert asked() == before
