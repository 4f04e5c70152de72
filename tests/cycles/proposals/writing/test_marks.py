"""What AI wrote for any of its authors stays marked in a proposal, whoever carries it where (S21, AI5)."""

import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from cycles.proposals import handing
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.proposals.writing import authoring, drafting
from cycles.questions.evidence.models import Attempt
from cycles.questions.marking import Marking, marks_by, marks_of
from cycles.sparring.models import SparringSession, Turn
from lerendwerken.lib import clock
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.cycles.proposals.writing.conftest import Clients
from tests.cycles.sparring import building as sparring

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-3", "S21", "AI5")]
SAID = (
    "De ervaren collega stelt vragen en typt niet. Na de derde brief schrijft de nieuwe collega alleen en leest "
    "de ander nog één keer mee."
)
OWN = "Bij mij kwamen er drie terug, want ik kende de volgorde nog niet."
RETOLD = "Wie het al kan, houdt de handen thuis. Drie keer samen, dan zelf, met een blik erover."
WORDS = SAID.split()
HALF = len(WORDS) // 2


def said_to(person: User, text: str = SAID) -> SparringSession:
    """AI wrote this in a talk of somebody's."""
    session = sparring.session(person, model="Voorbeeldmodel")
    Turn.objects.create(
        session=session, number=1, speaker=Turn.Speaker.PARTNER, rung=1, blocks=[{"kind": "example", "text": text}],
        made_at=clock.now(),
    )  # fmt: skip
    return session


def forget_talks() -> None:
    """The transcripts are gone, as after their time or by their owner's hand."""
    Turn.objects.all().delete()
    SparringSession.objects.all().delete()


def kept(of: InnovationProposal, by: User, **texts: str) -> InnovationProposal:
    """Saved on its page, as it stands there."""
    seen = drafting.read_stamp(drafting.stamped(of))[1]
    drafting.save(of, texts, seen, by=by)
    of.refresh_from_db()
    return of


def degrees(of: InnovationProposal) -> dict[str, list[str]]:
    return {name: [mark["degree"] for mark in marks] for name, marks in of.marks.items()}


# As it is -----------------------------------------------------------------------------------------


def test_each_paragraph_has_its_mark_and_the_label_is_the_highest(cast: Cast) -> None:
    said_to(cast.professional)
    made = building.draft(cast.professional, idea=f"{OWN}\n\n{SAID}")
    assert degrees(made) == {"problem": ["own"], "idea": ["own", "taken_over"], "hoped": ["own"]}
    assert made.label == "taken_over"
    mark = made.marks["idea"][1]
    assert (mark["tool"], mark["on"], mark["held"]) == ("Voorbeeldmodel", "2026-04-01", [SAID])
    kept(made, cast.professional, idea=f"{OWN}\n\n{OWN} {' '.join(WORDS[:9])} {OWN}")
    assert made.label == "reworked"
    kept(made, cast.professional, idea=f"{OWN}\n\n{RETOLD}")
    assert (made.label, degrees(made)["idea"]) == ("own", ["own", "own"])


def test_without_ai_there_is_no_mark_at_all(cast: Cast) -> None:
    made = building.draft(cast.professional)
    assert (made.marks, made.label) == ({}, "own")


def test_the_page_says_it_while_writing_and_nobody_can_take_it_off(cast: Cast, fatima: Client) -> None:
    said_to(cast.professional)
    made = building.draft(cast.professional, idea=f"{OWN}\n\nIk dacht: {' '.join(WORDS[:12])}. {OWN}")
    url = reverse("cycles:proposal-write", args=[made.pk])
    page = fatima.get(url).content.decode()
    assert "Dit voorstel krijgt het label: door AI bewerkt." in page
    assert "Alinea 1: eigen woorden." in page
    assert (
        "12 woorden op rij komen uit je gesprek van 1 april 2026 met de sparringpartner (Voorbeeldmodel)."
        in page
    )
    sent = {name: getattr(made, name) for name in drafting.TEXTS}
    stamp = fatima.get(url).context["stamp"]
    fatima.post(url, sent | {"revision": stamp, "marks": "{}", "label": "own", "send": "1"})
    made.refresh_from_db()
    assert (made.state, made.label) == ("submitted", "reworked")


