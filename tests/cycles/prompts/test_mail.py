"""The mail of a prompt as drawn: what, when, with whom, how long, and never a private word."""

from datetime import datetime

import pytest
from django.core import mail

from cycles.prompts import answering, planning
from cycles.prompts.models import Prompt
from cycles.weekly.models import WeekCycle
from teams.notifications import outbox
from tests import builders
from tests.conftest import Cast
from tests.cycles.prompts.conftest import MARKER
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db


def letters(to: str) -> list[tuple[str, str]]:
    """Text and HTML of what somebody was sent."""
    return [(str(m.body), str(m.alternatives[0][0])) for m in mail.outbox if to in m.to]  # type: ignore[attr-defined]


def test_it_greets_and_says_when_how_long_and_with_whom(
    cycle: WeekCycle, cast: Cast, monday: datetime
) -> None:
    outbox.send_due()
    text, html = letters(cast.professional.email)[0]
    for said in (
        "Goedemorgen Fatima. Je Weekstart is vandaag om 9.30 uur.",
        "Vier korte vragen, samen 20 minuten.",
        "Je krijgt dit bericht omdat je maandag werkt.",
        "Alle tijden zijn Nederlandse tijd (Europe/Amsterdam).",
    ):
        assert said in text
        assert said in html
    assert "Leerwerkuur met Joost" in html
    assert "Weekoogst met het team" in html
    assert "Vraag het om 10.00 uur" in html
    assert "team Vergunningen" in text
    assert html.count('height="22"') == 1  # the Weekstart of 20 minutes in the drawn week
    assert html.count('height="66"') == 1  # the Leerwerkuur of an hour


def test_a_late_one_does_not_speak_of_what_is_still_to_come(cycle: WeekCycle, cast: Cast, at: Hands) -> None:
    at("2026-03-30 14:20")
    outbox.send_due()
    text, _html = letters(cast.professional.email)[0]
    assert "Goedemiddag Fatima. Je Weekstart was om 9.30 uur. Antwoorden kan nog." in text


def test_a_postponed_one_says_that_it_was_asked_for(prompt: Prompt, cast: Cast, at: Hands) -> None:
    outbox.send_due()
    chosen = answering.later_times(prompt)[0]
    assert answering.postpone(prompt, chosen)
    at(chosen)
    planning.ask_due()
    outbox.send_due()
    assert "Je vroeg om je Weekstart later te doen." in letters(cast.professional.email)[-1][0]


def test_another_zone_is_named(cast: Cast, monday: datetime, at: Hands) -> None:
    cast.professional.time_zone = "Europe/Lisbon"
    cast.professional.save()
    made = builders.week(cast.team, "2026-W14")
    builders.moment(made, "planning", "ma 11:00", who=[cast.professional])
    planning.plan()
    at("2026-03-30 10:45")
    planning.ask_due()
    outbox.send_due()
    text, _html = letters(cast.professional.email)[0]
    assert "Alle tijden zijn in de tijd van Europe/Lisbon." in text
    assert "vandaag om 10.00 uur" in text


@pytest.mark.shows("W8", "house-2")
def test_what_was_written_is_in_no_mail(prompt: Prompt, cast: Cast, at: Hands) -> None:
    for question in answering.questions(prompt):
        answering.write(prompt, question, MARKER)
    at("2026-03-31 13:05")
    planning.ask_due()
    outbox.send_due()
    assert letters(cast.professional.email)
    assert MARKER not in str([m.message().as_string() for m in mail.outbox])
