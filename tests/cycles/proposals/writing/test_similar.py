"""Proposals that look like what somebody writes, and joining one instead of making a second."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.proposals.writing.similar import like
from teams.structure.access import Viewer
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.building import TEXTS
from tests.cycles.proposals.writing.conftest import Clients

pytestmark = pytest.mark.django_db
LOOK = reverse("cycles:proposal-similar")
HTMX = {"HX-Request": "true"}
NEAR = {
    "title": "Weigering hardop voorlezen",
    "idea": "Wij lezen elke eerste brief van een collega samen hardop.",
}


def look(client: Client, idea: str = "Een collega en ik lezen de brief samen hardop voor.") -> str:
    answer = client.post(LOOK, {"idea": idea, "revision": ""}, headers=HTMX)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_while_writing_what_looks_like_it_appears(cast: Cast, joost: Client) -> None:
    made = building.in_trial(cast.professional, **NEAR)
    page = look(joost)
    assert "Eén voorstel lijkt hierop" in page
    assert reverse("cycles:proposal", args=[made.pk]) in page
    assert "Proef, week 1 van 4." in page
    assert "Van Fatima." in page
    assert "<html" not in page
    assert "Eén voorstel" not in look(joost, "Een stempelkaart bij het koffieapparaat.")


def test_a_no_says_what_would_make_it_a_yes(cast: Cast, joost: Client) -> None:
    building.declined(cast.professional, **NEAR)
    page = look(joost)
    assert "Afgewezen." in page
    assert building.WOULD_BE_YES in page
    assert "Doe hieraan mee" not in page


@pytest.mark.shows("S18")
def test_what_somebody_may_not_read_does_not_show(cast: Cast, client_for: Clients) -> None:
    building.draft(cast.professional, **NEAR)
    building.withdrawn(cast.professional, **NEAR)
    assert "lijkt hierop" not in look(client_for(cast.colleague))
    building.submitted(cast.professional, **NEAR)
    assert "lijkt hierop" in look(client_for(cast.colleague))
    assert "lijkt hierop" not in look(client_for(cast.outsider))
    assert "lijkt hierop" not in look(client_for(cast.professional)), "their own"


def test_joining_from_the_page_keeps_the_draft_first(cast: Cast, joost: Client) -> None:
    made = building.submitted(cast.professional, **NEAR)
    answer = joost.post(
        reverse("cycles:proposal-new"),
        TEXTS | {"idea": "Samen de brief hardop lezen.", "join": made.pk},
        follow=True,
    )
    page = answer.content.decode()
    assert "Fatima ziet dat je mee wilt doen" in page
    assert InnovationProposal.objects.get(owner=cast.colleague).idea == "Samen de brief hardop lezen."
    assert made.authors.get().state == ProposalAuthor.State.ASKED
    assert "Je vroeg om mee te doen." in page
    assert answer.redirect_chain[-1][0].endswith("#lijkt")


def test_without_a_script_a_button_looks(cast: Cast, joost: Client) -> None:
    building.submitted(cast.professional, **NEAR)
    page = joost.get(reverse("cycles:proposal-new")).content.decode()
    assert "Zoek voorstellen die hierop lijken" in page
    answer = joost.post(
        reverse("cycles:proposal-new"),
        TEXTS | {"idea": "Samen de brief hardop lezen.", "similar": "1"},
        follow=True,
    )
    assert "Weigering hardop voorlezen" in answer.content.decode()
    plain = joost.post(LOOK, {"idea": "Samen de brief hardop lezen."})
    assert "<html" in plain.content.decode()


def test_its_own_copy_is_not_like_it(cast: Cast, fatima: Client) -> None:
    made = building.returned(cast.professional)
    page = fatima.get(reverse("cycles:proposal-write", args=[made.pk])).content.decode()
    assert "lijkt hierop" not in page


def test_three_of_many_cost_the_same(cast: Cast, django_assert_num_queries: Any) -> None:
    mine = InnovationProposal(
        owner=cast.colleague, team=cast.team, idea="Wij lezen de brief samen hardop voor."
    )
    building.submitted(cast.professional, **NEAR)
    with CaptureQueriesContext(connection) as one:
        assert len(like(Viewer(cast.colleague), mine)) == 1
    for _number in range(4):
        building.submitted(cast.professional, **NEAR)
    with django_assert_num_queries(len(one)):
        assert len(like(Viewer(cast.colleague), mine)) == 3
