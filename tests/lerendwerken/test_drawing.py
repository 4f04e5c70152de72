"""The line and the strip: drawn from data, the same text for the same data, nothing outside its place."""

import re
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.lib.drawing import Bar, Beat, WeekScale, shape, strip, week_line

MONDAY = date(2026, 3, 30)


def paths(svg: str, kind: str) -> list[str]:
    return re.findall(rf'<path class="{kind}" d="([^"]*)"', svg)


def test_what_is_done_is_filled_what_is_next_is_red_and_what_is_cancelled_is_crossed():
    svg = week_line(
        [Beat(90, 20, "done"), Beat(470, 35, "next"), Beat(660, 10, "plan"), Beat(780, 30, "cut")], now=300
    )
    assert len(paths(svg, "done")) == len(paths(svg, "beat")) == len(paths(svg, "cut")) == 1
    assert 'class="now" d="M300 ' in svg
    assert "780" not in paths(svg, "pen")[0], "a cancelled moment leaves the line flat"


def test_a_day_without_work_is_dots_and_no_line():
    svg = week_line([Beat(100, 20, "plan")], now=0, gaps=[(800, 1000)], bleed=1500)
    assert paths(svg, "rest") == ["M806 114H2500"]
    assert paths(svg, "pencil")[0].endswith("H800")


def test_gaps_that_overlap_or_touch_leave_no_line_between_them():
    svg = week_line([], now=0, gaps=[(0, 200), (200, 400), (350, 500)])
    assert paths(svg, "pencil") == ["M500 114H1000"]


def test_before_the_week_all_is_pencil_and_after_it_all_is_pen():
    assert not paths(week_line([Beat(100, 20, "plan")], now=-1), "pen")
    assert not paths(week_line([Beat(100, 20, "done")], now=1001), "pencil")
    assert paths(week_line([Beat(100, 20, "done")]), "pen")


def test_now_stands_beside_a_beat_that_still_begins_and_behind_one_that_is_done():
    """At 12.40 the beat of 13.00 is still wholly ahead, though it is drawn wider than its minutes."""
    ahead = week_line([Beat(302, 35, "next")], now=290)
    assert 'class="now" d="M257 ' in ahead
    behind = week_line([Beat(160, 5, "done")], now=165)
    assert 'class="now" d="M183.4 ' in behind
    long_ago = week_line([Beat(78, 20, "next")], now=700)
    assert 'class="now" d="M700 ' in long_ago


def test_the_same_data_give_the_same_text_and_other_shapes_other_clips():
    beats = [Beat(90, 20, "done"), Beat(660, 10, "plan")]
    first, again = (week_line(beats, now=412) for _ in range(2))
    assert first == again
    ids = [
        set(re.findall(r'id="([^"]+)"', svg))
        for svg in (first, week_line(beats, now=413), week_line(beats, now=412, name="b"))
    ]
    assert all(len(found) == 2 for found in ids)
    assert not ids[0] & (ids[1] | ids[2])


@given(st.floats(0, 600), st.floats(0, 600))
def test_a_longer_moment_is_never_drawn_lower_or_narrower(one: float, other: float):
    short, long = sorted((one, other))
    assert shape(short) <= shape(long)


def test_the_drawn_lengths_keep_their_height_and_those_between_stand_between():
    assert shape(30) == (42.0, 0.6)
    assert shape(25)[1] == pytest.approx(0.52)
    assert shape(600) == shape(60)


@given(
    st.lists(
        st.builds(
            Beat,
            st.floats(0, 1000),
            st.floats(0, 240),
            st.sampled_from(["done", "now", "next", "plan", "cut"]),
        ),
        max_size=8,
    ),
    st.floats(-500, 1500),
)
def test_every_line_is_well_formed_and_hidden_from_screen_readers(beats: list[Beat], now: float):
    svg = ElementTree.fromstring(week_line(beats, now=now))
    assert svg.get("aria-hidden") == "true"
    assert "style" not in {name for node in svg.iter() for name in node.attrib}, "CSP blocks inline styles"


def test_a_state_or_kind_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="not a state"):
        Beat(1, 20, "klaar")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a kind"):
        Bar(9, 20, 'team"><script>')  # type: ignore[arg-type]


def test_a_strip_shows_working_time_and_moments_and_nothing_outside_the_day():
    svg = strip(
        [(8.5, 12.5), (13, 16), (20, 23)], [Bar(9.5, 20, "team"), Bar(23, 30, "duo"), Bar(3, 30, "idea")]
    )
    rects = ElementTree.fromstring(svg).findall("rect")
    assert [r.get("class") for r in rects] == ["hours", "hours", "team", "duo", "idea"]
    for r in rects:
        left, width = float(r.get("x") or 0), float(r.get("width") or 0)
        assert 0 <= left <= left + width <= 100.05


def test_a_moment_stands_in_the_column_of_its_own_day():
    scale = WeekScale(MONDAY)
    for day in range(5):
        for hour in (0, 6, 9, 13, 18, 23):
            local = datetime.combine(MONDAY + timedelta(days=day), time(hour))
            assert day * 200 < scale.x(local) < (day + 1) * 200
    assert scale.x(datetime(2026, 3, 29, 12)) < 0
    assert scale.x(datetime(2026, 4, 4, 12)) > 1000
    assert WeekScale(MONDAY, days=7).gap(date(2026, 4, 5)) == pytest.approx((6000 / 7, 1000))
