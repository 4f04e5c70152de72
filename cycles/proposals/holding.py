"""Until a trial its authors change what a proposal rests on, one at a time."""

from django.utils.translation import gettext as _

from cycles.claims.checking import holder
from cycles.proposals.models import InnovationProposal
from cycles.proposals.moving import is_author
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User

State = InnovationProposal.State
BEFORE_A_TRIAL = (State.DRAFT, State.SUBMITTED, State.RETURNED)


@holder("proposal")
def hold(proposal: InnovationProposal, by: User) -> InnovationProposal:
    """The row as it is now, locked until the transaction ends. Refused in other states."""
    if not is_author(proposal, by):
        raise PermissionError("a proposal is written by its authors")
    row = InnovationProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if row.state not in BEFORE_A_TRIAL:
        raise Refused(_("Dit voorstel is al verder. Wat hier stond, staat vast."))
    return row
