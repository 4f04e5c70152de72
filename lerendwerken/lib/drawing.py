"""The line that writes the week, the strip of one working day, and what a trial brought: drawn here, as SVG.

Pen is done, pencil is planned, red is now, dots are no work, a cross is cancelled. Height is duration.
The drawings are hidden from screen readers: the words beside them say the same. A bullet has its own words.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

State = Literal["done", "now", "next", "plan", "cut"]
Kind = Literal["team", "duo", "idea"]

# minutes: (half width at scale 1, share of the full height)
SHAPES = {
    0: (12.0, 0.10),
    5: (18.0, 0.16),
    10: (24.0, 0.26),
    15: (29.0, 0.36),
    20: (34.0, 0.44),
    30: (42.0, 0.60),
    35: (45.0, 0.68),
    45: (50.0, 0.80),
    60: (56.0, 0.94),
}


@dataclass(frozen=True, slots=True)
class Beat:
    """One moment on a line: its place (0 to the line's width), its length, and how far it is."""

    x: float
    minutes: float
    state: State

    def __post_init__(self) -> None:
        if self.state not in get_args(State):
            raise ValueError(f"not a state of a beat: {self.state!r}")


@dataclass(frozen=True, slots=True)
class Bar:
    """One moment in a strip: when it starts (hours as a decimal), its length, and what it is."""

    start: float
    minutes: float
    kind: Kind

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"not a kind of bar: {self.kind!r}")


@dataclass(frozen=True, slots=True)
class WeekScale:
    """Where a local time stands on a week line: equal columns from Monday on, the working day inside each.

    What falls before or after the drawn hours stands at the edge of its own day, so nothing leaves its column.
    """

    monday: date
    days: int = 5
    opens: float = 7
    closes: float = 19
    width: float = 1000

    def x(self, local: datetime) -> float:
        """The place of a moment; below 0 before this week, above the width after its last drawn day."""
        day = (local.date() - self.monday).days
        if day < 0:
            return -1
        if day >= self.days:
            return self.width + 1
        hour = local.hour + local.minute / 60
        part = (min(max(hour, self.opens), self.closes) - self.opens) / (self.closes - self.opens)
        return (day + 0.16 + 0.68 * part) * self.width / self.days

    def gap(self, day: date) -> tuple[float, float]:
        """The column of a day without work."""
        number = (day - self.monday).days
        return number * self.width / self.days, (number + 1) * self.width / self.days


def week_line(
    beats: Iterable[Beat],
    *,
    now: float | None = None,
    gaps: Sequence[tuple[float, float]] = (),
    width: float = 1000,
    height: float = 128,
    scale: float = 1.0,
    pad: float = 14,
    bleed: float = 0,
    name: str = "week",
) -> SafeString:
    """The line as SVG. Left of `now` it is pen, right of it pencil; without `now` it is all pen.

    `gaps` are (from, to) without work. `bleed` runs the line on past both edges. Two lines on one page
    with the same `now` and size need different `name`s, because the clip paths are named after them.
    """
    beats = sorted(beats, key=lambda beat: beat.x)
    now = width if now is None else _beside(now, beats, scale)
    base, full = height - pad, height - pad - 10
    line = areas = marks = ""
    for start, end in _runs(gaps, width):
        line += f"M{_n(start - bleed if start == 0 else start)} {_n(base)}"
        for beat in beats:
            if not start <= beat.x <= end or beat.state == "cut":
                continue
            left, curve = _bell(beat, base, full, scale)
            line += f"H{_n(left)}{curve}"
            if beat.state in ("done", "now"):
                areas += f'<path class="done" d="M{_n(left)} {_n(base)}{curve}Z"/>'
            if beat.state in ("now", "next"):
                marks += f'<path class="beat" d="M{_n(left)} {_n(base)}{curve}"/>'
        line += f"H{_n(end + bleed if end == width else end)}"
    for beat in beats:
        if beat.state == "cut":
            marks += f'<path class="cut" d="M{_n(beat.x - 13)} {_n(base - 10)}l26 20m0 -20l-26 20"/>'
    rest = "".join(
        f'<path class="rest" d="M{_n(start + 6)} {_n(base)}H{_n(end + bleed if end == width else end - 4)}"/>'
        for start, end in gaps
    )
    parts = [
        f'<svg viewBox="0 0 {_n(width)} {_n(height)}" preserveAspectRatio="none" aria-hidden="true">',
        areas,
        rest,
    ]
    if now <= 0:
        parts.append(f'<path class="pencil" d="{line}"/>')
    elif now >= width:
        parts.append(f'<path class="pen" d="{line}"/>')
    else:
        # The name follows from the shape, so the same line is the same text and an equal name an equal clip.
        clip = f"{name}-{_n(now)}-{_n(width)}-{_n(height)}-{_n(bleed)}".replace(".", "_")
        from_x, to_x = _n(-bleed - 5), _n(width + bleed)
        parts += [
            f'<clipPath id="{clip}-a"><path d="M{from_x} 0H{_n(now)}V{_n(height)}H{from_x}Z"/></clipPath>',
            f'<clipPath id="{clip}-b"><path d="M{_n(now)} 0H{to_x}V{_n(height)}H{_n(now)}Z"/></clipPath>',
            f'<path class="pencil" d="{line}" clip-path="url(#{clip}-b)"/>',
            f'<path class="pen" d="{line}" clip-path="url(#{clip}-a)"/>',
        ]
    parts.append(marks)
    if 0 < now < width:
        parts.append(f'<path class="now" d="M{_n(now)} {_n(base)}h.01"/>')
    return mark_safe("".join(parts) + "</svg>")  # noqa: S308 (numbers and fixed names only)


