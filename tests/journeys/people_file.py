"""Thirty people of Gemeente Lindewaard as a Dutch personnel system exports them: Windows-1252, semicolons."""

import csv
import io

HEADERS = [
    "PERS.NR",
    "ROEPNAAM",
    "VOORV.",
    "NAAM",
    "E-MAIL",
    "DIENST",
    "TEAM",
    "UREN P/W",
    "ROOSTER",
    "IN DIENST",
]

FULL = ("36", "ma-do 8:30-17:00 pauze 12:30-13:00; vr 8:30-12:30")
FOUR_DAYS = ("28,5", "ma-do 8:30-16:00 pauze 12:30-12:53")
MORNINGS = ("20", "ma-vr 8:30-12:30")
LATE_WEEK = ("24", "wo-vr 8:30-17:00 pauze 12:30-13:00")
TWO_DAYS = ("12", "ma 9:00-15:00; do 9:00-15:00")
ODD_FRIDAYS = ("34", "oneven: ma-vr 8:00-16:30 pauze 12:00-12:30 / even: ma-do 8:00-16:00 pauze 12:00-12:30")
FROM_A_MONDAY = (
    "28",
    "week 1 vanaf 2-3-2026: ma-do 9:00-17:00 pauze 12:30-13:00 / week 2: ma-wo 9:00-17:00 pauze 12:30-13:00",
)
DAYS_MIXED = (FULL, FOUR_DAYS, ODD_FRIDAYS, MORNINGS, FULL, FROM_A_MONDAY, LATE_WEEK, FULL, TWO_DAYS)

LEAD, OWNER, LATER, SKIPPER = "Marieke Jansen", "Zoë de Vries", "Joost van der Meer", "Renée Dubois"
MANAGER, OUTSIDER = "Björn Öztürk", "Šárka Novák"
VERGUNNINGEN = [
    LEAD,
    OWNER,
    LATER,
    SKIPPER,
    "Fatima Ouali",
    "André Ménard",
    "Noor van den Berg",
    "Kees 't Hart",
    "Aïsha el Idrissi",
    "Jürgen Müller",
    "Sanne op den Kamp",
    "Inès Lefèvre",
    "Wim Bakker",
    "Anouk de la Rue",
    "Søren Østergård",
    "Eva van 't Hof",
    "Dirk Bos",
    "Tess Visser",
]
TOEZICHT = [
    MANAGER,
    "Lotte Smit",
    "Hüseyin Koç",
    "Piet de Boer",
    "Mañuel Peña",
    "Ria van Dijk",
    "Ömer Çelik",
]
BURGERZAKEN = [OUTSIDER, "Bram Mulder", "Françoise Roy", "Gijs ter Horst", "Úna Ní Bhriain"]
PREFIXES = ("van der", "van den", "op den", "de la", "van 't", "van", "de", "el", "ter", "'t")


def address(name: str) -> str:
    """The address of somebody in the file: "j.vandermeer" for Joost van der Meer, by number of the row."""
    return f"p{number(name)}@lindewaard.example"


def number(name: str) -> int:
    return 4200 + [*VERGUNNINGEN, *TOEZICHT, *BURGERZAKEN].index(name)


def rows() -> list[list[str]]:
    made = []
    for team, unit, names in (
        ("Vergunningen", "Leefomgeving", VERGUNNINGEN),
        ("Toezicht", "Leefomgeving", TOEZICHT),
        ("Burgerzaken", "Publiek", BURGERZAKEN),
    ):
        for place, name in enumerate(names):
            given, _space, rest = name.partition(" ")
            prefix = next((p for p in PREFIXES if rest.startswith(f"{p} ")), "")
            family = rest.removeprefix(prefix).strip()
            # The four who play a part work on Monday morning, with and without a free Friday.
            hours, times = DAYS_MIXED[place % len(DAYS_MIXED)]
            made.append(
                [
                    f"00{number(name)}",
                    given,
                    prefix,
                    family.upper(),
                    address(name),
                    unit,
                    team,
                    hours,
                    times,
                    "1-2-2024",
                ]
            )
    return made


def people_file() -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows([HEADERS, *rows()])
    return stream.getvalue().encode("cp1252")
