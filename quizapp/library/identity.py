"""PURE: what a document is known by: number, issuer and date."""

from __future__ import annotations

from ..folding import fold

# Typed for the plain hyphen: hyphens that do not break, dashes, the minus sign.
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


def number_key(number: str) -> str:
    """The number for comparing: "57 – NQ/TW" and "57-nq/tw" are one."""
    return "".join(fold(number.translate(_HYPHENS)).split())


def issuer_key(issuer: str) -> str:
    """The issuer for comparing: case, diacritics and punctuation do not matter."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(issuer)).split())
