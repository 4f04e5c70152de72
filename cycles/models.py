"""Index of the models of `cycles`; each lives in the package named after its noun."""

from cycles.framework.models import DevelopmentQuestion, FrameDraft, OrganisationGoal, PauseWeek, Season
from cycles.prompts.models import Prompt, PromptSet, Question, Reflection, ReflectionShare
from cycles.questions.models import LogEntry
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

__all__ = [
    "DevelopmentQuestion",
    "Displacement",
    "ExceptionRequest",
    "FrameDraft",
    "GuestInvitation",
    "LogEntry",
    "Moment",
    "OrganisationGoal",
    "PauseWeek",
    "Prompt",
    "PromptSet",
    "Question",
    "Reflection",
    "ReflectionShare",
    "Season",
    "Seat",
    "TemplateMoment",
    "WeekCycle",
    "WeekTemplate",
]
