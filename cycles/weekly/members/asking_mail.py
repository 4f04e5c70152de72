"""Mails that ask one person something about their own week: an exception, a guest moment, another place.

Each goes once per question, in that person's own hours, and only while the question still stands.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.weekly.members.asked_words import exception_question, guest_question
from cycles.weekly.models import (
    Displacement,
    ExceptionRequest,
    GuestInvitation,
    Moment,
    WeekCycle,
)
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.notifications import first_minute
from teams.notifications.first_minute import Mail
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification, Preference


def ask_exception(request: ExceptionRequest) -> None:
    _post("exception", Mail(f"exception:{request.pk}", request.person_id, request, request.starts_at))


def ask_guest(invitation: GuestInvitation) -> None:
    """Once for each place that the moment gets: at another one the question is another."""
    at = invitation.moment.starts_at
    if at:
        key = f"guest:{invitation.pk}:{int(at.timestamp())}"
        _post("guest", Mail(key, invitation.person_id, invitation, at))


def ask_place(people: Iterable[int], cycle: WeekCycle) -> None:
    """At most one mail a week to one person, however much came over their places."""
    _post(
        "displaced",
        *(Mail(f"displaced:{person}:{cycle.iso}", person, cycle, cycle.closes_at) for person in people),
    )


def _post(kind: str, *mails: Mail) -> None:
    first_minute.post(kind, mails, after=clock.now() + first_minute.TAKE_BACK)


def _fallen(moment: Moment) -> Never | None:
    return Never("cancelled") if moment.is_cancelled else None


def _check_exception(notification: Notification, now: datetime) -> Later | Never | None:
    request = _request(notification)
    if request is None or request.answer or request.moment.starts_at != request.starts_at:
        return Never("asked_no_more")
    return _fallen(request.moment)


def _check_guest(notification: Notification, now: datetime) -> Later | Never | None:
    invitation = _invitation(notification)
    if invitation is None or invitation.answer:
        return Never("asked_no_more")
    at = invitation.moment.starts_at
    if at is None or int(at.timestamp()) != int(notification.dedupe_key.rsplit(":", 1)[1]):
        return Never("asked_no_more")
    return _fallen(invitation.moment)


def _check_place(notification: Notification, now: datetime) -> Later | Never | None:
    """Who wants no prompts by mail gets no mail about their place either."""
    if not Preference.of(notification.person).wants("prompt", notification.channel):
        return Never("unsubscribed")
    return None if _open_places(notification) else Never("asked_no_more")


def _request(notification: Notification) -> ExceptionRequest | None:
    found = ExceptionRequest.objects.select_related("moment__cycle__team", "asked_by", "person")
    return found.filter(pk=notification.source_id).first()


def _invitation(notification: Notification) -> GuestInvitation | None:
    found = GuestInvitation.objects.select_related("moment__cycle__team", "invited_by", "person")
    return found.filter(pk=notification.source_id).first()


def _open_places(notification: Notification) -> list[Displacement]:
    week = IsoWeek.parse(notification.dedupe_key.rsplit(":", 1)[1])
    found = Displacement.objects.filter(
        person=notification.person_id,
        outcome=Displacement.Outcome.OPEN,
        moment__cycle__year=week.year,
        moment__cycle__week=week.week,
    )
    return list(found.select_related("moment__cycle__team"))


def _exception_context(notification: Notification) -> dict[str, Any]:
    request = _request(notification)
    assert request
    team = request.moment.cycle.team
    return {"moment": request.moment, "team": team, "question": exception_question(request), **_links()}


def _guest_context(notification: Notification) -> dict[str, Any]:
    invitation = _invitation(notification)
    assert invitation
    team = invitation.moment.cycle.team
    return {"moment": invitation.moment, "team": team, "question": guest_question(invitation), **_links()}


def _place_context(notification: Notification) -> dict[str, Any]:
    found = _open_places(notification)
    return {"moments": [row.moment for row in found], "team": found[0].moment.cycle.team, **_links()}


def _links() -> dict[str, str]:
    return {"link": settings.BASE_URL + reverse("cycles:asked")}


declare(
    Message(
        "exception",
        _("Een vraag over je werktijd"),
        "cycles/weekly/email/exception.html",
        _check_exception,
        _exception_context,
    ),
    asked_no_more=_("de vraag is niet meer nodig"),
    cancelled=_("het moment is vervallen"),
)
declare(
    Message(
        "guest", _("Een uitnodiging als gast"), "cycles/weekly/email/guest.html", _check_guest, _guest_context
    )
)
declare(
    Message(
        "displaced",
        _("Er komt iets tussen bij een moment"),
        "cycles/weekly/email/displaced.html",
        _check_place,
        _place_context,
        shown_as="prompt",  # what came over whose place is theirs alone
    )
)
keep_private("asked_no_more")
