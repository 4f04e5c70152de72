"""A proposal is put forward: its authors' until it is submitted, the unit's from then on (S18)."""

from cycles.claims.models import Claim
from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.proposals.models import (
    InnovationProposal,
    ProposalAuthor,
    ProposalFollow,
    ProposalShare,
    ProposalStep,
    TwoSides,
)
from cycles.yields.models import Measurement, YieldOutcome
from teams.privacy.registry import Data, classify, classify_further

STAYS = "as long as the organisation uses it; a name goes with the account"
DRAFT = "a draft: as long as its owner keeps it"

classify(InnovationProposal, Data.OUTCOME, row="proposal", subject="owner", keep=STAYS)
classify(ProposalAuthor, Data.OUTCOME, row="proposal", subject="person", keep=STAYS)
classify(ProposalShare, Data.OUTCOME, row="proposal", subject="proposal__owner", keep=DRAFT)
classify(ProposalFollow, Data.OUTCOME, row="proposal", subject="person", keep="as long as somebody follows")
classify(TwoSides, Data.OUTCOME, row="proposal", subject="proposal__owner", keep=STAYS)
classify(ProposalStep, Data.OUTCOME, row="proposal", subject="by", keep=STAYS)
classify(PracticeCard, Data.OUTCOME, row="card", subject="proposal__owner", keep=STAYS)
classify(Adoption, Data.OUTCOME, row="card", subject="by", keep=STAYS)
# Under a question these three are learning, and go with it (cycles/questions/privacy.py); under a proposal the unit reads
# them and they stay with it.
classify_further(Claim, Data.OUTCOME, row="proposal", subject="proposal__owner", keep=STAYS)
classify_further(Measurement, Data.OUTCOME, row="proposal", subject="by", keep=STAYS)
classify_further(YieldOutcome, Data.OUTCOME, row="proposal", subject="proposal__owner", keep=STAYS)
