"""PURE: addresses elsewhere that a lesson or a list of materials may lead to."""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST_ADDRESS = 500


def is_web_address(address: str) -> bool:
    """Whether it can be opened from a card: https, with a host, and nothing that hides."""
    if len(address) > LONGEST_ADDRESS or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and "." in str(parts.hostname) and not parts.username
    except ValueError:
        return False
