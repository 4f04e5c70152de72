"""Which models there are to spar with. The deployment names them with their addresses and keys; the organisation
chooses one of the names, and whether at all."""

from django.conf import settings

from cycles.sparring.models import PartnerSettings, PersonSwitch, TeamSwitch
from lerendwerken.lib.outbound import Endpoint
from teams.accounts.models import User
from teams.structure.access import Viewer

__all__ = ["Endpoint", "allowed", "chosen", "is_available", "named"]


def allowed() -> list[Endpoint]:
    return list(settings.AI_ENDPOINTS)


def named(name: str) -> Endpoint | None:
    return next((one for one in allowed() if one.name == name), None)


def chosen(row: PartnerSettings | None = None) -> Endpoint | None:
    """The organisation's choice; the first that is allowed while it made none. None when the deployment has none,
    or none by the chosen name any more: nothing goes to another model than was chosen."""
    row = row or PartnerSettings.get()
    return named(row.model) if row.model else next(iter(allowed()), None)


def is_available(person: User) -> bool:
    """Whether this person has AI to spar with: deployment, organisation, team and the person each can say no."""
    if not allowed():
        return False
    row = PartnerSettings.get()
    if not row.is_on or chosen(row) is None:
        return False
    if PersonSwitch.objects.filter(person=person, is_off=True).exists():
        return False
    team = Viewer(person).home_team
    return team is None or not TeamSwitch.objects.filter(team=team, is_off=True).exists()
