"""The steps of a learning question, as a registry: every package that has a step puts it on the page itself.

A step is drawn in its order, from "now" or "done" to "locked". `forms` holds what was posted and refused, by the key
of its step, so that the page comes back with what was typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cycles.questions.models import LearningQuestion
from teams.structure.access import Viewer

State = Literal["done", "now", "open", "locked"]
Forms = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it is drawn. `template` finds `step`, its `context`, `question` and `viewer`."""

    key: str
    title: str
    state: State
    template: str = ""  # none: only the title and, when locked, why
    context: Mapping[str, Any] = field(default_factory=dict)
    why_locked: str = ""


Stepper = Callable[[Viewer, LearningQuestion, Forms], Step | None]
STEPS: dict[str, tuple[int, Stepper]] = {}  # key -> (order, what makes it)


def step(*, order: int, key: str) -> Callable[[Stepper], Stepper]:
    """Registers a step; None means that this question has no such step (now)."""

    def register(source: Stepper) -> Stepper:
        STEPS[key] = (order, source)
        return source

    return register


def steps_of(viewer: Viewer, question: LearningQuestion, forms: Forms | None = None) -> list[Step]:
    """All steps of a question in their order."""
    in_order = sorted(STEPS.items(), key=lambda item: (item[1][0], item[0]))
    made = (source(viewer, question, forms or {}) for _key, (_order, source) in in_order)
    return [found for found in made if found is not None]
