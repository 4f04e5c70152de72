"""The words and drawings that every page shares: icons, the week line, fields, dates and times."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One Lucide icon from the sprite; always beside words, so hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons/sprite.svg"), name
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """Label, hint, error and control, tied together for a screen reader."""
    hint = hint or str(bound.help_text)
    described = [f"{bound.id_for_label}-hint"] if hint else []
    if bound.errors:
        described.append(f"{bound.id_for_label}-fout")
    attributes: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    choice = bound.widget_type in ("checkbox",)
    return {"bound": bound, "hint": hint, "control": bound.as_widget(attrs=attributes), "is_choice": choice}


@register.inclusion_tag("components/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What is missing, with a link to each field; nothing for a form without errors."""
    return {"form": form}


def _local(moment: date | datetime, zone: str = "") -> date | datetime:
    if isinstance(moment, datetime):
        return moment.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(moment)
    return moment


@register.filter
def clock_time(moment: datetime, zone: str = "") -> str:
    """9.30 in Dutch, 9:30 in English; local to the reader, or to a given zone."""
    local = _local(moment, zone)
    assert isinstance(local, datetime)
    separator = "." if get_language() == "nl" else ":"
    return f"{local.hour}{separator}{local.minute:02}"


@register.filter
def day_short(day: date | datetime, zone: str = "") -> str:
    """ma 30"""
    local = _local(day, zone)
    return f"{str(WEEKDAYS_ABBR[local.weekday()])[: 3 if get_language() != 'nl' else 2].lower()} {local.day}"


@register.filter
def day_long(day: date | datetime, zone: str = "") -> str:
    """dinsdag 31 maart"""
    local = _local(day, zone)
    name, month = str(WEEKDAYS[local.weekday()]), str(MONTHS[local.month])
    return f"{name.lower() if get_language() == 'nl' else name} {local.day} {month.lower() if get_language() == 'nl' else month}"


@register.filter
def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
