"""Everything about one person as plain records, read by the registry: each model, each field, nothing by hand.

A record is {"id": its number, name of a field: value}. What it points at is told in one of four ways:
{"own": "cycles.LearningQuestion:5"} a record in the same tree · {"me": true} · {"name": …, "ref": …} a colleague ·
{"is": {path: value}} something of the organisation, by what people call it.
"""

import base64
from collections import defaultdict
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db import models

from teams.accounts.models import User
from teams.privacy.models import BroughtAlong
from teams.privacy.registry import NATURAL, NOT_EXPORTED, REGISTRY, Classification, Data, about
from teams.privacy.signing import reference

type Record = dict[str, Any]
type Tree = dict[str, list[Record]]
"""Label of a model -> its records."""


def tree(person: User) -> Tree:
    """All of it, with what came along from elsewhere in its own place. A constant number of queries."""
    rows = {
        model: list(about(model, person).order_by("pk"))
        for model, known in REGISTRY.items()
        if known.subject and model is not BroughtAlong
    }
    made = _Tree(person, {model: there for model, there in rows.items() if there}).records()
    for brought in BroughtAlong.objects.filter(person=person):
        for label, records in brought.records.items():
            made.setdefault(label, []).extend(records)
    return made


def exported(known: Classification) -> "list[models.Field[Any, Any]]":
    """The fields of a model that a tree holds."""
    return [field for field in known.model._meta.concrete_fields if known.of(field.name) not in NOT_EXPORTED]


class _Tree:
    def __init__(self, person: User, rows: dict[type[models.Model], list[Any]]) -> None:
        self.person, self.rows = person, rows
        self.own = {model: {row.pk for row in there} for model, there in rows.items()}
        self.told = self._told()

    def records(self) -> Tree:
        return {
            model._meta.label: [self._record(REGISTRY[model], row) for row in there]
            for model, there in self.rows.items()
        }

    def _record(self, known: Classification, row: models.Model) -> Record:
        made: Record = {"id": row.pk}
        for field in exported(known):
            if field.primary_key:
                continue
            value = getattr(row, field.attname)
            made[field.name] = self._pointed(field, value) if field.is_relation else plain(value)
        return made

    def _pointed(self, field: "models.Field[Any, Any]", pk: Any) -> Record | None:
        if pk is None:
            return None
        to = cast(type[models.Model], field.related_model)
        if to is User and pk == self.person.pk:
            return {"me": True}
        if pk in self.own.get(to, ()):
            return {"own": f"{to._meta.label}:{pk}"}
        return self.told[to].get(pk)

    def _told(self) -> dict[Any, dict[Any, Record]]:
        """What rows of others are called, asked once a model."""
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for model, there in self.rows.items():
            for field in exported(REGISTRY[model]):
                if field.is_relation:
                    wanted[field.related_model].update(getattr(row, field.attname) for row in there)
        return {
            to: _people(pks) if to is User else _things(to, pks - self.own.get(to, set()))
            for to, pks in wanted.items()
        }


def _people(pks: set[Any]) -> dict[Any, Record]:
    """A name, and a number that only this installation can read. No address."""
    return {
        one.pk: {"name": one.full_name, "ref": reference(one.email)}
        for one in User.objects.filter(pk__in=pks)
    }


def _things(model: type[models.Model], pks: set[Any]) -> dict[Any, Record]:
    """Of what others wrote nothing is told but what kind of thing it is."""
    paths = NATURAL.get(model, ())
    if REGISTRY[model].default is not Data.STRUCTURE:
        return {pk: {"is": {"kind": model._meta.label, "number": pk}} for pk in pks - {None}}
    found = model._base_manager.filter(pk__in=pks).values_list("pk", *paths)
    return {pk: {"is": dict(zip(paths, map(plain, values), strict=True))} for pk, *values in found}


def plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value
