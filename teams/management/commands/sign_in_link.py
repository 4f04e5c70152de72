"""Prints a one-time link with which somebody signs in: for an installation without mail (S14).

Whoever holds the link reads what its person wrote. So it is made on the server, where one can read the database
anyway, and never in the app; and the log says that it was made, and for whom.
"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from teams.accounts.models import User
from teams.audit.log import record
from teams.structure.models import Invitation


class Command(BaseCommand):
    help = "Prints a link that signs somebody in once, within two days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email = str(options["email"]).strip()
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"nobody who takes part has the address {email!r}")
        row, token = Invitation.issue(person)
        record("invitation_made", by=None, obj=row, person=person.pk)
        self.stdout.write(settings.BASE_URL + reverse("teams:invitation", args=[token]))
