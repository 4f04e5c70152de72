"""Where the conversation of a moment is held: the package of conversations says so, pages of the week lead there."""

from collections.abc import Callable, Sequence

from cycles.weekly.models import Moment
from teams.structure.access import Viewer

Places = Callable[[Viewer, Sequence[Moment]], dict[int, str]]
PLACES: list[Places] = []


def place(source: Places) -> Places:
    """Registers who knows, for some of these moments, the address for this viewer; a query at most."""
    PLACES.append(source)
    return source


def places(viewer: Viewer, moments: Sequence[Moment]) -> dict[int, str]:
    """Moment -> the address of its conversation, for those that this viewer is in. They come with their team."""
    found: dict[int, str] = {}
    for source in PLACES:
        found |= source(viewer, moments)
    return found
