"""What somebody would be asked: the same choice as planning makes, for every usual length and two weeks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from cycles.prompts.choosing import choose
from cycles.prompts.lines import question_line
from cycles.prompts.models import Question

LENGTHS = (10, 15, 20, 30, 60)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is read, and whether the other language had to help out."""

    minutes: int
    text: str
    language: str
    hint: str
    hint_language: str
    fell_back: bool
    line: SafeString


@dataclass(frozen=True, slots=True)
class Length:
    """One length of the moment: what comes this week and the next, and what never fits."""

    minutes: int
    this_week: tuple[Asked, ...]
    next_week: tuple[Asked, ...]
    left_out: tuple[Asked, ...]  # pinned ones for which there is no room

    @property
    def used(self) -> int:
        return sum(q.minutes for q in self.this_week)


def preview(
    questions: Sequence[Question],
    *,
    lengths: Sequence[int],
    language: str,
    experience: str,
    work: str,
    turn: int,
) -> list[Length]:
    rows = list(questions)
    found = []
    for minutes in lengths:
        wishes = {"experience": experience, "work": work}
        first = choose(rows, minutes, turn=turn, before=(), **wishes)
        second = choose(
            rows, minutes, turn=turn + 1, before={q.code for q in first if not q.pinned}, **wishes
        )
        out = [q for q in rows if q.pinned and q.is_for(experience, work) and q not in first]
        found.append(Length(minutes, *(_read(some, language) for some in (first, second, out))))
    return found


def _read(questions: Sequence[Question], language: str) -> tuple[Asked, ...]:
    other = "en" if language == "nl" else "nl"
    found = []
    for number, question in enumerate(questions, start=1):
        text, fell_back = question.text(language)
        hint = question.hint_nl if language == "nl" else question.hint_en
        found.append(
            Asked(
                minutes=question.minutes,
                text=text,
                language=other if fell_back else language,
                hint=question.hint(language),
                hint_language=language if hint else other,
                fell_back=fell_back,
                line=question_line(len(questions), number),
            )
        )
    return tuple(found)
