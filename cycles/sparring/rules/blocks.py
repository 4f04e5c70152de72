"""What a partner says comes in typed blocks, so that the rung can decide what is shown (S20).

A line format that any model can follow: `<question>…</question>`. Whatever stands outside a block is prose, and
prose is held back.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    QUESTION = "question"
    OPTION = "option"
    COUNTER = "counter"  # a counter-argument
    CLAIM = "claim"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    text: str

    @classmethod
    def of(cls, stored: dict[str, str]) -> Self:
        return cls(Kind(stored["kind"]), stored["text"])

    def as_json(self) -> dict[str, str]:
        return {"kind": str(self.kind), "text": self.text}

    def tagged(self) -> str:
        return f"<{self.kind}>{self.text}</{self.kind}>"


def is_block(found: Any) -> bool:
    """Whether a file holds a block as we store them."""
    return (
        isinstance(found, dict)
        and found.keys() == {"kind", "text"}
        and isinstance(found["text"], str)
        and found["kind"] in list(Kind)
    )


@dataclass(slots=True)
class Open:
    """A block as it comes in."""

    kind: Kind
    raw: str = ""
    is_whole: bool = False  # its end was reached

    @property
    def text(self) -> str:
        return cleaned(self.raw)


# What a model thinks aloud is never shown, whatever tags stand in it.
THOUGHTS = ("think", "thinking", "thought", "reasoning", "analysis", "scratchpad")
NAMES = (*(str(kind) for kind in Kind), *THOUGHTS)
LONGEST_TAG = 60  # a model may write <question id="1">; anything longer is text
TAG = re.compile(rf"<\s*(/?)\s*({'|'.join(NAMES)})(?:[^a-z0-9<>][^<>]*)?>", re.IGNORECASE | re.ASCII)
BEGINNING_OF_TAG = re.compile(r"<\s*/?\s*([a-z]*)((?:[^a-z<>][^<>]*)?)\Z", re.IGNORECASE | re.ASCII)

# A provider that never stops costs no memory and no time here.
MOST_BLOCKS = 24
MOST_CHARACTERS = 6_000


class Parser:
    """Takes pieces of text of any size and grows `blocks`. The same text in other pieces gives the same blocks."""

    def __init__(self) -> None:
        self.blocks: list[Open] = []
        self.has_prose = False
        self._rest = ""  # what may yet turn out to be a tag
        self._block: Open | None = None
        self._thinking = ""

    def feed(self, piece: str) -> None:
        text = self._rest + piece
        self._rest = ""
        at = 0
        while tag := TAG.search(text, at):
            if len(tag[0]) > LONGEST_TAG:
                self._text(text[at : tag.end()])
            else:
                self._text(text[at : tag.start()])
                self._tag(tag[2].lower(), closes=bool(tag[1]))
            at = tag.end()
        tail = text[at:]
        cut = _possible_tag(tail)
        self._text(tail[:cut])
        self._rest = tail[cut:]

    def end(self) -> None:
        """The stream is over: half a tag is no words, and what is open is finished as far as it came."""
        self._rest = ""
        self._close()

    def _text(self, text: str) -> None:
        if self._thinking or not text:
            return
        if self._block is not None:
            self._block.raw += text[: MOST_CHARACTERS + 1 - len(self._block.raw)]
        elif text.strip():
            self.has_prose = True

    def _tag(self, name: str, *, closes: bool) -> None:
        if self._thinking:
            if closes and name == self._thinking:
                self._thinking = ""
            return
        if name in THOUGHTS:
            if not closes:
                self._close()
                self._thinking = name
            return
        self._close()  # a new block also ends the one whose end was forgotten
        if not closes:
            self._block = Open(Kind(name))
            if len(self.blocks) < MOST_BLOCKS:
                self.blocks.append(self._block)

    def _close(self) -> None:
        if self._block is not None:
            self._block.is_whole = True
            self._block = None


def parse(text: str) -> list[Block]:
    """The blocks of a whole text."""
    parser = Parser()
    parser.feed(text)
    parser.end()
    return [Block(block.kind, block.text) for block in parser.blocks if block.text]


def cleaned(raw: str) -> str:
    """Without what cannot be seen (it can hide words or turn their order round) and without loose white space."""
    lines = (" ".join(_visible(line).split()) for line in raw.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def words(text: str) -> list[str]:
    return [word for word in text.split() if any(letter.isalnum() for letter in word)]


def _visible(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(" " if letter.isspace() else letter for letter in line if _is_seen(letter))


def _is_seen(letter: str) -> bool:
    # The joiner holds emoji and some scripts together.
    return letter.isspace() or letter == "\u200d" or unicodedata.category(letter)[0] != "C"


def _possible_tag(tail: str) -> int:
    """Where in the tail a tag may be beginning; its length when none is."""
    at = tail.rfind("<")
    if at == -1 or len(tail) - at >= LONGEST_TAG:
        return len(tail)
    beginning = BEGINNING_OF_TAG.match(tail, at)
    if beginning is None:
        return len(tail)
    name, more = beginning[1].lower(), beginning[2]
    is_possible = name in NAMES if more else any(known.startswith(name) for known in NAMES)
    return at if is_possible else len(tail)
