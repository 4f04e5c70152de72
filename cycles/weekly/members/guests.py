"""Somebody of another team at one moment of this one, within their own weekly budget (S8).

A lead invites who is a guest member and free then; a no needs no reason. The minutes come out of the week at home,
whose own moments still to come are fitted again. The home team sees only that somebody is not available.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles.weekly import planning
from cycles.weekly.budget import fit
from cycles.weekly.elsewhere import is_free
from cycles.weekly.members import asking_mail
from cycles.weekly.members.asking import Asking
from cycles.weekly.models import (
    Answer,
    Displacement,
    GuestInvitation,
    Kind,
    Moment,
    Seat,
    WeekCycle,
    WeekCycleQuerySet,
)
from cycles.weekly.planning import Refused
from cycles.weekly.rooms import rooms
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import log
from teams.hours.models import weekly_budget
from teams.notifications.models import Notification
from teams.structure.models import Membership

log.labels(guest_invited=_("nodigde een gast uit bij een moment"))

STEP = 5  # minutes


@transaction.atomic
def invite(moment: Moment, person: User, *, by: User) -> GuestInvitation:
    """Once for a moment. Refused with a proposal when that person is not free then, or said no before."""
    asking = _asking(moment)
    guests = asking.guests_on(asking.day_of(moment)) if moment.starts_at else {}
    if person.pk not in guests:
        raise Refused("not_a_guest", name=person.given_name)
    known = GuestInvitation.objects.filter(moment=moment, person=person).first()
    if known and known.is_no_to(moment.starts_at):
        raise Refused("said_no", name=person.given_name)
    if known and known.answer != Answer.NO:
        return known
    if person.pk in asking.outside[moment.pk]:
        raise Refused("guest_outside", name=person.given_name)
    if person.pk not in asking.can_come(moment):
        raise Refused("guest_away", name=person.given_name, **_instead(asking, person, moment))
    asked = {"invited_by": by, "invited_at": clock.now(), "starts_at": moment.starts_at}
    open_again = {"answer": Answer.OPEN, "answered_at": None}
    made, _made = GuestInvitation.objects.update_or_create(
        moment=moment, person=person, defaults=asked | open_again
    )
    asking_mail.ask_guest(made)
    log.record("guest_invited", by=by, obj=made)
    return made


@transaction.atomic
def take_back(invitation: GuestInvitation, *, by: User) -> None:
    """While nobody answered; after that the answer is theirs."""
    if GuestInvitation.objects.filter(pk=invitation.pk, answer=Answer.OPEN).exists():
        Notification.objects.about(invitation).withdraw("asked_no_more")
        invitation.delete()


@transaction.atomic
def answer(invitation: GuestInvitation, yes: bool, *, by: User, seen: str | None = None) -> None:
    """By the guest, until the moment begins; twice is once. A yes may be withdrawn, also without a reason.

    seen: the start as the guest saw it, in seconds; at another time it is another question.
    """
    moment = invitation.moment
    asking = _asking(moment)
    if seen is not None and moment.starts_at and seen != str(int(moment.starts_at.timestamp())):
        raise Refused("stale_duo")
    invitation.refresh_from_db(fields=["answer"])
    if invitation.answer == (Answer.YES if yes else Answer.NO):
        return
    if yes:
        _seat(asking, moment, by)
    else:
        Seat.objects.filter(moment=moment, person=by).delete()
        # What was asked about the place ends with it, but for a choice that can be taken back.
        of_the_place = Displacement.objects.filter(moment=moment, person=by)
        of_the_place.exclude(outcome=Displacement.Outcome.DROPPED).delete()
    _save(invitation, Answer.YES if yes else Answer.NO)
    fit_at_home(by, moment.cycle)


@transaction.atomic
def come_after_all(invitation: GuestInvitation, *, by: User) -> None:
    """Takes 'not this week' back. What the own calendar has then is what they choose about, so that may stand."""
    moment = invitation.moment
    asking = _asking(moment)
    invitation.refresh_from_db(fields=["answer"])
    if invitation.answer == Answer.YES:
        return
    assert moment.starts_at
    minutes = part(asking, by.pk, moment)
    if not minutes:
        raise Refused("guest_budget", **_instead(asking, by, moment, fitting=True))
    span = moment.starts_at, moment.starts_at + timedelta(minutes=minutes)
    works = by.pk in asking.calendars and asking.calendars[by.pk].covers(*span)
    if not works or not is_free(span, asking.seated_spans(by.pk)):
        raise Refused("guest_overlap", **_instead(asking, by, moment))
    _give_seat(moment, by, minutes)
    _save(invitation, Answer.YES)
    fit_at_home(by, moment.cycle)


def _save(invitation: GuestInvitation, given: str) -> None:
    invitation.answer, invitation.answered_at = given, clock.now()
    invitation.starts_at = invitation.moment.starts_at
    invitation.save(update_fields=["answer", "answered_at", "starts_at"])
    Notification.objects.about(invitation).withdraw("asked_no_more")


def come(moment: Moment, person: User, *, asked_by: User | None) -> None:
    """Who was asked outside their hours and said yes to that, comes as a guest with it."""
    known, _made = GuestInvitation.objects.get_or_create(
        moment=moment, person=person, defaults={"invited_by": asked_by}
    )
    answer(known, True, by=person)


def fit_at_home(person: User, cycle: WeekCycle) -> None:
    """The own week gives the minutes, or gets them back."""
    for home in _homes(person, cycle).filter(published_at__isnull=False):
        planning.reseat(home)


def part(asking: Asking, person: int, moment: Moment) -> int:
    """The longest part of a moment that fits the budget of a guest, 0 when none does. Shortened as at home (S4)."""
    homes = [room for room in rooms(list(_homes(person, asking.cycle))) if person in room.people]
    left = _left(asking, person)
    for minutes in range(moment.minutes, 0, -STEP):
        own = fit({Kind(moment.kind): moment.minutes}, minutes)[Kind(moment.kind)]
        if own and own <= left and all(room.can_give(person, own) for room in homes):
            return own
    return 0


def _seat(asking: Asking, moment: Moment, person: User) -> None:
    if person.pk in asking.outside[moment.pk]:
        raise Refused("guest_outside_now", **_instead(asking, person, moment))
    if person.pk not in asking.can_come(moment):
        raise Refused("guest_overlap", **_instead(asking, person, moment))
    minutes = part(asking, person.pk, moment)
    if not minutes:
        raise Refused("guest_budget", **_instead(asking, person, moment, fitting=True))
    _give_seat(moment, person, minutes)


def _give_seat(moment: Moment, person: User, minutes: int) -> None:
    Seat.objects.update_or_create(
        moment=moment,
        person=person,
        defaults={"starts_at": moment.starts_at, "minutes": minutes, "alone": False, "reason": ""},
    )


def _instead(
    asking: Asking, person: User, moment: Moment, *, fitting: bool = False
) -> dict[str, list[Moment] | datetime | None]:
    """What is proposed: other moments of that week, else another place for this one."""
    others = asking.other_moments(person.pk, moment)
    if fitting:
        return {"others": [m for m in others if part(asking, person.pk, m)], "place": None}
    return {"others": others, "place": None if others else asking.other_place(person.pk, moment)}


def _left(asking: Asking, person: int) -> int:
    """Of the budget of the whole week, whatever teams take of it."""
    budget = weekly_budget(asking.calendars[person], asking.cycle.iso, asking.room.rules)
    homes = _homes(person, asking.cycle).values("pk")
    guest = Seat.objects.filter(
        person=person,
        starts_at__isnull=False,
        moment__cancelled_at=None,
        moment__cycle__year=asking.cycle.year,
        moment__cycle__week=asking.cycle.week,
    ).exclude(moment__cycle__in=homes)
    return budget - sum(guest.values_list("minutes", flat=True))


def _homes(person: User | int, cycle: WeekCycle) -> WeekCycleQuerySet:
    week = cycle.iso
    teams = Membership.objects.between(week.monday, week.sunday).filter(
        person=person, kind=Membership.Kind.HOME
    )
    return (
        WeekCycle.objects.of_week(week)
        .filter(team__in=teams.values("team"))
        .exclude(pk=cycle.pk)
        .select_related("team", "season")
    )


def _asking(moment: Moment) -> Asking:
    """Refused when there is nothing left to ask for."""
    planning.hold(moment.cycle, None, moment)
    planning.refuse_when_settled(moment)
    if moment.starts_at is None or moment.cancelled_cause:
        raise Refused("no_common_place")
    return Asking(moment.cycle)
