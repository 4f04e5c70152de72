"""The page of who is asked: every answer, what is refused with its words kept, and being too late."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.claims.models import Claim
from cycles.proposals import handing, moving
from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.proposals.trials.reading import as_read
from lerendwerken.lib import clock
from teams.accounts.models import User
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-2", "S24")]
State = InnovationProposal.State
Clients = Callable[[User | None], Client]


def url(of: InnovationProposal) -> str:
    return reverse("cycles:proposal-decide", args=[of.pk])


def page_of(client: Client, of: InnovationProposal) -> str:
    page = client.get(url(of))
    assert page.status_code == 200
    return page.content.decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def send(client: Client, of: InnovationProposal, besluit: str, **fields: str) -> Any:
    """As from a page that was opened just now."""
    read = as_read(InnovationProposal.objects.get(pk=of.pk))
    return client.post(url(of), {"besluit": besluit, "gelezen": read, **fields})


ANSWERS: list[tuple[str, dict[str, str], str]] = [
    ("return", {"reason": "Hoe vaak?"}, State.RETURNED),
    ("decline", {"reason": "Te duur.", "would_be_yes": "Als het de helft kost."}, State.DECLINED),
    (
        "start_trial",
        {"reason": "Probeer het.", "trial_from": "6-4-2026", "trial_until": "3-5-2026"},
        State.TRIAL,
    ),
    ("adopt", {"reason": "Bijna de helft minder."}, State.ADOPTED),
    ("stop", {"reason": "Het kostte te veel."}, State.STOPPED),
]


def waiting_for(besluit: str, owner: User, **fields: Any) -> InnovationProposal:
    made = building.with_result if besluit in ("adopt", "stop") else building.submitted
    return made(owner, **fields)


@pytest.mark.parametrize(("besluit", "fields", "state"), ANSWERS)
def test_each_answer_is_given_on_the_page(
    cast: Cast, marieke: Client, besluit: str, fields: dict[str, str], state: str
) -> None:
    made = waiting_for(besluit, cast.professional)
    assert f'value="{besluit}"' in page_of(marieke, made)
    found = send(marieke, made, besluit, **fields)
    assert found.status_code == 302
    assert found["Location"] == reverse("cycles:proposal", args=[made.pk])
    made.refresh_from_db()
    step = ProposalStep.objects.filter(proposal=made).latest("pk")
    assert (made.state, step.by, step.reason) == (state, cast.lead, fields["reason"])


@pytest.mark.parametrize(("besluit", "fields", "state"), ANSWERS)
def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(
    cast: Cast, marieke: Client, besluit: str, fields: dict[str, str], state: str
) -> None:
    made = waiting_for(besluit, cast.professional)
    was = made.state
    for missing in fields:
        given = fields | {missing: " "}
        found = send(marieke, made, besluit, **given)
        page = found.content.decode()
        assert found.status_code == 422
        assert f'id="{besluit}-{missing}-fout"' in page
        for name, value in fields.items():
            assert name == missing or value in page, name
        made.refresh_from_db()
        assert made.state == was


@pytest.mark.parametrize(
    ("first", "last", "field", "sentence"),
    [
        ("6-4-2026", "4-5-2026", "trial_until", "hooguit vier weken"),
        ("29-3-2026", "10-4-2026", "trial_from", "vandaag of later"),
        ("10-4-2026", "9-4-2026", "trial_until", "eindigt niet voor hij begint"),
        ("31-2-2026", "9-4-2026", "trial_from", "geen datum"),
        ("6-4-9999", "9-4-2026", "trial_from", "jaar kan niet kloppen"),
        ("26-5-2026", "29-5-2026", "trial_from", "begint binnen acht weken"),
    ],
)
def test_a_trial_has_days_of_at_most_four_weeks(
    cast: Cast, marieke: Client, first: str, last: str, field: str, sentence: str
) -> None:
    made = building.submitted(cast.professional)
    found = send(marieke, made, "start_trial", reason="Ja.", trial_from=first, trial_until=last)
    assert found.status_code == 422
    page = found.content.decode()
    error = re.search(rf'id="start_trial-{field}-fout">(.*?)</p>', page, re.DOTALL)
    assert error
    assert sentence in error[1]
    assert first in page
    assert last in page


def test_what_the_authors_still_have_to_fill_in_is_shown_and_holds_a_trial_back(
    cast: Cast, marieke: Client
) -> None:
    made = building.draft(cast.professional)
    moving.submit(made, by=cast.professional)
    page = words(page_of(marieke, made))
    assert "Dit vullen de indieners nog in" in page
    assert "Schrijf wie er voordeel van heeft." in page
    found = send(
        marieke,
        made,
        "start_trial",
        reason="Probeer het maar.",
        trial_from="6-4-2026",
        trial_until="12-4-2026",
    )
    assert found.status_code == 422
    assert "Probeer het maar." in found.content.decode()
    made.refresh_from_db()
    assert made.state == State.SUBMITTED


def test_a_text_of_a_megabyte_is_refused_and_kept(cast: Cast, marieke: Client) -> None:
    made = building.submitted(cast.professional)
    text = "zeehond " * 130_000
    found = send(marieke, made, "return", reason=text)
    assert found.status_code == 422
    page = found.content.decode()
    assert "Dit is te lang" in page
    assert text.strip() in page


@pytest.mark.parametrize(("besluit", "fields", "state"), ANSWERS)
def test_who_is_not_asked_meets_nothing(
    cast: Cast, client_for: Clients, besluit: str, fields: dict[str, str], state: str
) -> None:
    made = waiting_for(besluit, cast.professional)
    coauthor = builders.member(cast.team, "Annelies")
    building.author(made, coauthor)
    was = made.state
    everybody = (*(person for role, person in cast.people.items() if role != "lead"), coauthor)
    for person in everybody:
        client = client_for(person)
        assert client.get(url(made)).status_code == 404, person.given_name
        assert send(client, made, besluit, **fields).status_code == 404, person.given_name
    assert send(Client(), made, besluit, **fields)["Location"].startswith("/aanmelden/")
    made.refresh_from_db()
    assert made.state == was


@pytest.mark.parametrize(("besluit", "fields", "state"), ANSWERS)
def test_nobody_decides_on_an_own_or_a_co_authored_one(
    cast: Cast, marieke: Client, dirk: Client, besluit: str, fields: dict[str, str], state: str
) -> None:
    written = InnovationProposal.objects.get(pk=waiting_for(besluit, cast.professional).pk)
    building.author(written, cast.lead)
    assert send(marieke, written, besluit, **fields).status_code == 404
    assert send(dirk, written, besluit, **fields).status_code == 302
    written.refresh_from_db()
    assert written.state == state


def test_stepping_back_or_handing_over_does_not_make_a_decider(
    cast: Cast, marieke: Client, dirk: Client
) -> None:
    left = building.submitted(cast.professional)
    building.author(left, cast.lead, "out")
    given = building.submitted(cast.lead)
    handing.ask_heir(given, cast.colleague, by=cast.lead)
    handing.take_over(given, by=cast.colleague)
    for made in (left, given):
        assert marieke.get(url(made)).status_code == 404
        assert dirk.get(url(made)).status_code == 200


def test_who_comes_second_reads_who_was_first_and_keeps_the_words(
    cast: Cast, marieke: Client, client_for: Clients
) -> None:
    second = client_for(builders.lead(cast.team, builders.member(cast.team, "Femke", family_name="Postma")))
    made = building.submitted(cast.professional)
    assert "Ook Marieke Jansen mag antwoorden" in words(page_of(second, made))
    send(marieke, made, "return", reason="Hoe vaak?")
    found = send(second, made, "decline", reason="Liever niet.", would_be_yes="Als het kan.")
    assert found.status_code == 409
    page = words(found.content.decode())
    for each in ("Iemand was je voor", "Marieke Jansen, teamleider", "Liever niet.", "Als het kan."):
        assert each in page
    made.refresh_from_db()
    assert (made.state, made.steps.count()) == (State.RETURNED, 3)


def _rewritten(made: InnovationProposal) -> None:
    moving.give_back(made, "Hoe vaak?", by=made.team.roles.get(kind="team_lead").person)
    InnovationProposal.objects.filter(pk=made.pk).update(idea="Iets heel anders dan wat je las.")
    moving.submit(made, by=made.owner)


def _prepared_otherwise(made: InnovationProposal) -> None:
    made.sides.update(threat="Een andere bedreiging.")


def _claimed(made: InnovationProposal) -> None:
    Claim.objects.create(
        proposal=made,
        text="Acht op de tien.",
        state="confirmed",
        source="De map van maart.",
        checked_at=clock.now(),
    )


@pytest.mark.parametrize("change", [_rewritten, _prepared_otherwise, _claimed])
def test_nobody_says_yes_to_something_else_than_they_read(cast: Cast, marieke: Client, change: Any) -> None:
    """With the words still there, and the new page to read."""
    made = building.submitted(cast.professional)
    read = re.findall(r'name="gelezen" value="(\w+)"', page_of(marieke, made))
    assert len(set(read)) == 1
    change(made)
    given = {
        "besluit": "start_trial",
        "reason": "Probeer het.",
        "trial_from": "6-4-2026",
        "trial_until": "3-5-2026",
    }
    for stale in (read[0], "", "x" * 10_000):
        found = marieke.post(url(made), given | {"gelezen": stale})
        page = found.content.decode()
        assert found.status_code == 409
        assert "De indieners veranderden iets nadat je deze pagina opende." in page
        assert "Probeer het." in page
        made.refresh_from_db()
        assert made.state == State.SUBMITTED
    fresh = re.findall(r'name="gelezen" value="(\w+)"', page)
    assert marieke.post(url(made), given | {"gelezen": fresh[0]}).status_code == 302


def test_what_ai_wrote_says_so_where_it_is_decided(cast: Cast, marieke: Client) -> None:
    made = building.submitted(cast.professional)
    mark = {
        "degree": "taken_over",
        "tool": "Demo-partner",
        "on": "2026-03-30",
        "purpose": "",
        "text": made.idea,
    }
    InnovationProposal.objects.filter(pk=made.pk).update(marks={"idea": [mark]}, label="taken_over")
    assert "Deze alinea is van AI overgenomen." in words(page_of(marieke, made))


def test_a_button_that_is_pressed_twice_has_one_effect(cast: Cast, marieke: Client) -> None:
    made = building.submitted(cast.professional)
    statuses = [send(marieke, made, "return", reason="Hoe vaak?").status_code for _twice in range(2)]
    assert statuses == [302, 409]
    assert made.steps.filter(did="returned").count() == 1


def test_looking_when_nothing_is_asked_leads_to_the_proposal(cast: Cast, marieke: Client) -> None:
    made = building.returned(cast.professional)
    found = marieke.get(url(made), follow=True)
    assert found.redirect_chain == [(reverse("cycles:proposal", args=[made.pk]), 302)]
    assert "Hierover valt nu niets te besluiten" in found.content.decode()


def test_before_the_result_is_there_nothing_can_be_decided_and_it_says_so(
    cast: Cast, marieke: Client
) -> None:
    made = building.in_trial(cast.professional)
    page = page_of(marieke, made)
    assert "Je kunt besluiten als de indieners de uitkomst hebben ingeleverd" in page
    assert 'name="besluit"' not in page
    found = send(marieke, made, "adopt", reason="Toch maar.")
    assert found.status_code == 422
    made.refresh_from_db()
    assert made.state == State.TRIAL


def test_a_trial_whose_result_never_came_can_be_stopped_when_it_is_over(
    cast: Cast, marieke: Client, at: Hands
) -> None:
    made = building.in_trial(cast.professional)
    at("2026-04-26 10:00")
    assert send(marieke, made, "stop", reason="Nog niet voorbij.").status_code == 422
    at("2026-04-28 10:00")
    page = words(page_of(marieke, made))
    assert "De proef liep tot en met 26 april." in page
    assert "Stop deze proef" in page
    assert "Voer het in" not in page
    assert send(marieke, made, "adopt", reason="Toch maar.").status_code == 422
    assert send(marieke, made, "stop", reason="Er kwam geen uitkomst.").status_code == 302
    made.refresh_from_db()
    assert made.state == State.STOPPED


@pytest.mark.parametrize("besluit", ["", "geborgd", "submit", "withdraw", "embed"])
def test_an_answer_that_is_none_has_no_effect(cast: Cast, marieke: Client, besluit: str) -> None:
    made = building.submitted(cast.professional)
    assert send(marieke, made, besluit, reason="x").status_code == 302
    made.refresh_from_db()
    assert made.state == State.SUBMITTED


def test_a_deputy_reads_in_whose_name_it_is(cast: Cast, client_for: Clients, at: Hands) -> None:
    deputy = builders.member(cast.team, "Sven")
    cast.lead.roles.update(deputy=deputy)
    made = building.submitted(cast.professional)
    client = client_for(deputy)
    assert client.get(url(made)).status_code == 404
    today = building.today(made)
    builders.absence(cast.lead, today, today + timedelta(days=20))
    at("2026-04-02 11:00")
    assert "Je antwoordt namens Marieke Jansen" in words(page_of(client, made))
    assert send(client, made, "return", reason="Hoe vaak?").status_code == 302


def test_the_answer_of_a_trial_asks_for_a_day_of_the_team(cast: Cast, marieke: Client) -> None:
    """Today in the team's own zone is not before today."""
    made = building.submitted(cast.professional)
    fields = {"reason": "Ja.", "trial_from": "30-3-2026", "trial_until": "26-4-2026"}
    assert send(marieke, made, "start_trial", **fields).status_code == 302
    made.refresh_from_db()
    assert (made.trial_until - made.trial_from).days == 27
