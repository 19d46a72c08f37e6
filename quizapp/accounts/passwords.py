"""Passwords: argon2id with 19 MiB, two passes, one lane (OWASP's first choice; 28 ms of CPU)."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import Invalid, Sentence

MINIMUM_LENGTH = 8
MAXIMUM_LENGTH = 200
# No letters and digits that look alike on paper: 0/o, 1/l/i.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# Checked when there is no such login, so that an answer takes as long as for one that exists.
_NOBODY = _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """The text to keep."""
    return _hasher.hash(as_meant(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether it is the password; as slow for an account without one."""
    try:
        return _hasher.verify(password_hash or _NOBODY, as_meant(password)) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def as_meant(password: str) -> str:
    """Keyboards write "ế" in two ways and add a blank after a word that they complete."""
    return unicodedata.normalize("NFC", password).strip()


def check_new_password(password: str, *forbidden: str) -> None:
    """Raises Invalid when it is too short, too long, or what everybody would try first."""
    password = as_meant(password)
    if len(password) < MINIMUM_LENGTH:
        raise Invalid(Sentence("Mật khẩu cần ít nhất %(length)s ký tự.", length=MINIMUM_LENGTH))
    if len(password) > MAXIMUM_LENGTH:
        raise Invalid(Sentence("Mật khẩu dài nhất là %(length)s ký tự.", length=MAXIMUM_LENGTH))
    if len(set(password)) < 4 or password.casefold() in {word.casefold() for word in forbidden if word}:
        raise Invalid(Sentence("Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác."))


def make_password() -> str:
    """A password to hand over on paper: three groups of four, 59 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
