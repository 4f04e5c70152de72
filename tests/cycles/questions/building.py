"""Learning questions for tests. What a test does not say gets a harmless value."""

from typing import Any

from cycles.questions import lifecycle, sharing
from cycles.questions.models import LearningQuestion, QuestionShare, Skill, TaskFit, TaskGroup
from cycles.yields.models import YieldOutcome
from teams.accounts.models import User
from teams.structure.models import Team

TEXT = "Hoe leg ik een weigering zo uit dat de aanvrager het in één keer begrijpt?"
SITUATION = "De brief over de dakkapel in het beschermde dorpsgezicht."
PLAN: dict[str, Any] = {
    "is_own": True,
    "task_group": TaskGroup.CREATIVE,
    "task_fit": TaskFit.HELPS,
    "stays_human": "De afweging blijf ik zelf maken.",
    "skill": Skill.COMMUNICATION,
    "if_part": "Als ik een besluit ga schrijven",
    "then_part": "dan zet ik eerst in één zin wat het voor de aanvrager betekent",
}
YIELDS = {
    YieldOutcome.Kind.DIRECT: (YieldOutcome.Horizon.SHORT, "Van 6 naar 3 telefoontjes per week."),
    YieldOutcome.Kind.SUSTAINABLE: (YieldOutcome.Horizon.LONG, "Ik schrijf dit zonder AI in een half uur."),
}


def draft(owner: User, text: str = TEXT, situation: str = SITUATION) -> LearningQuestion:
    """Only what a draft needs."""
    return lifecycle.start(owner, text, situation)


def question(owner: User, **fields: Any) -> LearningQuestion:
    """A draft with its whole plan, ready to become active."""
    made = lifecycle.start(owner, fields.pop("text", TEXT), fields.pop("situation", SITUATION))
    for name, value in (PLAN | fields).items():
        setattr(made, name, value)
    made.save()
    YieldOutcome.objects.bulk_create(
        YieldOutcome(question=made, kind=kind, horizon=horizon, sentence=sentence)
        for kind, (horizon, sentence) in YIELDS.items()
    )
    return made


def active_question(owner: User, **fields: Any) -> LearningQuestion:
    """The question that runs; another one that ran goes to pause."""
    made = question(owner, **fields)
    lifecycle.activate(made, by=owner)
    return made


def set_in(state: str, owner: User, **fields: Any) -> LearningQuestion:
    """A question that stands in any state, without the evidence that its owner would have."""
    made = question(owner, **fields)
    in_hand = state in LearningQuestion.IN_HAND
    taken = LearningQuestion.objects.of(owner).in_hand().values_list("place", flat=True)  # type: ignore[attr-defined]
    made.state, made.place = state, next(n for n in (1, 2) if n not in taken) if in_hand else None
    made.save()
    return made


def shared(of: LearningQuestion, *, with_: User | Team) -> QuestionShare:
    """An open share with one colleague or one team."""
    target = {"team_id": with_.pk} if isinstance(with_, Team) else {"colleague_id": with_.pk}
    return sharing.show(of, **target)
