"""What can be done to units. A unit is never deleted: it is closed, and its past stays."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from ..changes import Changes, change
from ..errors import Invalid, Refused, Sentence
from ..extensions import db
from ..folding import fold, tidy
from ..transactions import transactional
from . import queries
from .models import Unit, UnitKind
from .naming import sort_name_of
from .subtree import is_within, path_under

CODE_LENGTH = 60
NAME_LENGTH = 255


@transactional
def create_unit(
    *,
    code: str,
    name: str,
    kind: UnitKind,
    parent: Unit | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Unit:
    """A new unit below ``parent`` (None: a root). Raises Invalid for a bad code, name or dates, Refused for a code in
    use."""
    code, name = check_code(code), _checked_name(name)
    _check_dates(valid_from, valid_to)
    lock_tree()
    if parent is not None:
        db.session.refresh(parent)
    unit = Unit(
        code=code,
        name=name,
        search_name=fold(name),
        sort_name=sort_name_of(name),
        kind=kind,
        parent_id=parent.id if parent else None,
        path=f"new-{secrets.token_hex(8)}/",  # until the id is known
        valid_from=valid_from,
        valid_to=valid_to,
    )
    db.session.add(unit)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Refused(_code_in_use(code), field="code") from error
    unit.path = path_under(parent.path if parent else "", unit.id)
    db.session.flush()
    return unit


def check_code(code: str) -> str:
    """The code, tidied; raises Invalid for none or a long one, Refused for one in use ("DV1" and "dv1" are one)."""
    code = tidy(code)
    if not code or len(code) > CODE_LENGTH:
        raise Invalid(Sentence("Mã đơn vị cần từ 1 đến %(length)s ký tự.", length=CODE_LENGTH), field="code")
    known = queries.find_by_any_case(code)
    if known is not None:
        raise Refused(_code_in_use(known.code), field="code")
    return code


def _code_in_use(code: str) -> Sentence:
    return Sentence("Mã đơn vị %(code)s đã được dùng. Hãy chọn mã khác.", code=code)


@transactional
def edit_unit(unit: Unit, **values: Any) -> Changes:
    """Change ``name``, ``kind_id``, ``valid_from``, ``valid_to`` or ``successor_id``; returns what differs."""
    if "name" in values:
        name = values["name"] = _checked_name(values["name"])
        unit.search_name, unit.sort_name = fold(name), sort_name_of(name)
    _check_dates(values.get("valid_from", unit.valid_from), values.get("valid_to", unit.valid_to))
    if values.get("successor_id") is not None:
        _check_successor(unit, values["successor_id"])
    return change(unit, **values)


@transactional
def close_unit(unit: Unit, valid_to: date, successor: Unit | None = None) -> Changes:
    """The unit exists until ``valid_to``; ``successor`` carries on its work. Raises Refused while units that go on
    stand below it."""
    if queries.has_open_children(unit):
        raise Refused(
            Sentence(
                "Đơn vị %(name)s còn đơn vị trực thuộc đang hoạt động. Hãy chuyển hoặc kết thúc các đơn vị đó trước.",
                name=unit.name,
            )
        )
    return edit_unit(unit, valid_to=valid_to, successor_id=successor.id if successor else None)


@transactional
def reopen_unit(unit: Unit) -> Changes:
    """The unit goes on: a closing by mistake is taken back."""
    return edit_unit(unit, valid_to=None, successor_id=None)


@transactional
def move_unit(unit: Unit, parent: Unit | None) -> Changes:
    """Put the unit with all below it under ``parent`` (None: make it a root). One UPDATE rewrites all paths.

    Raises Refused when ``parent`` is the unit itself or stands below it.
    """
    lock_tree()
    db.session.refresh(unit)
    if parent is not None:
        db.session.refresh(parent)
        check_move(unit, parent)
    new_path = path_under(parent.path if parent else "", unit.id)
    if new_path == unit.path:
        return {}
    old_path, old_parent_id = unit.path, unit.parent_id
    _rewrite_paths(old_path, new_path)
    unit.parent_id = parent.id if parent else None
    db.session.flush()
    db.session.expire_all()
    return {"parent_id": [old_parent_id, unit.parent_id], "path": [old_path, new_path]}


def check_move(unit: Unit, parent: Unit) -> None:
    """Raises Refused when the move would close a circle."""
    if parent.id == unit.id:
        raise Refused(Sentence("Một đơn vị không thể trực thuộc chính nó."))
    if is_within(parent.path, unit.path):
        raise Refused(
            Sentence(
                "%(parent)s đang trực thuộc %(unit)s, nên %(unit)s không thể chuyển vào đó.",
                parent=parent.name,
                unit=unit.name,
            )
        )


def lock_tree() -> None:
    """Let others who change the shape of the tree wait until this transaction ends: who holds the roots may go on.

    Two moves at once could each be right and close a circle together.
    """
    query = update(Unit).where(Unit.parent_id.is_(None)).values(name=Unit.name)
    db.session.execute(query.execution_options(synchronize_session=False))


def _rewrite_paths(old_path: str, new_path: str) -> None:
    rest = func.substr(Unit.path, len(old_path) + 1)
    query = update(Unit).where(queries.subtree(old_path)).values(path=new_path + rest)
    db.session.execute(query.execution_options(synchronize_session=False))


def _checked_name(name: str) -> str:
    name = tidy(name)
    if not name or len(name) > NAME_LENGTH:
        raise Invalid(Sentence("Tên đơn vị cần từ 1 đến %(length)s ký tự.", length=NAME_LENGTH), field="name")
    return name


def _check_dates(valid_from: date | None, valid_to: date | None) -> None:
    if valid_from and valid_to and valid_to < valid_from:
        raise Invalid(Sentence("Ngày kết thúc không được trước ngày thành lập."), field="valid_to")


def _check_successor(unit: Unit, successor_id: int) -> None:
    seen = successor_id
    while seen is not None:
        if seen == unit.id:
            raise Refused(
                Sentence("Đơn vị kế thừa phải là một đơn vị khác, và không được kế thừa vòng lại đơn vị này.")
            )
        seen = db.session.scalar(select(Unit.successor_id).where(Unit.id == seen))
