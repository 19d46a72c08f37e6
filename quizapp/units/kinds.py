"""Kinds of units. They change by decree, so they are rows and never code."""

from __future__ import annotations

from ..changes import Changes, change
from ..errors import Invalid, Refused, Sentence
from ..extensions import db
from ..folding import fold, tidy
from ..transactions import transactional
from . import queries
from .models import UnitKind
from .naming import kind_code_of, looks_grassroots

NAME_LENGTH = 120


@transactional
def get_or_create_kind(name: str) -> tuple[UnitKind, bool]:
    """(the kind of this name, whether it is new). "Chi Bộ" and "chi bộ" are one."""
    name = _checked_name(name)
    known = queries.list_kinds()
    kind = find_kind(known, name)
    if kind is not None:
        return kind, False
    last = max((k.position for k in known), default=0)
    kind = UnitKind(code=kind_code_of(name), name=name, position=last + 1, is_grassroots=looks_grassroots(name))
    db.session.add(kind)
    db.session.flush()
    return kind, True


def find_kind(known: list[UnitKind], name: str) -> UnitKind | None:
    """The kind of this name, or the one that once had it: the code keeps the first name."""
    by_name = [kind for kind in known if fold(kind.name) == fold(name)]
    by_code = [kind for kind in known if kind.code == kind_code_of(name)]
    return next(iter(by_name + by_code), None)


@transactional
def edit_kind(kind: UnitKind, *, name: str, position: int, is_grassroots: bool) -> Changes:
    """Change a kind. Its code stays, so that lists with the old name still find it."""
    name = _checked_name(name)
    same = find_kind([k for k in queries.list_kinds() if k.id != kind.id], name)
    if same:
        raise Refused(Sentence("Đã có loại đơn vị tên “%(name)s”.", name=same.name), field="name")
    return change(kind, name=name, position=position, is_grassroots=is_grassroots)


def _checked_name(name: str) -> str:
    name = tidy(name)
    if not name or len(name) > NAME_LENGTH:
        raise Invalid(Sentence("Tên loại đơn vị cần từ 1 đến %(length)s ký tự.", length=NAME_LENGTH), field="name")
    return name
