"""Mail: text and HTML from one template, and every answer of the mail server turned into one of four outcomes."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage as WireMessage
from types import TracebackType
from typing import Any, Self

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation

from lerendwerken.lib import tokens
from teams.notifications.messages import CalendarPart, Message
from teams.notifications.models import DeliveryAttempt, Notification
from teams.structure.models import Organisation

Kinds = DeliveryAttempt.Outcome
_inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    kind: str
    code: int | None = None
    detail: str = ""
    pauses_channel: bool = False


class PromptMail(EmailMultiAlternatives):
    """A mail whose long headers stay on one line: a folded List-Unsubscribe breaks one-click (RFC 8058)."""

    method = ""  # of the calendar part

    def message(self, **kwargs: Any) -> WireMessage:
        made: WireMessage = super().message(**kwargs)
        made.policy = made.policy.clone(max_line_length=998)
        for part in made.walk():
            if part.get_content_type() == "text/calendar":
                part.set_param("method", self.method)
        return made

    def add_calendar(self, part: CalendarPart) -> None:
        """As one of the ways to read the mail, which calendars act on, and as a file for the other programs."""
        self.method = part.method
        self.attach_alternative(part.ics.decode(), "text/calendar")
        self.attach("agenda.ics", part.ics, "application/ics")


class Connection:
    """One kept-open connection for a round."""

    def __init__(self) -> None:
        self.usable = True
        self.outcome = Outcome(Kinds.TEMPORARY)
        self._backend: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def open(self) -> bool:
        """Makes the connection when there is none. A failure here is certain: nothing was sent."""
        if self._backend is not None:
            return True
        backend = mailers.default
        try:
            backend.open()
        except smtplib.SMTPAuthenticationError as error:
            self.usable = False
            self.outcome = Outcome(Kinds.TEMPORARY, error.smtp_code, "authentication", pauses_channel=True)
            return False
        except (smtplib.SMTPException, OSError) as error:
            self.usable = False
            self.outcome = Outcome(Kinds.TEMPORARY, _code(error), type(error).__name__)
            return False
        self._backend = backend
        return True

    def send(self, mail: EmailMultiAlternatives) -> Outcome:
        try:
            self._backend.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            self._close()
            return _answered(code, words)
        except smtplib.SMTPResponseException as error:
            self._close()
            return _answered(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPServerDisconnected, TimeoutError, OSError) as error:
            # The connection broke while the mail was on its way: it may have arrived (RFC 1047).
            self._close()
            return Outcome(Kinds.UNCERTAIN, None, type(error).__name__)
        return Outcome(Kinds.SENT)

    def _close(self) -> None:
        if self._backend is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._backend.close()
            self._backend = None


def build(notification: Notification, message: Message) -> EmailMultiAlternatives:
    """The mail in the person's language, with every time in the person's zone."""
    person = notification.person
    organisation = Organisation.get()
    unsubscribe = settings.BASE_URL + reverse("teams:unsubscribe", args=[unsubscribe_token(notification)])
    with translation.override(person.language), timezone.override(person.time_zone):
        context = {
            "person": person,
            "organisation": organisation,
            "base_url": settings.BASE_URL,
            "unsubscribe_url": unsubscribe if message.optional else "",
            **message.context(notification),
        }
        subject = _partial(message.template, "subject", context).strip().replace("\n", " ")
        text = _partial(message.template, "text", context).strip() + "\n"
        html = _inliner.inline(get_template(message.template).render(context | {"subject": subject}))
    headers = {
        "Message-ID": notification.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if message.optional:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = PromptMail(subject, text, None, [person.email], headers=headers)
    mail.attach_alternative(html, "text/html")
    if message.calendar:
        mail.add_calendar(message.calendar(notification))
    return mail


def unsubscribe_token(notification: Notification) -> str:
    return tokens.sign("stop", f"{notification.person_id}-{notification.kind}")


def _partial(template: str, name: str, context: dict[str, Any]) -> str:
    return get_template(f"{template}#{name}").render(context)


def _answered(code: int, words: bytes | str) -> Outcome:
    """4xx: later again. 5xx: refused for good."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return Outcome(Kinds.REFUSED if code >= 500 else Kinds.TEMPORARY, code, said)


def _code(error: Exception) -> int | None:
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
