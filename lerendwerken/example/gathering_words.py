"""The words of gathering.py: insights, digests and agreements of team Vergunningen."""

from dataclasses import dataclass, field
from typing import Any

from cycles.insights.example_set import INSIGHTS
from cycles.insights.models import Insight


@dataclass(frozen=True, slots=True)
class Found:
    """An insight, and who wrote it down."""

    given: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    summary: str
    insights: list[str]
    wrong: list[str] = field(default_factory=list)
    conclusions: list[tuple[str, str]] = field(default_factory=list)
    recommendations: list[tuple[str, str, int]] = field(default_factory=list)  # what, who, day of the month


OWN, EXTERNAL = Insight.Kind.OWN, Insight.Kind.EXTERNAL
LOOKING_BACK, TOO_EASY = (INSIGHTS[number]["statement"] for number in (0, 1))

FASTER = Found(
    "Bilal",
    {
        "kind": OWN,
        "statement": "Met AI kost een besluit minder tijd",
        "meaning": "Laat AI de eerste versie maken.",
        "source": "Team Vergunningen",
        "source_kind": Insight.SourceKind.EXPERIENCE,
        "method": "Zo voelde het bij vijf besluiten.",
    },
)
ONE_SENTENCE = Found(
    "Samira",
    {
        "kind": OWN,
        "statement": "Eén zin vooraf halveert bijna het aantal telefoontjes",
        "meaning": "Zet boven elk besluit wat het voor de inwoner betekent.",
        "source": "Team Vergunningen",
        "source_kind": Insight.SourceKind.COUNT,
        "method": "Vier weken geteld aan de balie.",
        "horizon": "dit seizoen",
    },
)
ALOUD = Found(
    "Joost",
    {
        "kind": OWN,
        "statement": "Een brief hardop lezen laat zien waar hij stokt",
        "meaning": "Lees met zijn tweeën. Wie luistert, zegt wat hij begreep.",
        "source": "Team Vergunningen",
        "source_kind": Insight.SourceKind.EXPERIENCE,
        "method": "Twaalf brieven, nog geen telling.",
    },
)
FIVE_PERCENT = Found(
    "Joost",
    {
        "kind": EXTERNAL,
        "statement": "Organisaties benutten maar 5% van wat AI kan opleveren",
        "meaning": "Gebruik dit getal nog niet. De titel en de tekst van de bron noemen verschillende cijfers.",
        "source": "Bericht van een adviesbureau, 2025",
        "source_kind": Insight.SourceKind.NEWS,
        "method": "Methode niet te vinden.",
        "is_figure": True,
    },
)
DRAFT: dict[str, Any] = {
    "kind": OWN,
    "statement": "Bellen vóór een weigering scheelt bezwaren",
    "meaning": "Eerst nog een maand tellen.",
}

# Which insight, who rated it, and the points of the five criteria.
RATED: list[tuple[str, str, tuple[int, ...]]] = [
    (LOOKING_BACK, "Ruth", (18, 14, 20, 16, 14)),
    (TOO_EASY, "Ruth", (18, 18, 20, 10, 6)),
    (ONE_SENTENCE.fields["statement"], "Samira", (8, 20, 12, 4, 20)),
    (ALOUD.fields["statement"], "Joost", (8, 20, 6, 0, 18)),
    (FIVE_PERCENT.fields["statement"], "Femke", (6, 18, 0, 0, 6)),
]
DOUBT = "Bij mij duurde het langer, door het nakijken."
COUNTED = {
    "note": "Gemeten over 20 besluiten: eerst 40 minuten, nu 42.",
    "source": "Onze eigen tijden, vier weken bijgehouden",
}

FIRST = Month(
    "Samen terugkijken houden we erin",
    "We keken vier weken samen terug, ook toen het druk was. Het kostte een half uur en het bracht drie ideeën.",
    [LOOKING_BACK, FASTER.fields["statement"]],
    conclusions=[("Een half uur is genoeg", "Langer terugkijken gaf geen nieuwe ideeën meer.")],
)
SECOND = Month(
    "Een zin vooraf helpt, AI blind volgen niet",
    "Inwoners bellen bijna de helft minder als boven een besluit staat wat het betekent. Sneller werken we niet. En "
    "leerlingen die AI eerst lieten antwoorden, deden het daarna zonder AI minder goed.",
    [
        LOOKING_BACK,
        TOO_EASY,
        ONE_SENTENCE.fields["statement"],
        ALOUD.fields["statement"],
        FIVE_PERCENT.fields["statement"],
    ],
    wrong=[FASTER.fields["statement"]],
    conclusions=[
        (
            "Begin met de gevolgen",
            "Eén zin in gewone taal doet meer dan een langere uitleg. Dat geldt voor elk besluit, niet alleen voor "
            "een weigering.",
        ),
        (
            "Eerst zelf, dan AI",
            "AI helpt bij de woorden. De afweging en de controle blijven mensenwerk. Daar leren nieuwe collega’s ook "
            "het meest van.",
        ),
    ],
    recommendations=[
        ("Lees elke brief eerst hardop voor", "Femke", 1),
        ("Kijk datum, bedrag en termijn zelf na", "Joost", 1),
        ("Probeer bellen vóór een weigering uit", "Marijke", 15),
    ],
)

# kind, what, why, whether new colleagues learn from it
AGREEMENTS = [
    (
        "keep_human",
        "De afweging bij een weigering",
        "Iemand moet kunnen uitleggen waarom, en ervoor staan.",
        True,
    ),
    ("keep_human", "Bellen met een aanvrager die boos is", "Dan telt dat er iemand luistert.", False),
    ("norm", "Wie AI gebruikt voor een brief, zegt dat tegen wie meeleest", "", False),
    ("talk", "Wie twijfelt aan een antwoord van AI, zegt het hardop", "", False),
]
