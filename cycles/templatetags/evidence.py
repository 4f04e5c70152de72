"""Words about evidence: the day in a maker's mark."""

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day_of_mark(text: str) -> str:
    """1 april 2026, of the date that a mark holds as text; anything else as it stands."""
    try:
        return date_format(date.fromisoformat(text), "j F Y")
    except (TypeError, ValueError):
        return str(text)
