"""allauth, set to what this product allows: nobody signs up by themselves, and a code replaces the password."""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teams.accounts.models import User

logger = logging.getLogger("lerendwerken.mail")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "Er is te vaak achter elkaar geprobeerd. Wacht tien minuten."
        ),
        "incorrect_code": gettext_lazy("Deze code klopt niet. Kijk in je nieuwste mail."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in through an administrator or an import."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Somebody who was switched off between asking for a code and typing it."""
        messages.error(request, _("Dit account staat uit. Vraag je beheerder waarom."))
        return redirect("account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A sign-in code goes out at once, at any hour (S7), in the language of its reader."""
        person = User.objects.filter(email__iexact=email).first()
        with translation.override(person.language if person else translation.get_language()):
            try:
                super().send_mail(
                    template_prefix, email, context | {"base_url": settings.BASE_URL, "person": person}
                )
            except (smtplib.SMTPException, OSError) as error:
                # The page stays as it is for an unknown address (TI1). From there one asks again.
                logger.error("a sign-in code was not taken by the mail server: %s", type(error).__name__)
