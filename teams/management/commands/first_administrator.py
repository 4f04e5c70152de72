"""Prints the one-time link with which the first administrator signs in (S14)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import record
from teams.structure.models import Invitation, Organisation, Role


class Command(BaseCommand):
    help = "Makes the first administrator and prints a link that signs in once, for two days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help='first name, or "first last"')
        parser.add_argument("--again", action="store_true", help="a new link, or one more administrator")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email = str(options["email"]).strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address") from error
        organisation = Organisation.get()
        today = clock.today(organisation.time_zone)
        administrators = Role.objects.on(today).filter(kind=Role.Kind.ADMINISTRATOR, person__is_active=True)
        if administrators.exists() and not options["again"]:
            raise CommandError("there is an administrator already; use --again for a new link")
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            given, _space, family = (options["name"].strip() or email.partition("@")[0]).partition(" ")
            person = User.objects.create_user(
                email=email,
                given_name=given,
                family_name=family,
                language=organisation.language,
                time_zone=organisation.time_zone,
                joined_on=today,
            )
        if not person.is_active:
            raise CommandError(f"{email} was closed; use another address")
        if not administrators.filter(person=person).exists():
            role = Role.objects.create(person=person, kind=Role.Kind.ADMINISTRATOR, from_date=today)
            record("role_added", by=None, obj=role, person=person.pk, kind=role.kind)
        row, token = Invitation.issue(person)
        record("invitation_made", by=None, obj=row, person=person.pk)
        self.stdout.write(settings.BASE_URL + reverse("teams:invitation", args=[token]))
