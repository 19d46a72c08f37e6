"""Who holds which role where."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from ..extensions import db
from ..units.models import Unit
from .models import Grant, Member

MOST = 500


def list_grants(scope: ColumnElement[bool], most: int = MOST) -> list[Grant]:
    """The grants at the units of the scope (a WHERE on Unit), from the top of the tree down. One statement."""
    query = (
        select(Grant)
        .join(Grant.unit)
        # Joined by hand: below an outer join, SQLite would put all members and their units together first.
        .join(Grant.member)
        .options(contains_eager(Grant.unit), contains_eager(Grant.member).joinedload(Member.unit))
        .where(scope)
        .order_by(Unit.path, Grant.role, Grant.id)
    )
    return list(db.session.scalars(query.limit(most)))


def grants_held_by(member: Member) -> list[Grant]:
    """The member's grants with their units."""
    query = select(Grant).options(joinedload(Grant.unit)).where(Grant.member_id == member.id)
    return list(db.session.scalars(query.order_by(Grant.id)))


def get(grant_id: int) -> Grant | None:
    """The grant with its member and unit."""
    query = select(Grant).options(joinedload(Grant.unit), joinedload(Grant.member)).where(Grant.id == grant_id)
    return db.session.scalar(query)
