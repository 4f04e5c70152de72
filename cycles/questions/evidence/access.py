"""Process evidence is its owner's alone; an attestation is also its peer's, who sees that it was asked (AI11)."""

from django.db.models import Q, QuerySet

from cycles.claims.models import Claim
from cycles.questions.evidence.models import Attempt, Explanation, PeerAttestation, Recall, Transfer
from teams.structure.access import Viewer, sees


@sees(Attempt)
def _attempts(viewer: Viewer) -> QuerySet[Attempt]:
    return Attempt.objects.filter(question__owner=viewer.person)


@sees(Explanation)
def _explanations(viewer: Viewer) -> QuerySet[Explanation]:
    return Explanation.objects.filter(question__owner=viewer.person)


@sees(Recall)
def _recalls(viewer: Viewer) -> QuerySet[Recall]:
    return Recall.objects.filter(question__owner=viewer.person)


@sees(Transfer)
def _transfers(viewer: Viewer) -> QuerySet[Transfer]:
    return Transfer.objects.filter(question__owner=viewer.person)


@sees(Claim)
def _claims(viewer: Viewer) -> QuerySet[Claim]:
    return Claim.objects.filter(question__owner=viewer.person)


@sees(PeerAttestation)
def _attestations(viewer: Viewer) -> QuerySet[PeerAttestation]:
    """Both sides of it. What the peer reads of the question is its text, as with a share, until it is taken back
    or the question is let go."""
    asked = Q(peer=viewer.person) & ~Q(state=PeerAttestation.State.TAKEN_BACK) & ~Q(question__state="dropped")
    return PeerAttestation.objects.filter(Q(question__owner=viewer.person) | asked)
