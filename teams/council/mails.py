"""The mail that a setting of the pack changed. It names settings with what they were and are: nothing of a person."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from teams.council.recording import KIND, changed
from teams.notifications.messages import Later, Message, Never, declare
from teams.notifications.models import Notification
from teams.structure.access import Viewer

MOST = 20


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    if not Viewer(notification.person).is_administrator:
        return Never("council_no_role")
    return None if changed() else Never("council_current")


def _context(notification: Notification) -> dict[str, Any]:
    found = changed()
    return {
        "changes": found[:MOST],
        "more": max(len(found) - MOST, 0),
        "link": settings.BASE_URL + reverse("teams:council"),
    }


declare(
    Message(
        KIND,
        _("Het pakket voor de ondernemingsraad klopt niet meer"),
        "teams/council/email/changed.html",
        _check,
        _context,
        for_whom=lambda person: Viewer(person).is_administrator,
    ),
    council_current=_("het pakket klopt weer"),
    council_newer=_("er veranderde intussen meer"),
    council_no_role=_("is geen beheerder meer"),
)
