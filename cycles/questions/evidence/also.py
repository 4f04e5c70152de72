"""What waits on Mijn week when there is time: recalls of one's own, and colleagues who asked for a signature."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.prompts.message import NUMBERS
from cycles.prompts.overview import Also, also
from cycles.questions.evidence import recalling
from cycles.questions.evidence.attesting import ASKING
from cycles.questions.evidence.models import PeerAttestation
from cycles.questions.evidence.recall_mail import MINUTES
from lerendwerken.templatetags.ui import capital
from teams.structure.access import Viewer, visible


@also
def recalls(viewer: Viewer) -> list[Also]:
    """In the owner's own words, on the owner's own page."""
    return [
        Also(
            title=_("Leg uit je hoofd uit: %(question)s") % {"question": row.question.text},
            detail=ngettext(
                "Een week geleden legde je het uit.",
                "%(number)s weken geleden legde je het uit.",
                row.after_weeks,
            )
            % {"number": capital(str(NUMBERS[row.after_weeks]))},
            url=reverse("cycles:recall", args=[row.pk]),
            minutes=MINUTES,
            icon="repeat",
        )
        for row in recalling.due(viewer.person)
    ]


@also
def attestations(viewer: Viewer) -> list[Also]:
    rows = visible(PeerAttestation, viewer).filter(
        peer=viewer.person, state=PeerAttestation.State.ASKED, question__state__in=ASKING
    )
    return [
        Also(
            title=_("%(name)s vraagt of je wilt tekenen") % {"name": row.question.owner.given_name},
            detail=_("Alleen de datum en je naam gaan mee. Liever niet mag ook."),
            url=reverse("cycles:attestation", args=[row.pk]),
            minutes=1,
            icon="users",
        )
        for row in rows.select_related("question__owner").order_by("asked_at", "pk")
    ]
