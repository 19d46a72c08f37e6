"""Which banks a member may see, and which of their questions papers may be drawn from."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from ..accounts.access import Permission, paths_with, within
from ..accounts.models import Member
from ..units.models import Unit
from ..units.subtree import is_within
from .models import Bank, Question


def visible(member: Member | None = None) -> ColumnElement[bool]:
    """The WHERE that keeps banks (joined with their units) that the member may see: those of the units he or she works
    for, and those that a unit above shares."""
    above = sorted({up for path in paths_with(Permission.BANK_VIEW, member) for up in _paths_above(path)})
    return or_(within(Permission.BANK_VIEW, member), and_(Bank.sharing != "none", Unit.path.in_(above)))


def is_shared_with(bank: Bank, member: Member | None = None) -> bool:
    """Whether a unit above shares the bank with a unit that the member works for."""
    if bank.sharing == "none":
        return False
    return any(is_within(path, bank.unit.path) for path in paths_with(Permission.BANK_VIEW, member))


def _paths_above(path: str) -> list[str]:
    """ "1/5/9/" -> "1/", "1/5/"."""
    steps = path.rstrip("/").split("/")
    return ["/".join(steps[:count]) + "/" for count in range(1, len(steps))]


def drawable() -> ColumnElement[bool]:
    """The WHERE that keeps questions (joined with their banks) that papers may be drawn from: the approved ones; where
    the bank allows it, all that are not retired."""
    return or_(Question.state == "approved", and_(~Bank.draws_only_approved, Question.state != "retired"))
