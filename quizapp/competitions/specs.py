"""PURE: a whole competition as one value, as a file describes it. Two that are equal are the same competition."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ..assessments.matrix import MatrixRow
from .round_settings import RoundSettings

# Percent of the eligible members who must have taken part before a unit can have a collective prize.
COLLECTIVE_FLOOR = 70


@dataclass(frozen=True, slots=True)
class PrizeSpec:
    """A prize. ``scope``: of each "round" or of the whole "competition"; ``recipient``: "individual" or
    "collective"."""

    title: str
    quantity: int = 1
    scope: str = "round"
    recipient: str = "individual"


@dataclass(frozen=True, slots=True)
class RoundSpec:
    """A round with its matrix. ``code`` None: made from the competition's."""

    settings: RoundSettings
    matrix: tuple[MatrixRow, ...] = ()
    code: str | None = None


@dataclass(frozen=True, slots=True)
class CompetitionSpec:
    """``unit`` and ``audience`` are codes of units, ``exclusions`` (member code, reason)."""

    code: str
    title: str
    unit: str
    audience: tuple[str, ...]
    member_kinds: tuple[str, ...] = ()
    exclusions: tuple[tuple[str, str], ...] = ()
    rules: str = ""
    prizes: tuple[PrizeSpec, ...] = ()
    collective_floor: int = COLLECTIVE_FLOOR
    rounds: tuple[RoundSpec, ...] = ()


def differing_fields(one: CompetitionSpec, other: CompetitionSpec) -> list[str]:
    """Names of the fields, without the rounds, that differ."""
    return [
        field.name
        for field in fields(CompetitionSpec)
        if field.name != "rounds" and getattr(one, field.name) != getattr(other, field.name)
    ]


def differing_settings(stored: RoundSpec, wanted: RoundSpec) -> list[str]:
    """Names of the settings of a round that differ."""
    names = [
        field.name
        for field in fields(RoundSettings)
        if getattr(stored.settings, field.name) != getattr(wanted.settings, field.name)
    ]
    if stored.matrix != wanted.matrix:
        names.append("matrix")
    if wanted.code is not None and wanted.code != stored.code:
        names.append("code")
    return names
