"""Practice cards are found by words of the situation, by kind of task and by skill, by the whole organisation."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals.cards.models import PracticeCard
from cycles.questions.models import Skill, TaskGroup
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.conftest import Clients

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-4", "A79")]


@pytest.fixture
def letters(cast: Cast) -> PracticeCard:
    made = building.adopted(
        cast.professional, title="Eerste brief", task_group=TaskGroup.CREATIVE, skill=Skill.COMMUNICATION
    )
    return made.card


@pytest.fixture
def phone(cast: Cast) -> PracticeCard:
    made = building.adopted(
        cast.outsider,
        title="Bellen met reflecties",
        problem="Bij een weigering bellen inwoners boos op.",
        idea="We bellen vooraf.",
        task_group=TaskGroup.ADVICE,
        skill=Skill.SOCIAL,
    )
    return made.card


@pytest.fixture
def noor(cast: Cast, client_for: Clients) -> Client:
    """Somebody without a team."""
    return client_for(cast.administrator)


def found(client: Client, **query: str) -> list[str]:
    answer = client.get(reverse("cycles:cards"), query)
    assert answer.status_code == 200
    return [line.card.title for line in answer.context["found"].lines]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, {"Eerste brief", "Bellen met reflecties"}),
        ({"zoek": "reflectie"}, {"Bellen met reflecties"}),
        ({"zoek": "wiegering"}, {"Bellen met reflecties"}),
        ({"zoek": "BRIEF collega"}, {"Eerste brief"}),
        ({"zoek": "zeehond"}, set()),
        ({"taak": "advice"}, {"Bellen met reflecties"}),
        ({"vaardigheid": "communication"}, {"Eerste brief"}),
        ({"taak": "advice", "vaardigheid": "communication"}, set()),
        ({"zoek": "bellen", "taak": "advice"}, {"Bellen met reflecties"}),
        ({"taak": "x", "vaardigheid": "y", "pagina": "-1"}, {"Eerste brief", "Bellen met reflecties"}),
        ({"zoek": "\0 %_'\" " + "w" * 300}, set()),
    ],
)
def test_by_words_task_and_skill(
    letters: PracticeCard, phone: PracticeCard, noor: Client, query: dict[str, str], titles: set[str]
) -> None:
    assert set(found(noor, **query)) == titles


def test_a_card_says_what_it_brought_and_who_uses_it(letters: PracticeCard, cast: Cast, noor: Client) -> None:
    for number, verdict in enumerate(("adopted", "adapted", "not_suitable")):
        letters.adoptions.create(
            team=[cast.other_team, *_teams(2)][number], verdict=verdict, why="Zo.", by=cast.outsider
        )
    page = noor.get(reverse("cycles:cards")).content.decode()
    assert "Van 3 naar 1. Verwacht was 1." in page
    assert "Ook bij 2 andere teams" in page


def test_words_of_people_are_shown_as_they_are(cast: Cast, noor: Client) -> None:
    building.adopted(cast.professional, title="<script>alert(1)</script>")
    page = noor.get(reverse("cycles:cards")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_nothing_yet_says_where_cards_come_from(cast: Cast, noor: Client) -> None:
    assert "Er is nog geen kaart." in noor.get(reverse("cycles:cards")).content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_asks_the_same_however_many_there_are(
    cast: Cast, noor: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        card = building.adopted(cast.professional).card
        card.adoptions.create(team=cast.other_team, verdict="adopted", why="Zo.")
    with django_assert_max_num_queries(12):
        assert len(found(noor)) == count


@pytest.mark.parametrize("count", [1, 6])
def test_a_card_asks_the_same_however_many_teams_answered(
    letters: PracticeCard, noor: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for team in _teams(count):
        letters.adoptions.create(team=team, verdict="adopted", why="Zo.")
    with django_assert_max_num_queries(22):
        page = noor.get(reverse("cycles:card", args=[letters.pk])).content.decode()
    assert page.count("neemt het over") == count


def _teams(count: int) -> list[Any]:
    return [builders.team() for _ in range(count)]
