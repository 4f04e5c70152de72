"""What somebody puts on the page of a harvest is for that team, on that page; a note is its writer's alone (S18)."""

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
from teams.privacy.registry import Data, classify

YEAR = "twelve months after the conversation"

classify(HarvestSession, Data.STRUCTURE)  # which step a conversation is in; who leads it, as its moment says
classify(HarvestItem, Data.PROCESS, row="harvest", subject="person", keep=YEAR)
classify(Reaction, Data.PROCESS, row="harvest", subject="person", keep=YEAR)
classify(HarvestLine, Data.PROCESS, row="harvest", subject="by", keep=YEAR)
classify(HarvestYield, Data.PROCESS, row="harvest", subject="by", keep=YEAR)
classify(HarvestSummary, Data.PROCESS, row="harvest", subject="asked_by", keep=YEAR)
classify(TrialChoice, Data.STRUCTURE)  # a team's, of a proposal that is open to all; nobody's name is in it
classify(OwnNote, Data.PROCESS, row="log", subject="person", keep=YEAR)
