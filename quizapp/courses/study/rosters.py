"""Who is due: the audience of a wave or a session when it begins, and why some are not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, select

from ...accounts.access import below
from ...accounts.models import PRESENT_STATUSES, Member
from ...extensions import db
from ...units.models import Unit
from ..completion import OTHERS, PARTY
from .key_positions import is_key_position
from .models import PARTY_KINDS


def audience_rows(
    paths: Collection[str], member_kinds: Sequence[str], deadline: datetime | None, now: datetime
) -> list[dict[str, Any]]:
    """Everybody in the subtrees of these paths as rows of a roster. Who is exempt, suspended or away is not due."""
    reason = case((Member.status != "active", Member.status), else_=None)
    query = (
        select(Member.id, Member.unit_id, Member.kind, reason, Member.position)
        .join(Unit, Unit.id == Member.unit_id)
        .where(Member.status.in_(PRESENT_STATUSES), Member.account_state.not_in(("pending", "rejected")))
        .where(below(*paths))
    )
    if member_kinds:
        query = query.where(Member.kind.in_(member_kinds))
    same = {"deadline": deadline, "added_at": now}
    return [
        {
            "member_id": id,
            "unit_id": unit_id,
            "audience": audience_of(kind),
            "reason": why,
            "is_key": is_key_position(position),
        }
        | same
        for id, unit_id, kind, why, position in db.session.execute(query)
    ]


def audience_of(kind: str) -> str:
    """Party members and others are never counted together."""
    return PARTY if kind in PARTY_KINDS else OTHERS
