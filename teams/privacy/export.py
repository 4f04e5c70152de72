"""A file with everything of one person: to read (HTML), for machines (JSON with its schema), and signed."""

import json
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import labels, record
from teams.privacy import readable, signing
from teams.privacy.registry import REGISTRY
from teams.privacy.tree import Tree, exported, tree
from teams.structure.models import Organisation

labels(own_data_exported=_("nam de eigen gegevens mee als bestand"))

FORMAT, VERSION = "lerendwerken-eigen-gegevens", 1
PAGE, DATA, SCHEMA, MANIFEST = "lees-mij.html", "data.json", "data.schema.json", "manifest.json"


def export(*, by: User) -> bytes:
    """The zip. Made while somebody waits, and kept nowhere."""
    records = tree(by)
    made = bundle(by, records)
    record("own_data_exported", by=by, rows=sum(map(len, records.values())))
    return made


def bundle(person: User, records: Tree) -> bytes:
    now, organisation = clock.now(), Organisation.get()
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(),
        "installation": {
            "name": organisation.name,
            "address": settings.BASE_URL,
            "key": signing.public_key(),
        },
        "person": {"name": person.full_name, "ref": signing.reference(person.email)},
    }
    files = {
        PAGE: readable.page(person, records, organisation, now).encode(),
        DATA: _json(head | {"records": records}),
        SCHEMA: _json(schema()),
    }
    told = {name: {"sha256": sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()}
    files[MANIFEST] = _json(head | {"files": told})
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            info = ZipInfo(f"mijn-lerendwerken/{name}", now.timetuple()[:6])
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)
        archive.comment = signing.blank()
    return signing.seal(packed.getvalue())


def schema() -> dict[str, Any]:
    """JSON Schema of data.json, made from the models."""
    kinds = {
        known.model._meta.label: {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "additionalProperties": False,
                "properties": {"id": {"type": "integer"}}
                | {f.name: _kind(f) for f in exported(known) if not f.primary_key},
            },
        }
        for known in REGISTRY.values()
        if known.subject
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{FORMAT} {VERSION}",
        "type": "object",
        "required": ["format", "version", "made_at", "installation", "person", "records"],
        "properties": {"records": {"type": "object", "properties": kinds, "additionalProperties": False}},
    }


def _kind(field: "models.Field[Any, Any]") -> dict[str, Any]:
    if field.is_relation:
        return {"type": ["object", "null"]}
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BooleanField):
        kind: dict[str, Any] = {"type": "boolean"}
    elif isinstance(field, models.IntegerField):
        kind = {"type": "integer"}
    else:
        kind = {"type": "string"}
        if isinstance(field, models.DateTimeField):
            kind["format"] = "date-time"
        elif isinstance(field, models.DateField):
            kind["format"] = "date"
    if field.null:
        kind["type"] = [kind["type"], "null"]
    return kind


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False).encode()
