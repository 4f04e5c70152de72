"""What explaining asks of sparring: every option has a choice with a reason, and the conversation is shut (AI8)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.questions.evidence.closing import before_answering, before_explaining, on_close, open_when
from cycles.questions.models import LearningQuestion
from cycles.sparring import conversing
from cycles.sparring.models import SparringSession, Turn
from teams.accounts.models import User


@on_close
def close(question: LearningQuestion, by: User) -> None:
    for session in SparringSession.objects.filter(question=question, closed_at=None):
        conversing.close(session, by)


@open_when
def is_open(question: LearningQuestion) -> bool:
    return SparringSession.objects.filter(question=question, closed_at=None).exists()


@before_explaining
def answer_first(question: LearningQuestion) -> str:
    """What is still being written may bring claims and options: whoever explains already would be sent back."""
    open_ones = Turn.objects.filter(session__question=question, session__closed_at=None)
    return _still_writing() if open_ones.filter(state__in=Turn.UNFINISHED).exists() else ""


@before_answering
def explained_since(question: LearningQuestion) -> str:
    """After AI helped, an earlier explanation is no explanation without it any more (AI8)."""
    said = Turn.objects.filter(
        session__question=question,
        session__partner=SparringSession.Partner.AI,
        speaker=Turn.Speaker.PARTNER,
    )
    if said.filter(state__in=Turn.UNFINISHED).exists():
        return _still_writing()
    explained = question.explanations.order_by("-written_at").first()
    since = said.exclude(blocks=[]).filter(ended_at__gt=explained.written_at) if explained else said.none()
    return _("Na je uitleg sparde je nog. Leg het nog een keer uit zonder hulp.") if since.exists() else ""


def _still_writing() -> str:
    return _("De sparringpartner schrijft nog. Wacht even, of druk op Stop.")


@before_explaining
def choices_first(question: LearningQuestion) -> str:
    waiting = conversing.open_choices(question)
    if not waiting:
        return ""
    return ngettext(
        "Kies eerst wat je doet met de mogelijkheid die nog openstaat, met een reden.",
        "Kies eerst wat je doet met de %(count)s mogelijkheden die nog openstaan, met een reden.",
        waiting,
    ) % {"count": waiting}
