"""What somebody puts on the page of a harvest is for that team, on that page; a note is its writer's alone (S18)."""

from django.utils.translation import gettext_lazy as _

from cycles.harvest.models import (
    HarvestItem,
    HarvestLine,
    HarvestSession,
    HarvestSummary,
    HarvestYield,
    OwnNote,
    Reaction,
    TrialChoice,
)
from cycles.weekly.privacy import MOMENT
from teams.privacy.keeping import YEAR, kept_by_week
from teams.privacy.portable import portable
from teams.privacy.registry import Data, classify, classify_further

AFTER_WEEK = kept_by_week(YEAR, "the conversation", _("de week van het gesprek")).under("moment__cycle")
OF_SESSION = AFTER_WEEK.under("session")
SESSION = tuple(f"moment__{path}" for path in MOMENT)
NAME = _("Wat je deelde in een gesprek van je team")

# Which step a conversation is in; who leads it, as its moment says.
classify(HarvestSession, Data.STRUCTURE, name=_("Gesprekken van teams"), keep=AFTER_WEEK, natural=SESSION)
classify(HarvestItem, Data.PROCESS, row="harvest", name=NAME, subject="person", keep=OF_SESSION)
classify(Reaction, Data.PROCESS, row="harvest", name=NAME, subject="person", keep=OF_SESSION.under("item"))
classify(HarvestLine, Data.PROCESS, row="harvest", name=NAME, subject="by", keep=OF_SESSION)
classify(HarvestYield, Data.PROCESS, row="harvest", name=NAME, subject="by", keep=OF_SESSION)
# Somebody else took it along; the words are of who put them on the page.
classify_further(
    HarvestYield, Data.PROCESS, row="harvest", name=NAME, subject="item__person", keep=OF_SESSION
)
classify(HarvestSummary, Data.PROCESS, row="harvest", name=NAME, subject="asked_by", keep=OF_SESSION)
classify_further(
    HarvestSummary, Data.PROCESS, row="harvest", name=NAME, subject="accepted_by", keep=OF_SESSION
)
classify(TrialChoice, Data.STRUCTURE)  # a team's, of a proposal that is open to all; nobody's name is in it
classify(
    OwnNote, Data.PROCESS, row="log", name=_("Je eigen aantekeningen"), subject="person", keep=OF_SESSION
)
portable(OwnNote, owner="person", key=("session",), here_only=True)
