"""What kind of data every model holds. A model that is not classified here fails the suite (TP4)."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models


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

    def of(self, name: str) -> Data:
        return self.fields.get(name, self.default)


REGISTRY: dict[type[models.Model], Classification] = {}


def classify(
    model: type[models.Model], default: Data, *, subject: str = "", keep: str = "", **fields: Data
) -> None:
    """Declares a model. Personal data needs the path to its subject and how long it is kept."""
    if default is not Data.STRUCTURE and not (subject and keep):
        raise ValueError(f"{model.__name__}: say whose data this is and how long it is kept")
    known = {f.name for f in model._meta.get_fields()}
    if unknown := set(fields) - known:
        raise ValueError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")
    REGISTRY[model] = Classification(model, default, fields, subject, keep)
