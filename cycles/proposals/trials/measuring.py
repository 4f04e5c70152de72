"""Measuring on the way, by the authors: in the days of the trial; after the decision again, since what lasts shows
later. What a decision rests on stays as it was."""

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cycles.proposals.merging import merged
from cycles.proposals.models import InnovationProposal
from cycles.proposals.moving import Forbidden, is_author
from cycles.proposals.wording import worked_out_of
from cycles.questions.lifecycle import NotYet
from cycles.yields import measuring
from cycles.yields.measuring import Days, NotMeasured
from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.lib import clock
from teams.accounts.models import User

State = InnovationProposal.State
MEASURED_IN = (State.TRIAL, State.ADOPTED, State.EMBEDDED)


@transaction.atomic
def measure(
    outcome: YieldOutcome, value: Decimal, measured_on: date, *, by: User, **more: Any
) -> Measurement:
    """Raises NotMeasured with a sentence, and Forbidden for who is no author."""
    row = _held(outcome, by)
    return measuring.measure(outcome, value, measured_on, days=days_of(row), by=by, **more)


@transaction.atomic
def remove(measurement: Measurement, *, by: User) -> dict[str, Any] | None:
    """A mistake; what it was comes back so that it can be put back. None when it was gone already."""
    row = _held(measurement.outcome, by)
    if is_fixed(measurement, row):
        raise NotMeasured("", _("Deze meting hoort bij de uitkomst die is ingeleverd. Die staat vast."))
    return measuring.remove(measurement, by=by)


def is_fixed(measurement: Measurement, proposal: InnovationProposal) -> bool:
    """Whether a decision rests on it."""
    return proposal.result_at is not None and measurement.at <= proposal.result_at


def why_closed(proposal: InnovationProposal) -> str:
    """Why nothing can be measured now; "" when it can."""
    if proposal.state not in MEASURED_IN:
        return _("Meten kan als de proef loopt. Het voorstel staat nu op ‘%(state)s’.") % {
            "state": proposal.get_state_display()
        }
    if proposal.state == State.TRIAL and proposal.result_at:
        return _("De uitkomst is ingeleverd. Wat er gemeten is, staat vast tot het besluit.")
    return ""


def days_of(proposal: InnovationProposal) -> Days:
    """Of a trial from its first day until its result is handed in: some things are counted on the day after. From
    then on those of what lasts."""
    assert proposal.trial_from
    today = clock.today(proposal.team.time_zone)
    if proposal.state == State.TRIAL or proposal.result_at is None:
        return Days(proposal.trial_from, today)
    return Days(localtime(proposal.result_at, ZoneInfo(proposal.team.time_zone)).date(), today)


# The result ---------------------------------------------------------------------------------------


@transaction.atomic
def write_result(proposal: InnovationProposal, text: str, seen: str, *, by: User) -> None:
    """In own words, as long as it is not handed in. Raises Changed, NotYet or Forbidden."""
    row = _row(proposal)
    if not is_author(row, by):
        raise Forbidden
    if row.state != State.TRIAL or row.result_at:
        raise NotYet({"": why_no_result(row)})
    if merged(row, {"result": text}, ["result"], seen):
        fields = worked_out_of(row, result=text)  # a result is marked as the other texts are (S21)
        InnovationProposal.objects.filter(pk=row.pk).update(result=text, **fields)
    proposal.refresh_from_db()


def why_no_result(proposal: InnovationProposal) -> str:
    if proposal.state == State.TRIAL and proposal.result_at:
        return _("De uitkomst is al ingeleverd. Je krijgt antwoord.")
    return _("Een uitkomst hoort bij een proef die loopt. Het voorstel staat nu op ‘%(state)s’.") % {
        "state": proposal.get_state_display()
    }


def keeps_it_up(proposal: InnovationProposal, person: User) -> bool:
    """Whoever measures it again after it was adopted, author or not."""
    return proposal.state in (State.ADOPTED, State.EMBEDDED) and proposal.process_owner_id == person.pk


def _held(outcome: YieldOutcome, by: User) -> InnovationProposal:
    assert outcome.proposal_id
    row = _row(outcome.proposal_id)
    if not (is_author(row, by) or keeps_it_up(row, by)):
        raise Forbidden
    if closed := why_closed(row):
        raise NotMeasured("", closed)
    return row


def _row(proposal: InnovationProposal | int) -> InnovationProposal:
    """As it is now, held until the end of the transaction."""
    pk = proposal if isinstance(proposal, int) else proposal.pk
    rows = InnovationProposal.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("team").get(pk=pk)
