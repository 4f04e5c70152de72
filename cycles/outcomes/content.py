"""What a report says: put together for its owner, frozen when it is shared, and read from that by its reader.

One JSON object, so that the preview and what is read are the same thing:
{"name", "team", "season", "able", "less", "next", "support": text,
 "yields": [{"name", "kind", "method", "base", "target", "actual": number in text or "", "day": ISO day or "", "note",
             "felt": "yes" when there is no number but something was noticed, or "",
             "goal": title of the goal that it serves, or ""}],
 "proposals": [{"pk", "name", "state", "others": [{"pk", "name"}]}]}
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cycles.framework.models import DevelopmentQuestion
from cycles.outcomes.models import OutcomeReport
from cycles.proposals.models import InnovationProposal
from cycles.proposals.waiting import with_authors, writers_of
from cycles.questions.models import LearningQuestion
from cycles.yields.models import YieldOutcome
from cycles.yields.showing import Row, rows, said

Shown = dict[str, Any]
TEXTS = ("able", "less", "next_question", "support")
State = InnovationProposal.State
# From the trial on a proposal's yields are open to the unit (S18).
MEASURED = (State.TRIAL, State.ADOPTED, State.STOPPED, State.EMBEDDED)


@dataclass(frozen=True, slots=True)
class Choice:
    """One own yield that may go along."""

    row: Row
    is_chosen: bool
    words: str  # the name it gets in the report; empty: its own

    @property
    def pk(self) -> int:
        return self.row.outcome.pk

    @property
    def source(self) -> str:
        """Where it is from, and what goes along."""
        one = self.row.outcome
        if one.proposal:
            return _("uit het voorstel %(name)s") % {"name": one.proposal.name}
        is_counted = one.baseline is not None or one.target is not None or self.row.last
        if _serves(one):
            if is_counted:
                return _("uit je leervraag, alleen de naam, de getallen en het doel gaan mee")
            return _("uit je leervraag, alleen deze zin en het doel gaan mee")
        if is_counted:
            return _("uit je leervraag, alleen de naam en de getallen gaan mee")
        return _("uit je leervraag, alleen deze zin gaat mee")


@dataclass(frozen=True, slots=True)
class YieldShown:
    """A line of the table, in the language of who looks."""

    told: dict[str, str]

    @property
    def name(self) -> str:
        return self.told["name"]

    @property
    def about(self) -> str:
        """meteen, vier weken geteld"""
        kind = YieldOutcome.Kind(self.told["kind"]).label
        return ", ".join(filter(None, (str(kind), self.told["method"])))

    @property
    def base(self) -> str:
        return _number(self.told["base"])

    @property
    def target(self) -> str:
        return _number(self.told["target"])

    @property
    def actual(self) -> str:
        return _number(self.told["actual"])

    @property
    def is_felt(self) -> bool:
        """Nobody counted anything: it is what somebody expects or noticed."""
        return not (self.told["base"] or self.told["target"] or self.told["actual"])

    @property
    def is_noticed(self) -> bool:
        """Something was written down after all, without a number: no measurement, and it says so."""
        return bool(self.told.get("felt"))

    @property
    def no_number(self) -> str:
        return _("gevoel") if self.is_noticed else _("nog niet")

    @property
    def day(self) -> str:
        return date_format(date.fromisoformat(self.told["day"]), "j F") if self.told["day"] else ""

    @property
    def note(self) -> str:
        return self.told["note"]

    @property
    def goal(self) -> str:
        """Nothing in what was frozen before goals went along."""
        return self.told.get("goal", "")


@dataclass(frozen=True, slots=True)
class ProposalShown:
    told: dict[str, Any]

    @property
    def pk(self) -> int:
        return int(self.told["pk"])

    @property
    def name(self) -> str:
        return str(self.told["name"])

    @property
    def state(self) -> str:
        return str(self.told["state"])

    @property
    def state_words(self) -> str | Promise:
        return State(self.state).label

    @property
    def others(self) -> list[str]:
        # Older reports were frozen with the names alone.
        return [one if isinstance(one, str) else str(one["name"]) for one in self.told["others"]]


class Page:
    """A report as its reader reads it."""

    def __init__(self, shown: Shown) -> None:
        self.told = shown

    @cached_property
    def yields(self) -> list[YieldShown]:
        return [YieldShown(one) for one in self.told["yields"]]

    @cached_property
    def proposals(self) -> list[ProposalShown]:
        return [ProposalShown(one) for one in self.told["proposals"]]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(heading, own words), without what was left empty; before the proposals and after them."""
        return [pair for pair in (*self.before, *self.after) if pair[1]]

    @property
    def before(self) -> list[tuple[str, str]]:
        return _filled(
            (_("Kan ik nu zelfstandig"), self.told["able"]),
            (_("Leverde minder op dan verwacht"), self.told["less"]),
        )

    @property
    def after(self) -> list[tuple[str, str]]:
        return _filled(
            (_("Volgende ontwikkelvraag"), self.told["next_question"]),
            (_("Wat ik nodig heb"), self.told["support"]),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.yields or self.texts)


