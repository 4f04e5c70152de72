"""A card is read by the whole organisation; who made the proposal writes it, and they or the lead take it back."""

from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.deciders import confirmers
from cycles.proposals.moving import is_author
from teams.accounts.models import User
from teams.structure.access import Viewer, may


@may("card.write")
def _writes(viewer: Viewer, card: PracticeCard) -> bool:
    return card.retired_at is None and is_author(card.proposal, viewer.person)


@may("card.retire")
def _retires(viewer: Viewer, card: PracticeCard) -> bool:
    return may_retire(card, viewer.person, viewer)


def may_retire(card: PracticeCard, person: User, viewer: Viewer) -> bool:
    """Its authors, and the lead of the team it comes from."""
    leads = {one.person.pk for one in confirmers(card.proposal, viewer.day)}
    return is_author(card.proposal, person) or person.pk in leads
