"""Words about proposals: who is asked to write along, and who wants to."""

from typing import Any

from django import template

from cycles.proposals import handing
from cycles.proposals.writing import authoring
from teams.structure.access import Viewer

register = template.Library()


@register.inclusion_tag("cycles/proposals/writing/_asked_people.html")
def people_asked(viewer: Viewer) -> dict[str, Any]:
    """On the tab of one's own: invitations, what one is asked to take over, and who wants to join."""
    person = viewer.person
    heir_of = handing.asked_to_own(person)
    return {"rows": authoring.waiting_for(person), "heir_of": heir_of, "viewer": viewer}
