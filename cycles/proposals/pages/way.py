"""The way of a proposal: what happened on which day, and what is still to come."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.proposals.deciders import working_days_between
from cycles.proposals.models import InnovationProposal, ProposalStep, touching
from cycles.yields.models import YieldOutcome
from lerendwerken.lib import clock
from teams.structure.models import Role

State, Did = InnovationProposal.State, ProposalStep.Did


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of the way; `state` is done, now or "" for what is to come."""

    day: date | None
    words: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """One step of the history, with who took it and why."""

    step: ProposalStep
    day: date
    who: str

    @property
    def verdict(self) -> str:
        return verdict(self.step)

    @property
    def reason(self) -> str:
        return self.step.reason

    @property
    def more(self) -> list[Any]:
        """What it came to touch."""
        return touching(self.step.touched.get("more", ()))

    @property
    def less(self) -> list[Any]:
        return touching(self.step.touched.get("less", ()))


def history(proposal: InnovationProposal) -> list[Past]:
    """One query, with the names."""
    rows = proposal.steps.select_related("by", "in_place_of").order_by("at", "pk")
    return [Past(row, _day(proposal, row), who_did(row)) for row in rows]


def verdict(step: ProposalStep) -> str:
    return {
        Did.RETURNED: _("Een vraag terug"),
        Did.TRIAL: _("Ja tegen de proef"),
        Did.DECLINED: _("Afwijzen"),
        Did.ADOPTED: _("Invoeren"),
        Did.STOPPED: _("Stoppen"),
    }.get(Did(step.did), str(step.get_did_display()))


def who_did(step: ProposalStep) -> str:
    """Femke Postma, teamleider; a deputy is named with whom it was in place of."""
    name = step.by.full_name if step.by else _("iemand die hier niet meer werkt")
    if not step.role:
        return name
    role = str(Role.Kind(step.role).label)
    if not step.as_deputy:
        return _("%(name)s, %(role)s") % {"name": name, "role": role}
    if step.in_place_of:
        words = {"name": name, "absent": step.in_place_of.given_name, "role": role}
        return _("%(name)s, namens %(absent)s, %(role)s") % words
    return _("%(name)s, als vervanger van de %(role)s") % {"name": name, "role": role}


@dataclass(frozen=True, slots=True)
class Decision:
    """The last answer, as the sheet beside a proposal shows it."""

    past: Past
    days: int  # working days since it was asked
    with_owner: bool

    @property
    def after(self) -> str:
        """2 werkdagen na de uitkomst"""
        if self.past.step.did in (Did.ADOPTED, Did.STOPPED):
            if not self.days:
                return _("de dag van de uitkomst")
            words = ngettext(
                "%(count)s werkdag na de uitkomst", "%(count)s werkdagen na de uitkomst", self.days
            )
        else:
            if not self.days:
                return _("de dag van het indienen")
            words = ngettext(
                "%(count)s werkdag na het indienen", "%(count)s werkdagen na het indienen", self.days
            )
        return words % {"count": self.days}


def decision(past: list[Past]) -> Decision | None:
    """The last one that still stands; a question that was answered by submitting again does not."""
    asked: date | None = None
    found: Decision | None = None
    for one in past:
        if one.step.did in (Did.SUBMITTED, Did.RESULT):
            asked = one.day
            if one.step.did == Did.SUBMITTED:
                found = None
        elif one.step.is_decision:
            found = Decision(
                one,
                working_days_between(asked, one.day) if asked else 0,
                one.step.did in (Did.ADOPTED, Did.STOPPED),
            )
    return found


def way(proposal: InnovationProposal, past: list[Past], outcomes: list[YieldOutcome]) -> list[Stop]:
    """Past steps in order, the days of the trial, and what is to come."""
    today = clock.today(proposal.team.time_zone)
    stops = []
    for one in past:
        stops.append(Stop(one.day, str(one.step.get_did_display()), "done"))
        if one.step.did == Did.TRIAL and proposal.trial_from and one is _last(past, Did.TRIAL):
            stops.append(_trial(proposal, today))
    return stops + _coming(proposal, outcomes, today)


def _trial(proposal: InnovationProposal, today: date) -> Stop:
    assert proposal.trial_from
    assert proposal.trial_until
    weeks = (proposal.trial_until - proposal.trial_from).days // 7 + 1
    words = ngettext("Proef van %(count)s week", "Proef van %(count)s weken", weeks) % {"count": weeks}
    if today < proposal.trial_from:
        return Stop(proposal.trial_from, words)
    runs = proposal.state == State.TRIAL and proposal.result_at is None
    return Stop(proposal.trial_from, words, "now" if runs else "done")


def _coming(proposal: InnovationProposal, outcomes: list[YieldOutcome], today: date) -> list[Stop]:
    state, found = proposal.state, []
    if state == State.SUBMITTED:
        found.append(Stop(proposal.answer_due, _("Antwoord, uiterlijk op deze dag"), "now"))
    if state == State.RETURNED:
        found.append(Stop(None, _("De indieners geven antwoord op de vraag"), "now"))
    if state == State.TRIAL:
        if proposal.result_at is None:
            found.append(Stop(proposal.trial_until, _("Einde van de proef, dan de uitkomst")))
        found.append(
            Stop(
                proposal.answer_due,
                _("Besluit, uiterlijk op deze dag"),
                "now" if proposal.result_at else "",
            )
        )
    if state in (State.TRIAL, State.ADOPTED, State.EMBEDDED):
        later = sorted({one.measure_on for one in outcomes if one.measure_on and one.measure_on > today})
        found += [Stop(day, _("Meten")) for day in later]
    if state == State.ADOPTED and proposal.remeasure_on is None:
        found.append(Stop(None, _("Kiezen wie het bijhoudt, dan borgen")))
    if state in (State.ADOPTED, State.EMBEDDED) and proposal.remeasure_on:
        words = _("Opnieuw meten") if state == State.EMBEDDED else _("Opnieuw meten, als het geborgd is")
        found.append(Stop(proposal.remeasure_on, words))
    return found


def _last(past: list[Past], did: str) -> Past:
    return [one for one in past if one.step.did == did][-1]


def _day(proposal: InnovationProposal, step: ProposalStep) -> date:
    return step.at.astimezone(ZoneInfo(proposal.team.time_zone)).date()
