"""Making weeks, planning prompts, and the round that happens every minute; beside bare writing and reading of the rows."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cycles.prompts import planning as prompts
from cycles.prompts.models import Prompt
from cycles.weekly import planning
from cycles.weekly.models import Moment, Seat, WeekCycle
from lerendwerken import schedule
from lerendwerken.lib import clock
from teams.notifications.models import Notification
from teams.structure.models import Team
from tests.benchmarks import organisation
from tests.benchmarks.measured import Counted, Measured, in_pairs
from tests.benchmarks.organisation import THURSDAY, WEEK

PEOPLE = 400


def bench(rounds: int, scale: float) -> list[Measured | Counted]:
    with clock.as_if(THURSDAY):
        teams = organisation.make(int(PEOPLE * scale))
        return [_make(teams, rounds), *_plan(rounds), *_round(rounds)]


def _make(teams: list[Team], rounds: int) -> Measured:
    """A week for each of ten teams, placed, seated and published."""
    ten = teams[:10]

    def ours() -> None:
        for team in ten:
            planning.publish(planning.draft(team, WEEK), by=None)

    def empty() -> None:
        WeekCycle.objects.all().delete()

    empty()
    ours()
    cycles, moments, seats = (list(model.objects.all()) for model in (WeekCycle, Moment, Seat))
    assert len(cycles) == len(ten)
    assert len(seats) >= 4 * 10 * len(ten)

    def bare() -> None:
        for rows in (cycles, moments, seats):
            type(rows[0]).objects.bulk_create(rows)

    found = in_pairs(ours, bare, rounds=rounds, before=empty)
    return Measured(f"week: made and published for {len(ten)} teams of ten", found, 55)


def _plan(rounds: int) -> list[Measured]:
    """The prompts and mails of a week for everybody."""
    WeekCycle.objects.all().delete()
    for row in Team.objects.all():
        planning.publish(planning.draft(row, WEEK), by=None)
    people = Seat.objects.values("person").distinct().count()

    def ours() -> None:
        assert prompts.plan()

    def empty() -> None:
        Notification.objects.all().delete()
        Prompt.objects.all().delete()

    empty()
    ours()
    planned, mails = list(Prompt.objects.all()), list(Notification.objects.all())
    assert len(planned) == Seat.objects.count()
    assert len(mails) == Prompt.objects.exclude(state="skipped").count()

    def bare() -> None:
        with transaction.atomic():
            Prompt.objects.bulk_create(planned)
            Notification.objects.bulk_create(mails)

    first = in_pairs(ours, bare, rounds=rounds, before=empty)

    def again() -> None:
        assert prompts.plan() == 0

    def as_planned() -> None:
        empty()
        prompts.plan()

    second = in_pairs(again, ours, rounds=rounds, before=as_planned, before_bare=empty)
    return [
        Measured(
            f"prompts: a week planned for {people} people", first, 6, "beside a bare bulk_create of the rows"
        ),
        Measured("prompts: planned again, nothing to do, beside the first time", second, 0.35),
    ]


def _round(rounds: int) -> list[Measured | Counted]:
    """A whole round of the tick that finds nothing to do, beside reading the same seats and prompts."""
    schedule.tick()

    def bare() -> None:
        list(Seat.objects.select_related("moment", "person"))
        list(Prompt.objects.select_related("moment"))

    found = in_pairs(schedule.tick, bare, rounds=rounds)
    with CaptureQueriesContext(connection) as queries:
        schedule.tick()
    return [
        Measured("tick: a round without anything to do", found, 10),
        Counted(
            f"tick: queries for {WeekCycle.objects.count()} teams",
            len(queries),
            5 * len(schedule.CLOCKS),
            "queries",
        ),
    ]
