"""Deze week even niet: nothing more is asked this week, nobody hears of it, and one press brings it back."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cycles.prompts import answering
from cycles.prompts.models import Prompt
from lerendwerken import schedule
from tests.conftest import Cast
from tests.cycles.prompts.conftest import Clients
from tests.cycles.weekly.typed import undo_of
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
LEAVE, BACK = "/week/2026-W14/even-niet/", "/week/2026-W14/weer-wel/"


def states(prompt: Prompt) -> dict[str, str]:
    return dict(Prompt.objects.filter(person=prompt.person).values_list("moment__kind", "state"))


def mails(cast: Cast) -> int:
    return len([m for m in mail.outbox if cast.professional.email in m.to])


def test_nothing_more_is_asked_and_no_mail_comes(
    fatima: Client, prompt: Prompt, cast: Cast, at: Hands
) -> None:
    schedule.tick()
    before = mails(cast)
    assert "Deze week even niet" in fatima.get("/").content.decode()
    page = fatima.get(fatima.post(LEAVE).headers["Location"]).content.decode()
    assert "Deze week vragen we je niets meer. Niemand hoort dit." in page
    assert "Vraag me deze week toch weer" in page
    assert set(states(prompt).values()) == {"skipped"}
    for when in ("2026-03-31 12:45", "2026-04-02 14:45", "2026-04-03 10:00"):
        at(when)
        schedule.tick()
    assert mails(cast) == before
    assert set(states(prompt).values()) == {"skipped"}


def test_undone_at_once_everything_is_as_it_was(
    fatima: Client, prompt: Prompt, cast: Cast, at: Hands
) -> None:
    was = states(prompt)
    page = fatima.get(fatima.post(LEAVE).headers["Location"]).content.decode()
    assert "De vragen van deze week komen weer." in fatima.post(undo_of(page), follow=True).content.decode()
    assert states(prompt) == was
    before = mails(cast)
    at("2026-03-31 13:01")
    schedule.tick()
    assert mails(cast) > before, "its mails come again too"


def test_later_in_the_week_what_is_still_to_come_is_asked_again(
    fatima: Client, prompt: Prompt, client_for: Clients, cast: Cast, at: Hands
) -> None:
    fatima.post(LEAVE)
    at("2026-04-01 09:00")
    client_for(cast.professional).post(BACK)
    assert states(prompt) == {"planning": "skipped", "learning_hour": "skipped", "retrospective": "planned"}


def test_what_was_answered_stays_answered_and_others_are_asked_as_before(
    fatima: Client, prompt: Prompt, cast: Cast, client_for: Clients
) -> None:
    answering.finish(prompt)
    theirs = set(Prompt.objects.filter(person=cast.colleague).values_list("pk", "state"))
    fatima.post(LEAVE)
    assert states(prompt)["planning"] == "answered"
    assert set(Prompt.objects.filter(person=cast.colleague).values_list("pk", "state")) == theirs
    fatima.post(BACK)
    assert states(prompt)["planning"] == "answered"


@pytest.mark.shows("S11", "S18")
def test_nobody_finds_a_trace(fatima: Client, prompt: Prompt, cast: Cast, client_for: Clients) -> None:
    urls = {
        cast.lead: reverse("cycles:team-week", args=[cast.team.pk, "2026-W14"]),
        cast.colleague: "/",
        cast.administrator: reverse("teams:audit-log"),
    }
    before = {who: len(client_for(who).get(url).content) for who, url in urls.items()}
    fatima.post(LEAVE)
    assert {who: len(client_for(who).get(url).content) for who, url in urls.items()} == before


def test_a_week_that_is_over_or_none_is_left_as_it_is(fatima: Client, prompt: Prompt, at: Hands) -> None:
    at("2026-04-06 09:00")
    was = states(prompt)
    assert "Er was deze week niets meer te vragen." in fatima.post(LEAVE, follow=True).content.decode()
    assert states(prompt) == was
    assert fatima.post(reverse("cycles:week-leave", args=["ooit"])).status_code == 404
    assert fatima.get(LEAVE).status_code == 405