def content(report: OutcomeReport, own: Iterable[Choice] | None = None) -> Shown:
    """What would be frozen now, with the choices as they were kept, or these. Constant queries."""
    chosen = [choice for choice in (choices(report) if own is None else own) if choice.is_chosen]
    return {
        "name": report.owner.full_name,
        "team": report.team.name,
        "season": report.season.name,
        **{name: getattr(report, name).strip() for name in TEXTS},
        "yields": [_told(choice) for choice in chosen],
        "proposals": [
            {
                "pk": one.pk,
                "name": one.name,
                "state": one.state,
                "others": [
                    {"pk": who.pk, "name": who.given_name} for who in writers_of(one) if who != report.owner
                ],
            }
            for one in proposals(report)
        ],
    }


def digest(shown: Shown) -> str:
    """Which preview somebody looked at; what is shared is that one or none."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:32]


def choices(report: OutcomeReport) -> list[Choice]:
    """The owner's yields of this season, chosen or not, those of questions first."""
    taken = {row.outcome_id: row.words for row in report.yields.all()} if report.pk else {}
    found = rows(_own_yields(report))
    return [Choice(row, row.outcome.pk in taken, taken.get(row.outcome.pk, "")) for row in found]


def proposals(report: OutcomeReport) -> list[InnovationProposal]:
    """Submitted, with this owner among its authors, and busy in this season."""
    mine = InnovationProposal.objects.of(report.owner).in_state(*InnovationProposal.OPEN)
    busy = Q(stands_since__gte=_begin(report)) | Q(state__in=[State.SUBMITTED, State.TRIAL, State.ADOPTED])
    found = mine.filter(busy).select_related("owner").prefetch_related(with_authors())
    return list(found.order_by("submitted_at", "pk"))


def _own_yields(report: OutcomeReport) -> Iterable[YieldOutcome]:
    begin, asked = _begin(report), LearningQuestion.State
    questions = LearningQuestion.objects.filter(owner=report.owner).filter(
        Q(state__in=LearningQuestion.IN_HAND)
        | Q(state__in=[asked.ANSWERED, asked.CONSOLIDATED], stands_since__gte=begin)
    )
    mine = InnovationProposal.objects.of(report.owner).in_state(*MEASURED)
    written = mine.filter(
        Q(stands_since__gte=begin) | Q(state=State.TRIAL) | Q(remeasure_on__gte=begin.date())
    )
    found = YieldOutcome.objects.filter(
        Q(question__in=questions.values("pk")) | Q(proposal__in=written.values("pk"))
    )
    goals = ("proposal__development_question__goal", "question__development_question__goal")
    return found.select_related(*goals).order_by("proposal", "kind", "pk")


def _told(choice: Choice) -> dict[str, str]:
    one, last, felt = choice.row.outcome, choice.row.last, choice.row.felt
    newest = last or felt
    serves = _serves(one)
    is_open = one.proposal_id is not None  # of a question the name and the numbers go along, and nothing else
    return {
        "name": choice.words.strip() or choice.row.name,
        "kind": one.kind,
        "method": one.method if is_open else "",
        "base": plain(one.baseline),
        "target": plain(one.target),
        "actual": plain(last.value if last else None),
        "felt": "yes" if felt and not last else "",
        "day": newest.measured_on.isoformat() if newest else "",
        "note": last.note if last and is_open else "",
        "goal": serves.goal.title
        if serves
        else "",  # everybody's to read, so it tells nothing of how somebody learns
    }


def _serves(one: YieldOutcome) -> DevelopmentQuestion | None:
    """With its goal."""
    return (one.proposal or one.question).development_question  # type: ignore[union-attr]


def _begin(report: OutcomeReport) -> datetime:
    return datetime.combine(report.season.starts_on, time(), ZoneInfo(report.team.time_zone))


def plain(number: Decimal | None) -> str:
    """As it is frozen: without the habits of a language."""
    return "" if number is None else str(number)


def _number(text: str) -> str:
    return said(Decimal(text)) if text else ""


def _filled(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [pair for pair in pairs if pair[1]]
