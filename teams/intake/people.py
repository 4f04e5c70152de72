"""People out of rows: two rows can be one person with two contracts, or two people who share an address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from teams.intake import names
from teams.intake.columns import Field
from teams.intake.rows import NEEDS_NO_TEAM, Problem, Row
from teams.intake.sentences import Refused, Sentence, say
from teams.intake.worktimes import WorkTimes, assume, combine, plain

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """What holds from a day until a day (inclusive, None is open)."""

    first: date
    until: date | None
    home: Row | None  # the row whose team it is
    guests: tuple[Row, ...] = ()
    hours: Decimal | None = None
    times: WorkTimes | None = None


@dataclass(slots=True)
class Person:
    """One person of the file, with a row for each contract."""

    rows: list[Row]
    notes: list[Sentence] = field(default_factory=list)

    @property
    def staff_number(self) -> str | None:
        return self._first("staff_number")

    @property
    def email(self) -> str | None:
        return self._first("email")

    @property
    def given_name(self) -> str | None:
        return self._first("given_name")

    @property
    def name_prefix(self) -> str | None:
        return self._first("name_prefix")

    @property
    def family_name(self) -> str | None:
        return self._first("family_name")

    @property
    def language(self) -> str | None:
        return self._first("language")

    @property
    def name(self) -> str:
        return next((row.name for row in self.rows if row.name), "")

    @property
    def who(self) -> str | Sentence:
        return self.name or self.rows[0].who

    @property
    def has_problems(self) -> bool:
        return any(row.problems for row in self.rows)

    @property
    def ended_on(self) -> date | None:
        """The last day of the last contract, when every contract has one."""
        ends = [row.ends_on for row in self.rows]
        return None if None in ends else max(end for end in ends if end)

    @property
    def starts_on(self) -> date | None:
        starts = [row.starts_on for row in self.rows]
        return None if None in starts else min(start for start in starts if start)

    def _first(self, name: str) -> str | None:
        return next((value for row in self.rows if (value := getattr(row, name)) is not None), None)


def link(rows: Iterable[Row], effective: date) -> list[Person]:
    """The people in these rows. Adds a problem to each row that contradicts an earlier one.

    `effective` is the day from which the changes hold: contracts that ended before it cannot clash.
    """
    people: list[Person] = []
    by_number: dict[str, Person] = {}
    by_address: dict[str, Person] = {}
    for row in rows:
        if row.skipped:
            continue
        person = _same_number(row, by_number) or _same_address(row, by_address)
        if person is None:
            person = Person([])
            people.append(person)
        person.rows.append(row)
        if row.staff_number:
            by_number.setdefault(number_key(row.staff_number), person)
        if row.email:
            by_address.setdefault(row.email, person)
        if not row.staff_number and not row.email and not row.problems:
            row.problems.append(
                Problem(
                    say(_("Geen e-mailadres")),
                    say(_("Bij %(who)s staat geen adres en geen personeelsnummer."), who=row.who),
                    Field.EMAIL,
                    kind="missing",
                )
            )
    for person in people:
        _drop_doubles(person)
        _tell_contracts(person, effective)
    return people


def number_key(number: str) -> str:
    """A staff number without the zeros in front: 004217 and 4217 are one number."""
    return number.lstrip("0") or number if number.isdecimal() else number.casefold()


def missing(person: Person) -> list[tuple[Row, Problem]]:
    """What somebody new cannot do without: an address, a name, hours, and a team unless they manage one."""
    row = person.rows[0]
    wanted: list[tuple[object, Field, str, str]] = [
        (
            person.email,
            Field.EMAIL,
            _("Geen e-mailadres"),
            _("Bij %(who)s staat geen adres. Met een adres meldt iemand zich aan."),
        ),
        (person.given_name, Field.GIVEN_NAME, _("Geen roepnaam"), _("Bij %(who)s staat geen roepnaam.")),
    ]
    found = [
        (row, Problem(say(heading), say(text, who=person.who), what, kind="missing"))
        for value, what, heading, text in wanted
        if not value
    ]
    for one in person.rows:
        if one.team is None and one.role not in NEEDS_NO_TEAM:
            found.append(
                (
                    one,
                    Problem(
                        say(_("Geen team")),
                        say(_("Bij %(who)s staat geen team. Zonder team is er geen week."), who=one.who),
                        Field.TEAM,
                        kind="missing",
                    ),
                )
            )
        if one.hours is None and one.team is not None:
            found.append(
                (
                    one,
                    Problem(
                        say(_("Geen contracturen")),
                        say(_("Bij %(who)s staan geen contracturen en geen werktijden."), who=one.who),
                        Field.HOURS,
                        kind="missing",
                    ),
                )
            )
    return found


def periods(person: Person, effective: date) -> list[Period]:
    """What holds from the day on which the changes take effect, oldest first; empty when all ended before.

    Contracts at the same time are put together: the team with most hours is the home team, other teams are
    guest teams, the hours add up and so do the working times. Raises Refused when the times overlap.
    """
    alive = [row for row in person.rows if row.ends_on is None or row.ends_on >= effective]
    marks = {max(row.starts_on or effective, effective) for row in alive}
    marks |= {row.ends_on + ONE_DAY for row in alive if row.ends_on}
    found: list[Period] = []
    ordered = sorted(marks)
    for i, first in enumerate(ordered):
        until = ordered[i + 1] - ONE_DAY if i + 1 < len(ordered) else None
        active = [row for row in alive if row.holds_on(first)]
        if active:
            found.append(_period(first, until, active))
    return found


def _same_number(row: Row, known: dict[str, Person]) -> Person | None:
    person = known.get(number_key(row.staff_number)) if row.staff_number else None
    if person is None:
        return None
    if row.name and person.name and not names.alike(row.name, person.name):
        row.problems.append(
            Problem(
                say(_("Twee mensen, één personeelsnummer")),
                say(
                    _("%(one)s en %(other)s hebben allebei personeelsnummer %(number)s."),
                    one=person.name,
                    other=row.name,
                    number=row.staff_number or "",
                ),
                Field.STAFF_NUMBER,
                row.staff_number or "",
                kind="duplicate",
            )
        )
        return None
    if row.email and person.email and row.email != person.email:
        row.problems.append(
            Problem(
                say(_("Eén persoon, twee adressen")),
                say(
                    _("%(who)s staat met %(one)s en met %(other)s in het bestand. Kies één adres."),
                    who=row.who,
                    one=person.email,
                    other=row.email,
                ),
                Field.EMAIL,
                row.email,
                suggestion=person.email,
                kind="duplicate",
            )
        )
    return person


def _same_address(row: Row, known: dict[str, Person]) -> Person | None:
    person = known.get(row.email) if row.email else None
    if person is None or row.email is None:
        return None
    if row.name and person.name and names.alike(row.name, person.name):
        return person
    if not row.name or not person.name:
        return person
    row.problems.append(
        Problem(
            say(_("Twee mensen, één adres")),
            say(
                _(
                    "%(one)s en %(other)s hebben allebei %(address)s. "
                    "Met dit adres melden ze zich aan, dus het moet uniek zijn."
                ),
                one=person.name,
                other=row.name,
                address=row.email,
            ),
            Field.EMAIL,
            row.email,
            kind="duplicate",
        )
    )
    return None


def _drop_doubles(person: Person) -> None:
    """A row that says exactly the same again adds nothing."""
    kept: list[Row] = []
    for row in person.rows:
        same = next((one for one in kept if _contract(one) == _contract(row)), None)
        if same is not None and not row.problems and not same.problems:
            row.skipped = True
            person.notes.append(
                say(
                    _("Rij %(row)s is gelijk aan rij %(first)s. We lezen hem één keer."),
                    row=row.number,
                    first=same.number,
                )
            )
        else:
            kept.append(row)
    person.rows[:] = kept


def _contract(row: Row) -> tuple[object, ...]:
    return row.team, row.unit, row.hours, row.times, row.starts_on, row.ends_on, row.contract, row.role


def _tell_contracts(person: Person, effective: date) -> None:
    """Says what happens with two contracts at once; a clash of times is a problem of the later row."""
    if len(person.rows) < 2 or person.has_problems:
        return
    numbers = {number_key(row.staff_number) for row in person.rows if row.staff_number}
    if len(numbers) > 1:
        person.notes.append(
            say(
                _("%(who)s heeft twee personeelsnummers. We bewaren %(number)s."),
                who=person.who,
                number=person.staff_number or "",
            )
        )
    try:
        spans = periods(person, effective)
    except Refused as refused:
        row = person.rows[-1]
        row.problems.append(
            Problem(
                refused.heading or say(_("Twee contracten die niet samengaan")),
                say(
                    _("%(who)s heeft twee contracten, rij %(one)s en rij %(other)s. %(reason)s"),
                    who=person.who,
                    one=person.rows[0].number,
                    other=row.number,
                    reason=refused.sentence,
                ),
                Field.TIMES,
                kind="contracts",
            )
        )
        return
    for period in spans:
        for guest in period.guests:
            if period.home is not None:
                person.notes.append(
                    say(
                        _(
                            "%(who)s heeft twee contracten. %(home)s wordt het thuisteam (%(most)s uur). "
                            "Bij %(guest)s is dit een gastlid (%(least)s uur)."
                        ),
                        who=person.who,
                        home=period.home.team or "",
                        most=plain(period.home.hours or Decimal(0)),
                        guest=guest.team or "",
                        least=plain(guest.hours or Decimal(0)),
                    )
                )
    person.notes[:] = list(dict.fromkeys(person.notes))


def _period(first: date, until: date | None, active: Sequence[Row]) -> Period:
    ranked = sorted(active, key=lambda row: (-(row.hours or 0), row.number))
    teams: list[Row] = []
    for row in ranked:
        if row.team is not None and not any(_same_team(row, one) for one in teams):
            teams.append(row)
    known = [row.hours for row in active if row.hours is not None]
    return Period(
        first,
        until,
        teams[0] if teams else None,
        tuple(teams[1:]),
        sum(known, Decimal(0)) if known else None,
        _together(active),
    )


def _same_team(one: Row, other: Row) -> bool:
    return (names.folded(one.team or ""), one.unit) == (names.folded(other.team or ""), other.unit)


def _together(active: Sequence[Row]) -> WorkTimes | None:
    """The times of contracts that run at the same time. Assumed hours go to days that are still free."""
    told = [row for row in active if row.times is not None and not row.times.assumed]
    assumed = [row for row in active if row.times is not None and row.times.assumed]
    times: WorkTimes | None = None
    for row in told:
        times = row.times if times is None else combine(times, row.times)  # type: ignore[arg-type]
    hours = sum((row.hours or Decimal(0) for row in assumed), Decimal(0))
    if not assumed:
        return times
    if times is None:
        return assumed[0].times if len(assumed) == 1 else assume(min(hours, Decimal(60)))
    free = [day for day in range(5) if all(shift.weekday != day for shift in times.shifts)]
    days = free[: -(-int(hours * 60) // (8 * 60))]
    if hours > 10 * len(days) or not days:
        return assume(min(hours + times.hours, Decimal(60)))
    return combine(times, assume(hours, days))
