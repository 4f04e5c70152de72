"""The data of the week. A seat says who was invited, never who was there (S11)."""

from django.utils.translation import gettext_lazy as _

from cycles.weekly.models import (
    Displacement,
    ExceptionRequest,
    GuestInvitation,
    Moment,
    Seat,
    TemplateMoment,
    WeekCycle,
    WeekTemplate,
)
from teams.privacy.keeping import YEAR, kept_by_week
from teams.privacy.registry import Data, classify

OF_WEEK = kept_by_week(YEAR, "the week", _("de week")).under("cycle")
MOMENT = ("cycle__team__unit__name", "cycle__team__name", "cycle__year", "cycle__week", "kind", "pair")
PLACES = _("Je plek in de week")

classify(WeekTemplate, Data.STRUCTURE)
classify(TemplateMoment, Data.STRUCTURE)
classify(WeekCycle, Data.STRUCTURE, natural=("team__unit__name", "team__name", "year", "week"))
classify(Moment, Data.STRUCTURE, natural=MOMENT)
for model, row in ((Seat, ""), (GuestInvitation, "asked"), (ExceptionRequest, "asked")):
    classify(model, Data.HOURS, row=row, name=PLACES, subject="person", keep=OF_WEEK.under("moment"))
classify(Displacement, Data.PROCESS, row="place", name=PLACES, subject="person", keep=OF_WEEK.under("moment"))
