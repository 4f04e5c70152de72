"""A report is put forward: its owner's until it is shared, and from then on also its reader's (S18)."""

from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.figures.models import BandFigure, BandMember, KeptWeek
from cycles.outcomes.models import Commitment, Dissent, OutcomeReport, ReportYield
from teams.privacy.registry import Data, classify

STAYS = "two years after its season"

classify(OutcomeReport, Data.OUTCOME, row="report", subject="owner", keep=STAYS)
classify(ReportYield, Data.OUTCOME, row="report", subject="report__owner", keep=STAYS)
classify(Commitment, Data.OUTCOME, row="report", subject="by", keep=STAYS)
classify(Dissent, Data.OUTCOME, row="report", subject="by", keep=STAYS)
classify(KeptWeek, Data.STRUCTURE)
classify(BandFigure, Data.STRUCTURE)
classify(BandMember, Data.HOURS, subject="person", keep="two years after its year")
classify(
    SeasonClose,
    Data.OUTCOME,
    row="season",
    subject="by",
    keep="as long as the organisation uses it; a name goes with the account",
)
