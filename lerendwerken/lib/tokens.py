"""Secrets that travel in links: random ones of which only the hash is stored, and signed ones."""

import hashlib
import secrets
from datetime import datetime

from django.core import signing

from lerendwerken.lib import clock


def fresh() -> tuple[str, str]:
    """A new 256-bit token and the hash to store."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def digest(token: str) -> str:
    """What is stored of a token; the token has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


class BadLink(Exception):
    """The link is not ours, or was changed on its way."""


class ExpiredLink(BadLink):
    """The link was right, and its time is over."""


def sign(purpose: str, key: int | str, expires_at: datetime | None = None) -> str:
    """A short signed value for one purpose; the end of its life is inside it."""
    until = int(expires_at.timestamp()) if expires_at else 0
    return signing.Signer(salt=f"lerendwerken.{purpose}", sep="~").sign(f"{key}.{until:x}")


def unsign(purpose: str, value: str) -> str:
    """The key that was signed; ExpiredLink or BadLink otherwise."""
    try:
        plain = signing.Signer(salt=f"lerendwerken.{purpose}", sep="~").unsign(value)
        key, until = plain.rsplit(".", 1)
        ends = int(until, 16)
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error
    if ends and clock.now().timestamp() >= ends:
        raise ExpiredLink
    return key
