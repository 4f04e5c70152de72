"""The names of who is erased in what others keep: a report that was shared is frozen with who wrote a proposal along."""

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
        mine = [one for one in told if one["pk"] in written and person.given_name in one["others"]]
        for one in mine:
            one["others"] = [name for name in one["others"] if name != person.given_name]
        if mine:
            report.save(update_fields=["shown"])
