"""The data of the week. A seat says who was invited, never who was there (S11)."""

from cycles.framework.models import DevelopmentQuestion, OrganisationGoal, PauseWeek, Season
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
from teams.privacy.registry import Data, classify

for model in (
    OrganisationGoal,
    DevelopmentQuestion,
    Season,
    PauseWeek,
    WeekTemplate,
    TemplateMoment,
    WeekCycle,
    Moment,
):
    classify(model, Data.STRUCTURE)
classify(Seat, Data.HOURS, subject="person", keep="twelve months after the week")
classify(GuestInvitation, Data.HOURS, row="asked", subject="person", keep="twelve months after the week")
classify(ExceptionRequest, Data.HOURS, row="asked", subject="person", keep="twelve months after the week")
classify(Displacement, Data.PROCESS, row="place", subject="person", keep="twelve months after the week")
