"""Records as a page for people: what somebody wrote first, each thing with what hangs under it. No script, no link out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from teams.accounts.models import User
from teams.privacy.registry import REGISTRY, Data
from teams.privacy.tree import Record, Tree
from teams.structure.models import Organisation

# What somebody wrote comes first; what the organisation keeps about them after it.
ORDER = (
    Data.PROCESS,
    Data.OUTCOME,
    Data.ACCOUNT,
    Data.HOURS,
    Data.ROLE,
    Data.DELIVERY,
    Data.LOG,
    Data.STRUCTURE,
)
DEEPEST = 20  # levels of a page: a question, what is under it, what is under that, and so on
HIDDEN = ("search_text", "revision")


@dataclass(slots=True)
class Entry:
    """One record: when, what is said in it, and what hangs under it."""

    name: str
    when: str
    sort: str
    lines: list[tuple[str, str]]  # (what it is, or "", the words)
    below: list["Entry"] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """All records under one name."""

    name: str
    entries: list[Entry]


def page(person: User, records: Tree, organisation: Organisation, now: datetime) -> str:
    context = {
        "person": person,
        "groups": groups(records),
        "organisation": organisation,
        "made_at": now,
        "language": get_language() or "nl",
    }
    return render_to_string("teams/own/own_data_file.html", context)


def groups(records: Tree) -> list[Group]:
    """In the order in which somebody wants to read it."""
    entries = {
        f"{label}:{record['id']}": _entry(label, record)
        for label, there in records.items()
        for record in there
    }
    under = _under(
        {f"{label}:{record['id']}": _above(record) for label, there in records.items() for record in there}
    )
    top: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for label, there in records.items():
        model = _model(label)
        known = REGISTRY.get(model) if model else None
        rank = ORDER.index(known.default) if known else len(ORDER)
        for record in there:
            ref = f"{label}:{record['id']}"
            if under[ref]:
                entries[under[ref]].below.append(entries[ref])
            else:
                top[rank, str(known.name) if known else label].append(entries[ref])
    for made in entries.values():
        made.below.sort(key=lambda one: one.sort)
    return [
        Group(name, sorted(there, key=lambda one: one.sort))
        for (_rank, name), there in sorted(top.items(), key=lambda item: item[0][0])
    ]


def _above(record: Record) -> str:
    """The record under which this one stands: the first of the own ones that it points at."""
    pointed = (v.get("own") for v in record.values() if isinstance(v, dict))
    return next((own for own in pointed if isinstance(own, str)), "")


def _under(above: dict[str, str]) -> dict[str, str]:
    """Each record -> the one that it hangs under on the page, or "". What stands deeper than a page can show hangs
    under the deepest that it does show; and where records go round, the round begins at one of them."""
    levels, under = {"": 0}, {"": ""}
    for start in above:
        way: dict[str, None] = {}  # from here up, as far as nobody looked yet
        at = start
        while at in above and at not in levels and at not in way:
            way[at] = None
            at = above[at]
        for one in reversed(way):
            on = above[one] if above[one] in levels else ""
            under[one] = on if levels[on] < DEEPEST else under[on]
            levels[one] = levels[under[one]] + 1
    return under


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _entry(label: str, record: Record) -> Entry:
    model = _model(label)
    known = REGISTRY.get(model) if model else None
    fields = {f.name: f for f in model._meta.concrete_fields} if model else {}
    lines, moments = [], []
    for name, value in record.items():
        field = fields.get(name)
        if field is None or name in HIDDEN or value in (None, "", [], {}):
            continue
        if isinstance(field, models.DateField):
            moments.append(str(value))
        elif said := "\n".join(_said(field, value)):
            lines.append((_label(field), said))
    first = min(moments, default="")
    return Entry(str(known.name) if known else label, _when(first), first, lines)


def _label(field: "models.Field[Any, Any]") -> str:
    """Only a name that somebody gave to it: what is made from the code says nothing to a reader."""
    made = field.name.replace("_", " ")
    words = str(field.verbose_name)
    return "" if words == made else words[:1].upper() + words[1:]


def _said(field: "models.Field[Any, Any]", value: Any) -> Iterable[str]:
    if field.is_relation:
        yield from _pointed(value)
    elif field.choices:
        yield next((str(said) for key, said in field.flatchoices if key == value), str(value))
    elif isinstance(field, models.BooleanField):
        if _label(field):
            yield _("ja") if value else _("nee")
    elif isinstance(field, models.JSONField):
        yield from _texts(value)
    elif isinstance(field, models.CharField | models.TextField) or _label(field):
        yield str(value)


def _pointed(value: Any) -> Iterable[str]:
    if not isinstance(value, dict):
        return
    if "name" in value:
        yield str(value["name"])
    elif isinstance(value.get("is"), dict):
        told = {path: one for path, one in value["is"].items() if one not in (None, "")}
        nl = told.get("text_nl") or told.get("text_en")
        if nl:
            yield str(nl)
        elif "kind" in told and "number" in told:
            return
        else:
            yield ", ".join(map(str, told.values()))


def _texts(value: Any) -> Iterable[str]:
    """The words in a structure: of an answer of the partner, or of a report as it was shared."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _when(text: str) -> str:
    try:
        at = parse_datetime(text) or parse_date(text)
        if isinstance(at, datetime) and timezone.is_aware(at):
            at = timezone.localtime(at)
    except (ValueError, OverflowError):  # the first hour of the year 1 there lies in no year here
        return ""
    return formats.date_format(at, "j F Y") if isinstance(at, date) else ""
