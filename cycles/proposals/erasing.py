"""Whoever is asked to answer a proposal answers it first, or somebody else gets the role: nobody waits for an empty chair.
And a draft that nobody is left to write goes with the last of them."""

from django.conf import settings
from django.utils.translation import ngettext

from cycles.proposals.models import InnovationProposal, ProposalAuthor, ProposalQuerySet
from cycles.proposals.waiting import people_of, waiting
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.privacy.erase import before_erasing, hinders
from teams.structure.access import Viewer


@hinders
def open_answers(person: User) -> str:
    """Only for who holds a role or stands in for one: nobody else is ever asked."""
    if not Viewer(person).roles:
        return ""
    found = people_of(waiting(InnovationProposal.objects.all(), clock.today(settings.TIME_ZONE)))
    count = len(found.get(person.pk, []))
    if not count:
        return ""
    return ngettext(
        "Er wacht 1 voorstel op jouw antwoord. Antwoord eerst, of laat je beheerder iemand anders jouw rol geven.",
        "Er wachten %(count)s voorstellen op jouw antwoord. Antwoord eerst, of laat je beheerder iemand anders jouw rol geven.",
        count,
    ) % {"count": count}


@before_erasing
def let_go_of_drafts(person: User) -> None:
    left_by(person).delete()


def left_by(person: User) -> ProposalQuerySet:
    """Its owner was erased earlier and left it to whoever wrote along; nobody else comes there any more."""
    others = ProposalAuthor.objects.filter(state=ProposalAuthor.State.IN).exclude(person=person)
    left = InnovationProposal.objects.filter(owner=None).exclude(state__in=InnovationProposal.OPEN)
    return left.exclude(pk__in=others.values("proposal"))
