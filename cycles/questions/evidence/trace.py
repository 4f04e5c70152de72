"""The learning trace (leerspoor): what somebody did with a question, in order, and what is still to come.

A query over records, one for each table (S3); no row of its own. Sparring, which stands above, adds its part.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.claims.models import Claim
from cycles.prompts.message import NUMBERS
from cycles.questions.evidence.models import PeerAttestation, Recall
from cycles.questions.models import LearningQuestion
from cycles.questions.partner import has_ai
from cycles.yields.models import Measurement
from cycles.yields.showing import Row, said
from lerendwerken.lib import clock
from lerendwerken.templatetags.ui import capital, clock_time

Standing = Literal["done", "now", ""]
State = LearningQuestion.State


@dataclass(frozen=True, slots=True)
class TraceItem:
    """One line. `at`: an instant for what was done, a date for what is planned, None for now and soon."""

    at: datetime | date | None
    label: str
    state: Standing  # empty: still to come
    when: str = ""  # as it is read; filled in by trace()


type Traced = Callable[[LearningQuestion], list[TraceItem]]
TRACED: list[Traced] = []


def traced(source: Traced) -> Traced:
    """Packages above add what they keep: done ones with their instant, at most one that is now, without."""
    TRACED.append(source)
    return source


def trace(question: LearningQuestion) -> list[TraceItem]:
    """Done in order, then now, then soon, then what has a date. For the owner's eyes only."""
    found = [*_own(question), *(item for source in TRACED for item in source(question))]
    done = sorted((item for item in found if item.state == "done"), key=_instant)
    now = [item for item in found if item.state == "now"][-1:]
    soon = [item for item in found if item.state == "" and item.at is None]
    soon += [replace(item, state="") for item in found if item.state == "now" and item not in now]
    planned = sorted((item for item in found if item.state == "" and item.at is not None), key=_instant)
    return [*_told(done), *_named(now, _("nu")), *_named(soon, _("straks")), *_dated(planned)]


def _own(question: LearningQuestion) -> list[TraceItem]:
    attempts = list(question.attempts.all())
    explanations = list(question.explanations.all())
    recalls = list(question.recalls.all())
    return [
        *_life(question),
        *(
            TraceItem(
                a.written_at, _("Eigen poging, %(percent)s%% zeker") % {"percent": a.confidence}, "done"
            )
            for a in attempts
        ),
        *_claims(question),
        *(
            TraceItem(
                e.written_at,
                _("%(what)s, %(percent)s%% zeker") % {"what": explained(question), "percent": e.confidence},
                "done",
            )
            for e in explanations
        ),
        *(
            TraceItem(t.written_at, _("Ook toegepast in een andere situatie"), "done")
            for t in question.transfers.all()
        ),
        *_attestations(question),
        *_measured(question),
        *_to_come(question, bool(attempts), bool(explanations), recalls),
        *_recalls(question, recalls),
    ]


def explained(question: LearningQuestion) -> str:
    """With no AI in the house there is no word of it (AI10)."""
    return _("Uitgelegd zonder AI") if has_ai(question.owner) else _("Uitgelegd zonder hulp")


def _life(question: LearningQuestion) -> list[TraceItem]:
    found: list[TraceItem] = []
    planned = False
    for step in question.steps.all():
        label = ""
        match step.state:
            case State.ACTIVE:
                label = (
                    _("Weer opgepakt")
                    if planned
                    else _("Plan gemaakt, met één opbrengst voor nu en één voor later")
                )
                planned = True
            case State.PAUSED:
                label = _("Op pauze")
            case State.ANSWERED:
                label = _("Beantwoord in je eigen woorden")
            case State.CONSOLIDATED:
                label = _("Geborgd")
            case State.DROPPED:
                label = _("Losgelaten")
        if label:
            found.append(TraceItem(step.at, label, "done"))
    return found


def _claims(question: LearningQuestion) -> list[TraceItem]:
    """One line for all: the last check, and how many."""
    claims = list(question.claims.all())
    checked = [c.checked_at for c in claims if c.state != Claim.State.UNCHECKED and c.checked_at]
    if not checked:
        return []
    label = ngettext(
        "%(done)s van %(count)s bewering gecontroleerd",
        "%(done)s van %(count)s beweringen gecontroleerd",
        len(claims),
    ) % {"done": _number(len(checked)), "count": _number(len(claims))}
    label = capital(label).replace("Éé", "Eé", 1)  # the accent of a capital is left out in Dutch
    return [TraceItem(max(checked), label, "done")]


def _number(count: int) -> str:
    return str(NUMBERS[count]) if count < len(NUMBERS) else str(count)


