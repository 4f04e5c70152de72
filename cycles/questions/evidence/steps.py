"""The steps of evidence on the page of a question: attempt, check, explain, answer, and what lasts."""

from datetime import datetime
from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext as _

from cycles.claims.forms import ClaimForm
from cycles.claims.models import Claim
from cycles.prompts import sharing
from cycles.questions import lifecycle
from cycles.questions.evidence import attesting, closing, explaining, recalling
from cycles.questions.evidence.forms import AttemptForm, OwnAnswerForm, PeerForm, TransferForm
from cycles.questions.evidence.holding import State, why_not
from cycles.questions.evidence.models import PeerAttestation, Recall
from cycles.questions.models import LearningQuestion
from cycles.questions.partner import has_ai
from cycles.questions.steps import Forms, Step, step
from lerendwerken.lib import clock
from teams.structure.access import Viewer


@step(order=10, key="attempt")
def attempt(viewer: Viewer, question: LearningQuestion, forms: Forms) -> Step | None:
    """First of all, and open again as long as the question runs: each conversation begins with a new one."""
    rows = list(question.attempts.order_by("-written_at", "-pk"))
    if not rows and question.state != State.ACTIVE:
        return _not_running("attempt", _("Probeer het eerst zelf"), question)
    context = {
        "latest": rows[0] if rows else None,
        "earlier": rows[1:],
        "form": forms.get("attempt") or AttemptForm(auto_id="poging-%s"),
        "refused": "attempt" in forms,
        "may_write": question.state == State.ACTIVE,
    }
    title = _("Je eigen poging") if rows else _("Probeer het eerst zelf")
    return Step(
        "attempt", title, "done" if rows else "now", "cycles/questions/evidence/attempt.html", context
    )


@step(order=30, key="check")
def check(viewer: Viewer, question: LearningQuestion, forms: Forms) -> Step | None:
    title = _("Controleer wat je gebruikt")
    rows = list(question.claims.all())
    if not rows and (question.state != State.ACTIVE or not question.attempts.exists()):
        return Step("check", title, "locked") if question.state == State.ACTIVE else None
    unchecked = [row for row in rows if row.state == Claim.State.UNCHECKED]
    context = {
        "claims": rows,
        "form": forms.get("claim") or ClaimForm(auto_id="bewering-%s"),
        "refused": "claim" in forms,
        "may_write": question.state in LearningQuestion.IN_HAND,
        "with_ai": has_ai(viewer.person),
    }
    done = rows and not unchecked
    return Step("check", title, "done" if done else "open", "cycles/questions/evidence/check.html", context)


@step(order=50, key="explain")
def explain(viewer: Viewer, question: LearningQuestion, forms: Forms) -> Step | None:
    title = _("Leg het uit zonder AI") if has_ai(viewer.person) else _("Leg het uit zonder hulp")
    rows = list(question.explanations.order_by("-written_at", "-pk"))
    if not rows and question.state != State.ACTIVE:
        return _not_running("explain", title, question)
    why = explaining.why_locked(question) if question.state == State.ACTIVE else why_not(question)
    if not rows and why:
        return Step("explain", title, "locked", why_locked=why)
    context = {
        "latest": rows[0] if rows else None,
        "recall": recalling.due(viewer.person).filter(question=question).first(),
        "pane_open": closing.is_open(question),
        "may_write": question.state == State.ACTIVE and not why,
        "why": why if question.state == State.ACTIVE else "",
    }
    state = "done" if rows else "open"
    return Step("explain", title, state, "cycles/questions/evidence/explain_step.html", context)  # type: ignore[arg-type]


@step(order=55, key="answer")
def answer(viewer: Viewer, question: LearningQuestion, forms: Forms) -> Step | None:
    """Before what lasts: the recall of four weeks comes after it."""
    title = _("Beantwoord je vraag")
    template = "cycles/questions/evidence/answer_step.html"
    if question.state in (State.ANSWERED, State.CONSOLIDATED):
        recall = recalling.due(viewer.person).filter(question=question).first()
        return Step("answer", _("Je antwoord"), "done", template, {"is_answered": True, "recall": recall})
    if question.state != State.ACTIVE:
        return _not_running("answer", title, question)
    missing = lifecycle.to_answer(question)
    if missing:
        return Step("answer", title, "locked", why_locked=" ".join(missing.values()))
    form = forms.get("answer") or OwnAnswerForm(auto_id="antwoord-%s")
    return Step("answer", title, "now", template, {"form": form, "refused": "answer" in forms})


@step(order=60, key="lasting")
def lasting(viewer: Viewer, question: LearningQuestion, forms: Forms) -> Step | None:
    """Recall, a second situation, a colleague's signature; together they make it geborgd."""
    title = _("Laat zien dat het blijft")
    if question.state == State.DROPPED:
        return None
    if not question.explanations.exists():
        why = _("Gaat open als je het hebt uitgelegd. Na 1, 4 en 12 weken vragen we wat je nog weet.")
        return Step("lasting", title, "locked", why_locked=why)
    now = clock.now()
    rows = list(question.recalls.annotate(is_overtaken=Exists(recalling.overtaking(now))))
    is_done = question.state == State.CONSOLIDATED
    may_ask = question.state in attesting.ASKING
    context: dict[str, Any] = {
        "recalls": [(row, recalling.is_open(row) and not row.is_overtaken) for row in rows],
        "transfers": list(question.transfers.all()),
        "recall_waits": any(_is_asked(row, now) for row in rows),
        "attestations": list(
            question.attestations.exclude(state=PeerAttestation.State.TAKEN_BACK).select_related("peer")
        ),
        "transfer_form": forms.get("transfer") or TransferForm(auto_id="elders-%s"),
        "transfer_refused": "transfer" in forms,
        "peer_form": forms.get("attestation")
        or (peer_form(viewer, auto_id="collega-%s") if may_ask else None),
        "peer_refused": "attestation" in forms,
        "may_ask": may_ask,
        "may_transfer": question.state in (State.ACTIVE, State.ANSWERED, State.CONSOLIDATED),
        "may_consolidate": question.state == State.ANSWERED,
        "missing": lifecycle.to_consolidate(question) if question.state == State.ANSWERED else {},
        "with_ai": has_ai(viewer.person),
    }
    waiting = any(row.state == Recall.State.PLANNED and is_open for row, is_open in context["recalls"])
    state = "done" if is_done and not waiting else "open"
    return Step("lasting", title, state, "cycles/questions/evidence/lasting.html", context)  # type: ignore[arg-type]


def _is_asked(row: Any, now: datetime) -> bool:
    """As recalling.due() has it, of a row that says whether it was overtaken."""
    return bool(
        row.state == Recall.State.PLANNED and row.due_at and row.due_at <= now and not row.is_overtaken
    )


def peer_form(viewer: Viewer, data: Any = None, **kwargs: Any) -> PeerForm:
    """Colleagues of one's own teams, as with sharing."""
    return PeerForm(sharing.choices(viewer)["colleagues"], data, **kwargs)


def _not_running(key: str, title: str, question: LearningQuestion) -> Step | None:
    """A step that was never begun, of a question that rests; of one that was let go there is nothing to say."""
    if question.state == State.DROPPED:
        return None
    return Step(key, title, "locked", why_locked=why_not(question))
