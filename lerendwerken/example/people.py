"""Who works at Gemeente Lindewaard. All of them are made up; `.example` is nobody's domain.

A line of hours reads "ma-do 8.30-16.00 -12.30-13.00": days, from, until, and one break. Two rhythms that
alternate are divided by a bar: the first holds in odd ISO weeks, or from the anchor on.
"""

from dataclasses import dataclass
from datetime import time

from teams.hours.patterns import Alternation, Shift

DOMAIN = "lindewaard.example"
PLAIN = str.maketrans("łıöéë", "lioee", " ’")

UNITS = {
    "Leefomgeving": ["Vergunningen", "Toezicht", "Bodem"],
    "Dienstverlening": ["Burgerzaken"],
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, with the team they learn in ("" for none) and how long they are here, in weeks."""

    given: str
    prefix: str
    family: str
    team: str
    hours: float
    worked: str
    alternation: Alternation = Alternation.WEEKLY
    since: int = 400  # weeks ago
    external: bool = False
    english: bool = False

    @property
    def email(self) -> str:
        """s.haddou@lindewaard.example: plain letters only."""
        name = f"{self.given[0]}.{self.prefix.replace(' ', '')}{self.family}".lower()
        plain = name.translate(PLAIN)
        return f"{plain}@{DOMAIN}"

    @property
    def shifts(self) -> list[Shift]:
        return [s for week, text in enumerate(self.worked.split(" | ")) for s in _shifts(text, week)]


DAYS = ["ma", "di", "wo", "do", "vr", "za", "zo"]
FULL = "ma-vr 8.30-16.12 -12.30-13.00"
FOUR_NINES = "ma-do 8.00-17.30 -12.30-13.00"

PEOPLE = [
    # Vergunningen: seven colleagues
    Person("Femke", "", "Postma", "Vergunningen", 36, "ma-do 8.30-17.00 -12.30-13.00, vr 8.30-12.30"),
    Person("Samira", "", "Haddou", "Vergunningen", 28, "ma-do 8.30-16.00 -12.30-13.00"),
    Person("Joost", "van der", "Meer", "Vergunningen", 36, FOUR_NINES),
    Person("Bilal", "", "Yıldız", "Vergunningen", 36, "ma-do 8.30-17.00 -12.30-13.00, vr 8.30-12.30"),
    Person(
        "Annelies",
        "",
        "Dijkstra",
        "Vergunningen",
        24,
        "ma-di 8.30-17.00 -12.30-13.00, do 8.30-17.00 -12.30-13.00",
    ),
    Person(
        "Marijke",
        "de",
        "Groot",
        "Vergunningen",
        28,
        "ma-do 8.30-17.00 -12.30-13.00 | ma-di 8.30-17.00 -12.30-13.00, do 8.30-17.00 -12.30-13.00",
        Alternation.PARITY,
    ),
    Person(
        "Tom",
        "",
        "Brouwers",
        "Vergunningen",
        32,
        "ma-di 8.30-17.00 -12.30-13.00, do-vr 8.30-17.00 -12.30-13.00",
        since=0,
    ),
    # Toezicht: eight, of whom one in the evening
    Person("Łukasz", "", "Nowak", "Toezicht", 36, "ma-do 7.30-17.00 -12.00-12.30"),
    Person("Lotte", "", "Vermeulen", "Toezicht", 32, "ma-do 8.30-17.00 -12.30-13.00"),
    Person("Henk", "", "Visser", "Toezicht", 36, "di-vr 8.00-17.30 -12.30-13.00"),
    Person("Eva", "", "Jansen", "Toezicht", 24, "ma-wo 8.30-17.00 -12.30-13.00"),
    Person("Yasmin", "el", "Amrani", "Toezicht", 36, FULL),
    Person(
        "Dirk", "", "Hoekstra", "Toezicht", 32, "ma 8.30-17.00 -12.30-13.00, wo-vr 13.00-21.30 -17.00-17.30"
    ),
    Person(
        "Noor",
        "",
        "Willems",
        "Toezicht",
        30,
        "ma-do 8.30-17.00 -12.30-13.00 | ma-wo 8.30-17.00 -12.30-13.00, vr 8.30-12.30",
        Alternation.ANCHOR,
    ),
    Person("Daniel", "", "Okafor", "Toezicht", 36, FULL, since=30, external=True, english=True),
    # Bodem: four colleagues, fewer than the five that figures need
    Person("Ingrid", "", "Smit", "Bodem", 32, "ma-do 8.30-17.00 -12.30-13.00"),
    Person("Pieter", "", "Bakker", "Bodem", 36, FOUR_NINES),
    Person(
        "Chantal",
        "de",
        "Wit",
        "Bodem",
        20,
        "ma 8.30-17.00 -12.30-13.00, wo 8.30-12.30, do 8.30-17.00 -12.30-13.00",
    ),
    Person("Sem", "", "Kuipers", "Bodem", 36, FULL, since=60),
    # Burgerzaken: six, at the counter
    Person("Karin", "", "Mulder", "Burgerzaken", 36, FULL),
    Person("Fatma", "", "Demir", "Burgerzaken", 28, "ma-do 8.30-16.00 -12.30-13.00"),
    Person(
        "Ruben", "", "Peters", "Burgerzaken", 24, "ma-di 8.30-17.00 -12.30-13.00, do 12.30-21.00 -17.00-17.30"
    ),
    Person("Wendy", "", "Scheepers", "Burgerzaken", 32, "di-vr 8.30-17.00 -12.30-13.00"),
    Person("Mohamed", "", "Aziz", "Burgerzaken", 36, FOUR_NINES),
    Person(
        "Sanne", "", "Bos", "Burgerzaken", 18, "ma-di 9.00-15.30 -12.30-13.00, do 9.00-15.30 -12.30-13.00"
    ),
    # Without a team
    Person("Ruth", "", "Adriaanse", "", 36, FULL),
    Person("Wim", "", "Scholten", "", 32, "ma-do 8.30-17.00 -12.30-13.00"),
]

LEADS = {"Vergunningen": "Femke", "Toezicht": "Łukasz", "Bodem": "Ingrid", "Burgerzaken": "Karin"}
MANAGERS = {"Leefomgeving": "Ruth", "Dienstverlening": "Ruth"}
ADMINISTRATOR = "Wim"


def _shifts(text: str, week: int) -> list[Shift]:
    found = []
    for part in text.split(", "):
        days, span, *breaks = part.split()
        first, _, last = days.partition("-")
        start, end = _times(span)
        pauses = tuple(_times(pause.removeprefix("-")) for pause in breaks)
        for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
            found.append(Shift(day, start, end, pauses, week))
    return found


def _times(span: str) -> tuple[time, time]:
    start, end = (time.fromisoformat(text.replace(".", ":").rjust(5, "0")) for text in span.split("-"))
    return start, end
