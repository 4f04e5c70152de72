"""How a week of learning fits somebody's weekly budget (S4). Pure: minutes in, minutes out."""

from cycles.weekly.models import Kind

FULL_WEEK = {Kind.PLANNING: 20, Kind.LEARNING_HOUR: 60, Kind.CHECK_IN: 10, Kind.RETROSPECTIVE: 30}
HARVEST_WEEK = {Kind.PLANNING: 20, Kind.LEARNING_HOUR: 30, Kind.CHECK_IN: 10, Kind.MONTHLY_REVIEW: 60}

# In this order, and each as far as needed: (moment, smallest own part).
_SHORTEN = [
    (Kind.LEARNING_HOUR, 15),
    (Kind.CHECK_IN, 5),
    (Kind.PLANNING, 10),
    (Kind.RETROSPECTIVE, 15),
]
_SHORTEN_HARVEST = [
    (Kind.LEARNING_HOUR, 0),
    (Kind.CHECK_IN, 5),
    (Kind.PLANNING, 10),
    (Kind.MONTHLY_REVIEW, 30),
]
# A week of a day or two may not even hold the smallest parts. Then these come first, each that still fits.
_FIRST = [Kind.MONTHLY_REVIEW, Kind.RETROSPECTIVE, Kind.PLANNING, Kind.CHECK_IN, Kind.LEARNING_HOUR]


def fit(minutes: dict[Kind, int], budget: int) -> dict[Kind, int]:
    """Own minutes per moment that together stay within the budget; 0 means the moment drops out for this person.

    minutes: what the team planned per kind. Budget and minutes are multiples of five. A team moment keeps one
    length for all: who has less leaves earlier.
    """
    own = dict(minutes)
    order = _SHORTEN_HARVEST if Kind.MONTHLY_REVIEW in own else _SHORTEN
    for kind, least in order:
        excess = sum(own.values()) - budget
        if excess <= 0:
            return own
        if kind in own:
            own[kind] = max(min(least, own[kind]), own[kind] - excess)
    left = budget
    for kind in _FIRST:
        if kind in own:
            own[kind] = own[kind] if own[kind] <= left else 0
            left -= own[kind]
    return own


def harvest_lengths(usual: dict[Kind, int]) -> dict[Kind, int]:
    """In season weeks 4, 8 and 12 the Maandoogst takes the place of the Weekoogst and half the Leerwerkuur (S4)."""
    lengths = dict(usual)
    if Kind.RETROSPECTIVE not in lengths:
        return lengths
    lengths[Kind.MONTHLY_REVIEW] = max(lengths.pop(Kind.RETROSPECTIVE), HARVEST_WEEK[Kind.MONTHLY_REVIEW])
    if Kind.LEARNING_HOUR in lengths:
        lengths[Kind.LEARNING_HOUR] = min(lengths[Kind.LEARNING_HOUR], HARVEST_WEEK[Kind.LEARNING_HOUR])
    return lengths
