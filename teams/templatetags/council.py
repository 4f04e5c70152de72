"""The way to what the works council was told, from pages below its package."""

from django import template

from teams.council.models import CouncilPack
from teams.structure.access import Viewer, visible

register = template.Library()


@register.simple_tag
def council_version(viewer: Viewer) -> int | None:
    """The number of the newest recorded pack, for whoever is signed in."""
    return visible(CouncilPack, viewer).values_list("number", flat=True).first()
