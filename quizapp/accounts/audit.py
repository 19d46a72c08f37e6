"""Who did or looked at what, and when. Entries are only added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import has_request_context
from flask_login import current_user

from ..batches import insert_many
from ..extensions import db
from ..transactions import transactional
from .models import AuditEntry, Member


def record(
    action: str,
    object_type: str,
    object_id: str | int = "",
    *,
    now: datetime,
    unit_id: int | None = None,
    actor: Member | None = None,
    **detail: Any,
) -> None:
    """Add an entry within the caller's transaction.

    ``action`` is "<object>.<what happened>", such as "member.locked"; its sentence belongs in ``audit_sentences``.
    ``actor``: the signed-in member of the request unless given; nobody for commands. ``detail`` must fit into JSON, and
    holds no password and no list of people.
    """
    actor = actor or _signed_in_member()
    entry = AuditEntry(
        at=now,
        actor_id=actor.id if actor else None,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        unit_id=unit_id,
        detail=detail,
    )
    db.session.add(entry)


@transactional
def record_look(
    action: str,
    object_type: str,
    object_id: str | int = "",
    *,
    now: datetime,
    unit_id: int | None = None,
    **detail: Any,
) -> None:
    """``record`` for a page that only shows: a transaction of its own.

    What was loaded before is read anew afterwards (a commit expires it), so call it before loading what is shown.
    """
    record(action, object_type, object_id, now=now, unit_id=unit_id, **detail)


def record_many(
    action: str, object_type: str, objects: Sequence[tuple[str | int, int | None, dict[str, Any]]], *, now: datetime
) -> None:
    """One entry for each (object id, unit id, detail), within the caller's transaction: for imports."""
    actor = _signed_in_member()
    common = {"at": now, "actor_id": actor.id if actor else None, "action": action, "object_type": object_type}
    insert_many(
        AuditEntry,
        [{**common, "object_id": str(id), "unit_id": unit_id, "detail": detail} for id, unit_id, detail in objects],
    )


def _signed_in_member() -> Member | None:
    if has_request_context() and current_user.is_authenticated:
        member: Member = current_user._get_current_object()
        return member
    return None
