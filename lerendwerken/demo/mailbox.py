"""Every mail of the demo becomes a file; nothing leaves the machine."""

import email
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as Parsed
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from lerendwerken.lib import clock

STAMP = "%Y%m%dT%H%M%S%f"


class EmailBackend(BaseEmailBackend):
    """Writes each mail as one .eml file, named after the moment by the demo's clock."""

    def __init__(self, folder: str, **options: Any) -> None:
        super().__init__(**options)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            stamp = clock.now().strftime(STAMP)
            number = 0
            while (path := self.folder / f"{stamp}-{number}.eml").exists():
                number += 1
            path.write_bytes(message.message().as_bytes())
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it lies in the box. `key` is the name of its file."""

    key: str
    at: datetime
    message: Parsed

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, subtype: str) -> str:
        part = self.message.get_body((subtype,))
        return str(part.get_content()) if part else ""


def folder() -> Path:
    options: Any = settings.MAILERS["default"]["OPTIONS"]
    return Path(options["folder"])


def latest(most: int = 200) -> list[Mail]:
    """Newest first."""
    return [_read(path) for path in sorted(folder().glob("*.eml"), reverse=True)[:most]]


def find(key: str) -> Mail | None:
    """A mail by the name of its file; None for anything else."""
    path = folder() / f"{key}.eml"
    return _read(path) if key.replace("-", "").isalnum() and path.is_file() else None


def empty() -> None:
    for path in folder().glob("*.eml"):
        path.unlink()


def _read(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    at = datetime.strptime(path.stem.partition("-")[0], STAMP).replace(tzinfo=UTC)
    return Mail(path.stem, at, message)
