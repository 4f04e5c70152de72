"""What somebody read before they answered: a digest of it goes along with the form, so that nobody says yes to
something else than what stood on their page."""

import json
from hashlib import sha256

from django.core.serializers.json import DjangoJSONEncoder

from cycles.proposals.models import InnovationProposal
from cycles.proposals.trials.showing import FACTS

WORDS = (
    *InnovationProposal.MARKED, *InnovationProposal.TOUCHES, *(name for name, _label in FACTS),
    "needs_ai", "is_agentic", "human_check", "submitted_at", "result", "result_at", "process_owner_id", "remeasure_on",
    "development_question_id",
)  # fmt: skip


def as_read(proposal: InnovationProposal) -> str:
    """The same as long as what it says is the same: its texts, both sides, yields and what was measured, claims."""
    said = [
        [getattr(proposal, name) for name in WORDS],
        list(proposal.sides.order_by("pk").values_list("pk", "opportunity", "threat", "measure")),
        list(
            proposal.yields.order_by("pk", "measurements__pk").values_list(
                "pk", "sentence", "measure", "baseline", "target", "measurements__pk"
            )
        ),
        list(proposal.claims.order_by("pk").values_list("pk", "text", "state")),
    ]
    return sha256(json.dumps(said, cls=DjangoJSONEncoder).encode()).hexdigest()[:32]
