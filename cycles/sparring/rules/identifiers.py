"""What must not leave for a partner (AI7, S22): BSN, IBAN, phone, mail and address block; some words warn.

Names are not found, and a person described in words is not either. The page says so.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from cycles.sparring.rules.streets import addresses


class Identifier(StrEnum):
    BSN = "bsn"
    IBAN = "iban"
    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Found:
    kind: Identifier
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Where each stands in the text, in order and without overlap."""
    plain, places = flattened(text)
    hits = sorted(
        ((start, end, kind) for kind, look in LOOKS for start, end in look(plain)),
        key=lambda hit: (hit[0], -hit[1]),
    )
    found: list[Found] = []
    for start, end, kind in hits:
        first, last = places[start], places[end - 1] + 1
        if not found or first >= found[-1].end:
            found.append(Found(kind, first, last))
    return found


def flattened(text: str) -> tuple[str, list[int]]:
    """The text with plain digits, letters, dashes and spaces, and for each sign its place in the original:
    what nobody sees is left out, so that it cannot break a number in two."""
    signs: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        for plain in _plain(letter):
            signs.append(plain)
            places.append(at)
    return "".join(signs), places


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isprintable() or letter.isspace() else ""
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Mn", "Me", "Cc"):
        return ""
    if kind == "Pd" or letter in "−⁃":
        return "-"
    if kind == "Zs":
        return " "
    if kind in ("Zl", "Zp"):
        return "\n"
    if kind == "Nd":
        return str(unicodedata.digit(letter))
    return unicodedata.normalize("NFKC", letter)


# Numbers ------------------------------------------------------------------------------------------

# Nine digits, however they are grouped. A letter or a longer number around it makes it something else.
NINE = re.compile(r"(?<![\d])(?<!\d[.,])\d(?:[ \t.\-/_]{0,2}\d){8}(?![.,]?\d)")
SAID_BSN = re.compile(
    r"\b(?:bsn|burger\s?service\s?nummer|sofi\s?-?\s?nummer|citizen service number)\b"
    r"[^\d\n]{0,25}(\d(?:[ \t.\-/_]{0,2}\d){7,8})(?!\d)",
    re.IGNORECASE,
)


def _bsn(text: str) -> Iterator[tuple[int, int]]:
    """By the eleven-test; and whatever somebody calls a BSN, since a slip of the pen makes it no less private."""
    for hit in NINE.finditer(text):
        if is_bsn(re.sub(r"\D", "", hit[0])):
            yield hit.span()
    for hit in SAID_BSN.finditer(text):
        yield hit.span(1)


