"""Bringing a file of own data in: what can live on here does, what cannot is kept to read, and nothing comes in twice.

What the file says about the account, hours, teams and messages of the other installation stays in the file.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext_lazy

from teams.accounts.models import User
from teams.audit.log import labels, record
from teams.privacy.models import BroughtAlong
from teams.privacy.opening import NotOurs, Opened, is_of_our_time
from teams.privacy.portable import PORTABLE, IsOurs, Portable
from teams.privacy.registry import NATURAL, REGISTRY, WRITTEN
from teams.privacy.signing import reference
from teams.privacy.tree import Record, Tree, exported, tree

labels(own_data_brought=gettext_lazy("haalde eigen gegevens binnen uit een bestand"))

FLAT = (str, int, float, bool, type(None))
# What a database or a field says of a value that it cannot hold.
NO_ROW = (IntegrityError, DataError, ValidationError, ValueError)
DEEPEST = 8  # so far is told what a record points at, also when it points back
MOST_DIGITS = 18  # a longer number is no row's


class SomebodyElses(Exception):
    """This installation made the file for somebody else."""


class _NoPlace(Exception):
    """This record cannot be a row here."""


@dataclass(slots=True)
class Brought:
    """How many records went where, by the name of their kind."""

    living: Counter[str] = field(default_factory=Counter)  # rows here, from now on
    here: Counter[str] = field(default_factory=Counter)  # were here already
    to_read: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)  # stay in the file


def refuse_of_others(file: Opened, person: User) -> None:
    """Of the files that this installation made, only one's own may come in. Raises SomebodyElses."""
    if file.signer.is_us and file.ref != reference(person.email):
        raise SomebodyElses


@transaction.atomic
def bring(file: Opened, *, by: User) -> Brought:
    """All of it or nothing. Raises SomebodyElses, and NotOurs for what the database does not take."""
    made = _brought(file, by)
    record("own_data_brought", by=by, rows=made.living.total(), to_read=made.to_read.total())
    return made


@transaction.atomic
def look(file: Opened, *, by: User) -> Brought:
    """What bring() would do, by doing it and taking it back. Nobody brought anything, so no log says so."""
    made = _brought(file, by)
    transaction.set_rollback(True)
    return made


def _brought(file: Opened, by: User) -> Brought:
    refuse_of_others(file, by)
    User.objects.select_for_update().get(pk=by.pk)  # two windows bring one after the other
    try:
        return _Bringing(file, by).run()
    except NO_ROW as error:
        raise NotOurs from error


