"""Which documents a person may see: the WHERE of every list, and the check of one document, from the same rules."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from ..accounts.access import Permission, can, require, within
from ..errors import NotFound, Sentence
from ..extensions import db
from ..units.models import Unit
from ..units.subtree import ids_of
from .models import Document
from .words import audiences_of


def visible_to(member: Any = None) -> ColumnElement[bool]:
    """The WHERE on Document and Unit (joined): published for the member's unit or one above and for people like him
    or her, or public, or in a unit whose documents the member manages."""
    member = member or current_user
    open_to_all = and_(Document.is_public, Document.published_at.is_not(None))
    if not member.is_authenticated:
        return open_to_all
    return or_(for_reader(member), open_to_all, within(Permission.DOCUMENT_MANAGE, member))


def for_reader(member: Any) -> ColumnElement[bool]:
    """The WHERE on Document of what is published for the member, whatever he or she manages."""
    above = ids_of(member.unit.path)
    if not above:
        return false()
    return and_(
        Document.unit_id.in_(above),
        Document.audience.in_(audiences_of(member.kind)),
        Document.published_at.is_not(None),
    )


def get_document(document_id: int, permission: Permission | None = None) -> Document:
    """The document, where the person may see it. Raises NotFound, and Forbidden for one that he or she may see without
    ``permission``."""
    query = select(Document).join(Document.unit).options(joinedload(Document.unit), joinedload(Document.successor))
    found = db.session.scalar(query.where(Document.id == document_id, visible_to()))
    if found is None:
        raise NotFound(Sentence("Không có văn bản này, hoặc bạn không được xem."))
    if permission is not None:
        require(permission, found.unit.path)
    return found


def may_manage(document: Document) -> bool:
    """Whether the person may change the document."""
    return current_user.is_authenticated and can(Permission.DOCUMENT_MANAGE, document.unit.path)


def list_owner_units(member: Any = None) -> list[Unit]:
    """Units whose documents the member manages: the topmost first, at most 200."""
    depth = func.length(Unit.path) - func.length(func.replace(Unit.path, "/", ""))
    query = select(Unit).where(within(Permission.DOCUMENT_MANAGE, member), Unit.valid_to.is_(None))
    return list(db.session.scalars(query.order_by(depth, Unit.sort_name).limit(200)))


def can_see(document: Document) -> bool:
    """Whether the person may see the document."""
    query = select(Document.id).join(Document.unit).where(Document.id == document.id, visible_to())
    return db.session.scalar(query) is not None
