"""What a team said about a proposal elsewhere, for whoever decides about it: a line each, and no decision (S24)."""

from collections.abc import Callable

from cycles.proposals.models import InnovationProposal

type Adviser = Callable[[InnovationProposal], str]
_advisers: list[Adviser] = []


def adviser(source: Adviser) -> Adviser:
    """Registers who has something to say; "" for nothing."""
    _advisers.append(source)
    return source


def lines(proposal: InnovationProposal) -> list[str]:
    return [line for source in _advisers if (line := source(proposal))]
