"""Freezes the figures of groups when their week or quarter is over: once, and never again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Sum

from cycles.outcomes import aggregate
from cycles.outcomes.figures.models import Band, BandFigure, BandMember, KeptWeek
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.weekly import ledger
from cycles.weekly.models import Moment, Seat, WeekCycle
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek, Quarter
from teams.accounts.models import User
from teams.hours.models import contract_hours
from teams.structure.models import Membership, Organisation, Team

AT_MOST = 100  # weeks of units a round


def freeze() -> int:
    """Everything that is over and not frozen yet. Safe to run at any time, and twice."""
    return freeze_weeks() + freeze_quarter(Quarter.of(IsoWeek.of(clock.today(settings.TIME_ZONE))) - 1)


# Weeks --------------------------------------------------------------------------------------------


def freeze_weeks() -> int:
    over = _over()
    if not over:
        return 0
    weeks = sorted({one.iso for one in over})
    teams: dict[int, Team] = {one.team_id: one.team for one in over}
    books = ledger.of_teams(teams.values(), weeks)
    there = _there(teams, weeks)
    least = Organisation.get().least_people
    rows = []
    for cycle in over:
        told = next(row for row in books[cycle.team_id].weeks if row.week == cycle.iso)
        causes = {
            str(cause): sum(entry.cause == cause for entry in told.entries)
            for cause in Moment.Cause
            if any(entry.cause == cause for entry in told.entries)
        }
        rows.append(
            KeptWeek(
                team_id=cycle.team_id,
                unit_id=cycle.team.unit_id,
                year=cycle.year,
                week=cycle.week,
                people=there[cycle.team_id, cycle.iso],
                least=least,
                planned=told.planned.moments,
                held=told.held.moments,
                causes=causes,
            )
        )
    # Two workers at once: the first one's figures stand.
    KeptWeek.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _over() -> list[WeekCycle]:
    """Weeks of all teams of a unit that are over, in whatever zone; those of one unit go together, because a total that
    grew by one team would tell of it."""
    known = KeptWeek.objects.filter(team=OuterRef("team"), year=OuterRef("year"), week=OuterRef("week"))
    open_ones = WeekCycle.objects.published().exclude(Exists(known))
    first = open_ones.order_by("year", "week", "team__unit").values_list("year", "week", "team__unit")
    groups: dict[tuple[int, int, int], list[WeekCycle]] = {key: [] for key in first.distinct()[:AT_MOST]}
    weeks = {(year, week) for year, week, _unit in groups}
    found = open_ones.filter(year__in={one for one, _week in weeks}, week__in={one for _year, one in weeks})
    for cycle in found.select_related("team").order_by("year", "week", "team"):
        if (key := (cycle.year, cycle.week, cycle.team.unit_id)) in groups:
            groups[key].append(cycle)
    now = clock.now()
    return [one for group in groups.values() if all(one.closes_at <= now for one in group) for one in group]


def _there(teams: Iterable[int], weeks: Iterable[IsoWeek]) -> dict[tuple[int, IsoWeek], int]:
    """How many were at home in a team from the first day of a week to the last."""
    spans: dict[int, list[tuple[date, date | None]]] = {team: [] for team in teams}
    home = Membership.objects.filter(team__in=spans, kind=Membership.Kind.HOME).order_by()
    for team, first, last in home.values_list("team", "from_date", "until"):
        spans[team].append((first, last))
    return {
        (team, week): sum(
            first <= week.monday and (last is None or last >= week.sunday) for first, last in found
        )
        for team, found in spans.items()
        for week in weeks
    }


# Quarters -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Got:
    """What one person got in a quarter."""

    wanted: int = 0
    placed: int = 0
    minutes: int = 0
    weeks: int = 0


@dataclass(slots=True)
class Counted:
    """Who is counted in each band, and how the blocks changed."""

    bands: dict[Band, set[int]] = field(default_factory=lambda: {band: set() for band in Band})
    gone: set[int] = field(default_factory=set)  # ids of BandMember
    new: list[BandMember] = field(default_factory=list)


@transaction.atomic
def freeze_quarter(quarter: Quarter) -> int:
    """Four figures, when the last week of the quarter is over."""
    if BandFigure.objects.filter(year=quarter.year, quarter=quarter.number).exists():
        return 0
    got = _got(quarter)
    if not got:
        return 0
    hours = contract_hours(list(got), quarter.weeks[-1].sunday)
    bands = {person: Band.of(float(hours[person])) for person in got if person in hours}
    least = Organisation.get().least_people
    known = list(BandMember.objects.filter(year=quarter.year).select_for_update(of=("self",)))
    found = count(bands, known, quarter, least)
    BandMember.objects.filter(pk__in=found.gone).update(until=quarter.number)
    BandMember.objects.bulk_create(found.new)
    tried = _tried(quarter)
    rows = [_figure(quarter, band, people, got, tried, least) for band, people in found.bands.items()]
    BandFigure.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def count(bands: Mapping[int, Band], known: Iterable[BandMember], quarter: Quarter, least: int) -> Counted:
    """bands: who is there in this quarter. known: who was counted earlier this year, and who is not any more."""
    found = Counted()
    rows = list(known)
    blocks: dict[tuple[str, int], list[BandMember]] = {}
    for row in rows:
        if row.until is None:
            blocks.setdefault((row.band, row.block), []).append(row)
    for (name, _block), members in blocks.items():
        band = Band(name)
        # By row, so that somebody who was erased still counts as one who left.
        present = {row.pk for row in members if row.person_id and bands.get(row.person_id) == band}
        order = sorted(present, key=lambda pk: _lot(pk, quarter))
        kept = aggregate.carried({0: {row.pk for row in members}}, present, order, least)[0]
        found.gone |= {row.pk for row in members} - kept
        found.bands[band] |= {row.person_id for row in members if row.pk in kept and row.person_id}
    before = {row.person_id for row in rows}
    for band in Band:
        joined = [person for person in sorted(bands) if bands[person] == band and person not in before]
        if len(joined) >= max(least, aggregate.K):
            block = 1 + max((row.block for row in rows if row.band == band), default=0)
            found.new += [
                BandMember(person_id=person, year=quarter.year, band=band, block=block) for person in joined
            ]
            found.bands[band] |= set(joined)
    return found


def _lot(pk: int, quarter: Quarter) -> str:
    """An order that nobody chose."""
    return sha256(f"{quarter} {pk}".encode()).hexdigest()


def _got(quarter: Quarter) -> dict[int, Got]:
    """By person: their parts of the moments of their own teams. Nothing of what they did with it (S11)."""
    weeks = quarter.weeks
    if any(week.span("UTC")[1] > clock.now() for week in weeks):
        return {}
    cycles = WeekCycle.objects.published().filter(
        Q(year=weeks[0].year, week__gte=weeks[0].week, week__lte=weeks[-1].week)
    )
    home = Membership.objects.filter(
        person=OuterRef("person"), team=OuterRef("moment__cycle__team"), kind=Membership.Kind.HOME
    )
    away = [Seat.Reason.ABSENT_WEEK, Seat.Reason.NOT_YET_MEMBER]
    seats = Seat.objects.filter(Exists(home), moment__cycle__in=cycles.values("pk")).exclude(reason__in=away)
    found = (
        seats.order_by()
        .values("person")
        .annotate(
            wanted=Count("pk"),
            placed=Count("pk", filter=Q(reason="")),
            minutes_placed=Sum("minutes", filter=Q(reason="")),
            weeks=Count("moment__cycle", distinct=True),
        )
    )
    return {
        row["person"]: Got(row["wanted"], row["placed"], row["minutes_placed"] or 0, row["weeks"])
        for row in found
    }


def _tried(quarter: Quarter) -> set[int]:
    """People of whom a proposal got a trial that began in this quarter."""
    weeks = quarter.weeks
    begun = InnovationProposal.objects.filter(trial_from__range=(weeks[0].monday, weeks[-1].sunday))
    written = ProposalAuthor.objects.filter(proposal__in=begun.values("pk"), state=ProposalAuthor.State.IN)
    people = Q(pk__in=begun.values("owner")) | Q(pk__in=written.values("person"))
    return set(User.objects.filter(people).values_list("pk", flat=True))


def _figure(
    quarter: Quarter, band: Band, people: set[int], got: Mapping[int, Got], tried: set[int], least: int
) -> BandFigure:
    theirs = [got[person] for person in people]
    return BandFigure(
        year=quarter.year,
        quarter=quarter.number,
        band=band,
        people=len(people),
        least=least,
        wanted=sum(one.wanted for one in theirs),
        placed=sum(one.placed for one in theirs),
        minutes=sum(one.minutes for one in theirs),
        weeks=sum(one.weeks for one in theirs),
        tried=aggregate.counted(len(people & tried), len(people), least) if people else None,
    )
