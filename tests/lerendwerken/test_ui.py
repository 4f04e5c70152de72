"""Words, times and form parts that every page shares."""

import re
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from lerendwerken.lib.undo import offer_undo
from lerendwerken.templatetags import ui

ROOT = Path(__file__).resolve().parents[2]
TUESDAY = datetime(2026, 3, 31, 7, 30, tzinfo=UTC)  # 9.30 in Amsterdam


class Node(HTMLParser):
    """Elements of a fragment by id, and all of them in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.by_id = {a["id"]: (tag, a) for tag, a in self.all if a.get("id")}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))

    def first(self, tag: str) -> dict[str, str | None]:
        return next(a for t, a in self.all if t == tag)


def show(text: str, **context: Any) -> str:
    return Template(text).render(Context(context))


@pytest.fixture(autouse=True)
def _dutch_in_amsterdam():
    with translation.override("nl"), timezone.override("Europe/Amsterdam"):
        yield


class Asked(forms.Form):
    measure = forms.CharField(
        label="Hoe meet je dat?",
        help_text="Een aantal of een tijd.",
        error_messages={"required": "Vul in hoe je meet."},
    )
    note = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea)
    day = forms.ChoiceField(
        label="Welke dag?",
        choices=[("1", "maandag"), ("2", "dinsdag")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een dag."},
    )
    agree = forms.BooleanField(label="Deel dit", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        self.add_error(None, "Dit past niet bij elkaar.")
        return self.cleaned_data


def test_times_and_days_are_written_as_people_say_them():
    assert ui.clock_time(TUESDAY) == "9.30"
    assert ui.clock_time(time(9, 5)) == "9.05"
    assert ui.day_short(TUESDAY) == "di 31"
    assert ui.day_long(TUESDAY) == ui.day_long(date(2026, 3, 31)) == "dinsdag 31 maart"
    with translation.override("en"):
        assert ui.clock_time(TUESDAY) == "9:30"
        assert ui.day_short(TUESDAY) == "Tue 31"
        assert ui.day_long(TUESDAY) == "Tuesday 31 March"


def test_a_time_is_local_to_the_reader_unless_a_zone_is_named():
    assert ui.clock_time(TUESDAY, "Asia/Tokyo") == "16.30"
    assert ui.clock_time(TUESDAY, ZoneInfo("UTC")) == "7.30"
    late = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert ui.day_short(late) == "wo 1"
    assert ui.day_short(late, "UTC") == "di 31"
    assert ui.clock_time(None) == ui.day_short(None) == ui.day_long(None) == ""


def test_lengths_and_lists_are_words():
    assert [ui.minutes(n) for n in (1, 35)] == ["1 minuut", "35 minuten"]
    assert ui.minutes_short(timedelta(minutes=90)) == "90 min"
    assert ui.listed(["Joost"]) == "Joost"
    assert ui.listed(["Joost", "Femke", "Bilal"]) == "Joost, Femke en Bilal"
    assert ui.listed([]) == ""


def test_a_field_ties_label_hint_and_error_to_its_control():
    form = Asked({})
    found = Node(show("{% field form.measure rows=2 %}", form=form))
    control = found.by_id["id_measure"][1]
    assert control["aria-describedby"] == "id_measure-hint id_measure-fout"
    assert control["aria-invalid"] == "true"
    assert control["rows"] == "2"
    assert {"id_measure-hint", "id_measure-fout"} <= set(found.by_id)
    assert found.first("label")["for"] == "id_measure"
    assert "Fout: Vul in hoe je meet." in re.sub(
        r"<svg.*?</svg> ?", "", show("{% field form.measure %}", form=form)
    )


def test_a_field_without_fault_or_hint_points_at_nothing():
    control = Node(show("{% field form.note %}", form=Asked())).by_id["id_note"][1]
    assert "aria-describedby" not in control
    assert "aria-invalid" not in control


def test_choices_stand_in_a_group_with_a_name_and_the_error_of_the_group():
    found = Node(show("{% field form.day %}", form=Asked({})))
    assert found.first("fieldset")["aria-describedby"] == "id_day-fout"
    assert [a["for"] for t, a in found.all if t == "label"] == ["id_day_0", "id_day_1"]
    assert {"id_day_0", "id_day_1"} <= set(found.by_id)


def test_a_tick_box_stands_inside_its_label_and_a_hidden_field_stands_alone():
    tags = [t for t, _ in Node(show("{% field form.agree %}", form=Asked())).all]
    assert tags == ["div", "label", "input", "span"]
    assert show("{% field form.revision %}", form=Asked()).startswith('<input type="hidden"')


def test_the_error_summary_leads_to_every_field_and_takes_the_focus():
    html = show("{% error_summary form %}", form=Asked({}))
    page = Node(html + show("{% field form.measure %}{% field form.day %}", form=Asked({})))
    links = [(a["href"] or "")[1:] for t, a in page.all if t == "a"]
    assert links == ["id_measure", "id_day_0"]
    assert set(links) <= set(page.by_id), "each link has somewhere to go"
    section = page.first("section")
    assert section["tabindex"] == "-1"
    assert "data-focus" in section
    assert "Hoe meet je dat? Vul in hoe je meet." in html
    assert "Dit past niet bij elkaar." in html


def test_a_form_without_errors_has_no_summary():
    assert not show("{% error_summary form %}", form=Asked()).strip()
    assert not show("{% error_summary form %}", form=None).strip()


def test_what_people_typed_is_shown_as_text():
    hostile = '"><script>alert(1)</script>'
    form = Asked({"measure": hostile, "note": hostile})
    for html in (
        show("{% field form.measure %}{% field form.note %}", form=form),
        show("{% visibility people %}", people=[hostile]),
        show("{% visibility text=people %}", people=hostile),
    ):
        assert "<script" not in html


def test_who_reads_something_is_said_in_words():
    assert "Alleen voor jou" in show("{% visibility %}")
    assert "Gedeeld met Joost en Femke" in show("{% visibility people %}", people=["Joost", "Femke"])


def test_what_was_done_can_be_undone_with_a_post():
    request = RequestFactory().post("/week/")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    offer_undo(request, "De Weekstart is verplaatst.", "/week/3/terug/")
    html = show("{% include 'components/messages.html' %}", messages=get_messages(request), csrf_token="x")
    form = Node(html).first("form")
    assert (form["method"], form["action"]) == ("post", "/week/3/terug/")
    assert "csrfmiddlewaretoken" in html
    for elsewhere in ("https://elders.example/", "//elders.example/"):
        with pytest.raises(ValueError, match="not a path of ours"):
            offer_undo(request, "Weg.", elsewhere)


def test_every_icon_that_a_page_asks_for_is_in_the_sprite():
    sprite = (ROOT / "static/icons/sprite.svg").read_text()
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    wanted = {
        (name, str(path.relative_to(ROOT)))
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert len(wanted) > 20
    assert not {(name, path) for name, path in wanted if name not in there}
    assert there == set((ROOT / "static/icons/icons.txt").read_text().split()), "run bin/assets"


def test_the_fonts_draw_the_names_of_everybody():
    """latin is preloaded and small; latin-ext has the rest of Yıldız, Łukasz, Şahin and Dvořák."""
    from fontTools.ttLib import TTFont

    fonts = ROOT / "static/fonts"
    for family in ("atkinson-next", "literata"):
        drawn = {
            subset: set(TTFont(fonts / f"{family}-{subset}.woff2").getBestCmap())
            for subset in ("latin", "latin-ext")
        }
        assert {ord(c) for c in "Yıldız Hoe é ë ’ €"} <= drawn["latin"]
        assert {ord(c) for c in "ŁłŞşĞğİŘřáč" if ord(c) > 0xFF} <= drawn["latin-ext"]
    assert (
        sum((fonts / f"{name}-latin.woff2").stat().st_size for name in ("atkinson-next", "literata")) < 60_000
    )
