"""A team lead or manager names who stands in (S1). The deputy sees and may do what belongs to the role, no more."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import labels, record
from teams.structure.models import Membership, Role

labels(deputy_named=_("koos een vervanger"))


def candidates(role: Role) -> QuerySet[User]:
    """For a team lead the members of the team, and for both whoever holds a role today."""
    today = clock.today(role.person.time_zone)
    near = Q(pk__in=Role.objects.on(today).exclude(kind=Role.Kind.ADMINISTRATOR).values("person"))
    if role.team_id:
        near |= Q(pk__in=Membership.objects.on(today).filter(team=role.team_id).values("person"))
    if role.deputy_id:
        near |= Q(pk=role.deputy_id)
    return User.objects.filter(near, is_active=True).exclude(pk=role.person_id)


@transaction.atomic
def name(role: Role, deputy: User | None, *, by: User) -> bool:
    """Nobody is a deputy too. False when nothing changed."""
    if role.deputy_id == (deputy.pk if deputy else None):
        return False
    role.deputy = deputy
    role.save(update_fields=["deputy"])
    record("deputy_named", by=by, obj=role, deputy=deputy.pk if deputy else None)
    return True
