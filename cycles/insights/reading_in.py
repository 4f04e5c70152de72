"""Insights from a list that somebody pastes, or from a CSV file: read, looked at, and only then kept.

With a row of column names each column goes where its name says. Without one each line is an insight, and what stands
behind a tab, a vertical bar or a semicolon is its source, its link, its date and what it means.
"""

import csv
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cycles.insights.models import Insight
from cycles.insights.writing import is_address, not_an_address
from lerendwerken.lib.typed import read_day, says_something
from lerendwerken.lib.wordsearch import folded
from teams.intake.delimited import decode
from teams.intake.table import Unreadable, clean
from teams.structure.access import Viewer, visible

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_000
MOST_BREAKS = 30  # line breaks in one cell; more means a quotation mark that never closes
PLACES = ("statement", "source", "source_url", "source_date", "meaning")  # of a list without column names

NAMES: dict[str, str] = {
    "inzicht": "statement", "inzichten": "statement", "uitspraak": "statement", "stelling": "statement",
    "insight": "statement", "statement": "statement",
    "bron": "source", "source": "source", "herkomst": "source",
    "link": "source_url", "url": "source_url", "adres": "source_url", "website": "source_url",
    "adresvandebron": "source_url",
    "datum": "source_date", "date": "source_date", "jaar": "source_date", "year": "source_date",
    "datumvandebron": "source_date",
    "betekenis": "meaning", "watbetekenthet": "meaning", "watbetekenthetvooronswerk": "meaning",
    "meaning": "meaning", "toelichting": "meaning",
    "soort": "kind", "waarkomthetvandaan": "kind", "kind": "kind",
    "soortbron": "source_kind", "sourcekind": "source_kind", "sourcetype": "source_kind",
    "methode": "method", "method": "method", "onderzoek": "method", "hoeonderzocht": "method",
    "termijn": "horizon", "horizon": "horizon",
}  # fmt: skip
OWN_WORK = {"eigen", "eigen werk", "uit eigen werk", "own", "intern"}
FROM_OUTSIDE = {"buiten", "van buiten", "external", "extern"}


class NotRead(Exception):
    """The list as a whole cannot be read; the sentence says why and what now."""

    def __init__(self, sentence: str) -> None:
        super().__init__("not read")  # the sentence stays out of logs
        self.sentence = sentence


@dataclass
class Row:
    """One line of the list: its fields as they would be kept, and what is wrong with it."""

    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    is_known: bool = False  # it is there already, or stands above in this list

    @property
    def is_right(self) -> bool:
        return not self.wrong and not self.is_known


def read(data: bytes) -> list[Row]:
    """The rows of a file or of pasted text. Raises NotRead, and nothing else, for whatever bytes."""
    if len(data) > MAX_BYTES:
        raise NotRead(_("Dit is groter dan 5 MB. Splits de lijst en lees de stukken na elkaar in."))
    if data.startswith(b"PK\x03\x04"):
        raise NotRead(_("Dit is een Excel-bestand. Bewaar het als csv, of plak de rijen hier."))
    try:
        text, _encoding = decode(data)
    except Unreadable:
        raise NotRead(
            _("Dit is geen tekst die we kunnen lezen. Bewaar het als csv, of plak de rijen hier.")
        ) from None
    rows = _rows(text)
    if not rows:
        raise NotRead(_("Hier staat nog niets in. Plak een lijst of kies een bestand."))
    if len(rows) > MAX_ROWS:
        raise NotRead(_("Dit zijn meer dan 2.000 rijen. Splits de lijst en lees de stukken na elkaar in."))
    return rows


def mark_known(rows: list[Row], viewer: Viewer) -> None:
    """The same words, whatever their capitals and signs: among what somebody may read, and further up in the list."""
    there = {folded(one) for one in visible(Insight, viewer).values_list("statement", flat=True)}
    for row in rows:
        words = folded(row.fields.get("statement", ""))
        row.is_known = bool(words.strip()) and words in there
        there.add(words)


def pack(rows: list[Row]) -> bytes:
    stored = [asdict(row) for row in rows]
    return zlib.compress(json.dumps(stored, ensure_ascii=False, default=str).encode(), 3)


def unpack(packed: bytes) -> list[Row]:
    rows = [Row(**stored) for stored in json.loads(zlib.decompress(packed))]
    for row in rows:
        if day := row.fields.get("source_date"):
            row.fields["source_date"] = date.fromisoformat(day)
    return rows


# How a list is read -------------------------------------------------------------------------------


