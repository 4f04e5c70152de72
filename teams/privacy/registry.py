"""What kind of data every field of every model holds. What is not classified here fails the suite (TP4).

The export, erasing, the job that takes away what is overdue, the register and the map of the data read nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from teams.privacy.keeping import Keep
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
    # Of single fields, and never in a file of own data:
    KEY = "key"  # what recognises an address or a key, and tells nothing
    OTHERS = "others"  # of people other than the one whose row it is


NOT_EXPORTED = (Data.KEY, Data.OTHERS)
WRITTEN = (Data.PROCESS, Data.OUTCOME)  # what somebody made themselves
ALL = Q(pk__isnull=False)


@dataclass(frozen=True, slots=True)
class Classification:
    model: type[models.Model]
    default: Data
    fields: dict[str, Data] = field(default_factory=dict)
    name: str | Promise = ""  # what it is called on pages; several models may share a name
    subject: str = ""  # path from the model to the person, for export and erasure: "person", "prompt__person"
    keep: Keep | None = None
    stays: Q | None = None  # rows that stay without a name when their person goes; None: they all go
    row: str = ""  # of the matrix: who reads it (teams/structure/matrix.py)

    def of(self, name: str) -> Data:
        return self.fields.get(name, self.default)

    def rows(self, person: models.Model) -> models.QuerySet[models.Model]:
        """By this path alone."""
        return self.model._base_manager.filter(**{self.subject: person.pk})


REGISTRY: dict[type[models.Model], Classification] = {}
# Of models whose rows hang under one of two things: what a row under the other thing is.
FURTHER: dict[type[models.Model], list[Classification]] = {}
# How a row of somebody else, or of nobody, is told in a file: by these paths, which also find it again.
NATURAL: dict[type[models.Model], tuple[str, ...]] = {}


def classify(
    model: type[models.Model],
    default: Data,
    *,
    row: str = "",
    name: str | Promise = "",
    subject: str = "",
    keep: Keep | None = None,
    stays: Q | None = None,
    natural: tuple[str, ...] = (),
    **fields: Data,
) -> None:
    """Declares a model. Personal data needs a name, the path to its subject and how long it is kept; what somebody
    wrote also the row of the matrix that says who reads it."""
    if default is not Data.STRUCTURE and not (name and subject and keep):
        raise ValueError(f"{model.__name__}: say what it is called, whose data it is and how long it is kept")
    _check_row(model, default, row)
    known = {f.name for f in model._meta.get_fields()}
    if unknown := set(fields) - known:
        raise ValueError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")
    REGISTRY[model] = Classification(model, default, fields, name, subject, keep, stays, row)
    NATURAL[model] = natural


def classify_further(
    model: type[models.Model],
    default: Data,
    *,
    row: str = "",
    name: str | Promise,
    subject: str,
    keep: Keep,
    stays: Q | None = None,
) -> None:
    """For rows of a classified model that hang under something else: another kind of data, path to a person, term.

    The kinds of single fields go for both.
    """
    _check_row(model, default, row)
    fields = REGISTRY[model].fields if model in REGISTRY else {}
    FURTHER.setdefault(model, []).append(
        Classification(model, default, fields, name, subject, keep, stays, row)
    )


def _check_row(model: type[models.Model], default: Data, row: str) -> None:
    if row not in ROWS and (row or default in (Data.PROCESS, Data.OUTCOME)):
        raise ValueError(f"{model.__name__}: no row {row!r} in the matrix says who reads it")


def parts(model: type[models.Model]) -> list[Classification]:
    """Every classification of a model: one for each thing under which its rows hang."""
    return [REGISTRY[model], *FURTHER.get(model, ())]


def everything() -> Iterator[Classification]:
    """All of them, in the order in which they were declared."""
    for model in REGISTRY:
        yield from parts(model)


def about(model: type[models.Model], person: models.Model) -> models.QuerySet[models.Model]:
    """All rows that are about a person, by whatever path: what an export holds and what erasure takes away."""
    paths = [known.subject for known in parts(model) if known.subject]
    found = models.Q(pk__in=[])
    for path in paths:
        found |= models.Q(**{path: person.pk})
    return model._default_manager.filter(found)