class _Bringing:
    def __init__(self, file: Opened, person: User) -> None:
        self.file, self.person, self.made = file, person, Brought()
        self.placed: dict[str, models.Model] = {}  # "label:id" in the file -> the row here
        self.numbers: dict[str, str] = {}  # of what is kept to read: its own reference -> its number here
        self.there: dict[
            tuple[Any, ...], list[models.Model]
        ] = {}  # rows that were here, by what tells them apart
        self.fresh: set[tuple[type[models.Model], Any]] = set()  # rows that were made just now
        self.seen: Counter[tuple[Any, ...]] = Counter()

    def run(self) -> Brought:
        known = Digests(tree(self.person))
        for label, rule in PORTABLE.items():
            self._live(label, rule)
        self._keep_to_read(known)
        return self.made

    # Rows ---------------------------------------------------------------------------------------------

    def _live(self, label: str, rule: Portable) -> None:
        if rule.here_only and not self.file.signer.is_us:
            return
        new: list[tuple[str, models.Model]] = []
        for one in self.file.records.get(label, []):
            ref = f"{label}:{one['id']}"
            try:
                values = self._values(rule, one)
                row = self._there(rule, values)
                if row is None and rule.settle:
                    values = rule.settle(values, self.person)
            except (_NoPlace, ValidationError, TypeError, ValueError, KeyError):
                continue  # it is kept to read
            if row is not None:
                self.placed[ref] = row
                self.made.here[_name(label)] += 1
                continue
            new.append((ref, rule.model(**values)))
            if (
                rule.owner
            ):  # the next of the same owner may depend on this one, as with the places of questions
                self._insert(rule, new)
                new = []
        self._insert(rule, new)

    def _insert(self, rule: Portable, new: list[tuple[str, models.Model]]) -> None:
        """All at once; when one of them may not be, one by one without it."""
        try:
            with transaction.atomic():
                made = rule.model._base_manager.bulk_create([row for _ref, row in new], batch_size=500)
        except NO_ROW:
            if len(new) > 1:
                for one in new:
                    one[1].pk = None
                    self._insert(rule, [one])
            return
        for (ref, _row), row in zip(new, made, strict=True):
            self.placed[ref] = row
            self.fresh.add((rule.model, row.pk))
            self.made.living[_name(rule.model._meta.label)] += 1

    def _there(self, rule: Portable, values: dict[str, Any]) -> models.Model | None:
        """The row that was here already. Equal ones are told apart by their number in the file."""
        above = values[rule.owner or rule.parent]
        told = {name: values[name] for name in rule.key}
        mark = (rule.model, above.pk, *(v.pk if isinstance(v, models.Model) else v for v in told.values()))
        if mark not in self.there:
            is_new = (type(above), above.pk) in self.fresh  # nothing was under it yet
            same = {rule.owner or rule.parent: above, **told}
            self.there[mark] = [] if is_new else list(rule.model._base_manager.filter(**same).order_by("pk"))
        number, self.seen[mark] = self.seen[mark], self.seen[mark] + 1
        return self.there[mark][number] if number < len(self.there[mark]) else None

    def _values(self, rule: Portable, one: Record) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for f in exported(REGISTRY[rule.model]):
            if f.primary_key:
                continue
            value = one[f.name]
            if f.name == rule.owner:
                values[f.name] = self.person
            elif f.is_relation:
                values[f.name] = self._found(f, value)
            else:
                values[f.name] = _plain(f, value, rule.lists.get(f.name, _is_flat))
        if rule.parent and values[rule.parent] is None:
            raise _NoPlace
        return values

    def _found(self, f: "models.Field[Any, Any]", value: Any) -> models.Model | None:
        """What a record points at, here; empty when that may be, for what is not here."""
        to: Any = f.related_model
        row: models.Model | None = None
        if isinstance(value, dict) and "own" in value:
            row = self.placed.get(value["own"])
            row = row if isinstance(row, to) else None
        elif isinstance(value, dict) and to is User:
            row = self.person if value.get("me") is True else self._colleague(value)
        elif isinstance(value, dict) and isinstance(value.get("is"), dict):
            row = _by_nature(to, value["is"])
        if row is None and not f.null:
            raise _NoPlace
        return row

    def _colleague(self, value: Record) -> User | None:
        """Only this installation can tell who a number stands for."""
        if not self.file.signer.is_us:
            return None
        named = [one for one in User.objects.all() if one.full_name == value.get("name")]
        return next((one for one in named if reference(one.email) == value.get("ref")), None)

    # To read ------------------------------------------------------------------------------------------

    def _keep_to_read(self, known: "Digests") -> None:
        digests = Digests(self.file.records)
        kept: Tree = {}
        for label, there in self.file.records.items():
            is_written = REGISTRY[_model(label)].default in WRITTEN
            for one in there:
                if f"{label}:{one['id']}" in self.placed or label == BroughtAlong._meta.label:
                    continue
                if not is_written:
                    self.made.left[_name(label)] += 1
                elif known.take(digests.of(label, one)):
                    self.made.here[_name(label)] += 1
                else:
                    self.made.to_read[_name(label)] += 1
                    kept.setdefault(label, []).append(one)
        if kept:
            self._give_numbers(kept)
            records = {label: [self._rewritten(label, one) for one in there] for label, there in kept.items()}
            BroughtAlong.objects.create(
                person=self.person, origin=self.file.address, key=self.file.signer.key, records=records
            )

    def _give_numbers(self, kept: Tree) -> None:
        """A record that changed there since an earlier file came along stands beside what it was, with another number."""
        earlier = BroughtAlong.objects.filter(person=self.person).values_list("records", flat=True)
        taken = {
            f"{label}:{one['id']}" for records in earlier for label, there in records.items() for one in there
        }
        for label, there in kept.items():
            for one in there:
                number = first = self._number(one["id"])
                times = 1
                while f"{label}:{number}" in taken:
                    times += 1
                    number = f"{first}.{times}"
                taken.add(f"{label}:{number}")
                self.numbers[f"{label}:{one['id']}"] = number

    def _rewritten(self, label: str, one: Record) -> Record:
        """With numbers that no row here has, and pointing at the rows here."""
        made: Record = {name: self._pointing(value) for name, value in one.items()}
        made["id"] = self.numbers[f"{label}:{one['id']}"]
        return made

    def _number(self, pk: int | str) -> str:
        return pk if isinstance(pk, str) else f"{self.file.signer.key[:8]}:{pk}"

    def _pointing(self, value: Any) -> Any:
        if not (isinstance(value, dict) and isinstance(value.get("own"), str)):
            return value
        label, _dot, pk = value["own"].partition(":")
        row = self.placed.get(value["own"])
        if row is not None:
            return {"own": f"{label}:{row.pk}"}
        if kept := self.numbers.get(value["own"]):
            return {"own": f"{label}:{kept}"}
        is_number = pk.isascii() and pk.isdigit() and len(pk) <= MOST_DIGITS
        return {"own": f"{label}:{self._number(int(pk) if is_number else pk)}"}


