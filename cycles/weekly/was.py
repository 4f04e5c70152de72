"""What a moment was before a change: for taking the change back, and for a lead who had not seen another lead's.

It says only what a lead sees. What a duo did with its own Leerwerkuur is not in it (S11), so neither can a page
that carries it tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from cycles.weekly.models import Moment


@dataclass(frozen=True, slots=True)
class Was:
    """starts_at None: waiting for a place, or everybody alone. cause: of the team, "" when it goes on."""

    form: str
    starts_at: datetime | None
    cause: str = ""
    by: int | None = None  # the lead who made it so
    by_name: str = ""

    @classmethod
    def of(cls, moment: Moment) -> Self:
        # A duo may have moved its own since a lead did: then a name would be the wrong one, or tell (S11).
        lead = None if moment.pair else moment.changed_by
        return cls(
            moment.form,
            moment.starts_at,
            moment.cancelled_cause,
            lead.pk if lead else None,
            lead.given_name if lead else "",
        )

    @property
    def seen(self) -> str:
        """For a hidden field: the same text as long as it is the same."""
        at = int(self.starts_at.timestamp()) if self.starts_at else ""
        return f"{self.form}:{at}:{self.cause}"

    def to_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "starts_at": self.starts_at.isoformat() if self.starts_at else None,
            "cause": self.cause,
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        at = given["starts_at"]
        return cls(given["form"], datetime.fromisoformat(at) if at else None, given["cause"])
