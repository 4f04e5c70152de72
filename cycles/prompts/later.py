"""The times to choose from when a question does not come right now, in the words of their reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cycles.prompts.answering import later_times
from cycles.prompts.models import Prompt
from lerendwerken.lib import clock
from lerendwerken.templatetags.ui import weekday
from teams.hours.models import calendar_of
from teams.own.days import clock_words


@dataclass(frozen=True, slots=True)
class Offer:
    choices: tuple[tuple[int, str], ...]  # seconds since 1970, and "13.30", "morgen 9.00" or "vrijdag 9.00"
    works_until: str  # when today's work ends; empty when there is none left


def offer(prompt: Prompt) -> Offer:
    zone = ZoneInfo(prompt.person.time_zone)
    today = clock.now().astimezone(zone).date()
    midnight = datetime(today.year, today.month, today.day, tzinfo=zone) + timedelta(days=1)
    calendar = calendar_of(prompt.person, today - timedelta(days=1), today + timedelta(days=1))
    left = calendar.intervals(clock.now(), midnight)
    return Offer(
        tuple((int(at.timestamp()), label(at, prompt.person.time_zone)) for at in later_times(prompt)),
        clock_words(left[-1][1].astimezone(zone).time()) if left else "",
    )


def label(at: datetime, time_zone: str) -> str:
    """Within a week from now, so a weekday is enough."""
    zone = ZoneInfo(time_zone)
    local, today = at.astimezone(zone), clock.now().astimezone(zone).date()
    time = clock_words(local.time())
    days = (local.date() - today).days
    if days == 0:
        return time
    if days == 1:
        return _("morgen %(time)s") % {"time": time}
    return _("%(day)s %(time)s") % {"day": weekday(local.weekday()), "time": time}
