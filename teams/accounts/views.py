"""Signing in by code, where allauth's page would hold somebody who mistyped the address."""

import logging
import smtplib
from typing import Any

from allauth.account.views import RequestLoginCodeView
from django.core.mail import mailers
from django.http import HttpResponse
from django.utils.translation import gettext as _

logger = logging.getLogger("lerendwerken.mail")


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]
    """Asks for a code, also while one is waiting: for another address, or because no mail came.

    allauth leads back to the code page as long as a code waits, for ten minutes. A newer code replaces the older.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        # Asked for every address alike, known or not (TI1).
        if not _mail_server_answers():
            form.add_error(
                "email",
                _(
                    "De mailserver antwoordt niet. Probeer het over vijf minuten opnieuw, of vraag je beheerder."
                ),
            )
            refused: HttpResponse = self.form_invalid(form)
            return refused
        sent: HttpResponse = super().form_valid(form)
        return sent

    def _redirect_to_pending_stage(self, *args: Any, **kwargs: Any) -> None:
        return None


def _mail_server_answers() -> bool:
    backend = mailers.default
    try:
        backend.open()
        backend.close()
    except (smtplib.SMTPException, OSError) as error:
        logger.error("no sign-in code could go out: %s", type(error).__name__)
        return False
    return True


ask_for_code = AskForCode.as_view()
