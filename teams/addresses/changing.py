"""Another address to sign in with. The old one says yes, or hears of it for seven days and says nothing (S16). Nobody
can shorten that: whoever asks again, waits again."""

import logging
import smtplib

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerendwerken.lib import clock, tokens
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.addresses.models import AddressChange
from teams.audit.log import labels, record

logger = logging.getLogger("lerendwerken.mail")

labels(
    address_asked=gettext_lazy("vroeg een ander e-mailadres aan voor iemand"),
    address_changed=gettext_lazy("gaf iemand een ander e-mailadres"),
    address_stopped=gettext_lazy("hield een ander e-mailadres tegen"),
)


def ask(person: User, email: str, *, by: User) -> AddressChange:
    """It waits, and the old address hears of it at once: a security mail, at any hour (S7)."""
    new = User.objects.normalize_email(email).lower()
    token, digest = tokens.fresh()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if new == person.email.lower():
            raise Refused(_("Dit is al het adres."), "email")
        if is_taken(new, but=person):
            raise _taken()
        AddressChange.objects.filter(person=person).delete()
        try:
            with transaction.atomic():
                change = AddressChange.objects.create(
                    person=person, email=new, asked_by=by, token_hash=digest
                )
        except IntegrityError:  # promised to somebody else, who asked for it at the same moment
            raise _taken() from None  # the error itself holds the address
        record("address_asked", by=by, obj=person)
    if settings.MAIL_ON:
        _tell(change, settings.BASE_URL + reverse("teams:address-link", args=[token]))
    return change


def _taken() -> Refused:
    return Refused(_("Dit e-mailadres is al van iemand."), "email")


def _tell(change: AddressChange, link: str) -> None:
    """To the old address, now. When the mail server does not take it, Mijn gegevens says it all the same."""
    context = {"change": change, "link": link, "until": change.asked_at + change.WAITS}
    with translation.override(change.person.language):
        subject = render_to_string("teams/addresses/email/subject.txt", context).strip()
        text = render_to_string("teams/addresses/email/message.txt", context)
    try:
        EmailMessage(subject, text, to=[change.person.email]).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.error("a mail about another address was not taken: %s", type(error).__name__)


def is_taken(email: str, *, but: User) -> bool:
    """By somebody else, or promised to them."""
    return (
        User.objects.filter(email__iexact=email).exclude(pk=but.pk).exists()
        or AddressChange.objects.filter(email__iexact=email).exclude(person=but).exists()
    )


def find(token: str) -> AddressChange | None:
    """What a link from the old address is about; deciding nothing."""
    return (
        AddressChange.objects.filter(token_hash=tokens.digest(token), person__is_active=True)
        .select_related("person")
        .first()
    )


def confirm(change: AddressChange) -> bool:
    """The old address says yes."""
    return _settle(change, by=change.person)


@transaction.atomic
def stop(change: AddressChange, *, by: User) -> bool:
    """The old address says no, or its owner who is signed in. False when it was over already."""
    gone, _kinds = AddressChange.objects.filter(pk=change.pk).delete()
    if gone:
        record("address_stopped", by=by, obj=change.person)
    return bool(gone)


def settle_due() -> int:
    """Those of seven days old, of which the old address said nothing. Safe to run twice."""
    due = AddressChange.objects.filter(asked_at__lte=clock.now() - AddressChange.WAITS)
    return sum(_settle(change, by=None) for change in due.select_related("person"))


@transaction.atomic
def _settle(change: AddressChange, *, by: User | None) -> bool:
    """False when it was over already, or somebody else has the address by now."""
    person = User.objects.select_for_update().get(pk=change.person_id)
    gone, _kinds = AddressChange.objects.filter(pk=change.pk).delete()
    if not gone or is_taken(change.email, but=person):
        return False
    person.email = change.email
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()  # else the old one would still sign in
    record("address_changed", by=by, obj=person)
    return True
