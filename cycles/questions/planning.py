"""The plan of a learning question: what its fields are, what is missing, and how it is written down."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cycles.questions.models import LearningQuestion
from cycles.yields.models import YieldOutcome
from teams.accounts.models import User

EDITABLE = (LearningQuestion.State.DRAFT, *LearningQuestion.IN_HAND)
DIRECT, SUSTAINABLE = YieldOutcome.Kind.DIRECT, YieldOutcome.Kind.SUSTAINABLE
HORIZONS = {DIRECT: YieldOutcome.Horizon.SHORT, SUSTAINABLE: YieldOutcome.Horizon.LONG}

SCREENS = {
    "situation": 1, "text": 1,
    "frame": 2, "task_group": 2, "task_fit": 2,
    "if_part": 3, "then_part": 3, "skill": 3,
    "direct": 4, "sustainable": 4,
}  # fmt: skip
"""Which screen of the wizard asks for a field."""


class Changed(Exception):
    """Another window of the same owner changed the plan in between."""


class Closed(Exception):
    """The question is not in a state any more in which its plan can be changed like this."""


def missing(question: LearningQuestion) -> dict[str, str]:
    """What 4.1 asks before a question becomes active and is not there: field -> sentence."""
    found = {}
    for name, sentence in (
        ("situation", _("Schrijf om welk werk het gaat.")),
        ("text", _("Schrijf je vraag.")),
        ("task_group", _("Kies wat voor taak het is.")),
        ("task_fit", _("Kies of AI bij deze taak past.")),
        ("if_part", _("Schrijf wanneer je het gaat doen.")),
        ("then_part", _("Schrijf wat je dan precies doet.")),
        ("skill", _("Kies wat je vooral oefent.")),
    ):
        if not getattr(question, name).strip():
            found[name] = sentence
    if not question.is_own and question.development_question_id is None:
        found["frame"] = _("Kies waar je vraag bij hoort.")
    sentences = expected(question)
    if DIRECT not in sentences:
        found["direct"] = _("Schrijf in één zin wat het meteen oplevert.")
    if SUSTAINABLE not in sentences:
        found["sustainable"] = _("Schrijf in één zin wat het blijvend oplevert.")
    return found


def expected(question: LearningQuestion) -> dict[str, YieldOutcome]:
    """The expected yields, by their kind."""
    return {found.kind: found for found in question.yields.all()}


def screen_of(missing_fields: Mapping[str, str]) -> int:
    """The first screen that asks for one of these; the last one, where a question becomes active, for nothing."""
    return min((SCREENS.get(name, 1) for name in missing_fields), default=max(SCREENS.values()))


@transaction.atomic
def write(
    question: LearningQuestion,
    by: User,
    fields: Mapping[str, Any],
    yields: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    revision: int | None = None,
    states: Collection[str] = EDITABLE,
) -> int:
    """Writes fields and yields (kind -> fields) of the plan; returns the new revision.

    Raises Changed when `revision` is behind and other words would be lost, Closed when the question is in none of
    these states any more.
    """
    if by.pk != question.owner_id:
        raise PermissionError("a plan is written by its owner only")
    lock_owner(question)
    now = LearningQuestion.objects.get(pk=question.pk)
    if now.state not in states:
        raise Closed
    there = expected(now)
    changed = {name: value for name, value in fields.items() if getattr(now, name) != value}
    new_yields = {
        kind: dict(given) for kind, given in (yields or {}).items() if _differs(there.get(kind), given)
    }
    if (changed or new_yields) and revision is not None and revision != now.revision:
        raise Changed
    for kind, given in new_yields.items():
        if not given.get("sentence"):  # emptied in a draft
            YieldOutcome.objects.filter(question=now, kind=kind).delete()
            continue
        begins = {"horizon": HORIZONS[YieldOutcome.Kind(kind)], **given}
        YieldOutcome.objects.update_or_create(question=now, kind=kind, defaults=given, create_defaults=begins)
    if changed or new_yields:
        LearningQuestion.objects.filter(pk=now.pk).update(**changed, revision=F("revision") + 1)
    question.refresh_from_db()
    return question.revision


def lock_owner(question: LearningQuestion) -> None:
    """Until the transaction ends: one change of one owner's questions at a time."""
    User.objects.select_for_update(no_key=True).get(pk=question.owner_id)


def plan_sentence(question: LearningQuestion) -> str:
    """Als ik een besluit ga schrijven, dan zet ik ...; however much of it was typed along."""
    cue, act = bare(question.if_part, "als", "if"), bare(question.then_part, "dan", "then")
    return _("Als %(cue)s, dan %(act)s.") % {"cue": cue, "act": act} if cue and act else ""


def bare(text: str, *openings: str) -> str:
    """Without its opening word, dots and closing mark."""
    text = text.strip().strip(".…, ")
    for opening in openings:
        if text.lower().startswith(opening + " "):
            text = text[len(opening) + 1 :].strip(".…, ")
    return text


def _differs(there: YieldOutcome | None, given: Mapping[str, Any]) -> bool:
    if there is None:
        return bool(given.get("sentence"))
    return any(_plain(getattr(there, name)) != _plain(value) for name, value in given.items())


def _plain(value: Any) -> Any:
    """6 and 6.00 are one number."""
    return value.normalize() if isinstance(value, Decimal) else value
