"""The two steps that sparring puts on the page of a question: talk, and choose what to do with it."""

from typing import Any

from django.utils.translation import gettext as _

from cycles.literacy import reading
from cycles.questions.models import LearningQuestion
from cycles.questions.steps import Forms, Step, step
from cycles.sparring import conversing, switches
from cycles.sparring.dialogue import Dialogue, Option, Veil, options
from cycles.sparring.forms import BeginForm, ChoiceForm, ContributionForm
from cycles.sparring.models import Mode, PartnerSettings, SparringSession, SuggestionChoice, Turn
from cycles.sparring.partner import endpoints
from cycles.sparring.tried import tried
from teams.structure.access import Viewer, visible

Partner = SparringSession.Partner
Active = LearningQuestion.State.ACTIVE


@step(order=20, key="spar")
def spar(viewer: Viewer, question: LearningQuestion, forms: Forms) -> Step | None:
    sessions = _sessions(viewer, question)
    is_ai = switches.shows_ai(viewer.person)
    opened = next((session for session in sessions if session.closed_at is None), None)
    if opened is not None:
        is_ai_there = opened.partner == Partner.AI
        return Step("spar", _title(is_ai_there), "now", TALKING, _talking(viewer, opened, forms))
    before = _before(question, sessions)
    if question.state != Active:
        return Step("spar", _title(is_ai), "done", CLOSED, before) if sessions else None
    own = tried(question)
    if own.fresh is None:
        why = {"is_ai": is_ai, "own": own}
        if sessions:
            return Step("spar", _title(is_ai), "done", CLOSED, before | why | {"may_try_again": True})
        return Step("spar", _title(is_ai), "locked", LOCKED, why)
    has_explained = question.explanations.exists()
    context = before | _beginning(viewer, question, forms, is_ai=is_ai)
    return Step("spar", _title(is_ai), "open" if has_explained else "now", BEGIN, context)


TALKING = "cycles/sparring/talking.html"
BEGIN = "cycles/sparring/begin.html"
CLOSED = "cycles/sparring/_before.html"
LOCKED = "cycles/sparring/locked.html"


def _title(is_ai: bool) -> str:
    return _("Spar met AI") if is_ai else _("Denk door met vaste vragen")


def _sessions(viewer: Viewer, question: LearningQuestion) -> list[SparringSession]:
    found = visible(SparringSession, viewer).filter(question=question).order_by("started_at", "pk")
    return list(found.prefetch_related("turns__choices"))


def _turns(session: SparringSession) -> list[Turn]:
    return sorted(session.turns.all(), key=lambda turn: turn.number)


def _before(question: LearningQuestion, sessions: list[SparringSession]) -> dict[str, Any]:
    """Conversations that are shut, those that can be read again and whether others cannot yet."""
    veil = Veil.of(question)
    shut = [session for session in sessions if session.closed_at]
    return {
        "dialogues": [Dialogue(session, _turns(session)) for session in shut if not veil.covers(session)],
        "waits": any(veil.covers(session) for session in shut),
        "recall_first": veil.recall_waits,
    }


def _beginning(viewer: Viewer, question: LearningQuestion, forms: Forms, *, is_ai: bool) -> dict[str, Any]:
    given = forms.get("spar") or {}
    person = viewer.person
    partner = Partner.AI if is_ai else Partner.FIXED
    needs_norms = is_ai and not reading.has_read(person)
    needs_notice = is_ai and not switches.has_read_notice(person)
    return {
        "form": given.get("form") or BeginForm(initial={"mode": Mode.ANALYSE}),
        "is_ai": is_ai,
        "needs_norms": needs_norms,
        "needs_notice": needs_notice,
        "endpoint": endpoints.chosen() if is_ai else None,
        "allowed_data": PartnerSettings.get().allowed_data if is_ai else "",
        "why_not": "" if needs_norms or needs_notice else conversing.why_not_begin(question, person, partner),
        "refused": given.get("refused", ""),
        "check": given.get("check"),
    }


def _talking(viewer: Viewer, session: SparringSession, forms: Forms) -> dict[str, Any]:
    given = forms.get("spar") or {}
    dialogue = Dialogue(session, _turns(session))
    form = given.get("form")
    if not isinstance(form, ContributionForm):
        form = ContributionForm(initial={"after": dialogue.after})
    is_ai = dialogue.is_ai
    return {
        "dialogue": dialogue,
        "session": session,
        "form": form,
        "is_ai": is_ai,
        "is_gone": is_ai and not switches.shows_ai(viewer.person),
        "endpoint": endpoints.chosen() if is_ai else None,
        "refused": given.get("refused", ""),
        "check": given.get("check"),
        "climbs": given.get("climbs", False),
    }


@step(order=40, key="choose")
def choose(viewer: Viewer, question: LearningQuestion, forms: Forms) -> Step | None:
    """Nothing to choose from, and with the fixed questions there never is: then there is no such step."""
    turns = list(
        visible(Turn, viewer)
        .filter(session__question=question, speaker=Turn.Speaker.PARTNER)
        .select_related("session")
        .order_by("session__started_at", "number")
    )
    choices = list(visible(SuggestionChoice, viewer).filter(turn__session__question=question))
    found = options(turns, choices)
    if not found:
        if question.state != Active or not switches.shows_ai(viewer.person):
            return None
        return Step("choose", _("Kies: overnemen, aanpassen of afwijzen"), "locked")
    waiting = any(option.choice is None for option in found)
    veil = Veil.of(question)
    shown = [one for one in found if one.choice is None or not veil.covers(one.turn.session)]
    context = {
        "rows": [(option, _choice_form(option, forms)) for option in shown],
        "is_shut": len(shown) < len(found),
        "verdicts": SuggestionChoice.Verdict.choices,
        "is_editable": question.state == Active,
    }
    return Step("choose", _("Kies wat je ermee doet"), "open" if waiting else "done", CHOOSE, context)


CHOOSE = "cycles/sparring/choose.html"


def _choice_form(option: Option, forms: Forms) -> ChoiceForm:
    posted = forms.get(f"choose-{option.name}")
    if posted is not None:
        form: ChoiceForm = posted
        return form
    choice = option.choice
    initial = {"verdict": choice.verdict, "reason": choice.reason} if choice else {}
    return ChoiceForm(initial=initial, auto_id=f"id_{option.name}_%s")
