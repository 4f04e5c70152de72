"""From harvest to innovation: one index of the modules that name these pages."""

from functools import reduce
from operator import or_

from tests.browser import (
    harvest,
    insights,
    proposals_cards,
    proposals_pages,
    proposals_trials,
    proposals_writing,
)
from tests.browser.cases import Case

MODULES = (harvest, insights, proposals_cards, proposals_pages, proposals_trials, proposals_writing)

PAGES: dict[str, Case] = reduce(or_, (module.PAGES for module in MODULES))
ACTIONS: set[str] = reduce(or_, (module.ACTIONS for module in MODULES))
NO_PAGES: dict[str, str] = reduce(or_, (getattr(module, "NO_PAGES", {}) for module in MODULES))
STATES: dict[str, Case] = reduce(or_, (module.STATES for module in MODULES))
