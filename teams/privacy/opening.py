"""Reading a file of own data. Whoever holds a key of their own can sign anything, so nothing in it is believed."""

import json
import math
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from lzma import LZMAError
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lerendwerken.lib import clock
from teams.privacy import signing
from teams.privacy.export import DATA, FORMAT, MANIFEST, PAGE, SCHEMA, VERSION
from teams.privacy.registry import REGISTRY, WRITTEN, Classification
from teams.privacy.tree import Record, Tree, exported

# A file is read in the memory of one worker, and what is packed small can be large there. What somebody writes in the
# time that it is kept fits: with a talk of twenty turns on every working day of a year and three moments a day it is
# some 6,000 records in 7 MB. What the organisation keeps about them counts in bytes and parts alone, as it stays in the
# file: the log of an administrator of five years is 20,000 lines in 5 MB. test_hostile_files.py weighs such a person.
MOST_BYTES = 25 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_RECORDS = 20_000  # of what can come in
MOST_PARTS = 500_000  # lists and objects: an empty one of two bytes takes thirty times as many to read
MOST_VALUES = 2_000_000  # commas, in texts too: what stands between them takes memory of its own
MOST_ENTRIES = 100  # of a zip: ours has four, and packed bytes may look like the beginning of another
DEEPEST = 20  # lists and objects in each other; ours hold four or five
FOLDER = "mijn-lerendwerken/"
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=3653)  # a day to look again may be years from now


HALF_A_LETTER = re.compile("[\ud800-\udfff]")
ENCRYPTED = 0x1  # a flag of an entry of a zip
# What reading a zip or JSON raises for bytes that somebody made up.
UNREADABLE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,  # a password that it wants, a way of packing that is not here, or too deep
    EOFError,
    OSError,
    BadZipFile,
    LZMAError,
    struct.error,
    zlib.error,
)


class NotOurs(signing.Changed):
    """Whole, but not a file that this version can read."""


class TooBig(NotOurs):
    """More than anybody's own data are."""


@dataclass(frozen=True, slots=True)
class Opened:
    signer: signing.Signer
    made_at: str
    name: str  # of the person, as the file says
    ref: str
    organisation: str
    address: str
    records: Tree


def opened(data: bytes) -> Opened:
    """Raises signing.Changed when a byte differs from what was signed, NotOurs when it cannot be read, TooBig when it
    is not even tried."""
    if len(data) > MOST_BYTES:
        raise TooBig
    signer = signing.verify(data)
    try:
        told = json.loads(_unpacked(data), parse_float=_finite, parse_constant=_no_number)
        return _read(told, signer)
    except UNREADABLE as error:
        raise NotOurs from error


def _unpacked(data: bytes) -> bytes:
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise NotOurs
    with ZipFile(BytesIO(data)) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        if set(infos) != {FOLDER + name for name in (PAGE, DATA, SCHEMA, MANIFEST)}:
            raise NotOurs
        if not all(map(_is_plain, infos.values())):
            raise NotOurs
        with archive.open(infos[FOLDER + DATA]) as file:
            found = file.read(MOST_UNPACKED + 1)
    if len(found) > MOST_UNPACKED or not _is_light(found):
        raise TooBig
    return found


def _is_light(found: bytes) -> bool:
    """Looked at before anything is made of it."""
    return found.count(b"{") + found.count(b"[") <= MOST_PARTS and found.count(b",") <= MOST_VALUES


def _is_plain(info: ZipInfo) -> bool:
    """Packed as ours are, or as a program packs them that only took them out and put them back."""
    return info.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not info.flag_bits & ENCRYPTED


def _finite(digits: str) -> float:
    """No database and no other program takes an infinite number."""
    value = float(digits)
    if not math.isfinite(value):
        raise NotOurs
    return value


def _no_number(name: str) -> float:
    """NaN and Infinity, which Python alone takes for JSON."""
    raise NotOurs


def _read(told: dict[str, Any], signer: signing.Signer) -> Opened:
    if told["format"] != FORMAT or told["version"] != VERSION or told["installation"]["key"] != signer.key:
        raise NotOurs
    fields = {model._meta.label: _fields(known) for model, known in REGISTRY.items() if known.subject}
    records: Tree = {}
    for label, there in told["records"].items():
        if label not in fields:
            continue
        records[label] = [_record(one, fields[label]) for one in there]
        if len({str(one["id"]) for one in there}) != len(there):
            raise NotOurs
    if sum(len(records.get(label, ())) for label in _written()) > MOST_RECORDS:
        raise TooBig
    if not is_of_our_time(datetime.fromisoformat(told["made_at"])):
        raise NotOurs
    head, place = told["person"], told["installation"]
    made_at, name, ref, organisation, address = (
        str(_value(part))[:200]
        for part in (told["made_at"], head["name"], head["ref"], place["name"], place["address"])
    )
    return Opened(signer, made_at, name, ref, organisation, address, records)


def _written() -> list[str]:
    return [model._meta.label for model, known in REGISTRY.items() if known.default in WRITTEN]


def _fields(known: Classification) -> set[str]:
    return {f.name for f in exported(known) if not f.primary_key}


def _record(one: Record, fields: set[str]) -> Record:
    """Its number and what a file of ours holds of it; whatever else somebody wrote into it is nowhere looked at."""
    if type(one["id"]) not in (int, str) or not _is_sound(one["id"], 0):
        raise NotOurs
    return {"id": one["id"]} | {name: _value(value) for name, value in one.items() if name in fields}


def _value(value: Any) -> Any:
    """It may be shown again, kept and taken along again: so it is no deeper than what we wrote, and points by a name."""
    if isinstance(value, dict) and not isinstance(value.get("own", ""), str):
        raise NotOurs
    if not _is_sound(value, DEEPEST):
        raise NotOurs
    return value


def _is_sound(value: Any, left: int) -> bool:
    if isinstance(value, str):
        return _is_text(value)
    if not isinstance(value, dict | list):
        return True
    parts = (*value, *value.values()) if isinstance(value, dict) else value
    return left > 0 and all(_is_sound(part, left - 1) for part in parts)


def _is_text(value: str) -> bool:
    """A letter that is none, or half a letter, is kept by no database."""
    return "\0" not in value and not HALF_A_LETTER.search(value)


def is_of_our_time(value: date) -> bool:
    """A day or a moment near now. PostgreSQL keeps others too, and from then on the row cannot be read: what is the
    first hour of the year 1 in one time zone lies before it in ours."""
    now = clock.now()
    if not isinstance(value, datetime):
        return EARLIEST.date() <= value <= (now + AHEAD).date()
    return value.tzinfo is not None and EARLIEST <= value <= now + AHEAD
