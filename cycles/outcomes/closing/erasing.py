"""A proposal that goes with who is erased goes out of what was frozen of a season as well."""

from cycles.outcomes.closing.content import named, only
from cycles.outcomes.closing.models import SeasonClose
from cycles.proposals.erasing import left_by
from cycles.proposals.models import InnovationProposal
from cycles.proposals.privacy import READ_BY_OTHERS
from teams.accounts.models import User
from teams.privacy.erase import before_erasing


@before_erasing
def forget_proposals(person: User) -> None:
    """What goes now, and what was thrown away before: of that nobody can say any more whose it was."""
    read = InnovationProposal.objects.filter(READ_BY_OTHERS)
    own = InnovationProposal.objects.filter(owner=person).exclude(pk__in=read.values("pk"))
    found = InnovationProposal.objects.exclude(pk__in=own.values("pk"))
    stays = set(found.exclude(pk__in=left_by(person).values("pk")).values_list("pk", flat=True))
    closed = SeasonClose.objects.filter(closed_at__isnull=False).order_by("pk")
    for close in closed.select_for_update(no_key=True):
        if close.shown and not named(close.shown) <= stays:
            close.shown = only(close.shown, stays)
            close.save(update_fields=["shown"])
