"""Once a minute: weeks that are due publish themselves, and published ones follow changed hours and people."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db.models import Q

from cycles.weekly import agenda, planning
from cycles.weekly.members import displaced
from cycles.weekly.message import remind_lead
from cycles.weekly.models import WeekCycle, WeekTemplate
from cycles.weekly.rooms import rooms
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.models import Team

WEDNESDAY, THURSDAY, PUBLISH_HOUR = 2, 3, 16


@shared_task(name="cycles.weekly.publish_due")
def publish_due() -> int:
    """Publishes every week whose Thursday 16.00 has passed, in the zone of its team (S6). Safe to run twice."""
    now, count = clock.now(), 0
    templates = list(WeekTemplate.objects.filter(paused=False).select_related("team__unit"))
    around = [IsoWeek.of(now.date()) + number for number in (-1, 0, 1, 2)]  # some zones are a day off
    done = set(
        WeekCycle.objects.published()
        .filter(year__in={week.year for week in around}, week__in={week.week for week in around})
        .values_list("team", "year", "week")
    )
    for template in templates:
        team = template.team
        local = now.astimezone(ZoneInfo(team.time_zone))
        if team.closed_on and team.closed_on <= local.date():
            continue
        week = IsoWeek.of(local.date())
        # This week too: on its Thursday everything may have been down.
        for target in (week, week + 1):
            if (team.pk, target.year, target.week) in done:
                continue
            if team.closed_on and team.closed_on <= target.monday:
                continue
            if local >= _time_before(target, THURSDAY, PUBLISH_HOUR, team):
                if template.begun_at <= _time_before(target, THURSDAY, PUBLISH_HOUR, team) or target > week:
                    count += _publish(team, target)
            elif local >= _time_before(target, WEDNESDAY, 0, team):
                remind_lead(team, target)
    return count


def _time_before(target: IsoWeek, weekday: int, hour: int, team: Team) -> datetime:
    """A time in the week before the target week, in the team's zone."""
    day = (target - 1).monday + timedelta(days=weekday)
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(team.time_zone))


def _publish(team: Team, week: IsoWeek) -> int:
    try:
        planning.publish(planning.draft(team, week), by=None)
    except planning.Refused:
        # No frame, a pause week, nobody in the team: the lead's page says which, in words.
        return 0
    return 1


@shared_task(name="cycles.weekly.follow_changes")
def follow_changes() -> int:
    """Seats of published weeks follow absence, changed hours and people who come or go."""
    now = clock.now()
    last = IsoWeek.of(now.date()) - 1  # it is not over in every zone
    coming = WeekCycle.objects.published().filter(
        Q(year=last.year, week__gte=last.week) | Q(year__gt=last.year)
    )
    cycles = [cycle for cycle in coming.select_related("team", "season") if cycle.closes_at > now]
    for cycle, room in zip(cycles, rooms(cycles), strict=True):
        planning.reseat(cycle, room)
        displaced.let_go(room)
        displaced.ask_again(room)
    displaced.close_over()
    agenda.follow(cycles)
    return len(cycles)