def test_the_fragment_tells_it_before_anything_is_kept(cast: Cast, fatima: Client) -> None:
    said_to(cast.professional)
    fields = building.TEXTS | {"idea": SAID}
    answer = fatima.post(reverse("cycles:proposal-similar"), fields, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert 'id="merk-idea" hx-swap-oob="true"' in page
    assert "Alinea 1: van AI overgenomen." in page
    assert not InnovationProposal.objects.exists()


# Somebody tries to hide it ------------------------------------------------------------------------


def look_alike(text: str) -> str:
    return text.translate(str.maketrans("aeopcxyi", "аеорсхуі"))


WAYS: dict[str, Callable[[str], str]] = {
    "zero-width spaces": lambda text: "\u200b".join(text),
    "soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "letters that look alike": look_alike,
    "wrapped lines": lambda text: re.sub(r"((?:\S+ ){3})", r"\1\n", text),
    "other spaces": lambda text: text.replace(" ", "\u00a0\u2009"),
    "capitals and signs": lambda text: f"«{text.upper().replace('.', ' -')}»",
    "a digit for a letter": lambda text: text.replace("o", "0").replace("l", "1"),
    "a paragraph in between": lambda text: " ".join(WORDS[:5]) + "\n\n" + " ".join(WORDS[5:]),
}


@pytest.mark.parametrize("way", WAYS)
def test_dressed_up_it_is_still_marked(cast: Cast, way: str) -> None:
    said_to(cast.professional)
    made = building.draft(cast.professional, idea=WAYS[way](SAID))
    assert made.label == "taken_over", way
    assert "own" not in degrees(made)["idea"], way


@pytest.mark.parametrize("way", WAYS)
def test_dressed_up_after_the_talk_is_gone_it_is_still_marked(cast: Cast, way: str) -> None:
    """The stored marks know the words."""
    said_to(cast.professional)
    made = building.draft(cast.professional, idea=SAID)
    forget_talks()
    kept(made, cast.professional, idea=WAYS[way](SAID))
    assert made.label == "taken_over", way
    mark = made.marks["idea"][0]
    assert (mark["tool"], mark["on"]) == ("Voorbeeldmodel", "2026-04-01")


@pytest.mark.parametrize(
    ("first", "second"),
    [(a, b) for a in ("title", *drafting.TEXTS) for b in ("title", *drafting.TEXTS) if a != b],
)
def test_split_over_two_fields_both_are_marked(cast: Cast, first: str, second: str) -> None:
    """Seven words stand in neither."""
    eight = WORDS[:8]
    said_to(cast.professional)
    texts = {
        "title": "Samen",
        first: f"Zo. {' '.join(eight[:4])}",
        second: f"{' '.join(eight[4:])}. Zo denk ik erover.",
    }
    made = building.draft(cast.professional, **texts)
    assert "own" not in degrees(made)[first]
    assert "own" not in degrees(made)[second]
    others = set(degrees(made)) - {first, second}
    assert all(degrees(made)[name] == ["own"] for name in others)


def test_four_fields_of_two_words_each_are_marked(cast: Cast) -> None:
    """In the order in which they stand."""
    said_to(cast.professional)
    pairs = [" ".join(WORDS[at : at + 2]) for at in range(0, 8, 2)]
    names = ("title", *drafting.TEXTS)
    made = building.draft(cast.professional, **dict(zip(names, pairs, strict=True)))
    assert made.label == "taken_over"


def test_by_way_of_the_title(cast: Cast, fatima: Client) -> None:
    said_to(cast.professional)
    made = building.draft(cast.professional)
    assert made.label == "own"
    url = reverse("cycles:proposal-name", args=[made.pk])
    named = {"title": " ".join(WORDS[:9]), "category": "", "task_group": "", "skill": ""}
    fatima.post(url, named | {"revision": fatima.get(url).context["stamp"]})
    made.refresh_from_db()
    assert made.label == "taken_over"
    forget_talks()
    kept(
        made, cast.professional, idea=f"Zo doen we het: {' '.join(WORDS[:9])}, en dat wil ik graag proberen."
    )
    assert degrees(made)["idea"] == ["reworked"]


# With others --------------------------------------------------------------------------------------


def test_what_ai_wrote_for_a_co_author_counts_from_their_yes_on(cast: Cast) -> None:
    said_to(cast.colleague)
    made = building.draft(cast.professional, idea=SAID)
    assert made.label == "own", "nothing of somebody's talks shows to who does not write with them"
    authoring.invite(made, cast.colleague, by=cast.professional)
    made.refresh_from_db()
    assert made.label == "own"
    authoring.accept(made, by=cast.colleague)
    made.refresh_from_db()
    assert made.label == "taken_over"


@pytest.mark.shows("AI11", "TL6")
@pytest.mark.parametrize("ending", ["refuse", "turn_down"])
def test_an_invitation_without_a_yes_opens_nobodys_talks(cast: Cast, ending: str) -> None:
    said_to(cast.colleague)
    made = building.draft(cast.professional, idea=OWN)
    authoring.invite(made, cast.colleague, by=cast.professional)
    if ending == "refuse":
        authoring.refuse(made, by=cast.colleague)
    else:
        authoring.turn_down(made.authors.get(), by=cast.professional)
    assert kept(made, cast.professional, idea=SAID).label == "own"
    assert not made.authors.exists()


def test_who_leaves_takes_no_mark_along(cast: Cast) -> None:
    said_to(cast.colleague)
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    kept(made, cast.colleague, idea=SAID)
    authoring.leave(made, by=cast.colleague)
    assert kept(made, cast.professional, idea=f"{SAID} Zo.").label == "taken_over"
    forget_talks()
    assert kept(made, cast.professional, idea=SAID).label == "taken_over"


def test_handing_it_to_a_colleague_does_not_help(cast: Cast) -> None:
    said_to(cast.professional)
    made = building.draft(cast.professional, idea=SAID)
    handing.ask_heir(made, cast.colleague, by=cast.professional)
    handing.take_over(made, by=cast.colleague)
    assert made.label == "taken_over"
    assert kept(made, cast.colleague, idea=OWN).label == "own"
    assert kept(made, cast.colleague, idea=SAID).label == "taken_over"


def test_an_author_whose_account_is_gone_leaves_the_mark(cast: Cast) -> None:
    said_to(cast.colleague)
    made = building.draft(cast.professional)
    building.author(made, cast.colleague)
    kept(made, cast.colleague, idea=SAID)
    SparringSession.objects.all().delete()
    cast.colleague.delete()
    assert kept(made, cast.professional, idea=f"{SAID} Dat is het.").label == "taken_over"
    assert not ProposalAuthor.objects.exists()


# By way of something else -------------------------------------------------------------------------


def test_saved_as_an_own_attempt_and_back_without_the_talk(cast: Cast) -> None:
    """A question keeps marks as well, and those know the words."""
    session = said_to(cast.professional)
    question = session.question
    text = f"{OWN} {' '.join(WORDS[:10])} {OWN}"
    Attempt.objects.create(question=question, text=text, marks=marks_of(question, text), confidence=50)
    forget_talks()
    assert building.draft(cast.professional, idea=f"Mijn idee: {' '.join(WORDS[:10])}.").label == "taken_over"


def test_saved_as_an_answer_and_back_after_the_proposal_lost_it(cast: Cast) -> None:
    session = said_to(cast.professional)
    question = session.question
    made = building.draft(cast.professional, idea=SAID)
    question.answer, question.answer_marks = SAID, marks_of(question, SAID)
    question.save()
    forget_talks()
    assert kept(made, cast.professional, idea=OWN).marks["idea"][0]["degree"] == "own"
    assert kept(made, cast.professional, idea=SAID).label == "taken_over"


def test_from_a_proposal_into_a_question_without_the_talk(cast: Cast) -> None:
    session = said_to(cast.professional)
    building.draft(cast.professional, idea=SAID)
    forget_talks()
    (mark,) = marks_of(session.question, SAID)
    assert mark["degree"] == "taken_over"


def test_own_words_beside_what_ai_wrote_stay_own(cast: Cast) -> None:
    """A stored mark knows AI's words only: who takes those out keeps the rest, and is rid of the mark."""
    said_to(cast.professional)
    made = building.draft(cast.professional, idea=f"{OWN} {' '.join(WORDS[:9])} {RETOLD}")
    assert made.label == "reworked"
    forget_talks()
    assert kept(made, cast.professional, idea=f"{OWN} {RETOLD}").label == "own"


def test_the_talks_of_several_people_are_asked_for_at_once(cast: Cast) -> None:
    said_to(cast.professional)
    said_to(cast.colleague, RETOLD)
    ids = [cast.professional.pk, cast.colleague.pk]
    found = marks_by(ids, f"{SAID}\n\n{RETOLD}\n\n{OWN}")
    assert [mark["degree"] for mark in found] == ["taken_over", "taken_over", "own"]
    together = Marking(ids).together({"a": SAID, "b": "  ", "c": f"{OWN}\r\n\r\n{RETOLD}"})
    assert {name: [mark["degree"] for mark in marks] for name, marks in together.items()} == {
        "a": ["taken_over"],
        "c": ["own", "taken_over"],
    }


# Where it is read ---------------------------------------------------------------------------------


def test_a_reader_sees_it_beside_the_paragraph(cast: Cast, client_for: Clients) -> None:
    said_to(cast.professional)
    made = building.submitted(cast.professional, idea=f"{OWN}\n\n{SAID}")
    page = render_to_string(
        "cycles/proposals/_mark.html", {"text": made.idea, "marks": made.marks["idea"], "language": "nl"}
    )
    assert page.count("ai-label") == 1
    assert page.index("De ervaren collega") < page.index("Deze alinea is van AI overgenomen.")
    assert "Voorbeeldmodel, 1 april 2026. Doel: " in page
    assert OWN in client_for(cast.lead).get(reverse("cycles:proposal", args=[made.pk])).content.decode()
