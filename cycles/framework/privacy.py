"""The frame itself is structure; what is still being typed is its maker's alone."""

from django.utils.translation import gettext_lazy as _

from cycles.framework.models import (
    DevelopmentQuestion,
    FrameDraft,
    FrameSuggestion,
    OrganisationGoal,
    PauseWeek,
    Season,
)
from teams.privacy.keeping import QUARTER, YEAR, kept
from teams.privacy.registry import Data, classify

classify(OrganisationGoal, Data.STRUCTURE, natural=("unit__name", "title"))
classify(DevelopmentQuestion, Data.STRUCTURE, natural=("goal__title", "text"))
classify(Season, Data.STRUCTURE, natural=("unit__name", "name", "starts_on"))
classify(PauseWeek, Data.STRUCTURE)
classify(
    FrameDraft,
    Data.PROCESS,
    row="log",
    name=_("Een kader dat je maakt"),
    subject="person",
    keep=kept(QUARTER, "the last change", _("de laatste wijziging"), "touched_at"),
)
classify(
    FrameSuggestion,
    Data.OUTCOME,
    row="suggestion",
    name=_("Zinnen voor het kader"),
    subject="person",
    keep=kept(YEAR, "sending", _("het sturen"), "sent_on", day=True),
)
