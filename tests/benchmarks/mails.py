"""A round of the tick with many prompts due at once, beside Django's own mail of the same words."""

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.test.utils import override_settings

from cycles.prompts import planning as prompts
from cycles.weekly import planning
from cycles.weekly.models import Kind, Seat
from lerendwerken.lib import clock
from teams.notifications import outbox
from teams.notifications.models import DeliveryAttempt, Notification
from tests.benchmarks import organisation
from tests.benchmarks.measured import Counted, Measured, in_pairs
from tests.benchmarks.organisation import THURSDAY, WEEK

PEOPLE = 200
BOX: list[bytes] = []


class Box(BaseEmailBackend):
    """Makes each mail into the bytes that a mail server would get, and keeps them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        BOX.extend(message.message().as_bytes() for message in email_messages)
        return len(email_messages)


def bench(rounds: int, scale: float) -> list[Measured | Counted]:
    with clock.as_if(THURSDAY):
        for team in organisation.make(int(PEOPLE * scale)):
            planning.publish(planning.draft(team, WEEK), by=None)
        prompts.plan()
    first = Notification.objects.filter(kind="prompt").earliest("due_at")
    monday = Seat.objects.filter(moment__kind=Kind.PLANNING, alone=False, starts_at__isnull=False).earliest(
        "starts_at"
    )
    assert first.due_at <= monday.starts_at
    box = {"default": {"BACKEND": "tests.benchmarks.mails.Box"}}
    with clock.as_if(monday.starts_at - timedelta(minutes=1)), override_settings(MAILERS=box):
        prompts.ask_due()
        due = Notification.objects.due(clock.now()).count()

        def reset() -> None:
            DeliveryAttempt.objects.all().delete()
            Notification.objects.filter(state="sent").update(
                state="pending",
                sent_at=None,
                attempts=0,
                data_started_at=None,
                lease_token=None,
                lease_until=None,
            )
            BOX.clear()

        def ours() -> None:
            outbox.send_due(limit=10_000)
            assert len(BOX) == due

        reset()
        ours()
        size = len(BOX[0])
        words = SimpleNamespace(subject="Weekstart", text="woord " * 200, html="<p>woord</p>" * (size // 14))

        def bare() -> None:
            backend = Box()
            for number in range(due):
                mail = EmailMultiAlternatives(
                    words.subject, words.text, None, [f"p{number}@lindewaard.example"]
                )
                mail.attach_alternative(words.html, "text/html")
                backend.send_messages([mail])

        pairs = in_pairs(ours, bare, rounds=rounds, before=reset)
    line = Measured(f"tick: {due} prompts due at once, checked, written and sent", pairs, 20)
    return [line, Counted("tick: a due prompt, from claim to sent", line.ours / due * 1000, 60, "ms")]
