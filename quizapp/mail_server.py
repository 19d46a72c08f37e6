"""PURE: where e-mail is handed over, read from an address such as
``smtps://name:password@mail.example.vn:465?from=nhac-viec@example.vn``."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465}
_SENDER = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server, how to sign in to it, and whom letters are from."""

    host: str
    port: int
    # From the first byte; else as soon as the server offers it.
    is_encrypted: bool
    user: str
    password: str
    sender: str

    @property
    def needs_encryption(self) -> bool:
        """A password never leaves this machine in the open."""
        return bool(self.user) and not _is_here(self.host)


def read_mail_server(url: str) -> MailServer:
    """Raises ValueError with the reason, which tells nothing of the password."""
    parts = urlsplit(url)
    if parts.path not in ("", "/") or parts.fragment:
        raise ValueError("nothing may follow the port but ?from=")
    if parts.password is not None and not parts.username:
        raise ValueError("there is a password without a name")
    host, user = parts.hostname or "", unquote(parts.username or "")
    return MailServer(
        host=host,
        port=parts.port or _PORTS[parts.scheme],
        is_encrypted=parts.scheme == "smtps",
        user=user,
        password=unquote(parts.password or ""),
        sender=_sender(parts.query, user, host),
    )


def _sender(query: str, user: str, host: str) -> str:
    given = dict(parse_qsl(query, keep_blank_values=True))
    if set(given) - {"from"}:
        raise ValueError("only ?from= may follow the address")
    sender = given.get("from", user if "@" in user else f"quizapp@{host}")
    if not _SENDER.fullmatch(sender) or not sender.isascii():
        raise ValueError("the sender after ?from= is not an e-mail address")
    return sender


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
