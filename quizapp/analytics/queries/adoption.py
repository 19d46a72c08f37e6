"""Accounts per unit, counted from the lists of members."""

from __future__ import annotations

from sqlalchemy import func, select

from ...accounts.access import below
from ...accounts.models import PRESENT_STATUSES, Member
from ...extensions import db
from ...units.models import Unit
from ..adoption import AccountLine, Accounts

# Whoever asks to be let in is no member yet: counted apart, as in the rosters.
_IS_MEMBER = Member.account_state.not_in(("pending", "rejected"))
_IS_ACTIVE = Member.account_state == "approved"


def account_lines(unit: Unit) -> list[AccountLine]:
    """The accounts of each unit of the subtree itself. One statement."""
    query = (
        select(
            Unit.path,
            func.count().filter(_IS_MEMBER),
            func.count().filter(_IS_MEMBER, Member.status == "active"),
            func.count().filter(_IS_ACTIVE),
            func.count().filter(Member.account_state == "pending"),
            func.count().filter(_IS_ACTIVE, Member.last_device == "computer"),
            func.count().filter(_IS_ACTIVE, Member.last_device == "phone"),
        )
        .join(Member, Member.unit_id == Unit.id)
        .where(below(unit.path), Member.status.in_(PRESENT_STATUSES))
        .group_by(Unit.id)
    )
    return [(path, Accounts(*counts)) for path, *counts in db.session.execute(query)]