def is_bsn(digits: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    numbers = [int(digit) for digit in digits]
    if len(numbers) != 9 or not any(numbers):
        return False
    return sum(weight * number for weight, number in zip(weights, numbers, strict=True)) % 11 == 0


# How long one is in each country, as the register of IBANs has it: words and numbers pass the test of 97 by chance.
IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE", 18: "NL DK FI FO GL FK", 19: "MK SI", 20: "AT BA EE KZ LT LU XK MN", 21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM TL SO", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB NI PL SV",
        29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip
# ASCII: without it İ counts as one of A to Z, and it is no number in base 36.
IBAN_BEGIN = re.compile(
    rf"(?<![A-Za-z0-9])(?:{'|'.join(IBAN_LENGTHS)})(?=[ .\-]{{0,2}}\d[ .\-]?\d)",
    re.IGNORECASE | re.ASCII,
)
IBAN_SIGN = re.compile(r"[ .\-\t]{0,2}([A-Z0-9])", re.IGNORECASE | re.ASCII)


def _iban(text: str) -> Iterator[tuple[int, int]]:
    """By its length and the test of 97, however it is grouped; a word may follow without a stop."""
    for begin in IBAN_BEGIN.finditer(text):
        signs, at = "", begin.start()
        length = IBAN_LENGTHS[begin[0].upper()]
        while len(signs) < length and (sign := IBAN_SIGN.match(text, at)):
            signs, at = signs + sign[1].upper(), sign.end()
        if len(signs) == length and is_iban(signs):
            yield begin.start(), at


def is_iban(signs: str) -> bool:
    return (
        signs[2:4].isdecimal()
        and int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1
    )


# A Dutch number: ten digits from 0, or a country's number. Not the short public ones (112, 14 030, 0800, 0900).
GAP = r"[ \t.\-/()]{0,3}"
DUTCH_PHONE = re.compile(rf"(?<![\d+])(?<!\d[.,:])\(?0(?!0)(?:{GAP}\d){{9}}(?![.,:]?\d)")
FOREIGN_PHONE = re.compile(rf"(?<![\d+])(?:\+|\b00){GAP}[1-9](?:{GAP}\d){{7,13}}(?!\d)")
PUBLIC = re.compile(r"^0(?:800|900|906|909)")
SAID_PHONE = re.compile(
    r"\b(?:tel|telefoon|telefoonnummer|mobiel|mobile|phone|gsm|06-nummer|bel(?:\s+\w+){0,2}\s+op|bereikbaar\s+op|app(?:\s+\w+){0,2}\s+op)\b"
    rf"[^\d\n+]{{0,20}}([+\d](?:{GAP}\d){{6,13}})(?!\d)",
    re.IGNORECASE,
)


def _phone(text: str) -> Iterator[tuple[int, int]]:
    for look, group in ((DUTCH_PHONE, 0), (FOREIGN_PHONE, 0), (SAID_PHONE, 1)):
        for hit in look.finditer(text):
            if not PUBLIC.match(re.sub(r"\D", "", hit[group])):
                yield hit.span(group)


# Mail ---------------------------------------------------------------------------------------------

HOST = r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}"
MAIL = re.compile(
    rf"[\w.+%&'*/=?^`{{|}}~!#$-]{{1,64}}[ \t]?@[ \t]?"
    rf"(?:{HOST}\.[^\W\d_]{{2,24}}|{HOST}[ \t]?\.[ \t]?(?:nl|com|org|net|eu|be|de|fr|uk|frl|amsterdam)\b)",
    re.IGNORECASE,
)
AT = r"(?:at|apenstaartje|apestaartje|aap)"
DOT = r"(?:dot|punt)"
SPELLED_MAIL = re.compile(
    rf"[\w.+-]{{1,64}}\s{{0,2}}[\[({{<]\s?{AT}\s?[\])}}>]\s{{0,2}}[\w-]{{1,63}}"
    rf"(?:\s{{0,2}}(?:[\[({{<]\s?{DOT}\s?[\])}}>]|\.|\b{DOT}\b)\s{{0,2}}[\w-]{{1,63}}){{1,6}}"
    rf"|[\w.+-]{{1,64}}\s{{1,2}}{AT}\s{{1,2}}[\w-]{{1,63}}"
    rf"(?:\s{{1,2}}{DOT}\s{{1,2}}[\w-]{{1,63}}|\.(?:nl|com|org|net|eu|be|de)\b){{1,6}}",
    re.IGNORECASE,
)


def _mail(text: str) -> Iterator[tuple[int, int]]:
    for look in (MAIL, SPELLED_MAIL):
        for hit in look.finditer(text):
            yield hit.span()


LOOKS = (
    (Identifier.IBAN, _iban),
    (Identifier.MAIL, _mail),
    (Identifier.BSN, _bsn),
    (Identifier.PHONE, _phone),
    (Identifier.ADDRESS, addresses),
)


# Words that warn ----------------------------------------------------------------------------------


def warnings(text: str, words: Iterable[str] = ()) -> list[str]:
    """The words of this text, as they stand in it, that may say something about somebody's health, or that the
    organisation lists. They may be sent: whoever writes decides."""
    plain, places = flattened(text)
    hits = sorted(
        hit.span() for look in (_health(), _look(tuple(words))) if look for hit in look.finditer(plain)
    )
    found = [text[places[start] : places[end - 1] + 1] for start, end in hits]
    return list({word.casefold(): word for word in reversed(found)}.values())[::-1]


@cache
def health_words() -> tuple[str, ...]:
    """As the file has them: a star stands for any letters."""
    lines = (Path(__file__).parent / "health_words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


@cache
def _health() -> re.Pattern[str] | None:
    return _look(health_words())


@cache
def _look(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """One a line; a star stands for any letters, a space for any white space or a hyphen."""
    wanted = sorted({word.strip().casefold() for word in words if word.strip(" *\t")}, key=len, reverse=True)
    if not wanted:
        return None
    looks = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"[\s\-]+") for word in wanted)
    return re.compile(rf"(?<!\w)(?:{'|'.join(looks)})(?!\w)", re.IGNORECASE)
