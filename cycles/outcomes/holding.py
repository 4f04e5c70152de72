"""The least number of people in a figure stays the same while a season runs: lowering it would show what was hidden, and
the difference with what was shown would be about a few people (W9)."""

from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cycles.framework.models import Season
from lerendwerken.lib import clock
from teams.administration.locked import holds


@holds("least_people")
def season_runs() -> str:
    today = clock.today(settings.TIME_ZONE)
    running = [one.ends_on for one in Season.objects.filter(starts_on__lte=today) if one.ends_on >= today]
    if not running:
        return ""
    last: date = max(running)
    return _("Dit ligt vast tot en met %(day)s, als het seizoen voorbij is.") % {
        "day": date_format(last, "j F Y")
    }
