"""Words that depend on whether somebody learns with AI."""

from django import template

from cycles.questions import partner
from teams.accounts.models import User

register = template.Library()


@register.filter
def has_ai(person: User) -> bool:
    """{% if viewer.person|has_ai %}"""
    return partner.has_ai(person)
