"""What Mijn week shows of learning questions: the one that runs, its plan, and a measure that is still wanted."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.prompts.overview import Also, InHand, also, in_hand
from cycles.questions.models import LearningQuestion, QuestionShare
from cycles.questions.planning import DIRECT, expected, plan_sentence
from teams.structure.access import Viewer, visible


@in_hand
def running(viewer: Viewer) -> InHand | None:
    open_shares = QuestionShare.objects.filter(taken_back_at=None).select_related("colleague", "team")
    shares = Prefetch("shares", open_shares, to_attr="open_shares")
    question = _active(viewer, shares)
    if question is None:
        return None
    names = [s.team.name if s.team else s.colleague.given_name for s in question.open_shares]  # type: ignore[attr-defined]
    return InHand(
        text=question.text,
        url=reverse("cycles:question", args=[question.pk]),
        plan=plan_sentence(question),
        plan_url=reverse("cycles:question-edit", args=[question.pk, 3]),
        shared_with=tuple(names),
        shared_url=reverse("cycles:question-share", args=[question.pk]),
    )


@also
def measure(viewer: Viewer) -> list[Also]:
    """Measure and baseline may follow, but better before there is a result (S23)."""
    question = _active(viewer, "yields")
    direct = expected(question).get(DIRECT) if question else None
    if question is None or direct is None or direct.measure:
        return []
    return [
        Also(
            title=_("Zeg hoe je meet wat je leervraag oplevert"),
            detail=_("Handig vóór je Weekoogst, dan weet je straks of het werkte."),
            url=reverse("cycles:question-edit", args=[question.pk, 4]),
            minutes=2,
            icon="pencil",
        )
    ]


def _active(viewer: Viewer, with_these: str | Prefetch) -> LearningQuestion | None:  # type: ignore[type-arg]
    active = visible(LearningQuestion, viewer).filter(state=LearningQuestion.State.ACTIVE)
    return active.prefetch_related(with_these).first()
