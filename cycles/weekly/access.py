"""A team's week: members read it, its lead makes it. A duo's moment is the duo's."""

from django.db.models import Q, QuerySet

from cycles.weekly.models import (
    Displacement,
    ExceptionRequest,
    GuestInvitation,
    Moment,
    Seat,
    WeekCycle,
    WeekTemplate,
)
from teams.structure.access import Viewer, may, sees
from teams.structure.models import Team


@sees(WeekTemplate)
def _templates(viewer: Viewer) -> QuerySet[WeekTemplate]:
    return WeekTemplate.objects.filter(team__in=viewer.led_team_ids)


@sees(WeekCycle)
def _cycles(viewer: Viewer) -> QuerySet[WeekCycle]:
    """Leads see every week of their teams, members the published ones."""
    return WeekCycle.objects.filter(
        Q(team__in=viewer.led_team_ids) | Q(team__in=viewer.team_ids, published_at__isnull=False)
    )


@sees(Moment)
def _moments(viewer: Viewer) -> QuerySet[Moment]:
    return Moment.objects.filter(
        Q(cycle__team__in=viewer.led_team_ids)
        | Q(seats__person=viewer.person, cycle__published_at__isnull=False)
    ).distinct()


@sees(Seat)
def _seats(viewer: Viewer) -> QuerySet[Seat]:
    """Of what the team let fall a lead sees none: who takes another place for it keeps that to themselves."""
    return Seat.objects.filter(
        Q(person=viewer.person, moment__cycle__published_at__isnull=False)
        | Q(moment__cycle__team__in=viewer.led_team_ids, moment__cancelled_cause="")
    )


@sees(ExceptionRequest)
def _requests(viewer: Viewer) -> QuerySet[ExceptionRequest]:
    """Who is asked, and who asks: the lead of that team (W1)."""
    return ExceptionRequest.objects.filter(
        Q(person=viewer.person) | Q(moment__cycle__team__in=viewer.led_team_ids)
    )


@sees(GuestInvitation)
def _invitations(viewer: Viewer) -> QuerySet[GuestInvitation]:
    """The guest, and the lead of the team that invites; the home team sees only availability (S8)."""
    return GuestInvitation.objects.filter(
        Q(person=viewer.person) | Q(moment__cycle__team__in=viewer.led_team_ids)
    )


@sees(Displacement)
def _displacements(viewer: Viewer) -> QuerySet[Displacement]:
    """What comes over somebody's place is theirs alone."""
    return Displacement.objects.filter(person=viewer.person)


@may("week.see")
def _sees_week(viewer: Viewer, team: Team) -> bool:
    """Who is there when is for the team itself and its lead, and for nobody above them."""
    return team.pk in viewer.led_team_ids | viewer.team_ids


@may("week.plan")
def _plans(viewer: Viewer, cycle: WeekCycle) -> bool:
    return cycle.team_id in viewer.led_team_ids


@may("moment.change_duo")
def _changes_duo(viewer: Viewer, moment: Moment) -> bool:
    """A duo moves and cancels its own Leerwerkuur; only the two see it (S11)."""
    return (
        moment.is_of_a_duo
        and moment.cycle.is_published
        and moment.seats.filter(person=viewer.person).exists()
    )