def strip(
    work: Iterable[tuple[float, float]], moments: Iterable[Bar] = (), *, opens: float = 8, closes: float = 18
) -> SafeString:
    """One person's day: working time as bands, moments as marks. Hours are decimals: 13.5 is 13.30 uur."""
    hour = 100 / (closes - opens)
    parts = ['<svg class="strip" viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">']
    for start, end in work:
        start, end = max(start, opens), min(end, closes)
        if start < end:
            parts.append(
                f'<rect class="hours" x="{_n((start - opens) * hour)}" width="{_n((end - start) * hour)}" y="3" height="34"/>'
            )
    for bar in moments:
        width = max(bar.minutes / 60 * hour, 2)
        left = min(max((bar.start - opens) * hour, 0), 100 - width)
        parts.append(f'<rect class="{bar.kind}" x="{_n(left)}" width="{_n(width)}" y="0" height="40"/>')
    return mark_safe("".join(parts) + "</svg>")  # noqa: S308 (numbers and fixed names only)


def bullet(base: float | None, target: float | None, actual: float | None, words: str) -> SafeString:
    """One yield on its own scale: before as an open dot, expected in pencil, measured in ink; `words` say it aloud.

    Half of the width is what lies between the lowest and the highest number, so that a small change is seen as well.
    """
    known = [number for number in (base, target, actual) if number is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    room = (high - low) / 3 or abs(high) / 3 or 1.0

    def x(number: float) -> float:
        return 12 + 276 * (number - low + room) / (high - low + 2 * room)

    parts = '<path class="axis" d="M12 20H288"/>'
    if base is not None and target is not None:
        parts += f'<path class="pencil" d="M{_n(x(base))} 20H{_n(x(target))}"/>'
    if target is not None:
        parts += f'<path class="goal" d="M{_n(x(target))} 8v24"/>'
    if base is not None and actual is not None:
        parts += f'<path class="pen" d="M{_n(x(base))} 20H{_n(x(actual))}"/>'
    if actual is not None:
        parts += f'<circle class="actual" cx="{_n(x(actual))}" cy="20" r="7"/>'
    if base is not None:
        parts += f'<circle class="base" cx="{_n(x(base))}" cy="20" r="5"/>'
    return format_html(
        '<svg class="bullet" viewBox="0 0 300 40" role="img" aria-label="{}">{}</svg>',
        words,
        mark_safe(parts),  # noqa: S308 (numbers and fixed names only)
    )


def shape(minutes: float) -> tuple[float, float]:
    """Half width and share of the height for any length; straight lines between the drawn lengths."""
    known = list(SHAPES)
    minutes = min(max(minutes, known[0]), known[-1])
    place = min(bisect_right(known, minutes), len(known) - 1)
    low, high = known[place - 1], known[place]
    part = (minutes - low) / (high - low)
    (width_low, height_low), (width_high, height_high) = SHAPES[low], SHAPES[high]
    return width_low + (width_high - width_low) * part, height_low + (height_high - height_low) * part


def _bell(beat: Beat, base: float, full: float, scale: float) -> tuple[float, str]:
    """Where the beat leaves the line, and its curve back to the line."""
    width, share = shape(beat.minutes)
    width *= scale
    top, dip = base - full * share, base + full * share * 0.09
    x, left, right = beat.x, beat.x - width, beat.x + width * 1.3
    curve = (
        f"C{_n(left + width * 0.5)} {_n(base)} {_n(x - width * 0.42)} {_n(top)} {_n(x)} {_n(top)}"
        f"C{_n(x + width * 0.38)} {_n(top)} {_n(x + width * 0.42)} {_n(dip)} {_n(x + width * 0.82)} {_n(dip)}"
        f"C{_n(x + width * 1.02)} {_n(dip)} {_n(x + width * 1.08)} {_n(base)} {_n(right)} {_n(base)}"
    )
    return left, curve


def _beside(now: float, beats: list[Beat], scale: float) -> float:
    """Now, moved off a slope: what still begins lies wholly ahead of it, what is done wholly behind.

    A beat is drawn far wider than its minutes, so at 12.40 the beat of 13.00 would already be half written.
    """
    for beat in beats:
        width = shape(beat.minutes)[0] * scale
        if beat.state == "done" and beat.x < now < beat.x + width * 1.3:
            now = beat.x + width * 1.3
    for beat in beats:
        width = shape(beat.minutes)[0] * scale
        if beat.state == "next" and beat.x - width < now < beat.x:
            now = beat.x - width
    return now


def _runs(gaps: Sequence[tuple[float, float]], width: float) -> list[tuple[float, float]]:
    """What is left of the line between the gaps."""
    runs, begin = [], 0.0
    for start, end in sorted(gaps):
        if start > begin:
            runs.append((begin, start))
        begin = max(begin, end)
    if begin < width:
        runs.append((begin, width))
    return runs


def _n(number: float) -> str:
    """A coordinate, one decimal at most."""
    return f"{number:.1f}".removesuffix(".0")
