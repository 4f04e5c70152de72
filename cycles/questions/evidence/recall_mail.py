"""The mail of a recall: that one waits and how long it takes. Never the question, nor a word that somebody wrote."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.prompts.message import NUMBERS
from cycles.questions.evidence.holding import KEPT
from cycles.questions.evidence.models import Recall
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification

MINUTES = 2
AGAIN = timedelta(days=1)


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    row = Recall.objects.select_related("question").filter(pk=notification.source_id).first()
    if row is None or row.question.state not in KEPT:
        return Never("recall_gone")
    if row.state == Recall.State.DONE:
        return Never("recalled")
    if row.state == Recall.State.SKIPPED:
        return Never("recall_skipped")
    came = Q(due_at__lte=now) | Q(state=Recall.State.DONE)
    if Recall.objects.filter(came, question=row.question, after_weeks__gt=row.after_weeks).exists():
        return Never("recall_gone")
    if row.due_at is None:
        return Later(now + AGAIN)
    return Later(row.due_at) if row.due_at > now else None


def _context(notification: Notification) -> dict[str, Any]:
    row = Recall.objects.get(pk=notification.source_id)
    return {
        "weeks": row.after_weeks,
        "weeks_words": NUMBERS[row.after_weeks],
        "minutes": MINUTES,
        "link": settings.BASE_URL + reverse("cycles:recall", args=[row.pk]),
    }


declare(
    Message(
        "recall",
        _("Uit je hoofd, na 1, 4 en 12 weken"),
        "cycles/questions/evidence/email/recall.html",
        _check,
        _context,
        shown_as="prompt",  # who gets one has explained something; that is theirs alone
    ),
    recalled=_("is al gedaan"),
    recall_skipped=_("slaat deze over"),
    recall_gone=_("is niet meer nodig"),
)
keep_private("recalled", "recall_skipped", "recall_gone")
