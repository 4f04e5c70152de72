"""A close as its readers read it, from what was frozen."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cycles.outcomes.closing.content import Known
from cycles.outcomes.content import YieldShown
from cycles.outcomes.figures.kept import CAUSES
from cycles.proposals.models import InnovationProposal
from lerendwerken.lib.drawing import bullet

State = InnovationProposal.State


@dataclass(frozen=True, slots=True)
class Proposal:
    told: dict[str, Any]

    @property
    def state_words(self) -> str | Promise:
        return State(self.told["state"]).label


class Measured(YieldShown):
    """A yield of a proposal, with its picture."""

    @property
    def about(self) -> str:
        return _("uit het voorstel %(name)s") % {"name": self.told["proposal"]}

    @property
    def picture(self) -> SafeString:
        base, target, actual = (
            float(self.told[name]) if self.told[name] else None for name in ("base", "target", "actual")
        )
        return bullet(base, target, actual, self.words)

    @property
    def words(self) -> str:
        told = {
            "base": self.base or _("niet geteld"),
            "target": self.target or _("niet gezegd"),
            "actual": self.actual or _("nog niet"),
        }
        return _("eerst %(base)s, verwacht %(target)s, gemeten %(actual)s") % told


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
