"""Two people at one draft, or one in two tabs: nothing that somebody typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.proposals.models import InnovationProposal
from cycles.proposals.writing import drafting
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.building import TEXTS

pytestmark = pytest.mark.django_db
KEEP = reverse("cycles:proposal-autosave")


@pytest.fixture
def draft(cast: Cast) -> InnovationProposal:
    """Fatima's, with Joost who writes along; each has the page open."""
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    return made


def page(of: InnovationProposal) -> str:
    return reverse("cycles:proposal-write", args=[of.pk])


def stamp(client: Client, of: InnovationProposal) -> str:
    return str(client.get(page(of)).context["stamp"])


def now(of: InnovationProposal) -> InnovationProposal:
    return InnovationProposal.objects.get(pk=of.pk)


def test_each_in_another_field_keeps_both(draft: InnovationProposal, fatima: Client, joost: Client) -> None:
    hers, his = stamp(fatima, draft), stamp(joost, draft)
    fatima.post(KEEP, TEXTS | {"problem": "Van Fatima.", "revision": hers})
    answer = joost.post(KEEP, TEXTS | {"idea": "Van Joost.", "revision": his})
    assert (now(draft).problem, now(draft).idea) == ("Van Fatima.", "Van Joost.")
    assert 'data-merged="problem"' in answer.content.decode(), "his page shows hers"
    assert (
        "Iemand anders schreef intussen ook, bij ‘Wat speelt er in je eigen werk?’."
        in answer.content.decode()
    )


def test_both_in_one_field_stand_below_each_other_once(
    draft: InnovationProposal, fatima: Client, joost: Client
) -> None:
    hers, his = stamp(fatima, draft), stamp(joost, draft)
    fatima.post(KEEP, TEXTS | {"idea": "Van Fatima.", "revision": hers})
    answer = joost.post(KEEP, TEXTS | {"idea": "Van Joost.", "revision": his})
    both = "Van Fatima.\n\nVan Joost."
    assert now(draft).idea == both
    assert f'data-merged="idea">\n{both}</textarea>' in answer.content.decode()
    again = joost.post(KEEP, TEXTS | {"idea": f"{both} Meer.", "revision": answer.headers["X-Revision"]})
    assert now(draft).idea == f"{both} Meer."
    assert "data-merged" not in again.content.decode()


def test_without_a_script_as_well_and_the_page_says_so(
    draft: InnovationProposal, fatima: Client, joost: Client
) -> None:
    hers, his = stamp(fatima, draft), stamp(joost, draft)
    fatima.post(page(draft), TEXTS | {"idea": "Van Fatima.", "revision": hers})
    answer = joost.post(page(draft), TEXTS | {"idea": "Van Joost.", "revision": his}, follow=True)
    assert "Beide teksten staan er. Haal weg wat dubbel is." in answer.content.decode()
    assert "Van Fatima.\n\nVan Joost." in answer.content.decode()


def test_it_is_not_submitted_with_words_that_nobody_saw(
    draft: InnovationProposal, fatima: Client, joost: Client
) -> None:
    hers, his = stamp(fatima, draft), stamp(joost, draft)
    joost.post(KEEP, TEXTS | {"idea": "Van Joost.", "revision": his})
    fatima.post(page(draft), TEXTS | {"revision": hers, "send": "1"})
    assert (now(draft).state, now(draft).idea) == ("draft", "Van Joost.")
    fatima.post(page(draft), TEXTS | {"idea": "Van Joost.", "revision": stamp(fatima, draft), "send": "1"})
    assert now(draft).state == "submitted"


def test_what_says_all_of_the_other_stays_alone(
    draft: InnovationProposal, fatima: Client, joost: Client
) -> None:
    hers, his = stamp(fatima, draft), stamp(joost, draft)
    fatima.post(KEEP, TEXTS | {"idea": f"{TEXTS['idea']} En dan?", "revision": hers})
    joost.post(KEEP, TEXTS | {"idea": f"{TEXTS['idea']} En dan? Dan zo.", "revision": his})
    assert now(draft).idea == f"{TEXTS['idea']} En dan? Dan zo."


def test_where_both_do_not_fit_the_first_stays_and_the_second_is_asked(
    draft: InnovationProposal, fatima: Client, joost: Client
) -> None:
    hers, his = stamp(fatima, draft), stamp(joost, draft)
    long, other = "Van Fatima. " * 250, "Van Joost. " * 250
    fatima.post(KEEP, TEXTS | {"idea": long, "revision": hers})
    answer = joost.post(KEEP, TEXTS | {"idea": other, "revision": his})
    assert (answer.status_code, now(draft).idea) == (422, long.strip())
    later = joost.post(KEEP, TEXTS | {"idea": other + "Nog wat.", "revision": answer.headers["X-Revision"]})
    assert (later.status_code, now(draft).idea) == (422, long.strip()), (
        "not at the next stop of the pen either"
    )
    shown = joost.post(page(draft), TEXTS | {"idea": other, "revision": his})
    assert shown.status_code == 409
    words = shown.content.decode()
    assert "Samen is het te lang. Bewaar je dit, dan vervangt het dat." in words
    assert long.strip() in words
    assert other.strip() in words
    joost.post(page(draft), TEXTS | {"idea": other, "revision": shown.context["stamp"]})
    assert now(draft).idea == other.strip(), "he saw it"


@pytest.mark.parametrize("stale", ["", "zeehond", "1:2:3", "99999999999:x"])
def test_a_page_without_its_stamp_overwrites_nothing(
    draft: InnovationProposal, joost: Client, stale: str
) -> None:
    joost.post(page(draft), TEXTS | {"idea": "Van Joost.", "revision": stale})
    assert now(draft).idea == f"{TEXTS['idea']}\n\nVan Joost."


def test_the_boxes_alone_leave_the_texts_alone(draft: InnovationProposal, fatima: Client) -> None:
    old = stamp(fatima, draft)
    fatima.post(KEEP, TEXTS | {"idea": "Nieuw.", "revision": old})
    answer = fatima.post(
        KEEP,
        {"touches": ["touches_tool"], "touches_asked": "1", "revision": old},
        headers={"HX-Request": "true"},
    )
    assert (now(draft).touches_tool, now(draft).idea) == (True, "Nieuw.")
    assert f'id="stand" value="{drafting.stamped(now(draft))}"' in answer.content.decode()
    fatima.post(KEEP, {"touches_asked": "1", "revision": answer.headers["X-Revision"]})
    assert not now(draft).touches_tool
