"""A file that shows which installation made it, and that nobody changed a byte since.

The key is Ed25519, made from the secret of the installation, so there is nothing more to keep. The signature is over
every byte of the zip and stands in its comment, where programs that open a zip leave it alone.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.crypto import salted_hmac

MARK = b"lerendwerken-eigen-gegevens 1 "
SEAL = re.compile(re.escape(MARK) + rb"([0-9a-f]{64}) ([0-9a-f]{128})\Z")
LENGTH = len(MARK) + 64 + 1 + 128


class Changed(Exception):
    """No file of ours, or not as it was made."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who made a file: a public key, which is no secret."""

    key: str  # hexadecimal

    @property
    def is_us(self) -> bool:
        return self.key == public_key()

    @property
    def words(self) -> str:
        """The first part of the key, to compare over the phone."""
        return spoken(self.key)


def public_key() -> str:
    return _private(settings.SECRET_KEY).public_key().public_bytes_raw().hex()


def spoken(key: str) -> str:
    return " ".join(key[n : n + 4] for n in range(0, 16, 4))


def blank() -> bytes:
    """Of the length of a seal: what stands in its place while the rest is written."""
    return b" " * LENGTH


def seal(data: bytes) -> bytes:
    """The zip with the seal in the place of the blank at its end."""
    body = data[:-LENGTH]
    signature = _private(settings.SECRET_KEY).sign(body)
    return body + MARK + public_key().encode() + b" " + signature.hex().encode()


def verify(data: bytes) -> Signer:
    """Raises Changed unless every byte is as whoever holds that key made it."""
    found = SEAL.fullmatch(data[-LENGTH:])
    if not found:
        raise Changed
    key, signature = (part.decode() for part in found.groups())
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), data[:-LENGTH]
        )
    except (InvalidSignature, ValueError) as error:
        raise Changed from error
    return Signer(key)


def reference(email: str) -> str:
    """Tells this installation alone which colleague it was; to everybody else it is a number without a meaning."""
    return salted_hmac("lerendwerken.own-data.person", email.lower(), algorithm="sha256").hexdigest()[:32]


@lru_cache(maxsize=4)
def _private(secret: str) -> Ed25519PrivateKey:
    made = salted_hmac("lerendwerken.own-data.key", "ed25519", secret=secret, algorithm="sha256").digest()
    return Ed25519PrivateKey.from_private_bytes(made)
