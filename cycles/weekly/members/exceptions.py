"""One moment, once, outside somebody's hours. A lead may ask; only the member can allow it (W1).

Yes, no or not yet is all that a lead sees. A no needs no reason and holds for that moment at that time; no answer
is no. A yes lasts until the member withdraws it, or until the moment goes elsewhere (moved.py).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles.weekly import planning
from cycles.weekly.members import asking_mail, guests
from cycles.weekly.members.asking import Asking
from cycles.weekly.models import Answer, ExceptionRequest, GuestInvitation, Moment, Seat
from cycles.weekly.planning import Refused
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit import log
from teams.hours.calendar import Span
from teams.hours.models import HourException, calendar_of
from teams.notifications.models import Notification

log.labels(
    exception_asked=_("vroeg iemand om een uitzondering op de werktijd"),
    exception_given=_("stond één keer iets buiten de eigen werktijd toe"),
    exception_withdrawn=_("trok een uitzondering op de eigen werktijd in"),
)


@transaction.atomic
def ask(moment: Moment, person: User, *, by: User) -> ExceptionRequest:
    """Once for a moment at its time. Refused for who is absent, has something else, works then, or said no."""
    planning.hold(moment.cycle, None, moment)
    asked = ExceptionRequest.objects.filter(moment=moment, person=person)
    known = next((row for row in asked if row.starts_at == moment.starts_at), None)
    if known and known.answer == Answer.NO:
        raise Refused("said_no", name=person.given_name)
    if known:
        return known
    starts_at, ends_at = _span(moment, person)
    made = ExceptionRequest.objects.create(
        moment=moment, person=person, asked_by=by, starts_at=starts_at, ends_at=ends_at
    )
    asking_mail.ask_exception(made)
    log.record("exception_asked", by=by, obj=made)
    return made


@transaction.atomic
def take_back(request: ExceptionRequest, *, by: User) -> None:
    """The question itself, by a lead, while nobody answered it."""
    if ExceptionRequest.objects.filter(pk=request.pk, answer=Answer.OPEN).exists():
        Notification.objects.about(request).withdraw("asked_no_more")
        request.delete()


@transaction.atomic
def answer(request: ExceptionRequest, yes: bool, *, by: User) -> None:
    """By the member, until the moment begins; twice is once. No after yes takes the exception back."""
    moment = request.moment
    planning.hold(moment.cycle, None, moment)
    planning.refuse_when_settled(moment)
    if moment.starts_at != request.starts_at:
        raise Refused("asked_no_more")
    request.refresh_from_db(fields=["answer", "exception"])
    if request.answer == (Answer.YES if yes else Answer.NO):
        return
    Notification.objects.about(request).withdraw("asked_no_more")
    if yes:
        _allow(request, by)
    else:
        _refuse(request, by)


@transaction.atomic
def give(moment: Moment, *, by: User) -> ExceptionRequest:
    """A member wants to be there although it lies outside their hours; nobody asked."""
    starts_at, ends_at = _span(moment, by)
    request, _made = ExceptionRequest.objects.get_or_create(
        moment=moment, person=by, starts_at=starts_at, defaults={"ends_at": ends_at}
    )
    answer(request, True, by=by)
    return request


def _span(moment: Moment, person: User) -> Span:
    planning.hold(moment.cycle, None, moment)
    planning.refuse_when_settled(moment)
    span = Asking(moment.cycle).outside[moment.pk].get(person.pk)
    if span is None:
        raise Refused("no_exception", name=person.given_name)
    return span


def _allow(request: ExceptionRequest, by: User) -> None:
    moment = request.moment
    starts_at, ends_at = _span(moment, by)
    missing = _missing(by, (starts_at, ends_at))
    now = clock.now()
    given = HourException.objects.create(person=by, starts_at=missing[0], ends_at=missing[1], given_at=now)
    request.answer, request.answered_at, request.exception = Answer.YES, now, given
    request.ends_at = ends_at
    request.save(update_fields=["answer", "answered_at", "exception", "ends_at"])
    log.record("exception_given", by=by, obj=given)
    if _is_guest(moment, by):
        guests.come(moment, by, asked_by=request.asked_by)
    planning.reseat(moment.cycle)
    if not Seat.objects.filter(moment=moment, person=by, alone=False, reason="").exists():
        raise Refused("no_exception", name=by.given_name)  # something else of that week stands there


def _refuse(request: ExceptionRequest, by: User) -> None:
    given, request.exception = request.exception, None
    request.answer, request.answered_at = Answer.NO, clock.now()
    request.save(update_fields=["answer", "answered_at", "exception"])
    if given is None:
        return
    log.record("exception_withdrawn", by=by, obj=given)
    given.delete()
    if request.asked_by_id is None:
        request.delete()  # nobody asked, so there is no answer either
    invitation = GuestInvitation.objects.filter(moment=request.moment, person=by, answer=Answer.YES).first()
    if invitation:
        guests.answer(invitation, False, by=by)
    planning.reseat(request.moment.cycle)


def _is_guest(moment: Moment, person: User) -> bool:
    asking = Asking(moment.cycle)
    return person.pk in asking.guests_on(asking.day_of(moment))


def _missing(person: User, span: Span) -> tuple[datetime, datetime]:
    """What is not worked of a span. One stretch: with work in the middle of it, that too."""
    start, end = span
    day = timedelta(days=1)
    worked = calendar_of(person, start.date() - day, end.date() + day).intervals(start, end)
    gaps = []
    at = start
    for begin, stop in worked:
        if begin > at:
            gaps.append((at, begin))
        at = stop
    if at < end:
        gaps.append((at, end))
    return gaps[0][0], gaps[-1][1]
