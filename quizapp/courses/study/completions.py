"""Completions that come from elsewhere than a session, such as an online course."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from ...accounts.models import Member
from ...extensions import db
from ...library.models import Document
from ...transactions import transactional
from ...upserts import insert_for
from . import progress
from .models import Completion


@transactional
def record_completion(member: Member, document: Document, way: str, at: datetime) -> None:
    """The member has studied the document. May come twice, late and out of order: the first instant stays, and of all
    ways (sessions too) the first counts, once."""
    statement = insert_for(Completion).values(member_id=member.id, document_id=document.id, way=way, at=at)
    is_earlier = statement.excluded.at < Completion.at
    keys = ["member_id", "document_id", "way"]
    db.session.execute(
        statement.on_conflict_do_update(index_elements=keys, set_={"at": statement.excluded.at}, where=is_earlier)
    )
    progress.refresh([member.id], [document.id])


@transactional
def withdraw_completion(member: Member, document: Document, way: str, other: datetime | None) -> None:
    """It turned out not to be so. ``other``: when the member studied it in the same way all the same."""
    mine = (Completion.member_id == member.id, Completion.document_id == document.id, Completion.way == way)
    db.session.execute(delete(Completion).where(*mine))
    if other is not None:
        db.session.add(Completion(member_id=member.id, document_id=document.id, way=way, at=other))
        db.session.flush()
    progress.refresh([member.id], [document.id])
