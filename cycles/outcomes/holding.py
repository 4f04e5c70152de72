"""The least number of people in a figure stays the same while a season runs or can still be closed: lowering it would show
what was hidden, and the difference with what was shown would be about a few people (W9)."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cycles.framework.models import Season
from cycles.outcomes.closing.ready import last_day_to_close
from lerendwerken.lib import clock
from teams.administration.locked import holds


@holds("least_people")
def season_runs() -> str:
    today = clock.today(settings.TIME_ZONE)
    ends = [last_day_to_close(one) for one in Season.objects.filter(starts_on__lte=today)]
    last = max(ends, default=None)
    if last is None or last < today:
        return ""
    said = _("Dit ligt vast tot en met %(day)s. Tot dan loopt er een seizoen, of kan het worden afgesloten.")
    return said % {"day": date_format(last, "j F Y")}
