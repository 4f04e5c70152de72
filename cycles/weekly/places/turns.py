"""Who leads a moment: it rotates over those who are there. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from cycles.weekly.models import Kind

NEVER = datetime.min.replace(tzinfo=UTC)

type Led = Mapping[int, Sequence[tuple[Kind, datetime]]]  # what each person led this season, and when


def on_turn(kind: Kind, present: Iterable[int], led: Led) -> int | None:
    """Who led this kind least often this season; of those who led least at all, then longest ago, then by id.

    First by kind, or in a small team everybody would lead the same moment week after week.
    """

    def order(person: int) -> tuple[int, int, datetime, int]:
        times = led.get(person, ())
        same = sum(other is kind for other, _at in times)
        return same, len(times), max((at for _kind, at in times), default=NEVER), person

    return min(present, key=order, default=None)
