"""The names of who is erased in what others keep: a report that was shared is frozen with who wrote a proposal along."""

from typing import Any

from cycles.outcomes.models import OutcomeReport
from cycles.proposals.models import InnovationProposal
from teams.accounts.models import User
from teams.privacy.erase import before_erasing


@before_erasing
def forget_name(person: User) -> None:
    """Out of the reports of others; what they say of the proposal itself stays."""
    written = set(InnovationProposal.objects.of(person).values_list("pk", flat=True))
    written |= set(person.authorships.values_list("proposal", flat=True))
    reports = OutcomeReport.objects.exclude(owner=person).filter(state__in=OutcomeReport.SEEN)
    for report in reports.select_for_update():
        told = report.shown["proposals"] if report.shown else []
        mine = [one for one in told if any(_is(who, person, one["pk"] in written) for who in one["others"])]
        for one in mine:
            one["others"] = [who for who in one["others"] if not _is(who, person, one["pk"] in written)]
        if mine:
            report.save(update_fields=["shown"])


def _is(who: Any, person: User, wrote_it: bool) -> bool:
    """By number, for names change and two can have the same. An older report holds the name alone."""
    if isinstance(who, str):
        return wrote_it and who == person.given_name
    return bool(who["pk"] == person.pk)
