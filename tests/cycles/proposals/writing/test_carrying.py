"""Claims that nobody checked: seen before others can know of them, read by their authors alone, never lost on the way."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cycles.claims.models import Claim
from cycles.proposals import moving, readiness
from cycles.proposals.models import InnovationProposal
from cycles.proposals.writing import carrying
from cycles.questions.lifecycle import NotYet
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.building import TEXTS
from tests.cycles.proposals.writing.conftest import Clients
from tests.cycles.questions import building as questions

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-1", "AI4")]
NEW, KEEP = reverse("cycles:proposal-new"), reverse("cycles:proposal-autosave")
SIX_WEEKS = "Bezwaar kan zes weken."
VISIBLE = "De kap is zichtbaar."


@pytest.fixture
def question(cast: Cast) -> LearningQuestion:
    made = questions.set_in("answered", cast.professional, answer="Ik begin met het besluit.")
    for text in (SIX_WEEKS, VISIBLE):
        Claim.objects.create(question=made, text=text, origin=Claim.Origin.AI)
    return made


def url(name: str, of: InnovationProposal) -> str:
    return reverse(f"cycles:{name}", args=[of.pk])


def seen(page: str) -> list[str]:
    return re.findall(r'name="claim_seen" value="(\w+)"', page)


def key(text: str) -> str:
    return carrying.key_of(Claim(text=text))


def texts(of: InnovationProposal) -> set[str]:
    return {claim.text for claim in of.claims.all()}


def the_only() -> InnovationProposal:
    return InnovationProposal.objects.get()


# Shown and left out -------------------------------------------------------------------------------


def test_they_stand_on_the_page_before_it_is_submitted(question: LearningQuestion, fatima: Client) -> None:
    page = fatima.get(f"{NEW}?leervraag={question.pk}").content.decode()
    assert "Deze beweringen gaan mee" in page
    assert page.index(SIX_WEEKS) < page.index("Dien in bij")
    assert seen(page) == [key(SIX_WEEKS), key(VISIBLE)]
    fatima.post(NEW, TEXTS | {"leervraag": question.pk})
    page = fatima.get(url("proposal-write", the_only())).content.decode()
    assert seen(page) == [key(SIX_WEEKS), key(VISIBLE)]
    assert page.count("Laat weg") == 2


def test_each_can_be_left_out_stays_out_and_comes_back(question: LearningQuestion, fatima: Client) -> None:
    answer = fatima.post(NEW, TEXTS | {"leervraag": question.pk, "leave_out": key(SIX_WEEKS)}, follow=True)
    page = answer.content.decode()
    assert "De bewering gaat niet mee. Je voorstel steunt er dus niet op." in page
    made = the_only()
    assert texts(made) == {VISIBLE}
    assert question.claims.count() == 2, "at the question it stays"
    fatima.post(KEEP, TEXTS | {"problem": "Anders.", "revision": answer.context["stamp"]})
    assert texts(made) == {VISIBLE}, "not back at the next stop of the pen"
    back = reverse("cycles:proposal-claim-back", args=[made.pk, key(SIX_WEEKS)])
    assert back in page
    for _press in range(2):
        fatima.post(back)
    assert set(made.claims.values_list("text", "origin", "state")) == {
        (SIX_WEEKS, "ai", "unchecked"),
        (VISIBLE, "ai", "unchecked"),
    }
    made.refresh_from_db()
    assert made.left_out == []


def test_what_still_stands_in_the_text_is_not_left_out(question: LearningQuestion, fatima: Client) -> None:
    typed = TEXTS | {"idea": "Let op: bezwaar kan ZES weken!", "leervraag": question.pk}
    answer = fatima.post(NEW, typed | {"leave_out": key(SIX_WEEKS)}, follow=True)
    assert "Deze bewering staat nog in je tekst. Haal haar daar eerst weg." in answer.content.decode()
    assert SIX_WEEKS in texts(the_only())


def test_once_submitted_it_goes_by_checking_only(
    question: LearningQuestion, cast: Cast, fatima: Client
) -> None:
    page = fatima.get(f"{NEW}?leervraag={question.pk}").content.decode()
    fatima.post(NEW, TEXTS | {"leervraag": question.pk, "send": "1", "claim_seen": seen(page)})
    made = the_only()
    assert made.state == "submitted"
    assert "claims" in readiness.to_try(made)
    moving.give_back(made, "Klopt dit?", by=cast.lead)
    page = fatima.get(url("proposal-write", made)).content.decode()
    assert SIX_WEEKS in page
    assert "Laat weg" not in page
    with pytest.raises(NotYet):
        carrying.leave_out(made, key(SIX_WEEKS), by=cast.professional)
    assert len(texts(made)) == 2


def test_it_is_not_submitted_with_claims_that_nobody_saw(question: LearningQuestion, fatima: Client) -> None:
    answer = fatima.post(NEW, TEXTS | {"leervraag": question.pk, "send": "1"}, follow=True)
    page = answer.content.decode()
    made = the_only()
    assert made.state == "draft"
    assert "Er gaan beweringen mee die niemand nakeek." in page
    fatima.post(url("proposal-submit", made))
    made.refresh_from_db()
    assert made.state == "draft"
    sent = {"send": "1", "claim_seen": seen(page), "revision": answer.context["stamp"]}
    fatima.post(url("proposal-write", made), TEXTS | sent)
    made.refresh_from_db()
    assert made.state == "submitted"


def test_nobody_else_leaves_one_out_or_puts_it_back(
    question: LearningQuestion, cast: Cast, fatima: Client, joost: Client
) -> None:
    fatima.post(NEW, TEXTS | {"leervraag": question.pk})
    made = the_only()
    building.shared(made, with_=cast.colleague)
    joost.post(url("proposal-write", made), TEXTS | {"leave_out": key(SIX_WEEKS)})
    assert len(texts(made)) == 2
    back = reverse("cycles:proposal-claim-back", args=[made.pk, key(SIX_WEEKS)])
    assert joost.post(back).status_code == 404


# Who reads them -----------------------------------------------------------------------------------


@pytest.mark.shows("S18")
def test_others_read_how_many_are_open_and_only_what_was_checked(
    cast: Cast, fatima: Client, client_for: Clients
) -> None:
    made = building.submitted(cast.professional)
    for text in (SIX_WEEKS, VISIBLE, "Drie brieven."):
        Claim.objects.create(proposal=made, text=text, origin=Claim.Origin.AI)
    done = {"state": "confirmed", "source": "De map", "checked_at": clock.now()}
    made.claims.filter(text=VISIBLE).update(**done)
    for person in (cast.lead, cast.manager, cast.colleague):
        for name in ("proposal", "proposal-print"):
            page = client_for(person).get(url(name, made)).content.decode()
            assert VISIBLE in page
            assert SIX_WEEKS not in page
            assert "Nog 2 beweringen zijn niet nagekeken." in page
            assert "Nagekeken beweringen" not in page
            assert ">Beweringen</h2>" in page
    page = fatima.get(url("proposal", made)).content.decode()
    assert SIX_WEEKS in page
    assert "Nagekeken beweringen" not in page
    made.claims.update(**done)
    page = client_for(cast.lead).get(url("proposal", made)).content.decode()
    assert SIX_WEEKS in page
    assert "Nagekeken beweringen" in page


@pytest.mark.shows("S18")
def test_who_writes_along_brings_nothing_of_the_owners_question(
    question: LearningQuestion, cast: Cast, fatima: Client, joost: Client
) -> None:
    fatima.post(NEW, TEXTS | {"leervraag": question.pk})
    made = the_only()
    building.author(made, cast.colleague)
    Claim.objects.create(question=question, text="Van later.", origin=Claim.Origin.AI)
    page = joost.get(url("proposal-write", made)).content.decode()
    assert "Van later." not in page
    stamp = joost.get(url("proposal-write", made)).context["stamp"]
    joost.post(KEEP, TEXTS | {"problem": "Van Joost.", "revision": stamp})
    assert "Van later." not in texts(made)


# Once more ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ended", ["withdrawn", "declined"])
def test_made_once_more_they_come_along(cast: Cast, fatima: Client, ended: str) -> None:
    earlier = building.submitted(cast.professional)
    Claim.objects.create(proposal=earlier, text=SIX_WEEKS, origin=Claim.Origin.AI)
    if ended == "withdrawn":
        moving.withdraw(earlier, by=cast.professional)
    else:
        moving.decline(earlier, building.REASON, building.WOULD_BE_YES, by=cast.lead)
    first = fatima.post(KEEP, {"problem": "Er komen", "idea": "", "hoped": "", "revision": ""})
    made = InnovationProposal.objects.exclude(pk=earlier.pk).get()
    assert not texts(made)
    typed = TEXTS | {
        "problem": "Iets anders.",
        "idea": TEXTS["idea"].upper(),
        "revision": first.headers["X-Revision"],
    }
    living = fatima.post(reverse("cycles:proposal-similar"), typed, headers={"HX-Request": "true"})
    assert SIX_WEEKS in living.content.decode(), "shown while it is typed"
    fatima.post(KEEP, typed)
    assert set(made.claims.values_list("text", "origin", "state")) == {(SIX_WEEKS, "ai", "unchecked")}
    page = fatima.get(url("proposal-write", made)).content.decode()
    assert seen(page) == [key(SIX_WEEKS)]


def test_of_somebody_else_or_of_other_words_nothing_comes(cast: Cast, joost: Client, fatima: Client) -> None:
    earlier = building.withdrawn(cast.professional)
    Claim.objects.create(proposal=earlier, text=SIX_WEEKS, origin=Claim.Origin.AI)
    joost.post(NEW, TEXTS)
    fatima.post(NEW, {name: f"{words} Meer." for name, words in TEXTS.items()})
    for made in InnovationProposal.objects.exclude(pk=earlier.pk):
        assert not texts(made)
