"""Contract hours and working times: a new version from a day on, never over an own correction (S9)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.calendar import WorkingCalendar
from teams.hours.models import WorkingPattern
from teams.hours.patterns import Pattern
from teams.intake.differences import differences, same_times, times_of
from teams.intake.people import Period
from teams.intake.plans import Plan, Terms, hours_words
from teams.intake.sentences import say
from teams.intake.worktimes import WorkTimes, assume
from teams.structure.models import Organisation

CONTENT = ("contract_hours", "shifts", "alternation", "anchor", "assumed")
"""The fields in which two versions of somebody's hours can differ."""


def compare_hours(
    plan: Plan, account: User, spans: Sequence[Period], held: Sequence[WorkingPattern], terms: Terms
) -> None:
    """`held` are the stored patterns of this person, by date."""
    told = [(p.first, p.hours, p.times) for p in spans if p.hours is not None and p.times is not None]
    if not told:
        return
    firsts = {first for first, _hours, _times in told}
    imported = [pattern for pattern in held if pattern.source == WorkingPattern.Source.IMPORTED]
    # What an earlier file announced for later and this one does not.
    plan.dropped_patterns = [p for p in imported if p.valid_from > min(firsts) and p.valid_from not in firsts]
    imported = [p for p in imported if p not in plan.dropped_patterns]
    own = [pattern for pattern in held if pattern.source == WorkingPattern.Source.OWN]
    for first, hours, times in told:
        corrected = _in_force(own, first)
        if corrected is not None:
            _report_own(plan, corrected, hours, times)
        before = _in_force(imported, first)
        if before is not None and _same(before, hours, times):
            continue
        if corrected is None:
            _tell(plan, before, first, hours, times, terms)
            if times.assumed and account.hours_confirmed:
                account.hours_confirmed = False
                plan.account_changed = True
        fresh = _pattern(account, first, hours, times)
        if before is not None and before.valid_from == first:
            for name in CONTENT:
                setattr(before, name, getattr(fresh, name))
            plan.changed_patterns.append(before)
        else:
            imported.append(fresh)
            plan.new_patterns.append(fresh)


def weekly_budget(hours: Decimal, organisation: Organisation) -> int:
    """Minutes for learning in an ordinary week with these contract hours (W2)."""
    week = IsoWeek(2026, 1)
    shifts = assume(hours).shifts
    pattern = Pattern(week.monday - timedelta(days=7), int(hours * 60), shifts, organisation.time_zone)
    return WorkingCalendar([pattern]).budget(
        week,
        full=organisation.budget_minutes,
        floor=organisation.budget_floor,
        full_time_hours=float(organisation.full_time_hours),
    )


def _report_own(plan: Plan, own: WorkingPattern, hours: Decimal, times: WorkTimes) -> None:
    if _same(own, hours, times):
        return
    if own.contract_hours != hours:
        now, becomes = hours_words(own.contract_hours), hours_words(hours)
    else:
        now, becomes = differences(times_of(own), times)
    plan.keep(
        say(_("%(times)s, zelf aangepast"), times=now),
        becomes,
        say(_("De eigen tijd blijft. Je ziet alleen het verschil.")),
    )


def _tell(
    plan: Plan, before: WorkingPattern | None, first: date, hours: Decimal, times: WorkTimes, terms: Terms
) -> None:
    since = terms.words(first)
    then = weekly_budget(hours, terms.organisation)
    becomes = say(_("%(hours)s, vanaf %(day)s"), hours=hours_words(hours), day=since)
    if before is None:
        effect = say(_("%(minutes)s minuten leertijd per week"), minutes=then)
        plan.change(say(_("geen werktijden")), becomes, effect)
    elif before.contract_hours != hours:
        now = weekly_budget(before.contract_hours, terms.organisation)
        effect = (
            say(_("Evenveel leertijd: %(minutes)s minuten per week"), minutes=then)
            if then == now
            else say(_("%(then)s minuten per week in plaats van %(now)s"), then=then, now=now)
        )
        plan.change(hours_words(before.contract_hours), becomes, effect)
    else:
        one, other = differences(times_of(before), times)
        plan.change(one, say(_("%(times)s, vanaf %(day)s"), times=other, day=since))


def _pattern(account: User, first: date, hours: Decimal, times: WorkTimes) -> WorkingPattern:
    """An unsaved version; its person is filled in when it is saved."""
    return WorkingPattern(
        source=WorkingPattern.Source.IMPORTED,
        valid_from=first,
        contract_hours=hours,
        shifts=[shift.to_json() for shift in times.shifts],
        alternation=times.alternation,
        anchor=times.anchor,
        time_zone=account.time_zone,
        assumed=times.assumed,
    )


def _in_force(patterns: Iterable[WorkingPattern], day: date) -> WorkingPattern | None:
    found = [p for p in patterns if p.valid_from <= day and (p.valid_until is None or p.valid_until >= day)]
    return max(found, key=lambda pattern: pattern.valid_from, default=None)


def _same(pattern: WorkingPattern, hours: Decimal, times: WorkTimes) -> bool:
    return pattern.contract_hours == hours and same_times(times, pattern)
