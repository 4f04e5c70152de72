"""When a season can be closed, and what Mijn week and the pages of the frame say about it."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cycles.framework.models import Season
from cycles.outcomes.closing.models import SeasonClose
from cycles.prompts.overview import Also, also
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.access import Viewer, visible
from teams.structure.models import Team, Unit

WEEKS_AFTER = 6  # after its end it is still asked for


def season_to_close(unit: Unit, day: date) -> Season | None:
    """The one in its last week, or the newest that ended not long ago."""
    return _to_close(Season.objects.for_unit(unit), day)


def _to_close(seasons: Iterable[Season], day: date) -> Season | None:
    near = [one for one in seasons if is_over_soon(one, day)]
    return max(near, key=lambda one: (one.ends_on, one.unit_id is not None), default=None)


def is_over_soon(season: Season, day: date) -> bool:
    """From its last week on, and for some weeks after it."""
    return 0 <= IsoWeek.of(season.ends_on).weeks_until(IsoWeek.of(day)) <= WEEKS_AFTER


def last_day_to_close(season: Season) -> date:
    return (IsoWeek.of(season.ends_on) + WEEKS_AFTER).sunday


@also
def to_close(viewer: Viewer) -> list[Also]:
    """For who leads a team whose season ends, until it is closed. No query for anybody else."""
    if not viewer.is_team_lead:
        return []
    lines = []
    seasons = list(Season.objects.filter(starts_on__lte=viewer.day))
    teams = Team.objects.open_on(viewer.day).filter(pk__in=viewer.led_team_ids)
    done = set(
        SeasonClose.objects.filter(team__in=viewer.led_team_ids, closed_at__isnull=False).values_list(
            "team", "season"
        )
    )
    for team in teams.order_by("name", "pk"):
        season = _to_close((one for one in seasons if one.unit_id in (None, team.unit_id)), viewer.day)
        if season and (team.pk, season.pk) not in done:
            lines.append(
                Also(
                    title=_("Sluit het seizoen van %(team)s af") % {"team": team.name},
                    detail=_("Het loopt tot en met %(day)s.") % {"day": date_format(season.ends_on, "j F")},
                    url=reverse("cycles:season-close-team", args=[team.pk]),
                    icon="flag",
                )
            )
    return lines


@also
def to_read(viewer: Viewer) -> list[Also]:
    """The own team's season was closed in the last two weeks."""
    team = viewer.home_team
    if team is None:
        return []
    since = IsoWeek.of(viewer.day) - 1
    found = visible(SeasonClose, viewer).filter(team=team, closed_at__date__gte=since.monday)
    return [
        Also(
            title=_("Lees wat het seizoen opleverde"),
            detail=_("%(season)s van %(team)s is afgesloten.")
            % {"season": one.season.name, "team": team.name},
            url=reverse("cycles:season-close", args=[one.pk]),
            icon="flag",
        )
        for one in found.select_related("season")
    ]