def _rows(text: str) -> list[Row]:
    for separator in "\t;,|":
        places = _header(_first(text, separator))
        if "statement" in places and (len(places) == 1 or sum(map(bool, places)) > 1):
            records = list(_records(text, separator))[1:]
            return [_row(number, dict(zip(places, cells, strict=False))) for number, cells in records]
    separator = _between(text)
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [clean(cell) or "" for cell in (line.split(separator) if separator else [line])]
        cells[0] = re.sub(r"^(?:[-*•–·]|\(?\d{1,4}[.)])\s+", "", cells[0])
        if any(cells):
            rows.append(_row(number, dict(zip(PLACES, cells, strict=False))))
        if len(rows) > MAX_ROWS:
            break
    return rows


def _first(text: str, separator: str) -> list[str]:
    """The cells of the first filled record; none when it is no record at all."""
    try:
        return next(_records(text[:20_000], separator))[1]
    except (StopIteration, NotRead):
        return []


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Filled records with their number. Raises NotRead when a quotation mark never closes."""
    count = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            cleaned = [clean(cell) or "" for cell in cells]
            if any(cell.count("\n") > MOST_BREAKS for cell in cleaned):
                raise NotRead(_never_closes())
            if any(cleaned):
                count += 1
                yield number, cleaned
            if count > MAX_ROWS + 1:
                return
    except csv.Error:
        raise NotRead(_never_closes()) from None


def _never_closes() -> str:
    return _("Ergens begint een aanhalingsteken dat niet sluit. Herstel dat en lees de lijst opnieuw.")


def _header(cells: list[str]) -> list[str]:
    """The field of each column, "" for one that we do not know."""
    return [NAMES.get(folded(cell).replace(" ", ""), "") for cell in cells]


def _between(text: str) -> str:
    """What parts the cells of a list without column names; a comma never does, it stands in sentences."""
    lines = [line for line in text.splitlines() if line.strip()][:200]
    for separator in "\t|;":
        if lines and sum(separator in line for line in lines) * 2 >= len(lines):
            return separator
    return ""


def _row(number: int, cells: dict[str, str]) -> Row:
    cells.pop("", None)
    row = Row(number, typed={name: text[:300] for name, text in cells.items()})
    given: dict[str, Any] = {"kind": Insight.Kind.EXTERNAL.value}
    for name, text in cells.items():
        if name == "statement":
            given[name] = " ".join(text.split())
        elif name == "kind":
            given[name] = _kind(text, row)
        elif name == "source_kind":
            given[name] = _source_kind(text, row)
        elif name == "source_date":
            given[name] = _day(text, row)
        else:
            given[name] = text
    if not says_something(given.get("statement", "")):
        row.wrong.append(_("Het inzicht ontbreekt. Schrijf het in één zin."))
    if given.get("source_url") and not is_address(given["source_url"]):
        row.wrong.append(not_an_address())
    for name, text in given.items():
        longest = Insight._meta.get_field(name).max_length  # type: ignore[union-attr]
        if longest and isinstance(text, str) and len(text) > longest:
            what = {"what": Insight._meta.get_field(name).verbose_name, "most": longest}  # type: ignore[union-attr]
            row.wrong.append(_("Te lang: %(what)s. Er passen %(most)s tekens in.") % what)
    row.fields = given
    return row


def _kind(text: str, row: Row) -> str:
    said = text.casefold().strip()
    if said in OWN_WORK:
        return Insight.Kind.OWN.value
    if said and said not in FROM_OUTSIDE:
        row.wrong.append(
            _("Soort ‘%(text)s’ kennen we niet. Schrijf ‘eigen werk’ of ‘van buiten’.") % {"text": text[:60]}
        )
    return Insight.Kind.EXTERNAL.value


def _source_kind(text: str, row: Row) -> str:
    said = text.casefold().strip()
    for value, label in Insight.SourceKind.choices:
        if said in (value, str(label).casefold()):
            return value
    if said:
        kinds = ", ".join(f"‘{label}’" for label in Insight.SourceKind.labels)
        row.wrong.append(_("Dit soort bron kennen we niet. Kies uit: %(kinds)s.") % {"kinds": kinds})
    return ""


def _day(text: str, row: Row) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        day = read_day(f"1-1-{text}" if re.fullmatch(r"\d{4}", text) else text)
        if 1950 <= day.year <= 2150:
            return day
    except ValueError:
        pass
    row.wrong.append(
        _("‘%(text)s’ is geen datum. Schrijf bijvoorbeeld 1-2-2026, of alleen het jaar.")
        % {"text": text[:60]}
    )
    return None


def without_source(rows: list[Row]) -> list[Row]:
    """Right rows that nobody else can be shown yet (A67)."""
    return [row for row in rows if row.is_right and not says_something(row.fields.get("source", ""))]
