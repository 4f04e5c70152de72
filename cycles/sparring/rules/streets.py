"""Finds Dutch addresses: a street with its house number, or a postcode."""

import re
from collections.abc import Iterator

# A house number, with what may come after it: 12, 12a, 12-3, 12 bis, 12 hs, 12-II.
NUMBER = (
    r"(?:nr\.?\s?|nummer\s|no\.?\s?)?[1-9]\d{0,3}(?:\s?-\s?\d{1,4})?(?:\s?-?\s?[a-zA-Z]\b(?!['’]))?"
    r"(?:\s?-?\s?(?:bis|hs|huis|zwart|rood|boven|I{1,3}V?|IV)\b)?(?![\d:%]|[.,/]\d|\s?(?:%|procent\b|euro\b|uur\b))"
)

# How the name of a street ends.
KINDS = (
    r"straat|straten|straatje|laan|laantje|plein|plantsoen|gracht|singel|kade|steeg|dreef|boulevard|strjitte|weg"
    r"|dijk|straatweg|dwarsstraat|pad|hof|hofje|park|markt|poort|wal|wei|erf|haven|brink|stede|hage|burg|akker"
    r"|donk|horst|kamp|es|veld|heuvel|berg|ring|baan|tuin|gaarde|oord|rade|steen|bos|zoom|schans|wijk|zijde|meent|loo"
)
# These are enough, in any spelling.
SURE = frozenset({
    "straat", "straten", "straatje", "laan", "laantje", "plein", "plantsoen", "gracht", "singel", "kade", "steeg",
    "dreef", "boulevard", "strjitte", "straatweg", "dwarsstraat", "dijk", "hofje",
})  # fmt: skip

# What ends like a street and is none; work is full of paths, markets and parks.
NO_STREET = re.compile(
    r"^(?:onder|uit|af|om|bij|hal|eind|voor|over|ver|snel|spoor|vaar|lucht|water|rij|fiets|voet|auto|zij|aan"
    r"|beroeps)weg$"
    r"|^(?:leer|ontwikkel|klik|tijd|groei|stappen|loopbaan|zorg|fiets|voet|route|klant|schakel|kritieke|opleidings)pad$"
    r"|(?:arbeids|woning|huizen|banen|stage|zorg|super|vrij|vak)markt$|(?:loop|bij|renteba|start)baan$"
    r"|(?:werk|tekst|invul|vak|speel|invoer|zoek|vrij|gebieds|kracht|datum|aandachts|getal)veld$|(?:gerechts|bedrijfs|school|doel)hof$"
    r"|(?:bedrijven|wagen|machine|server|industrie|vakantie|computer|business)park$|ering$|aring$|uring$|ening$"
    r"|(?:invals|denk|gezichts)hoek$|(?:weer|ant|blik)zijde$|(?:woon|stads|achterstands|nieuwbouw)?wijk$"
    r"|(?:over|waar|voor|keer|achter|boven|onder|buiten|binnen|pagina)?zijde$|^(?:proces|advies|besluit|les|succes|advi)es$"
    r"|(?:ijs|stapel)berg$|^her|(?:lucht|jacht|zee)haven$|(?:rond|kern|bouw)steen$|stad$|adres$|^(?:voor|in)burg$",
    re.IGNORECASE,
)
WORD_AND_NUMBER = re.compile(
    rf"(?<![\w'’.-])(?P<word>(?:[\w'’.-]{{0,40}}?\w{{2}})(?P<kind>{KINDS}))\.?,?\s+(?P<number>{NUMBER})",
    re.IGNORECASE,
)
SHORTENED = re.compile(rf"(?<![\w-])[A-ZÀ-Þ][\w'’-]{{2,}}(?:str|ln|pln|gr|wg)\.\s?(?P<number>{NUMBER})")

# A street that begins with its kind: Laan van Meerdervoort 12, Plein 1944 3, Markt 5.
FIRST = re.compile(
    r"(?<![\w-])(?:Laan|Plein|Weg|Hof|Pad|Dijk|Gracht|Wal|Kade|Park|Straat|Singel|Steeg|Hoek|Markt|Brink|Dam|Boulevard|Avenue|Kerkhof"
    r"|Achterom|Voorhout|Rokin|Coolsingel|Damrak)"
    rf"(?:\s+(?:van|de|der|den|het|’t|'t|in|op|te|aan|voor|la|19\d\d|[A-ZÀ-Þ][\w'’.-]+)){{0,5}}\s+(?P<number>{NUMBER})"
)
# Whatever it is called, somebody says that it is where one lives.
LIVES = re.compile(
    r"\b(?i:woon(?:t|de|den|achtig)?|wonen(?:d|de)?|adres(?:\s+is)?|woonadres|huisadres|gevestigd|verhuis(?:t|de)|ingeschreven|lives?|address(?:\s+is)?)\b"
    r"\s*:?\s*(?i:(?:is|nu|sinds\s+\w+|naar|at|on|in\s+[A-Z][\w-]+)\s*,?\s*)?(?i:(?:aan|op|in|bij)\s+)?(?i:(?:de|het|’t|'t)\s+)?"
    rf"(?:[A-ZÀ-Þ][\w'’.-]+\s+|(?:van|de|der|den|het|te|op|aan)\s+){{0,4}}[A-ZÀ-Þ][\w'’.-]{{2,}}\s+(?P<number>{NUMBER})"
)
MONTHS = re.compile(
    r"\s?(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b",
    re.IGNORECASE,
)

POSTCODE = re.compile(r"(?<![\w.,/€$-])[1-9]\d{3}(?P<gap>[ \t]{0,2})(?P<letters>[A-Za-z]{2})(?![\w])")
NO_POSTCODE = frozenset({"SA", "SD", "SS"})
UNITS = frozenset(
    {"KG", "KM", "KB", "MB", "GB", "TB", "MW", "KW", "CM", "MM", "ML", "MG", "HA", "DB", "HZ", "PK", "CC"}
)
AFTER_A_YEAR = frozenset(
    {"AI", "OR", "HR", "IT", "EU", "BV", "NV", "PC", "TV", "BC", "AD", "VN", "UN", "ZZ", "NL"}
)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    for hit in WORD_AND_NUMBER.finditer(text):
        if _is_street(hit["word"], hit["kind"], hit["number"]) and not MONTHS.match(text, hit.end()):
            yield hit.span()
    for look in (SHORTENED, FIRST, LIVES):
        for hit in look.finditer(text):
            if not MONTHS.match(text, hit.end()):
                yield hit.span()
    for hit in POSTCODE.finditer(text):
        if _is_postcode(hit[0][:4], hit["letters"], hit["gap"]):
            yield hit.span()


def _is_street(word: str, kind: str, number: str) -> bool:
    if NO_STREET.search(word):
        return False
    if kind.lower() in SURE:
        return True
    # The others only as a name, and not with what looks like a year.
    return word[0].isupper() and not re.fullmatch(r"(?:19|20)\d\d", number)


def _is_postcode(number: str, letters: str, gap: str) -> bool:
    """Written small and apart it is a word: 2024 en, 3000 km."""
    if letters.upper() in NO_POSTCODE | UNITS or (gap and not letters.isupper()):
        return False
    is_year = number[:2] in ("19", "20")
    return not (is_year and letters.upper() in AFTER_A_YEAR)
