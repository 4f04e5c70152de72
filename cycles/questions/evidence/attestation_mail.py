"""The mail to a colleague who is asked to sign: by whom, never about what."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.questions.evidence.models import PeerAttestation
from lerendwerken.lib import clock
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification

STANDS = timedelta(days=28)


def post(row: PeerAttestation) -> None:
    """In the colleague's own hours, once about a question: who is asked again, after a no, finds it on Mijn week."""
    earlier = PeerAttestation.objects.filter(question=row.question_id, peer=row.peer_id)
    mailed = Notification.objects.filter(kind="attestation", state=Notification.State.SENT)
    if mailed.filter(source_kind=row._meta.label, source_id__in=earlier.values("pk")).exists():
        return
    soon = clock.now() + first_minute.TAKE_BACK
    mail = first_minute.Mail(f"attestation:{row.pk}", row.peer_id, row, soon + STANDS)
    first_minute.post("attestation", [mail], after=soon)


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    row = _row(notification)
    if row is None or row.question.state not in ("active", "paused", "answered"):
        return Never("attestation_gone")
    if row.state == PeerAttestation.State.ASKED:
        return None
    return Never("attestation_gone" if row.state == PeerAttestation.State.TAKEN_BACK else "attested")


def _context(notification: Notification) -> dict[str, Any]:
    row = _row(notification)
    assert row
    return {
        "owner": row.question.owner.given_name,
        "link": settings.BASE_URL + reverse("cycles:attestation", args=[row.pk]),
    }


def _row(notification: Notification) -> PeerAttestation | None:
    found = PeerAttestation.objects.select_related("question__owner")
    return found.filter(pk=notification.source_id).first()


declare(
    Message(
        "attestation",
        _("Een collega vraagt of je wilt tekenen"),
        "cycles/questions/evidence/email/attestation.html",
        _check,
        _context,
        shown_as="prompt",  # who is asked tells who learns what with whom
    ),
    attested=_("is al beantwoord"),
    attestation_gone=_("is niet meer nodig"),
)
keep_private("attested", "attestation_gone")
