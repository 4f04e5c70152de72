"""How the moments reach somebody's calendar: one way at a time, chosen by themselves (S13)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock, tokens
from teams.accounts.models import User
from teams.agenda import invitations
from teams.agenda.models import AgendaChoice
from teams.audit import log

TAIL = 3  # characters of an address that its owner sees again

log.labels(
    agenda_chosen=_("koos hoe de momenten in de eigen agenda komen"),
    agenda_address_made=_("maakte een nieuw geheim adres voor de eigen agenda"),
)


@transaction.atomic
def choose(way: AgendaChoice.Way, *, by: User) -> str:
    """Returns the secret of the address when one was made, else "". Choosing the same again changes nothing."""
    choice = _held(by)
    if choice.way == way:
        return ""
    secret = _set(choice, way)
    log.record("agenda_chosen", by=by)
    return secret


@transaction.atomic
def renew(*, by: User) -> str:
    """A new address; the old one stops at once. "" for who does not subscribe."""
    choice = _held(by)
    if choice.way != AgendaChoice.Way.SUBSCRIPTION:
        return ""
    secret = _set(choice, AgendaChoice.Way.SUBSCRIPTION)
    log.record("agenda_address_made", by=by)
    return secret


def as_it_is(person: User) -> dict[str, Any]:
    """What put_back() needs. It recognises an address, and cannot tell it."""
    return _written(AgendaChoice.objects.filter(person=person).first() or AgendaChoice(person=person))


@transaction.atomic
def put_back(before: dict[str, Any], after: dict[str, Any], *, by: User) -> bool:
    """The way of before, with the address of then. False when it is no longer as it was after the change.

    An address that was replaced in between may not come back to life.
    """
    choice = _held(by)
    if _written(choice) != after:
        return False
    choice.way, choice.token_hash, choice.token_tail = (
        before["way"],
        before["token_hash"],
        before["token_tail"],
    )
    choice.made_at = datetime.fromisoformat(before["made_at"]) if before["made_at"] else None
    choice.save()
    invitations.follow(invitations.ahead(by))
    log.record("agenda_chosen", by=by)
    return True


def forget_leavers() -> int:
    """The address of who left is dead, and stays so when they come back."""
    left = AgendaChoice.objects.filter(person__is_active=False).exclude(way=AgendaChoice.Way.NONE)
    return left.update(way=AgendaChoice.Way.NONE, token_hash=None, token_tail="", made_at=None)


def _held(person: User) -> AgendaChoice:
    AgendaChoice.objects.get_or_create(person=person)
    return AgendaChoice.objects.select_for_update().get(person=person)


def _written(choice: AgendaChoice) -> dict[str, Any]:
    made = choice.made_at.isoformat() if choice.made_at else None
    return {
        "way": choice.way,
        "token_hash": choice.token_hash,
        "token_tail": choice.token_tail,
        "made_at": made,
    }


def _set(choice: AgendaChoice, way: AgendaChoice.Way) -> str:
    secret = ""
    choice.way, choice.token_hash, choice.token_tail, choice.made_at = way, None, "", clock.now()
    if way == AgendaChoice.Way.SUBSCRIPTION:
        secret, choice.token_hash = tokens.fresh()
        choice.token_tail = secret[-TAIL:]
    choice.save()
    invitations.follow(invitations.ahead(choice.person))
    return secret
