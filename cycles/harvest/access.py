"""Who is in a conversation: who has a seat at its moment, as a member of the team or as a guest who said yes (S18).

Nobody else reads its page: no manager of the team, not even one with a seat, for what people put there is process.
A deputy is a colleague first, and is not sent out of the own team's conversation for being named.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cycles.harvest import agenda
from cycles.harvest.models import (
    HarvestItem,
    HarvestLine,
    HarvestSession,
    HarvestSummary,
    HarvestYield,
    OwnNote,
)
from cycles.weekly.models import Answer, Form, GuestInvitation, Moment, Seat
from teams.structure.access import Viewer, sees
from teams.structure.models import Membership, Role

_AFTER_RECALL = Q(session__step__gt=0) | Q(session__closed_at__isnull=False)


def conversations(viewer: Viewer) -> QuerySet[Moment]:
    """The moments whose page somebody reads. All of it in one query: it is asked every two seconds."""
    person = viewer.person
    seat = Seat.objects.filter(moment=OuterRef("pk"), person=person)
    member = Membership.objects.on(viewer.day).filter(team=OuterRef("cycle__team"), person=person)
    guest = GuestInvitation.objects.filter(moment=OuterRef("pk"), person=person, answer=Answer.YES)
    manages = Role.objects.on(viewer.day).filter(
        kind=Role.Kind.MANAGER, unit=OuterRef("cycle__team__unit"), person=person
    )
    return Moment.objects.filter(
        Exists(seat),
        ~Exists(manages),
        Q(Exists(member)) | Q(Exists(guest)),
        kind__in=agenda.KINDS,
        form=Form.TEAM,
        starts_at__isnull=False,
        cancelled_at=None,
        cycle__published_at__isnull=False,
    )


@sees(HarvestSession)
def _sessions(viewer: Viewer) -> QuerySet[HarvestSession]:
    return HarvestSession.objects.filter(moment__in=conversations(viewer))


@sees(HarvestItem)
def _items(viewer: Viewer) -> QuerySet[HarvestItem]:
    """What its writer put there, as long as it was not taken back. From the second step on: recall comes first."""
    mine, shown = Q(person=viewer.person), Q(taken_back_at=None) & _AFTER_RECALL
    return HarvestItem.objects.filter(mine | shown, session__in=_sessions(viewer))


@sees(HarvestLine)
def _lines(viewer: Viewer) -> QuerySet[HarvestLine]:
    return HarvestLine.objects.filter(Q(by=viewer.person) | _AFTER_RECALL, session__in=_sessions(viewer))


@sees(HarvestYield)
def _yields(viewer: Viewer) -> QuerySet[HarvestYield]:
    return HarvestYield.objects.filter(session__in=_sessions(viewer))


@sees(HarvestSummary)
def _summaries(viewer: Viewer) -> QuerySet[HarvestSummary]:
    return HarvestSummary.objects.filter(session__in=_sessions(viewer))


@sees(OwnNote)
def _notes(viewer: Viewer) -> QuerySet[OwnNote]:
    return OwnNote.objects.filter(person=viewer.person, session__in=_sessions(viewer))
