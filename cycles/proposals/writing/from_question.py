"""A proposal that grows from an own learning question, with its words to begin with."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cycles.proposals.models import InnovationProposal
from cycles.proposals.writing.sheet import origin
from cycles.questions.evidence import recalling
from cycles.questions.models import LearningQuestion
from cycles.questions.steps import Forms, Step, step
from teams.structure.access import Viewer, get_or_404

State = LearningQuestion.State
TEMPLATE = "cycles/proposals/writing/question_step.html"


@step(order=70, key="proposal")
def next_step(viewer: Viewer, question: LearningQuestion, forms: Forms) -> Step | None:
    """Of a question that was answered: others can have something of it as well."""
    if question.state not in (State.ANSWERED, State.CONSOLIDATED):
        return None
    title = _("Maak er een voorstel van")
    made = list(InnovationProposal.objects.filter(question=question, owner=viewer.person).order_by("-pk"))
    if not made and waits(question):
        return Step(
            "proposal", title, "locked", why_locked=_("Gaat open als je hebt opgeschreven wat je nog weet.")
        )
    return Step("proposal", title, "done" if made else "open", TEMPLATE, {"made": made})


@origin
def where_from(proposal: InnovationProposal) -> str:
    """Only that there was a question: it is its owner's alone, and others write along."""
    return _("Uit een leervraag") if proposal.question_id else ""


def asked_for(request: HttpRequest, viewer: Viewer) -> LearningQuestion | None:
    """The own question of `?leervraag=5`, or of the form that came from it."""
    given = (request.POST if request.method == "POST" else request.GET).get("leervraag", "")
    if not given.isascii() or not given.isdecimal() or len(given) > 9:
        return None
    question = get_or_404(LearningQuestion, viewer, pk=int(given))
    return None if question.state == State.DRAFT else question


def texts(question: LearningQuestion) -> dict[str, Any]:
    """What somebody wrote, to begin with. The answer not while it is still to be recalled from memory (E4)."""
    direct = question.yields.order_by("kind", "pk").first()
    return {
        "problem": question.situation,
        "idea": "" if waits(question) else question.answer[:4000],
        "hoped": direct.sentence if direct else "",
    }


def waits(question: LearningQuestion) -> bool:
    """Whether its owner is asked to write down from memory what the answer says."""
    return recalling.due(question.owner).filter(question=question).exists()
