"""The maker's mark (S21): per paragraph own, AI reworked or AI taken over.

Eight consecutive words of anything that AI wrote mark the paragraph they stand in. Compared are letters only, after
folding, so that other spaces, signs that nobody sees, line breaks or letters that look alike change nothing. What
somebody says in own words stays own, whoever had the idea.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

WORDS = 8
TAKEN_OVER = 0.8  # of the letters of a paragraph
PROBE = 12  # letters; most windows are ruled out by their first ones


class Degree(StrEnum):
    OWN = "own"
    REWORKED = "reworked"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True)
class AiText:
    """What AI wrote, and what goes with it in the disclosure (AI5)."""

    text: str
    tool: str
    on: date | None  # None: a mark of before did not say
    purpose: str


@dataclass(frozen=True, slots=True)
class Match:
    """Eight words of an AI text in somebody's text: from which letter to which, and which word of it comes first."""

    start: int
    end: int
    first: int


@dataclass(frozen=True, slots=True)
class Mark:
    text: str  # the paragraph
    degree: Degree
    tool: str = ""
    on: str = ""  # a date, as it is stored
    purpose: str = ""
    held: tuple[
        str, ...
    ] = ()  # the words of AI that stand in it: by these it is known when their source is gone

    def as_json(self) -> dict[str, Any]:
        found = asdict(self) | {"degree": str(self.degree), "held": list(self.held)}
        return found if self.held else {name: value for name, value in found.items() if name != "held"}


def marks(text: str, ai_texts: Iterable[AiText]) -> list[Mark]:
    """One for each paragraph, in order. A text that runs on into the next paragraph marks both."""
    parts = paragraphs(text)
    folds = {part: _skeleton(part) for part in dict.fromkeys(parts)}  # the same one may come back
    letters = [folds[part] for part in parts]
    whole = "".join(letters)
    probes = {whole[at : at + PROBE] for at in range(len(whole))}
    known: dict[str, str] = {}
    brought = [(source, _matches(whole, probes, _skeletons(source.text, known))) for source in ai_texts]
    covered = [(source, matches, _covered(whole, matches)) for source, matches in brought if matches]
    found, at = [], 0
    for part, own in zip(parts, letters, strict=True):
        end = at + len(own)
        here = [(source, hit[at:end]) for source, _matches, hit in covered if any(hit[at:end])]
        held = [_held(source.text, matches, at, end) for source, matches, _hit in covered]
        found.append(_mark(part, here, [words for runs in held for words in runs]))
        at = end
    return found


def paragraphs(text: str) -> list[str]:
    """The parts between empty lines. A line that only looks empty is one, too."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts: list[list[str]] = [[]]
    for line in lines:
        if _has_ink(line):
            parts[-1].append(line)
        elif parts[-1]:
            parts.append([])
    return ["\n".join(lines) for lines in parts if lines]


def folded(text: str) -> str:
    """Letters and digits only: no case, accents, spaces or signs, and one letter for those that look alike."""
    if text.isascii():
        return re.sub("[^a-z0-9]", "", text.lower()).translate(ALIKE)
    apart = unicodedata.normalize("NFKD", text.translate(ALIKE)).casefold()
    apart = unicodedata.normalize("NFKD", apart)
    return "".join(letter for letter in apart.translate(ALIKE) if letter.isalnum()).translate(ALIKE)


def folded_words(text: str) -> list[str]:
    """A word ends at white space that somebody sees; a hyphen or an apostrophe makes no two words."""
    return [word for piece in text.split() if (word := folded(piece))]


def _skeleton(text: str) -> str:
    """Without i, l and 1, too: a stroke may stand for each of them."""
    return folded(text).replace("l", "")


def _skeletons(text: str, known: dict[str, str]) -> list[str]:
    """Of each word; `known` are those met before, for the same words come back all the time."""
    found = []
    for piece in text.split():
        if piece not in known:
            known[piece] = _skeleton(piece) if folded(piece) else "-"
        if known[piece] != "-":
            found.append(known[piece])
    return found


def _matches(whole: str, probes: set[str], words: list[str]) -> list[Match]:
    """Where eight of these words running stand in `whole`."""
    found = []
    for first in range(len(words) - WORDS + 1):
        window = "".join(words[first : first + WORDS])
        if len(window) < PROBE or window[:PROBE] not in probes:
            continue
        at = whole.find(window)
        while at != -1:
            found.append(Match(at, at + len(window), first))
            at = whole.find(window, at + 1)
    return found


def _covered(whole: str, matches: list[Match]) -> bytes:
    """For every letter of `whole` whether it stands in one of them."""
    hit = bytearray(len(whole))
    for one in matches:
        hit[one.start : one.end] = b"\x01" * (one.end - one.start)
    return bytes(hit)


def _held(text: str, matches: list[Match], start: int, end: int) -> list[str]:
    """The runs of words of an AI text that stand between two letters, as that text has them."""
    firsts = sorted({one.first for one in matches if one.start < end and one.end > start})
    if not firsts:
        return []
    words = [piece for piece in text.split() if folded(piece)]
    runs: list[list[int]] = []
    for first in firsts:
        if runs and first < runs[-1][1]:
            runs[-1][1] = first + WORDS
        else:
            runs.append([first, first + WORDS])
    return [" ".join(words[first:last]) for first, last in runs]


def _mark(part: str, brought: list[tuple[AiText, bytes]], held: list[str]) -> Mark:
    """`brought` holds for each AI text that this paragraph shares words with, which letters those are."""
    if not brought:
        return Mark(part, Degree.OWN)
    together = reduce(or_, (int.from_bytes(hit) for _source, hit in brought)).bit_count()
    source, hit = max(brought, key=lambda pair: sum(pair[1]))
    degree = Degree.TAKEN_OVER if together >= TAKEN_OVER * len(hit) else Degree.REWORKED
    longest = sorted(dict.fromkeys(held), key=len, reverse=True)
    once = [words for at, words in enumerate(longest) if not any(words in other for other in longest[:at])]
    return Mark(
        part, degree, source.tool, source.on.isoformat() if source.on else "", source.purpose, tuple(once)
    )


def _has_ink(line: str) -> bool:
    return any(not letter.isspace() and unicodedata.category(letter)[0] not in "CZ" for letter in line)


def _alike() -> dict[int, str]:
    """Letters of other alphabets, and digits, that pass for a Latin letter. Folding them once more changes nothing."""
    pairs = {
        "a": "аɑαΑАᴀ⍺",
        "b": "ВΒвʙЬ",
        "c": "сСϲᴄҫ",
        "d": "ԁᴅɗđĐ",
        "e": "еЕΕεєᴇ",
        "f": "ϝғꜰ",
        "g": "ɡԍɢ",
        "h": "һНΗнʜħ",
        "j": "јЈᴊȷ",
        "k": "кКΚκᴋ",
        "l": "iIıіІΙιӏӀ1ⅼŁłɩʟℓɪ",
        "m": "мМΜᴍ",
        "n": "ոпηɴΝ",
        "o": "оОοΟ0օᴏσøØ",
        "p": "рРρΡᴘ",
        "q": "ԛ",
        "r": "гʀᴦ",
        "s": "ѕЅꜱ",
        "t": "тТτΤᴛŧ",
        "u": "υսᴜц",
        "v": "νѵᴠ",
        "w": "ԝᴡωѡ",
        "x": "хХχΧ",
        "y": "уУγΥүʏ",
        "z": "ᴢΖȥ",
    }
    return {ord(look): letter for letter, looks in pairs.items() for look in looks}


ALIKE = _alike()
