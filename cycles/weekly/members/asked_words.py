"""What a member is asked, in whole sentences: by whom, for which moment, and how far outside their hours."""

from datetime import timedelta

from django.utils.translation import gettext as _

from cycles.weekly.models import ExceptionRequest, GuestInvitation, Kind, Moment
from lerendwerken.templatetags.ui import clock_time, day_long, minutes
from teams.accounts.models import User
from teams.hours.calendar import Span, WorkingCalendar
from teams.hours.models import calendar_of

NEUTER = {Kind.LEARNING_HOUR, Kind.OUTCOME_REVIEW}  # het, so "dat" and not "die"


def exception_question(request: ExceptionRequest) -> str:
    """Femke vraagt of de Weekoogst van donderdag 16 april om 15.45 uur mag beginnen. Die duurt dan tot ..."""
    span = request.starts_at, request.ends_at
    said = {
        "who": _name(request.asked_by),
        "moment": request.moment.named,
        "day": day_long(request.starts_at),
        "time": clock_time(request.starts_at),
        "end": clock_time(request.ends_at),
        "outside": outside_words(span, _calendar(request.person, span)),
    }
    first = _("%(who)s vraagt of %(moment)s van %(day)s om %(time)s uur mag beginnen.") % said
    if Kind(request.moment.kind) in NEUTER:
        second = _("Dat duurt dan tot %(end)s uur, %(outside)s.") % said
    else:
        second = _("Die duurt dan tot %(end)s uur, %(outside)s.") % said
    return f"{first} {second}"


def guest_question(invitation: GuestInvitation) -> str:
    """Femke nodigt je uit bij de Weekoogst van team Vergunningen, op donderdag 16 april van 15.00 tot 15.30 uur."""
    moment = invitation.moment
    said = {
        "who": _name(invitation.invited_by),
        "moment": moment.named,
        "team": moment.cycle.team.name,
        "day": day_long(moment.starts_at),
        "time": clock_time(moment.starts_at),
        "end": clock_time(moment.ends_at),
    }
    return (
        _("%(who)s nodigt je uit bij %(moment)s van team %(team)s, op %(day)s van %(time)s tot %(end)s uur.")
        % said
    )


def moment_and_time(moment: Moment) -> str:
    """de Weekoogst op donderdag 16 april om 15.00 uur"""
    return _("%(moment)s op %(day)s om %(time)s uur") % {
        "moment": moment.named,
        "day": day_long(moment.starts_at),
        "time": clock_time(moment.starts_at),
    }


def outside_words(span: Span, calendar: WorkingCalendar) -> str:
    """een kwartier na je werktijd: how far a span lies outside somebody's hours, exceptions left out."""
    start, end = span
    worked = calendar.intervals(start, end)
    if not worked:
        return _("helemaal buiten je werktijd")
    before, after = worked[0][0] - start, end - worked[-1][1]
    if before and after:
        return _("deels voor en deels na je werktijd")
    if after:
        return _("%(length)s na je werktijd") % {"length": length_words(after)}
    if before:
        return _("met het eerste stuk van %(length)s voor je werktijd") % {"length": length_words(before)}
    return _("deels in je pauze")


def length_words(length: timedelta) -> str:
    """een kwartier, een half uur, 20 minuten"""
    known = {15: _("een kwartier"), 30: _("een half uur"), 45: _("drie kwartier"), 60: _("een uur")}
    number = round(length.total_seconds() / 60)
    return known.get(number) or minutes(number)


def _name(person: User | None) -> str:
    return person.given_name if person else _("Je teamleider")


def _calendar(person: User, span: Span) -> WorkingCalendar:
    day = timedelta(days=1)
    return calendar_of(person, span[0].date() - day, span[1].date() + day)
