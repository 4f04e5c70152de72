"""Search by words: beginnings of words, without accents, and with one slip of the pen, on both databases."""

import pytest

from cycles.proposals.models import InnovationProposal
from lerendwerken.lib import wordsearch
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(cast: Cast) -> list[InnovationProposal]:
    texts = (
        "Reflecties na een gesprek bewaren we in één map.",
        "Eén zin vooraf: boven elk besluit staat wat het voor de inwoner betekent.",
        "Foto’s vooraf bij dakkapellen, zodat niemand terug hoeft.",
    )
    return InnovationProposal.objects.bulk_create(
        InnovationProposal(
            owner=cast.professional, team=cast.team, idea=text, search_text=wordsearch.folded(text)
        )
        for text in texts
    )


def found(question: str) -> list[str]:
    return [row.idea.split()[0] for row in wordsearch.search(InnovationProposal.objects.all(), question)]


@pytest.mark.shows("proposals-4")
@pytest.mark.parametrize(
    "question",
    [
        "reflectie",
        "Reflecties",
        "REFLECTIE gesprek",
        "réflecties",
        "reflectei",
        "reflecte",
        "refflectie",
        "raflectie",
    ],
)
def test_a_word_is_found_in_other_forms_and_with_a_slip(
    rows: list[InnovationProposal], question: str
) -> None:
    assert found(question) == ["Reflecties"]


@pytest.mark.shows("proposals-4")
def test_every_one_letter_slip_in_a_long_word_finds_it(rows: list[InnovationProposal]) -> None:
    """The first letter is taken as right; all else may be missing, doubled, another one or swapped."""
    word = "dakkapellen"
    slips = {
        *(word[:at] + word[at + 1 :] for at in range(1, len(word))),
        *(word[:at] + "x" + word[at:] for at in range(1, len(word))),
        *(word[:at] + "x" + word[at + 1 :] for at in range(1, len(word))),
        *(word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)),
    }
    assert len(slips) > 30
    assert [slip for slip in slips if found(slip) != ["Foto’s"]] == []


@pytest.mark.parametrize(
    "question", ["ref gesprek wet", "xyzzy", "flectie", "refllecctie", "zin vooraf dakkapel"]
)
def test_what_is_not_there_is_not_found(rows: list[InnovationProposal], question: str) -> None:
    assert found(question) == []


def test_words_without_a_slip_come_first_and_nothing_asked_is_everything(
    rows: list[InnovationProposal],
) -> None:
    InnovationProposal.objects.filter(pk=rows[2].pk).update(search_text=" vooref ")
    assert found("vooraf") == ["Eén", "Foto’s"]
    assert len(found("")) == len(found("  ?! ")) == 3
    assert wordsearch.words_of("a b c d e f g h i j " + "x" * 99)[-1] == "h"


@pytest.mark.parametrize("question", ["50% \\ _ ' \" ; DROP TABLE", "(", "[a", "a|b", ".*", "\x00", "%"])
def test_signs_of_a_pattern_are_no_pattern(rows: list[InnovationProposal], question: str) -> None:
    assert isinstance(found(question), list)


@pytest.mark.shows("proposals-4")
def test_what_looks_like_a_text_is_found_by_its_telling_words(rows: list[InnovationProposal]) -> None:
    typed = "Ik wil dat we bij een besluit beginnen met een zin die zegt wat het betekent voor inwoners."
    near = wordsearch.similar(InnovationProposal.objects.all(), typed)
    assert [row.pk for row in near] == [rows[1].pk]
    assert wordsearch.similar(InnovationProposal.objects.all(), "Iets heel anders over fietsen stallen") == []
    assert wordsearch.similar(InnovationProposal.objects.all(), "kort") == []
