"""PURE: what is made from the names of units and kinds."""

from __future__ import annotations

import re

from ..folding import fold


def sort_name_of(name: str) -> str:
    """What a unit is sorted by: "Chi bộ 2" stands before "Chi bộ 10"."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(4), fold(name))[:255]


def kind_code_of(name: str) -> str:
    """ "Chi bộ cơ sở" -> "chi-bo-co-so": the same for every way of writing the same words."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40] or "khac"


def looks_grassroots(kind_name: str) -> bool:
    """The guess for a new kind: party organisations at the grassroots carry "cơ sở" in the name of their kind."""
    return "co so" in fold(kind_name)
