"""What kind of data every model holds, and which row of the matrix says who reads it. A model that is not classified
here fails the suite (TP4); one with somebody's words and no row does not start."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models

from teams.structure.matrix import ROWS


class Data(StrEnum):
    """The kinds of data, from harmless to private; docs/privacy.md says who sees each."""

    STRUCTURE = "structure"  # keys, states and settings without a person in them
    ACCOUNT = "account"  # name, address, language
    HOURS = "hours"  # working times and absence
    ROLE = "role"  # memberships and roles
    DELIVERY = "delivery"  # which mail went when
    PROCESS = "process"  # what somebody wrote or did while learning: the owner's alone
    OUTCOME = "outcome"  # what was put forward: proposals, reports
    LOG = "log"  # the audit log


@dataclass(frozen=True, slots=True)
class Classification:
    model: type[models.Model]
    default: Data
    fields: dict[str, Data] = field(default_factory=dict)
    subject: str = ""  # path from the model to the person, for export and erasure: "person", "prompt__person"
    keep: str = ""  # how long, in words
    row: str = ""  # of the matrix: who reads it (teams/structure/matrix.py)

    def of(self, name: str) -> Data:
        return self.fields.get(name, self.default)


REGISTRY: dict[type[models.Model], Classification] = {}
# Of models whose rows hang under one of two things: what a row under the other thing is.
FURTHER: dict[type[models.Model], list[Classification]] = {}


def classify(
    model: type[models.Model],
    default: Data,
    *,
    row: str = "",
    subject: str = "",
    keep: str = "",
    **fields: Data,
) -> None:
    """Declares a model. Personal data needs the path to its subject and how long it is kept; what somebody wrote also
    the row of the matrix that says who reads it."""
    if default is not Data.STRUCTURE and not (subject and keep):
        raise ValueError(f"{model.__name__}: say whose data this is and how long it is kept")
    _known(model, default, row)
    known = {f.name for f in model._meta.get_fields()}
    if unknown := set(fields) - known:
        raise ValueError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")
    REGISTRY[model] = Classification(model, default, fields, subject, keep, row)


def classify_further(
    model: type[models.Model], default: Data, *, row: str = "", subject: str, keep: str
) -> None:
    """For rows of a classified model that hang under something else: another kind of data, path to a person, term."""
    _known(model, default, row)
    FURTHER.setdefault(model, []).append(Classification(model, default, {}, subject, keep, row))


def _known(model: type[models.Model], default: Data, row: str) -> None:
    if row not in ROWS and (row or default in (Data.PROCESS, Data.OUTCOME)):
        raise ValueError(f"{model.__name__}: no row {row!r} in the matrix says who reads it")


def parts(model: type[models.Model]) -> list[Classification]:
    """Every classification of a model: one for each thing under which its rows hang."""
    return [REGISTRY[model], *FURTHER.get(model, ())]


def about(model: type[models.Model], person: models.Model) -> models.QuerySet[models.Model]:
    """All rows that are about a person, by whatever path: what an export holds and what erasure takes away."""
    paths = [known.subject for known in parts(model) if known.subject]
    found = models.Q(pk__in=[])
    for path in paths:
        found |= models.Q(**{path: person})
    return model._default_manager.filter(found)
