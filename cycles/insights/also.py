"""What others have to say in a digest: a package above this one registers it, and says who may read each line."""

from collections.abc import Callable
from dataclasses import dataclass

from cycles.insights.models import MonthlyDigest
from teams.structure.access import Viewer


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    about: str
    lines: list[Line]


type Source = Callable[[Viewer, MonthlyDigest], Part | None]
_sources: list[Source] = []


def part(source: Source) -> Source:
    """Registers a part. It asks as many queries for one line as for a hundred."""
    _sources.append(source)
    return source


def parts(viewer: Viewer, digest: MonthlyDigest) -> list[Part]:
    found = (source(viewer, digest) for source in _sources)
    return [one for one in found if one]
