"""The texts of a proposal and what is worked out of them at every save: the maker's mark (S21) and what search finds."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q

from cycles.proposals.deciders import wrote_on
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.questions.marking import Mark, Marking, highest, keeper
from lerendwerken.lib.wordsearch import folded

TEXTS = ("title", *InnovationProposal.MARKED)
COPIED = (*InnovationProposal.MARKED, *InnovationProposal.TOUCHES, "development_question_id")
MARKED = (*TEXTS, "result")  # what a trial brought is marked too; it is not found before it is handed in
# What a trial asks for is marked as well; of both sides the marks stand under `side_name`.
PREPARED = (
    "gain_for", "loss", "keep_human", "junior_learning", "ethics", "data_used", "effort", "human_check",
)  # fmt: skip
SIDES = ("opportunity", "threat", "measure")


def worked_out(
    people: Collection[int], texts: Mapping[str, str], prepared: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Columns that follow from the texts. `people` are all who ever wrote on it: what AI wrote for one of them is
    nobody's own words. Nobody can set these in another way."""
    marking = Marking(people)
    marks = marking.together({name: texts.get(name, "") for name in MARKED})
    marks |= marking.in_a_row(prepared or {})
    return {
        "marks": marks,
        "label": highest(mark for found in marks.values() for mark in found),
        "search_text": folded(*(texts.get(name, "") for name in TEXTS)),
    }


def worked_out_of(proposal: InnovationProposal, **changed: str) -> dict[str, Any]:
    """The same of a row, with some of its texts changed."""
    texts = {name: changed.get(name, getattr(proposal, name)) for name in MARKED}
    return worked_out(wrote_on(proposal), texts, _prepared(proposal))


def side_name(side: int, name: str) -> str:
    return f"side-{side}-{name}"


def _prepared(proposal: InnovationProposal) -> dict[str, str]:
    found = {name: getattr(proposal, name) for name in PREPARED}
    for side in proposal.sides.all() if proposal.pk else ():
        found |= {side_name(side.pk, name): getattr(side, name) for name in SIDES}
    return found


def work_out(proposal: InnovationProposal) -> None:
    """Anew, because somebody else writes along from now on."""
    proposal.refresh_from_db()
    fields = worked_out_of(proposal)
    InnovationProposal.objects.filter(pk=proposal.pk).update(**fields)
    for name, value in fields.items():
        setattr(proposal, name, value)
    work_out_copy(proposal)


# The copy: while a proposal lies returned its readers keep to what was submitted, and its authors write beside it.


def as_written(proposal: InnovationProposal) -> InnovationProposal:
    """The row as its authors have it now; for their pages, never to be saved as it is."""
    for name in (*COPIED, "marks", "label"):
        if name in proposal.working:
            setattr(proposal, name, proposal.working[name])
    return proposal


def copied(proposal: InnovationProposal) -> dict[str, Any]:
    """What the copy of a row `as_written` holds, with its marks, so that no words of AI in it are forgotten."""
    found = {name: getattr(proposal, name) for name in COPIED}
    worked = worked_out_of(proposal)
    return found | {"marks": worked["marks"], "label": worked["label"]}


def work_out_copy(proposal: InnovationProposal) -> None:
    if proposal.working:
        copy = copied(as_written(InnovationProposal.objects.get(pk=proposal.pk)))
        InnovationProposal.objects.filter(pk=proposal.pk).update(working=copy)
        proposal.working = copy


def written(proposal: InnovationProposal) -> dict[str, Any]:
    """The columns that change when the copy becomes the proposal; nothing when there is none."""
    return {name: proposal.working[name] for name in COPIED if name in proposal.working}


@keeper
def _kept(people: Collection[int]) -> Iterable[Mark]:
    """What the proposals of these people still know of AI's words, those that are under way included."""
    wrote = ProposalAuthor.objects.filter(person__in=people, was_in_at__isnull=False)
    rows = InnovationProposal.objects.filter(Q(owner__in=people) | Q(pk__in=wrote.values("proposal")))
    known = rows.exclude(marks={}, working={}).order_by("-pk").values_list("marks", "working")
    for marks, copy in known:
        for found in [*marks.values(), *copy.get("marks", {}).values()]:
            yield from found
