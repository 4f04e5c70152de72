"""A close as its readers read it, from what was frozen and is still open to them."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cycles.outcomes.closing.content import Known
from cycles.outcomes.content import YieldShown
from cycles.outcomes.figures.kept import CAUSES
from cycles.proposals.models import InnovationProposal
from cycles.yields.showing import Numbers

State = InnovationProposal.State


@dataclass(frozen=True, slots=True)
class Proposal:
    told: dict[str, Any]

    @property
    def state_words(self) -> str | Promise:
        return State(self.told["state"]).label


class Measured(YieldShown):
    """A yield of a proposal, with its picture: a row of cycles/yields/_rows.html."""

    @property
    def about(self) -> str:
        return _("uit het voorstel %(name)s") % {"name": self.told["proposal"]}

    @property
    def picture(self) -> SafeString | str:
        base, target, actual = (
            Decimal(told) if (told := self.told[name]) else None for name in ("base", "target", "actual")
        )
        return Numbers(base, target, actual, self.is_noticed).picture


class Page:
    def __init__(self, known: Known) -> None:
        self.known = known

    @cached_property
    def yields(self) -> list[Measured]:
        return [Measured(one) for one in self.known["yields"]]

    @cached_property
    def proposals(self) -> list[Proposal]:
        return [Proposal(one) for one in self.known["proposals"]]

    @property
    def fallen(self) -> list[tuple[str, int]]:
        """(cause in words, how many moments), without causes that did not occur."""
        pairs = zip(CAUSES, self.known["causes"], strict=False)
        return [(str(cause.label), number) for cause, number in pairs if number]
