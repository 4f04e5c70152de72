"""Reading a file of own data. Whoever holds a key of their own can sign anything, so nothing in it is believed."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from teams.privacy import signing
from teams.privacy.export import DATA, FORMAT, MANIFEST, PAGE, SCHEMA, VERSION
from teams.privacy.registry import REGISTRY
from teams.privacy.tree import Tree

MOST_BYTES = 25 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RECORDS = 100_000
FOLDER = "mijn-lerendwerken/"


class NotOurs(signing.Changed):
    """Whole, but not a file that this version can read."""


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
    """Raises signing.Changed when a byte differs from what was signed, NotOurs when it cannot be read."""
    if len(data) > MOST_BYTES:
        raise NotOurs
    signer = signing.verify(data)
    try:
        told = json.loads(_unpacked(data))
        return _read(told, signer)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, BadZipFile) as error:
        raise NotOurs from error


def _unpacked(data: bytes) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        if set(infos) != {FOLDER + name for name in (PAGE, DATA, SCHEMA, MANIFEST)}:
            raise NotOurs
        with archive.open(infos[FOLDER + DATA]) as file:
            found = file.read(MOST_UNPACKED + 1)
    if len(found) > MOST_UNPACKED:
        raise NotOurs
    return found


def _read(told: dict[str, Any], signer: signing.Signer) -> Opened:
    if told["format"] != FORMAT or told["version"] != VERSION or told["installation"]["key"] != signer.key:
        raise NotOurs
    json.dumps(told, ensure_ascii=False).encode()  # half a letter is no text
    if "\0" in json.dumps(told["records"], ensure_ascii=False) or "\\u0000" in json.dumps(told["records"]):
        raise NotOurs
    labels = {model._meta.label for model, known in REGISTRY.items() if known.subject}
    records: Tree = {}
    for label, there in told["records"].items():
        if label not in labels:
            continue
        seen = {one["id"] for one in there}
        if len(seen) != len(there) or not all(type(pk) in (int, str) for pk in seen):
            raise NotOurs
        records[label] = there
    if sum(map(len, records.values())) > MOST_RECORDS:
        raise NotOurs
    head, place = told["person"], told["installation"]
    made_at, name, ref, organisation, address = (
        str(part)[:200]
        for part in (told["made_at"], head["name"], head["ref"], place["name"], place["address"])
    )
    return Opened(signer, made_at, name, ref, organisation, address, records)
