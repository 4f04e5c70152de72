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
# A week of a day or two may not even hold the smallest parts. Then moments drop out, these first.
_DROP = [Kind.LEARNING_HOUR, Kind.CHECK_IN, Kind.PLANNING, Kind.RETROSPECTIVE, Kind.MONTHLY_REVIEW]


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
    for kind in _DROP:
        if sum(own.values()) <= budget:
            break
        if kind in own:
            own[kind] = 0
    return own
