"""Facts that stand between other words: they are split off as claims, so that somebody checks them (AI4)."""

import re

SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-ZÀ-Þ0-9])|\n+")
# An abbreviation ends no sentence.
SHORT = re.compile(
    r"\b(?:art|nr|bijv|bv|o\.a|m\.b\.t|d\.w\.z|i\.v\.m|e\.g|i\.e|approx|ca|lid|dr|mr|drs|ir|no)\.$",
    re.IGNORECASE,
)

FACTUAL = re.compile(
    r"\d+(?:[.,]\d+)?\s?(?:%|procent\b|percent\b|promille\b)|[€$£]\s?\d|\d+(?:[.,]\d+)?\s?(?:euro|miljoen|miljard|million|billion)\b"
    r"|\b(?:19|20)\d\d\b"
    r"|\b(?:\d+|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|veertien|two|three|four|five|six|seven|eight"
    r"|ten|twelve)\s(?:werk)?(?:dag|dagen|weken|maanden|jaar|jaren|uur|uren|working days|days|weeks|months|years"
    r"|hours)\b"
    r"|\b(?:artikel|art\.|article|section)\s?\d|\b(?:Awb|AVG|GDPR|Wmo|Woo|BW|Omgevingswet|Arbowet|AI Act)\b"
    r"|\b(?:uit|volgens|blijkens)\s(?:\w+\s){0,3}?(?:onderzoek|onderzoeken|cijfers|wet|rapport|studie|studies|CBS|UWV)\b"
    r"|\bonderzoek\s(?:laat|toont|wijst|bewijst)\b|\b(?:research|studies|a study)\s(?:show|shows|prove|proves|find|finds)\b"
    r"|\baccording to\b|\b(?:wettelijk|bij wet|by law|legally)\b|\bbewezen\b|\bproven\b"
    r"|\b(?:meeste|minste|gemiddelde?|most people|on average)\b",
    re.IGNORECASE,
)


# A question states nothing, unless it only dresses up a fact.
DRESSED_UP = re.compile(
    r"^\W*(?:wist|weet) (?:je|jij|u) (?:al )?dat\b|^\W*(?:did|do) you know that\b|, (?:toch|right)\?$",
    re.IGNORECASE,
)


def facts(text: str) -> list[str]:
    """The sentences that state something one could look up."""
    return [
        one
        for one in sentences(text)
        if FACTUAL.search(one) and (not one.endswith("?") or DRESSED_UP.search(one))
    ]


def sentences(text: str) -> list[str]:
    found: list[str] = []
    for piece in SENTENCE.split(text):
        one = piece.strip()
        if found and SHORT.search(found[-1]):
            found[-1] = f"{found[-1]} {one}"
        elif one:
            found.append(one)
    return found
