"""Where nobody spars with AI no page says a word about it: every page and state once more, as the server makes it."""

import re
from contextlib import nullcontext

import pytest
from django.test import Client, override_settings

from tests.browser import council, norms, questions, sparring
from tests.browser.cases import SAMIRA, Case
from tests.browser.conftest import House
from tests.browser.pages import PAGES, STATES
from tests.support.dutch import Said, words_of_people
from tests.support.turns import one_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shows("questions-1", "AI10"),
    pytest.mark.xdist_group("every-page-without-ai"),
    pytest.mark.usefixtures("transactional_db"),
]

AI = re.compile(r"\bAI\b|A\.I\.|sparringpartner|kunstmatige", re.IGNORECASE)
# About the rules of working with AI, or for developers only; and what is there only with AI.
ABOUT_IT = {"teams:who-sees-what", "building-blocks", *norms.PAGES, *norms.STATES, *council.PACKS}
ABOUT_IT |= {
    name for name in PAGES | STATES if "agreement" in name
}  # what a team does not hand to it, and why
# What a text that AI touched says of itself stays, whoever turned AI off since (AI5).
DISCLOSED = re.compile(
    r"(?:Eigen woorden of AI: |Deze alinea is |Dit voorstel krijgt het label: )?(?:door AI bewerkt|van AI overgenomen)"
    r"|woorden op rij komen uit je gesprek van .* met de sparringpartner",
    re.IGNORECASE,
)
WITH_IT = {*sparring.PAGES, *sparring.WITH_AI}
ALL = {name: case for name, case in (PAGES | STATES).items() if name not in ABOUT_IT | WITH_IT}


@pytest.mark.parametrize("name", one_in(12, ALL))
def test_no_page_says_a_word_about_it(house: House, name: str) -> None:
    case = ALL[name]
    with override_settings(AI_ENDPOINTS=()), case.before(house) if case.before else nullcontext():
        said = texts(house, case)
        own = sorted((text for text in words_of_people() if AI.search(text)), key=len, reverse=True)
    found = [text for text in said if AI.search(without(text, own))]
    assert not found


OWN = {name: case for name, case in (questions.PAGES | sparring.WITHOUT_AI).items() if case.who == SAMIRA}


@pytest.mark.parametrize("name", OWN)
def test_who_chose_to_go_without_sees_no_word_of_it_either(house: House, name: str) -> None:
    """The server has a model and the organisation turned it on; she and her team did not want it."""
    with sparring.switched_off(house):
        said = texts(house, OWN[name])
        own = sorted((text for text in words_of_people() if AI.search(text)), key=len, reverse=True)
    assert not [text for text in said if AI.search(without(text, own))]


@pytest.mark.parametrize("name", sparring.WITH_AI)
def test_the_search_finds_it_where_it_is(house: House, name: str) -> None:
    case = sparring.WITH_AI[name]
    with override_settings(AI_ENDPOINTS=()), case.before(house) if case.before else nullcontext():
        assert any(AI.search(text) for text in texts(house, case))


def texts(house: House, case: Case) -> list[str]:
    """All that is read or read aloud. `Said` listens to English only, so each language is called that."""
    return Said(re.sub(r'lang="\w+"', 'lang="en"', shown(house, case))).texts


def shown(house: House, case: Case) -> str:
    client = Client()
    if case.who:
        client.force_login(house.person(case.who))
    path = case.path(house)
    if case.send is None:
        return client.get(path, follow=True).content.decode()
    fields = case.send(house) if callable(case.send) else case.send
    return client.post(case.to(house) if case.to else path, fields, follow=True).content.decode()


def without(text: str, own: list[str]) -> str:
    """What somebody wrote, such as a question of the organisation's own set, is no word of ours."""
    for words in own:
        text = text.replace(words, " ")
    return DISCLOSED.sub(" ", text)
