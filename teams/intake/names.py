"""Dutch names as personnel systems write them: prefixes, commas, capitals, initials."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from teams.intake.sentences import Refused, say

_PREFIX_WORDS = frozenset(
    {
        "van",
        "von",
        "vom",
        "vanden",
        "vander",
        "de",
        "den",
        "der",
        "des",
        "'t",
        "t",
        "het",
        "ten",
        "ter",
        "te",
        "tot",
    }
    | {
        "in",
        "op",
        "aan",
        "uit",
        "uijt",
        "over",
        "onder",
        "bij",
        "voor",
        "'s",
        "du",
        "la",
        "le",
        "les",
        "l'",
        "d'",
    }
    | {"da", "das", "do", "dos", "di", "del", "della", "delle", "degli", "zu", "zum", "zur", "am", "auf"}
    | {"v.d.", "vd", "v.d", "v/d", "v.", "d."}
)
"""Words before a family name. "El", "Al" and "Ben" are not among them: they belong to the name."""
_ONLY_WITH_OTHERS = frozenset(
    {"in", "op", "aan", "uit", "over", "onder", "bij", "voor", "het", "am", "auf", "t", "do", "d."}
)
_ONE_DASH = str.maketrans("‐‑‒–—", "-----")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Name:
    given: str = ""
    prefix: str = ""
    family: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.given, self.prefix, self.family)))


def whole(text: str) -> Name:
    """A name in one cell: "Meer, Joost van der", "Meer, J. van der (Joost)", "Joost van der Meer"."""
    text = one_line(text)
    called = re.search(r"\(([^()]+)\)\s*$", text)
    if called:
        text = text[: called.start()].strip()
    if "," in text:
        last, _comma, rest = text.partition(",")
        words = rest.split()
        at = next((i for i in range(len(words)) if _are_prefix(words[i:])), len(words))
        given, prefix = " ".join(words[:at]), " ".join(words[at:])
        own_prefix, last = split_prefix(last.strip())
        found = Name(given, prefix or own_prefix, last)
    else:
        words = text.split()
        at = next(
            (i for i in range(1, len(words)) if words[i].casefold() in _PREFIX_WORDS), min(1, len(words))
        )
        # Without a prefix the first word is the given name, unless initials or a second one clearly follow.
        while at < len(words) - 1 and _is_initials(words[at]):
            at += 1
        prefix, last = split_prefix(" ".join(words[at:]))
        found = Name(" ".join(words[:at]), prefix, last)
    if called:
        found = Name(called[1].strip(), found.prefix, found.family)
    return Name(cased(found.given), found.prefix.lower(), cased(found.family))


def split_prefix(family: str) -> tuple[str, str]:
    """("van der", "Meer") from "van der Meer" and from "Meer, van der"."""
    family = one_line(family)
    if "," in family:
        last, _comma, prefix = family.partition(",")
        if _are_prefix(prefix.split()):
            return prefix.strip().lower(), last.strip()
    words = family.split()
    at = 0
    while at < len(words) - 1 and words[at].casefold().replace("’", "'") in _PREFIX_WORDS:
        at += 1
    while at and not _are_prefix(words[:at]):
        at -= 1
    return " ".join(words[:at]).lower(), " ".join(words[at:])


def cased(name: str) -> str:
    """MEER becomes Meer, JANSEN-DE VRIES becomes Jansen-de Vries; a name with any lower case stays."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or any(c.islower() for c in letters) or _is_initials(name):
        return name
    parts = re.split(r"([\s-])", name)
    return "".join(_cased_word(part, first=i == 0) for i, part in enumerate(parts))


def checked(name: str, longest: int) -> str:
    """The name itself. Refused for digits, odd signs, wrongly read letters and overlong names."""
    name = name.translate(_ONE_DASH)
    if len(name) > longest:
        raise Refused(
            say(_("Deze naam is langer dan %(limit)s tekens."), limit=longest), say(_("Een te lange naam"))
        )
    if mended := _mended(name):
        raise Refused(
            say(_("Er staat ‘%(name)s’. Bedoel je %(mended)s?"), name=name, mended=mended),
            say(_("Letters in deze naam zijn verkeerd gelezen")),
            suggestion=mended,
        )
    odd = next((c for c in name if not (unicodedata.category(c)[0] in "LM" or c in " -.'’‘`´,()/")), None)
    if odd is not None:
        raise Refused(
            say(_("Er staat ‘%(name)s’. Het teken ‘%(sign)s’ hoort niet in een naam."), name=name, sign=odd),
            say(_("Een vreemd teken in een naam")),
        )
    return name


def alike(one: str, other: str) -> bool:
    """The same name apart from capitals, accents and signs."""
    return folded(one) == folded(other)


def same_given(one: str, known: str) -> bool:
    """Like `alike`; initials are the same as a name that begins with the first of them."""
    if _is_initials(one) or "." in one:
        return folded(one)[:1] == folded(known)[:1]
    return alike(one, known)


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).translate(_PLAIN)
    return "".join(c for c in plain if c.isalnum())


def one_line(text: str) -> str:
    return " ".join(text.split())


def _are_prefix(words: list[str]) -> bool:
    folded_words = [word.casefold().replace("’", "'") for word in words]
    return (
        bool(words)
        and all(word in _PREFIX_WORDS for word in folded_words)
        and not all(word in _ONLY_WITH_OTHERS for word in folded_words)
    )


def _is_initials(word: str) -> bool:
    """J. or J.P. or J.P.M.; two capitals without a dot may be a name."""
    return bool(re.fullmatch(r"(?:\w{1,2}\.\s*)+|\w", word)) and word[:1].isupper()


def _cased_word(word: str, *, first: bool) -> str:
    low = word.lower()
    if not first and low in _PREFIX_WORDS:
        return low
    if low.startswith("ij"):
        return "IJ" + low[2:]
    # O'BRIEN -> O'Brien, D'HONT -> d'Hont is unknowable: the letter after the sign gets its capital.
    return re.sub(r"(^|['’.])(\w)", lambda found: found[1] + found[2].upper(), low)


def _mended(name: str) -> str:
    """What the name was before UTF-8 was read as Windows-1252, or nothing: "JoÃ«l" was "Joël"."""
    if not re.search(r"[ÃÂÅÄ]", name):
        return ""
    try:
        mended = name.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
    return mended if mended != name else ""
