"""PURE: what people type to say who they are: a member code, a phone number in any spelling, an e-mail address."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Invalid
from ..folding import tidy
from ..tables import as_phone

MAXIMUM_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Login:
    """``text`` is the same for every spelling of one login; ``codes`` are the spellings that a member code may have."""

    text: str
    codes: tuple[str, ...]
    phone: str | None
    email: str | None

    @property
    def may_be_shared(self) -> bool:
        """Whether several members may have the same one."""
        return bool(self.phone or self.email)


def read_login(typed: str) -> Login:
    """The login that somebody typed; phones begin words with a capital letter, so case does not count."""
    text = tidy(typed)[:MAXIMUM_LENGTH]
    phone = _phone(text)
    email = text.lower() if "@" in text else None
    codes = tuple(dict.fromkeys((text, text.lower(), text.upper(), text.replace(" ", ""))))
    return Login(phone or email or text.casefold(), codes, phone, email)


def _phone(text: str) -> str | None:
    try:
        return as_phone(text)
    except Invalid:
        return None
