"""A colleague signs, on the owner's invitation, that the owner explained or did this without AI.

The colleague decides, and may sign, say no or change their mind. Only the date and the name travel onward.
"""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.questions.evidence import attestation_mail
from cycles.questions.evidence.holding import State, hold, locked
from cycles.questions.evidence.models import PeerAttestation
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.notifications.models import Notification

ASKING = (State.ACTIVE, State.PAUSED, State.ANSWERED)
OPEN = (PeerAttestation.State.ASKED, PeerAttestation.State.SIGNED)


@transaction.atomic
def ask(question: LearningQuestion, peer: User, *, by: User) -> PeerAttestation:
    """Whoever the owner names, also somebody who leads or manages them: that is the owner's choice (S18)."""
    hold(question, by, ASKING)
    if peer.pk == by.pk or not peer.is_active:
        raise Refused(_("Kies een collega."), "peer")
    if not question.explanations.exists():
        raise Refused(_("Leg het eerst uit. Daarna kun je een collega vragen."))
    made, is_new = PeerAttestation.objects.get_or_create(question=question, peer=peer, state__in=OPEN)
    if is_new:
        attestation_mail.post(made)
    return made


@transaction.atomic
def take_back(row: PeerAttestation, *, by: User) -> bool:
    """The owner no longer asks, or no longer wants the signature; who said no reads the question no longer either.
    What a geborgde vraag rests on stays."""
    is_signed = row.state == PeerAttestation.State.SIGNED
    question = hold(row.question, by, ASKING if is_signed else (*ASKING, State.CONSOLIDATED))
    there = PeerAttestation.objects.filter(pk=row.pk).exclude(state=PeerAttestation.State.TAKEN_BACK)
    if question.state == State.CONSOLIDATED:
        there = there.exclude(state=PeerAttestation.State.SIGNED)
    done = there.update(state=PeerAttestation.State.TAKEN_BACK, decided_at=clock.now())
    if done:
        Notification.objects.about(row).withdraw("attestation_gone")
    return bool(done)


def sign(row: PeerAttestation, *, by: User) -> bool:
    """False when the owner took it back, or let the question go, in between."""
    return _decide(row, PeerAttestation.State.SIGNED, by)


def decline(row: PeerAttestation, *, by: User) -> bool:
    return _decide(row, PeerAttestation.State.DECLINED, by)


@transaction.atomic
def reconsider(row: PeerAttestation, *, by: User) -> bool:
    """The colleague takes back the own answer, as long as nothing rests on it."""
    _only(row, by)
    question = locked(row.question)
    again = PeerAttestation.objects.filter(question=question, peer=by, state__in=OPEN).exclude(pk=row.pk)
    if question.state not in ASKING or again.exists():
        return False
    answered = PeerAttestation.objects.filter(
        pk=row.pk, state__in=[PeerAttestation.State.SIGNED, PeerAttestation.State.DECLINED]
    )
    return bool(answered.update(state=PeerAttestation.State.ASKED, decided_at=None))


def signature(question: LearningQuestion) -> tuple[str, date] | None:
    """All that ever travels onward: who signed first, and on which day."""
    first = (
        PeerAttestation.objects.filter(question=question, state=PeerAttestation.State.SIGNED)
        .select_related("peer")
        .order_by("decided_at", "pk")
        .first()
    )
    if first is None or first.decided_at is None:
        return None
    return first.peer.full_name, day_of(first)


def day_of(row: PeerAttestation) -> date:
    """The day of the decision, by the clock of who decided."""
    assert row.decided_at
    return row.decided_at.astimezone(ZoneInfo(row.peer.time_zone)).date()


@transaction.atomic
def _decide(row: PeerAttestation, state: str, by: User) -> bool:
    _only(row, by)
    locked(row.question)
    asked = PeerAttestation.objects.filter(
        pk=row.pk, state=PeerAttestation.State.ASKED, question__state__in=ASKING
    )
    done = bool(asked.update(state=state, decided_at=clock.now()))
    if done:
        Notification.objects.about(row).withdraw("attested")
    return done


def _only(row: PeerAttestation, by: User) -> None:
    if row.peer_id != by.pk:
        raise PermissionError("only who was asked decides")