def _attestations(question: LearningQuestion) -> list[TraceItem]:
    found = []
    for row in question.attestations.select_related("peer"):
        name = {"name": row.peer.given_name}
        if row.state == PeerAttestation.State.SIGNED and row.decided_at:
            found.append(TraceItem(row.decided_at, signed_words(question, row), "done"))
        elif row.state == PeerAttestation.State.ASKED:
            found.append(TraceItem(row.asked_at, _("%(name)s gevraagd om te tekenen") % name, "done"))
    return found


def _measured(question: LearningQuestion) -> list[TraceItem]:
    found = []
    for row in Measurement.objects.filter(outcome__question=question).select_related("outcome"):
        name = Row(row.outcome).label
        label = (
            _("Gemerkt, niet gemeten: %(name)s") % {"name": name}
            if row.value is None
            else _("Gemeten: %(name)s, %(number)s") % {"name": name, "number": said(row.value)}
        )
        found.append(TraceItem(row.at, label, "done"))
    return found


def signed_words(question: LearningQuestion, row: PeerAttestation) -> str:
    words = (
        _("%(name)s tekende dat je het zonder AI kon")
        if has_ai(question.owner)
        else _("%(name)s tekende dat je het zonder hulp kon")
    )
    return words % {"name": row.peer.given_name}


def _to_come(
    question: LearningQuestion, attempted: bool, has_explained: bool, recalls: list[Recall]
) -> list[TraceItem]:
    if question.state in (State.PAUSED, State.DROPPED):
        return []
    explain = _("Uitleggen zonder AI") if has_ai(question.owner) else _("Uitleggen zonder hulp")
    if not attempted:
        return [TraceItem(None, _("Eigen poging"), "now"), TraceItem(None, explain, "")]
    if not has_explained:
        return [TraceItem(None, explain, "now")]
    if question.state == State.ACTIVE:
        return [TraceItem(None, _("Antwoord in je eigen woorden"), "now")]
    return []


def _recalls(question: LearningQuestion, recalls: list[Recall]) -> list[TraceItem]:
    """Done and still to come; before the explanation, when they would come if it were today."""
    if question.state == State.DROPPED:
        return [_recalled(row) for row in recalls if row.state == Recall.State.DONE]
    if not recalls:
        today = clock.today(question.owner.time_zone)
        return [TraceItem(today + timedelta(weeks=n), after(n), "") for n in Recall.WEEKS]
    today = clock.today(question.owner.time_zone)
    last = max(
        (r.after_weeks for r in recalls if r.due_on <= today or r.state == Recall.State.DONE), default=0
    )
    found = []
    for row in recalls:
        if row.state == Recall.State.DONE:
            found.append(_recalled(row))
        elif row.state == Recall.State.PLANNED and row.after_weeks == last:
            found.append(TraceItem(None, after(last), "now"))
        elif row.state == Recall.State.PLANNED and row.after_weeks > last:
            found.append(TraceItem(row.due_on, after(row.after_weeks), ""))
    return found


def _recalled(row: Recall) -> TraceItem:
    label = after(row.after_weeks)
    if row.outcome:
        label = f"{label}: {row.get_outcome_display()}"
    return TraceItem(row.done_at, label, "done")


def after(weeks: int) -> str:
    return ngettext("Uit je hoofd, na %(weeks)s week", "Uit je hoofd, na %(weeks)s weken", weeks) % {
        "weeks": weeks
    }


# How it reads -------------------------------------------------------------------------------------


def _instant(item: TraceItem) -> float:
    assert item.at is not None
    if isinstance(item.at, datetime):
        return item.at.timestamp()
    return datetime(
        item.at.year, item.at.month, item.at.day, tzinfo=timezone.get_current_timezone()
    ).timestamp()


def _told(items: list[TraceItem]) -> list[TraceItem]:
    """16 maart; today once, and then the time only: vandaag 13.03, 13.11."""
    today = timezone.localdate(clock.now())
    said_today = False
    told = []
    for item in items:
        assert isinstance(item.at, datetime)
        if timezone.localdate(item.at) == today:
            time = clock_time(item.at)
            told.append(replace(item, when=time if said_today else _("vandaag %(time)s") % {"time": time}))
            said_today = True
        else:
            told.append(replace(item, when=_day(timezone.localdate(item.at), today)))
    return told


def _named(items: list[TraceItem], word: str) -> list[TraceItem]:
    return [replace(item, when=word) for item in items]


def _dated(items: list[TraceItem]) -> list[TraceItem]:
    today = timezone.localdate(clock.now())
    return [replace(item, when=_day(item.at, today)) for item in items if item.at is not None]


def _day(day: date, today: date) -> str:
    if day == today:
        return _("vandaag")
    return date_format(day, "j F" if day.year == today.year else "j F Y")
