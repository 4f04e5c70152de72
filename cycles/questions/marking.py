"""The maker's mark of a text (S21), asked of whoever knows what AI wrote; without anybody every text is own.

One dict a paragraph, in order: {"text", "degree": "own" | "reworked" | "taken_over", "tool", "on", "purpose", "held"};
`tool`, `on` (a date as text), `purpose` and `held` (the words of AI that stand in it, a text for each run of them)
are there when the degree is not "own" (AI5).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from itertools import pairwise, permutations
from typing import Any

from cycles.questions.models import LearningQuestion

Mark = dict[str, Any]
Reader = Callable[[str], list[Mark]]
Marker = Callable[[Collection[int], Collection[Mark]], Reader]
Keeper = Callable[[Collection[int]], Iterable[Mark]]
MARKERS: list[Marker] = []
KEEPERS: list[Keeper] = []
DEGREES = ("own", "reworked", "taken_over")
WORDS = ("text", "degree", "tool", "on", "purpose")  # of a mark; a mark of before has not all of them


def marker(source: Marker) -> Marker:
    """Registers who marks the texts of people (by id); the package that talks with AI does. It looks up once what AI
    wrote for them, and then reads any number of texts."""
    MARKERS.append(source)
    return source


def keeper(source: Keeper) -> Keeper:
    """Registers whose rows hold marks of texts of these people. What AI once wrote for them may be gone by now: a
    paragraph that still holds it, here or elsewhere, keeps its mark by what was stored."""
    KEEPERS.append(source)
    return source


class Marking:
    """What AI wrote for any of these people, looked up at the first text and kept for the next ones. `stored` is what
    the row itself kept of before; it counts also when whoever brought it is gone."""

    def __init__(self, people: Collection[int], stored: Iterable[Mark] = ()) -> None:
        self._people = people
        self._stored = [mark for mark in stored if _degree(mark)]

    @cached_property
    def _readers(self) -> list[Reader]:
        return [source(self._people, self._stored) for source in MARKERS]

    def of(self, text: str) -> list[Mark]:
        """The marks of each paragraph; [] when nothing of AI can be in it."""
        return [mark for read in self._readers for mark in read(text)] if text.strip() else []

    def together(self, texts: Mapping[str, str]) -> dict[str, list[Mark]]:
        """Of several texts that stand on one page, by name. A run of words that goes on in another one of them,
        whatever their order, marks both: so they are read in a row in which each comes after every other once."""
        names = [name for name, text in texts.items() if text.strip()]
        row = _each_after_every_other(names)
        marks = self.of("\n\n".join(texts[name] for name in row))
        found: dict[str, list[Mark]] = {}
        for name in row if marks else ():
            here = _of_this_text(texts[name], marks)
            before = found.get(name, here)
            found[name] = [max(pair, key=_degree) for pair in zip(before, here, strict=True)]
        return found

    def in_a_row(self, texts: Mapping[str, str]) -> dict[str, list[Mark]]:
        """The same for many short texts, as they stand below each other: a run that goes on in the next one marks
        both."""
        said = {name: text for name, text in texts.items() if text.strip()}
        marks = self.of("\n\n".join(said.values()))
        return {name: _of_this_text(text, marks) for name, text in said.items()} if marks else {}


def marks_by(people: Collection[int], text: str, stored: Iterable[Mark] = ()) -> list[Mark]:
    """Of one text only; whoever reads more of them for the same people keeps a Marking."""
    return Marking(people, stored).of(text)


def marks_of(question: LearningQuestion, text: str) -> list[Mark]:
    return marks_by([question.owner_id], text)


def kept(people: Collection[int]) -> list[Mark]:
    """The stored marks of paragraphs that AI touched."""
    return [mark for source in KEEPERS for mark in source(people) if _degree(mark)]


def is_taken_over(marks: list[Mark]) -> bool:
    """Whether a paragraph is not the writer's own words at all."""
    return any(mark["degree"] == "taken_over" for mark in marks)


def highest(marks: Iterable[Mark]) -> str:
    """The degree of a whole: that of its highest paragraph."""
    return max((mark["degree"] for mark in marks), key=DEGREES.index, default="own")


def _degree(mark: Mark) -> int:
    return DEGREES.index(mark["degree"])


def _each_after_every_other(names: list[str]) -> list[str]:
    """a b c becomes a b c b a c a: the order in which they stand first, then the pairs that are left."""
    row = list(names)
    left = set(permutations(names, 2)) - set(pairwise(row))
    while left:
        last = row[-1]
        step = next((pair for pair in sorted(left) if pair[0] == last), None)
        if step is None:  # nothing more follows this one: begin where something does
            row.append(sorted(left)[0][0])
            continue
        row.append(step[1])
        left.discard(step)
    return row


def _of_this_text(text: str, marks: list[Mark]) -> list[Mark]:
    """Takes from the front those of the paragraphs of this text."""
    whole, at, found = text.replace("\r\n", "\n").replace("\r", "\n"), 0, []
    while marks and (here := whole.find(marks[0]["text"], at)) >= 0:
        found.append(marks.pop(0))
        at = here + len(found[-1]["text"])
    return found


def is_mark(found: Any) -> bool:
    """Whether a file holds a mark as we make them: pages, and marks that are made later, rest on its parts."""
    if not isinstance(found, dict) or not found.keys() <= {*WORDS, "held"}:
        return False
    held = found.get("held", [])
    words = [found.get("text"), *(value for name, value in found.items() if name != "held")]
    return (
        isinstance(held, list)
        and all(isinstance(word, str) for word in (*words, *held))
        and found.get("degree") in DEGREES
    )
