"""On Mijn week, in the last seven days of somebody who leaves: what is theirs to take along (S17)."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cycles.prompts.overview import Also, also
from teams.leavers.leaving import last_day
from teams.structure.access import Viewer


@also
def farewell(viewer: Viewer) -> list[Also]:
    last = last_day(viewer)
    if last is None:
        return []
    return [
        Also(
            title=_("Neem mee wat van jou is"),
            detail=_("Je laatste dag is %(day)s. Geef een eigen adres op als je er daarna nog bij wilt.")
            % {"day": date_format(last, "j F")},
            url=reverse("teams:own-data"),
            minutes=5,
            icon="download",
        )
    ]
