"""What Mijn week says about reports: to write one at the end of a season, and what a reader is asked."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.framework.models import Season
from cycles.outcomes.models import Commitment, OutcomeReport
from cycles.prompts.overview import Also, also
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.access import Viewer, visible

LAST_WEEKS = 3  # of a season: then a report is asked for
State = OutcomeReport.State


@also
def to_write(viewer: Viewer) -> list[Also]:
    """In the last weeks of the season, as long as it is not shared. One query before that, two then."""
    team, week = viewer.home_team, IsoWeek.of(viewer.day)
    season = Season.objects.framing(team.unit, week) if team else None
    if season is None or not 0 <= season.weeks - season.number_of(week) < LAST_WEEKS:
        return []
    if OutcomeReport.objects.filter(
        owner=viewer.person, season=season, state__in=OutcomeReport.SEEN
    ).exists():
        return []
    return [
        Also(
            title=_("Schrijf je opbrengstverslag"),
            detail=_("Het seizoen loopt tot en met %(day)s.") % {"day": date_format(season.ends_on, "j F")},
            url=reverse("cycles:my-report"),
            icon="file-text",
        )
    ]


@also
def to_read(viewer: Viewer) -> list[Also]:
    """Reports that wait for a talk, and promises whose day is here; nothing for who manages nobody."""
    if not viewer.is_manager:
        return []
    waits = visible(OutcomeReport, viewer).filter(reader=viewer.person, state=State.SHARED)
    due = visible(Commitment, viewer).filter(kept_at=None, due__lte=viewer.day)
    found = []
    if count := waits.exclude(owner=viewer.person).count():
        words = ngettext(
            "%(count)s opbrengstverslag is met jou gedeeld",
            "%(count)s opbrengstverslagen zijn met jou gedeeld",
            count,
        )
        found.append(
            Also(title=words % {"count": count}, detail="", url=reverse("cycles:outcomes"), icon="file-text")
        )
    return found + [
        Also(
            title=_("Je zegde iets toe: is het gedaan?"),
            detail=_("Vóór %(day)s.") % {"day": date_format(one.due, "j F")},
            url=f"{reverse('cycles:report', args=[one.report_id])}#toezeggingen",
            icon="clock",
        )
        for one in due.order_by("due", "pk")[:3]
    ]