class Digests:
    """What each record of a tree says, without its number: equal for the same thing in two files."""

    def __init__(self, records: Tree) -> None:
        self.records = {
            f"{label}:{one['id']}": (label, one) for label, there in records.items() for one in there
        }
        # What was pointed at, and how deep -> what it says. Each once: records that point at each other in many ways
        # would else be told anew for every way, and so many ways are there that nobody waits for it.
        self._told: dict[tuple[str, int], str] = {}
        self._left: Counter[str] = Counter()
        self._is_counted = False

    def of(self, label: str, one: Record) -> str:
        return _digest(self._content(label, one, 0))

    def take(self, digest: str) -> bool:
        """Whether one like it is here; each counts once."""
        if not self._is_counted:
            self._left.update(self.of(label, one) for label, one in self.records.values())
            self._is_counted = True
        if not self._left[digest]:
            return False
        self._left[digest] -= 1
        return True

    def _content(self, label: str, one: Record, depth: int) -> Any:
        return [label, {name: self._value(v, depth) for name, v in one.items() if name != "id"}]

    def _value(self, value: Any, depth: int) -> Any:
        if not (isinstance(value, dict) and isinstance(value.get("own"), str)):
            return value
        found = self.records.get(value["own"])
        if found is None or depth > DEEPEST:
            return None
        told = value["own"], depth
        if told not in self._told:
            self._told[told] = _digest(self._pointed(*found, depth + 1))
        return self._told[told]

    def _pointed(self, label: str, one: Record, depth: int) -> Any:
        """What another record points at: of what lives on here by what tells it apart, else by all that it says."""
        rule = PORTABLE.get(label)
        if rule is None:
            return self._content(label, one, depth)
        told = (*rule.key, *filter(None, [rule.parent]))
        return [label, {name: self._value(one.get(name), depth) for name in told}]


def _digest(content: Any) -> str:
    told = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return sha256(told.encode()).hexdigest()


def _plain(f: "models.Field[Any, Any]", value: Any, is_ours: IsOurs) -> Any:
    """As the model has it. Raises ValidationError for what the field does not take."""
    if value is None:
        if not f.null:
            raise _NoPlace
        return None
    if isinstance(f, models.JSONField):
        if not isinstance(value, list) or not all(map(is_ours, value)):
            raise _NoPlace
        return value
    if not isinstance(value, str | int | bool):
        raise _NoPlace
    if value == "" and isinstance(f, models.CharField | models.TextField) and (f.blank or not f.choices):
        return ""  # a draft may lack the words that its field asks for
    made = f.clean(value, None)
    if isinstance(made, date) and not is_of_our_time(made):
        raise _NoPlace
    return made


def _is_flat(value: Any) -> bool:
    return isinstance(value, FLAT)


def _by_nature(model: type[models.Model], told: dict[str, Any]) -> models.Model | None:
    """What people here call the same, when exactly one thing is called so."""
    paths = NATURAL.get(model, ())
    if not paths or set(told) != set(paths) or not all(isinstance(v, FLAT) for v in told.values()):
        return None
    lookups = {f"{p}__isnull": True for p in paths if told[p] is None}
    lookups |= {p: told[p] for p in paths if told[p] is not None}
    found = list(model._base_manager.filter(**lookups)[:2])
    return found[0] if len(found) == 1 else None


def _model(label: str) -> type[models.Model]:
    return next(model for model in REGISTRY if model._meta.label == label)


def _name(label: str) -> str:
    return str(REGISTRY[_model(label)].name)
