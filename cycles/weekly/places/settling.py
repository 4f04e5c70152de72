"""Where a new week has its team moments: on their usual places, unless somebody would miss one too often. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from cycles.weekly.places.placing import Place, Refusal
from cycles.weekly.places.slots import RUNNING, Ground, Standing, Wanted, best


@dataclass(frozen=True, slots=True)
class Settled:
    """place: None when it waits for the lead. refusals: against its usual place, for the lead."""

    wanted: Wanted
    place: Place | None
    refusals: tuple[dict[str, Any], ...] = ()

    @property
    def standing(self) -> list[Standing]:
        if self.place is None:
            return []
        length = timedelta(minutes=self.wanted.minutes)
        return [Standing(self.place.starts_at, self.place.starts_at + length, self.wanted.kind)]


def settle(ground: Ground, wanted: Sequence[Wanted]) -> list[Settled]:
    """Each on its usual place, else on its second; then away from it for who would miss it the third time (W3).

    For them first the second place of the rhythm, then the best of the week, if fewer would miss it there. All
    that is wanted has a usual time.
    """
    found: list[Settled] = []
    for one in wanted:
        found.append(_by_rhythm(_beside(ground, found), one))
    for number, settled in enumerate(found):
        if settled.place and (third := third_time(ground, settled.wanted, settled.place)):
            others = found[:number] + found[number + 1 :]
            found[number] = _for_them(_beside(ground, others), settled, third)
    return found


def third_time(ground: Ground, wanted: Wanted, place: Place) -> list[int]:
    """Who takes part in a week and is not there, after missing it the two weeks before."""
    own = wanted.own(ground.day(place.starts_at))
    return [
        p for p in sorted(own) if own[p] and p not in place.present and wanted.missed.get(p, 0) >= RUNNING
    ]


def _beside(ground: Ground, others: Iterable[Settled]) -> Ground:
    return replace(ground, standing=[*ground.standing, *(one for other in others for one in other.standing)])


def _by_rhythm(ground: Ground, wanted: Wanted) -> Settled:
    assert wanted.usual
    usual = ground.judge(wanted, wanted.usual)
    if usual.is_allowed or wanted.second is None:
        return Settled(wanted, usual if usual.is_allowed else None, usual.refusals)
    second = ground.judge(wanted, wanted.second)
    return Settled(wanted, second if second.is_allowed else None, usual.refusals)


def _for_them(ground: Ground, settled: Settled, third: list[int]) -> Settled:
    wanted = settled.wanted
    place, left = settled.place, third
    for other in _other_places(ground, wanted):
        still = third_time(ground, wanted, other)
        if len(still) < len(left):
            place, left = other, still
    helped = [p for p in third if p not in left]
    why = list(settled.refusals)
    if helped:
        why.append({"code": Refusal.THIRD_MISS, "persons": helped})
    if left:
        why.append({"code": Refusal.THIRD_MISS_STAYS, "persons": left})
    return Settled(wanted, place, tuple(why))


def _other_places(ground: Ground, wanted: Wanted) -> list[Place]:
    (choice,) = best(ground, [wanted])
    places = [ground.judge(wanted, wanted.second)] if wanted.second else []
    return [place for place in (*places, choice.place) if place and place.is_allowed]
