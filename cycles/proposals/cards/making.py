"""An adopted proposal becomes a practice card, in the transaction of the decision; its authors refine it after that."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q

from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.deciders import wrote_on
from cycles.proposals.models import InnovationProposal, ProposalAuthor, ProposalStep
from cycles.proposals.moving import follow
from cycles.questions.marking import DEGREES, Mark, Marking, highest, keeper
from lerendwerken.lib.wordsearch import folded

MARKED = ("title", "situation", "how", "conditions")  # texts that carry a mark for each paragraph
FOUND_BY = MARKED


@follow
def make(proposal: InnovationProposal, step: ProposalStep) -> None:
    if step.did == ProposalStep.Did.ADOPTED:
        card(proposal)


def card(proposal: InnovationProposal) -> PracticeCard:
    """Filled in with what the proposal says; the same one however often it is asked."""
    texts = {
        "title": proposal.name,
        "situation": _short(proposal.problem, "situation"),
        "how": _short(proposal.idea, "how"),
        "conditions": _short("\n\n".join(_conditions(proposal)), "conditions"),
    }
    known = {"task_group": proposal.task_group, "skill": proposal.skill}
    made, _is_new = PracticeCard.objects.get_or_create(
        proposal=proposal, defaults=texts | known | written(proposal, texts, wrote_on(proposal))
    )
    return made


def written(
    proposal: InnovationProposal, texts: Mapping[str, str], people: Collection[int]
) -> dict[str, Any]:
    """Marks, label and what it is found by. What the proposal holds of AI stays so here, in other lines as well, also
    when whoever brought it is gone; and its label is never lower than that of the proposal, since the card is the same
    idea."""
    before = PracticeCard.objects.filter(proposal=proposal).values_list("marks", flat=True)
    stored = [mark for known in (proposal.marks, *before) for mark in _all(known)]
    marks = Marking(people, stored).together({name: texts[name] for name in MARKED})
    label = max(highest(_all(marks)), proposal.label or "own", key=DEGREES.index)
    return {
        "marks": marks,
        "label": label,
        "search_text": folded(*(texts[name] for name in FOUND_BY)),
    }


@keeper
def kept(people: Collection[int]) -> Iterable[Mark]:
    """The marks of cards that these people wrote, for when the talk they came from is gone."""
    wrote = ProposalAuthor.objects.filter(person__in=people, was_in_at__isnull=False)
    theirs = Q(proposal__owner__in=people) | Q(proposal__in=wrote.values("proposal"))
    rows = PracticeCard.objects.exclude(label="own").filter(theirs).order_by("-pk")
    return [mark for marks in rows.values_list("marks", flat=True) for mark in _all(marks)]


def _all(marks: Mapping[str, Iterable[Mark]]) -> list[Mark]:
    return [mark for of_text in marks.values() for mark in of_text]


def _conditions(proposal: InnovationProposal) -> list[str]:
    """What stays human, and what is done about the other side."""
    measures = [pair.measure for pair in proposal.sides.all() if pair.measure]
    return [text for text in (proposal.keep_human.strip(), *measures) if text]


def _short(text: str, name: str) -> str:
    """What fits, cut between two words; a situation is one line."""
    field: Any = PracticeCard._meta.get_field(name)
    longest: int = field.max_length
    plain = " ".join(text.split()) if name == "situation" else text.strip()
    return plain if len(plain) <= longest else plain[: longest - 1].rsplit(None, 1)[0] + "…"
