"""Own words: a paragraph that was taken over word for word is no explanation and no answer (AI5, AI8, S21)."""

from typing import Any

from django.utils.translation import gettext as _

from cycles.questions.marking import marks_of
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something

TAKEN_OVER = "taken_over"
type Marks = list[dict[str, Any]]


def marked(question: LearningQuestion, **texts: str) -> dict[str, Marks]:
    """The maker's marks of the paragraphs of each text, by field."""
    return {field: marks_of(question, text) for field, text in texts.items()}


def of_plan(question: LearningQuestion) -> dict[str, Marks]:
    """Of what somebody wrote before they began, and may have changed since. Looked at anew each time: these texts
    travel seldom, and change often."""
    texts = [(one.sentence, one.measure) for one in question.yields.all()]
    yields = [mark for pair in texts for text in pair if text for mark in marks_of(question, text)]
    return marked(question, text=question.text, situation=question.situation) | {"yields": yields}


def require(question: LearningQuestion, **texts: str) -> dict[str, Marks]:
    """The same. Refused, by field, when nothing is said or a paragraph was taken over."""
    for field, text in texts.items():
        if not says_something(text):
            raise Refused(_("Schrijf dit in je eigen woorden."), field)
    found = marked(question, **texts)
    for field, marks in found.items():
        taken = [number for number, mark in enumerate(marks, start=1) if mark["degree"] == TAKEN_OVER]
        if taken:
            raise Refused(_sentence(taken[0], len(marks)), field)
    return found


def _sentence(number: int, count: int) -> str:
    if count == 1:
        return _("Dit is van AI overgenomen. Schrijf het zoals jij het zou zeggen. Je tekst staat er nog.")
    return _(
        "Alinea %(number)s is van AI overgenomen. Schrijf die zoals jij het zou zeggen. Je tekst staat er nog."
    ) % {"number": number}
