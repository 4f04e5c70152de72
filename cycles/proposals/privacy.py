"""A proposal is put forward: its authors' until it is submitted, the unit's from then on (S18)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
from teams.privacy.keeping import IN_USE, as_long_as
from teams.privacy.registry import ALL, Data, classify, classify_further

DRAFT = as_long_as(
    "a draft: as long as its owner keeps it", _("een concept: zolang wie het schreef het bewaart")
)
FOLLOWED = as_long_as("as long as somebody follows", _("zolang je volgt"))
NAME, CARDS = _("Voorstellen"), _("Praktijkkaarten")
OUTCOME = Data.OUTCOME
# What a unit reads; and a draft that somebody else writes along, who can take it over.
READ_BY_OTHERS = Q(state__in=InnovationProposal.OPEN) | Q(authors__state=ProposalAuthor.State.IN)

classify(
    InnovationProposal,
    OUTCOME,
    row="proposal",
    name=NAME,
    subject="owner",
    keep=IN_USE,
    stays=READ_BY_OTHERS,
    natural=("pk",),
)
classify(ProposalAuthor, OUTCOME, row="proposal", name=NAME, subject="person", keep=IN_USE)
classify(
    ProposalShare,
    OUTCOME,
    row="proposal",
    name=_("Met wie je iets deelde"),
    subject="proposal__owner",
    keep=DRAFT,
)
classify(
    ProposalFollow,
    OUTCOME,
    row="proposal",
    name=_("Voorstellen die je volgt"),
    subject="person",
    keep=FOLLOWED,
)
classify(TwoSides, OUTCOME, row="proposal", name=NAME, subject="proposal__owner", keep=IN_USE, stays=ALL)
classify(ProposalStep, OUTCOME, row="proposal", name=NAME, subject="by", keep=IN_USE, stays=ALL)
classify(PracticeCard, OUTCOME, row="card", name=CARDS, subject="proposal__owner", keep=IN_USE, stays=ALL)
classify(Adoption, OUTCOME, row="card", name=CARDS, subject="by", keep=IN_USE, stays=ALL)
# Under a question these are learning, and go with it (cycles/questions/privacy.py); under a proposal the unit reads them
# and they stay with it.
classify_further(
    Measurement, OUTCOME, row="proposal", name=_("Metingen"), subject="by", keep=IN_USE, stays=ALL
)
for model in (Claim, YieldOutcome):
    classify_further(
        model, OUTCOME, row="proposal", name=NAME, subject="proposal__owner", keep=IN_USE, stays=ALL
    )
