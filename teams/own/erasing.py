"""Asking to be erased, with the mail that says so: whoever did not ask can still call it off."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.notifications.messages import Later, Message, Never, declare
from teams.notifications.models import Notification
from teams.privacy import erase
from teams.privacy.models import Erasure


@transaction.atomic
def ask(*, by: User) -> Erasure:
    """Raises erase.Hindered."""
    row = erase.ask(by=by)
    key = f"erasure:{row.pk}"
    if not Notification.objects.filter(dedupe_key=key).exists():
        Notification.objects.post(
            [
                Notification.build(
                    person=by,
                    kind="erasure",
                    source=row,
                    dedupe_key=key,
                    due_at=clock.now(),
                    expires_at=row.due_at,
                )
            ]
        )
    return row


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    return None if Erasure.objects.filter(pk=notification.source_id).exists() else Never("erasure_off")


def _context(notification: Notification) -> dict[str, Any]:
    row = Erasure.objects.get(pk=notification.source_id)
    return {"day": row.due_at, "link": settings.BASE_URL + reverse("teams:erase")}


declare(
    Message(
        "erasure",
        _("Je gegevens worden gewist"),
        "teams/own/email/erasure.html",
        _check,
        _context,
        optional=False,
        for_whom=lambda person: False,  # it cannot be switched off
    ),
    erasure_off=_("het wissen is afgezegd"),
)
