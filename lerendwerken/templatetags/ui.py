"""The words and drawings that every page shares: icons, the week line, fields, dates and times."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lerendwerken.lib import clock, drawing

register = template.Library()

# Drawings ---------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """One Lucide icon from the sprite; always beside words, so hidden from screen readers."""
    return _icon(static("icons/sprite.svg"), name)


@lru_cache(maxsize=200)
def _icon(sprite: str, name: str) -> SafeString:
    """Made once: a page shows the same few of them many times."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


@register.simple_tag
def week_line(beats: Iterable[drawing.Beat], now: float | None = None, **more: Any) -> SafeString:
    """{% week_line beats now=412 gaps=gaps bleed=1500 %}; see lib/drawing.py for the rest."""
    return drawing.week_line(beats, now=now, **more)


@register.simple_tag
def strip(
    work: Iterable[tuple[float, float]], moments: Iterable[drawing.Bar] = (), **more: Any
) -> SafeString:
    """{% strip work moments %}: one person's day, hours as decimals."""
    return drawing.strip(work, moments, **more)


@register.simple_tag
def door_line() -> SafeString:
    """The line at the foot of the sign-in page: nobody's week, so always the same one."""
    beats = [
        drawing.Beat(110, 20, "done"),
        drawing.Beat(300, 45, "done"),
        drawing.Beat(520, 10, "plan"),
        drawing.Beat(730, 30, "plan"),
    ]
    return drawing.week_line(beats, now=400, height=150, scale=1.3, name="deur")


@register.filter
def bar_height(minutes: float) -> int:
    """Pixels of a bar in a mail, where there is no SVG: 20 minutes is 22 high, as drawn."""
    return min(max(round(minutes * 1.1), 8), 66)


# Parts of a page --------------------------------------------------------------------------------


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "", **attributes: Any) -> dict[str, Any]:
    """Label, hint, error and control, tied together for a screen reader.

    More attributes go to the control: {% field form.text rows=2 autocomplete="off" %}.
    """
    hint = hint or str(bound.help_text)
    described = [f"{bound.auto_id}-hint"] if hint else []
    if bound.errors:
        described.append(f"{bound.auto_id}-fout")
    is_group = bound.widget_type in ("radioselect", "checkboxselectmultiple")
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if described and not is_group:
        attributes["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        "hint": hint,
        "described": " ".join(described),
        "is_hidden": bound.is_hidden,
        "is_group": is_group,
        "is_choice": bound.widget_type in ("checkbox", "nullboolean") and not is_group,
        "control": "" if is_group else bound.as_widget(attrs=_dashed(attributes)),
    }


@register.inclusion_tag("components/errors.html")
def error_summary(form: BaseForm | None, title: str = "") -> dict[str, Any]:
    """What is missing, with a link to each field; nothing for a form without errors."""
    errors = [] if form is None else [("", str(error)) for error in form.non_field_errors()]
    for bound in form or ():
        # A group has no control with the name of the whole: its first choice is where the link leads.
        target = "" if bound.is_hidden else bound.id_for_label or f"{bound.auto_id}_0"
        label = str(bound.label) if target else ""
        label += "" if not label or label.endswith(("?", ":", ".")) else ":"
        errors += [(target, f"{label} {error}".strip()) for error in bound.errors]
    return {"errors": errors, "title": title}


@register.inclusion_tag("components/visibility.html")
def visibility(shared_with: Sequence[object] = (), text: str = "", name: str = "") -> dict[str, str]:
    """Who can read this. Without anything: only you. With people: their names.

    {% visibility %} {% visibility colleagues %} {% visibility text="Iedereen in je dienst" name="eye" %}
    """
    if text:
        return {"icon_name": name or "users", "text": text}
    if shared_with:
        people = listed(shared_with)
        return {"icon_name": "users", "text": _("Gedeeld met %(people)s") % {"people": people}}
    return {"icon_name": "lock", "text": _("Alleen voor jou")}


# Words, dates and times -------------------------------------------------------------------------


@register.filter
def clock_time(moment: datetime | time | None, zone: str | tzinfo = "") -> str:
    """9.30 in Dutch, 9:30 in English; local to the reader, or to a given zone. "" for no time."""
    if moment is None or moment == "":
        return ""
    local = _local(moment, zone) if isinstance(moment, datetime) else moment
    return f"{local.hour}{'.' if _is_dutch() else ':'}{local.minute:02}"


@register.filter
def day_short(day: date | datetime | None, zone: str | tzinfo = "") -> str:
    """ma 30, Mon 30"""
    if not day:
        return ""
    local = _local_day(day, zone)
    name = str(WEEKDAYS_ABBR[local.weekday()])
    return f"{name[:2].lower() if _is_dutch() else name[:3]} {local.day}"


@register.filter
def day_long(day: date | datetime | None, zone: str | tzinfo = "") -> str:
    """dinsdag 31 maart, Tuesday 31 March"""
    if not day:
        return ""
    local = _local_day(day, zone)
    words = f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month]}"
    return words.lower() if _is_dutch() else words


@register.filter
def when_long(moment: datetime | None, zone: str | tzinfo = "") -> str:
    """om 13.00 uur today, morgen om 9.30 uur, dinsdag 31 maart om 13.00 uur; seen from now"""
    if not moment:
        return ""
    days = _days_from_now(moment, zone)
    words = {"time": clock_time(moment, zone), "day": day_long(moment, zone)}
    if days == 0:
        return _("om %(time)s uur") % words
    if days == 1:
        return _("morgen om %(time)s uur") % words
    return _("%(day)s om %(time)s uur") % words


@register.filter
def when_told(moment: datetime | None, zone: str | tzinfo = "") -> str:
    """As when_long, but in the middle of a sentence: vandaag om 13.00 uur."""
    if moment and _days_from_now(moment, zone) == 0:
        return _("vandaag om %(time)s uur") % {"time": clock_time(moment, zone)}
    return when_long(moment, zone)


@register.filter
def weekday_name(day: date | datetime) -> str:
    """dinsdag, Tuesday"""
    return weekday(_local_day(day, "").weekday())


def weekday(number: int) -> str:
    """1 is dinsdag, Tuesday: in the middle of a sentence only English has a capital."""
    name = str(WEEKDAYS[number])
    return name.lower() if _is_dutch() else name


@register.filter
def minutes(length: float | timedelta) -> str:
    """35 minuten"""
    number = _whole_minutes(length)
    return ngettext("%(number)s minuut", "%(number)s minuten", number) % {"number": number}


@register.filter
def minutes_short(length: float | timedelta) -> str:
    """35 min"""
    return _("%(number)s min") % {"number": _whole_minutes(length)}


@register.filter
def listed(things: Iterable[object]) -> str:
    """Joost, Femke en Bilal"""
    words = [str(thing) for thing in things]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s en %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _local_day(day: date | datetime, zone: str | tzinfo) -> date:
    """The date of a moment by the reader's clock or by that of a zone; a date stays itself."""
    return _local(day, zone) if isinstance(day, datetime) else day


def _days_from_now(moment: datetime, zone: str | tzinfo) -> int:
    return (_local(moment, zone).date() - _local(clock.now(), zone).date()).days


def _local(moment: datetime, zone: str | tzinfo) -> datetime:
    return timezone.localtime(moment, ZoneInfo(zone) if isinstance(zone, str) and zone else zone or None)


def _whole_minutes(length: float | timedelta) -> int:
    return round(length.total_seconds() / 60 if isinstance(length, timedelta) else length)


def _is_dutch() -> bool:
    return (get_language() or "nl").startswith("nl")


def _dashed(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in attributes.items()}
