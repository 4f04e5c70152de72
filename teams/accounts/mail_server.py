"""Whether the mail server is there, asked before a code is promised."""

import logging
import smtplib

from django.core.mail import mailers

logger = logging.getLogger("lerendwerken.mail")


def answers() -> bool:
    backend = mailers.default
    try:
        backend.open()
        backend.close()
    except (smtplib.SMTPException, OSError) as error:
        logger.error("no sign-in code could go out: %s", type(error).__name__)
        return False
    return True
