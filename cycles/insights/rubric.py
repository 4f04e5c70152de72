"""The five criteria as they are drawn: a pencil line of twenty points each, in pen as far as it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from cycles.insights.models import POINTS, Insight

BAR, STEP = 30, 40


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    points: int


def names() -> list[str]:
    fields = (Insight._meta.get_field(name) for name in Insight.CRITERIA)
    return [capfirst(str(field.verbose_name)) for field in fields]  # type: ignore[union-attr]


def parts(insight: Insight) -> list[Part]:
    """Nothing until somebody rated it."""
    if insight.validity is None:
        return []
    points = (getattr(insight, name) for name in Insight.CRITERIA)
    return [Part(label, found) for label, found in zip(names(), points, strict=True)]


def drawing(points: Sequence[int]) -> SafeString:
    """Hidden from screen readers: the words beside it say the same."""
    lines = []
    for number, found in enumerate(points):
        at = 3 + number * STEP
        lines.append(f'<path class="pencil" d="M{at} 8h{BAR}"/>')
        if found:
            lines.append(f'<path class="pen" d="M{at} 8h{found * BAR / POINTS:.1f}"/>')
    inside = "".join(lines)
    return mark_safe(f'<svg viewBox="0 0 200 16" aria-hidden="true" class="rubric">{inside}</svg>')  # noqa: S308 (numbers only)
