"""Erasing somebody: what goes and what stays, a week to call it off, and then everything at once.

What goes and what stays is said by the registry. What only a package above knows, it declares here: what has to be done
first (`hinders`) and what to undo before the rows go (`before_erasing`).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db import DatabaseError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import labels, record
from teams.privacy.models import Erasure
from teams.privacy.registry import ALL, Classification, Data, everything
from teams.structure.models import Organisation, Role

labels(
    erasure_asked=gettext_lazy("vroeg om alles te wissen"),
    erasure_called_off=gettext_lazy("zag af van alles wissen"),
    account_erased=gettext_lazy("wiste een account, na een week bedenktijd"),
)

logger = logging.getLogger("lerendwerken.privacy")

type Hindrance = Callable[[User], str]
type Undoing = Callable[[User], None]

HINDRANCES: list[Hindrance] = []
BEFORE: list[Undoing] = []


class Hindered(Exception):
    """Something has to be done first; `sentences` says what."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


def hinders(check: Hindrance) -> Hindrance:
    """Registers what has to be done first: a sentence, or "" when nothing has."""
    HINDRANCES.append(check)
    return check


def before_erasing(do: Undoing) -> Undoing:
    """Registers what happens in the same transaction, before the rows go: names in what others keep."""
    BEFORE.append(do)
    return do


# Beforehand ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """Under one name: how many things go, and how many stay without the name, with why."""

    name: str
    goes: int
    stays: int
    why: str


def preview(person: User) -> list[Kind]:
    """What there is of somebody now, by name, what they wrote first."""
    goes: dict[str | Promise, int] = {}
    stays: dict[str | Promise, int] = {}
    why: dict[str | Promise, str] = {}
    for known in sorted(everything(), key=lambda one: list(Data).index(one.default), reverse=True):
        if not known.subject:
            continue
        total = known.rows(person).count()
        left = total if known.stays is ALL else total - _going(known, person).count()
        name = str(known.name)
        goes[name] = goes.get(name, 0) + total - left
        stays[name] = stays.get(name, 0) + left
        if left:
            why[name] = str(WHY[known.default])
    return [
        Kind(str(name), goes[name], stays[name], why.get(name, ""))
        for name in goes
        if goes[name] or stays[name]
    ]


WHY = {
    Data.OUTCOME: gettext_lazy("Anderen werken ermee of antwoordden erop. Je naam gaat eraf."),
    Data.HOURS: gettext_lazy(
        "Een cijfer van een groep mag niet laten zien wie er wegging. Je naam gaat eraf."
    ),
    Data.LOG: gettext_lazy("Het logboek moet kloppen. Je naam gaat eraf; wat je schreef, staat er niet in."),
}


def hindrances(person: User) -> list[str]:
    """What has to be done first, in sentences; empty: nothing."""
    return [sentence for check in HINDRANCES if (sentence := check(person))]


@hinders
def _last_administrator(person: User) -> str:
    """Somebody has to be able to let others in (S2: there is no way around)."""
    now = Role.objects.on(clock.today(person.time_zone)).filter(kind=Role.Kind.ADMINISTRATOR)
    if (
        not now.filter(person=person).exists()
        or now.filter(person__is_active=True).exclude(person=person).exists()
    ):
        return ""
    return _("Je bent de enige beheerder. Maak eerst iemand anders beheerder, bij Teams en rollen.")


# A week -------------------------------------------------------------------------------------------


@transaction.atomic
def ask(*, by: User) -> Erasure:
    """In a week, unless called off. Asking again changes nothing. Raises Hindered."""
    if sentences := hindrances(by):
        raise Hindered(sentences)
    now = clock.now()
    row, is_new = Erasure.objects.get_or_create(
        person=by, defaults={"asked_at": now, "due_at": now + Erasure.GRACE}
    )
    if is_new:
        record("erasure_asked", by=by)
    return row


@transaction.atomic
def call_off(*, by: User) -> bool:
    """False when there was nothing to call off."""
    gone, _kinds = Erasure.objects.filter(person=by).delete()
    if gone:
        record("erasure_called_off", by=by)
    return bool(gone)


def erase_due() -> int:
    """Everybody whose week is over. Who became the last administrator since waits until that is solved."""
    due = Erasure.objects.filter(due_at__lte=clock.now()).order_by("pk")
    done = 0
    for pk in due.values_list("person", flat=True):
        try:
            done += erase(pk)
        except DatabaseError:  # nobody waits for somebody else; the next round tries it again
            logger.exception("could not erase account %s", pk)
    return done


# Everything at once -------------------------------------------------------------------------------


@transaction.atomic
def erase(pk: int) -> bool:
    """Takes somebody out of every table. False when their week is not over, they called it off meanwhile, or they are
    the last administrator by now."""
    # Else two administrators would each go since the other was still there.
    Organisation.one_at_a_time()
    person = User.objects.select_for_update().filter(pk=pk).first()
    if person is None or not Erasure.objects.filter(person=person, due_at__lte=clock.now()).exists():
        return False
    if _last_administrator(person):
        return False
    for do in BEFORE:
        do(person)
    for known in everything():
        if known.subject and known.model is not User and known.stays is not ALL:
            _going(known, person).delete()
    _forget_sessions(person)
    person.delete()  # what stays loses the name: each of those keys becomes empty
    record("account_erased", by=None)
    return True


def _going(known: Classification, person: User) -> models.QuerySet[models.Model]:
    rows = known.rows(person)
    if known.stays is None:
        return rows
    return rows.exclude(pk__in=known.model._base_manager.filter(known.stays).values("pk"))


def _forget_sessions(person: User) -> None:
    """Signed in nowhere any more. What is in a session can be read only one by one."""
    mine = [
        one.pk
        for one in Session.objects.iterator()
        if one.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()
