"""What a lead asks members, beside a moment of the planner."""

from django import template

from cycles.weekly.models import Moment
from cycles.weekly.pages.lead_side import Asked, asked_of

register = template.Library()


@register.simple_tag
def asked_for(moment: Moment) -> Asked:
    """{% asked_for moment as ask %}; the moments of one week share what it takes to know."""
    return asked_of(moment)
