"""Every question about members that administrators ask. ``scope`` is a WHERE on Unit; None for all units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ..errors import Invalid
from ..extensions import db
from ..folding import fold, tidy
from ..tables import as_phone
from ..units.models import Unit
from ..units.queries import subtree
from .models import PRESENT_STATUSES, Member

PAGE_SIZE = 50
# A narrowed list is counted while its first page is looked for, and no further: nobody needs the number.
MOST_COUNTED = 1_000
Scope = ColumnElement[bool] | None


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """What a list of members is narrowed to; None and "" for anything."""

    text: str = ""
    unit_path: str | None = None
    kind: str | None = None
    status: str | None = None
    account_state: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list begins: after or before a member, at the end, or (all unset) at the beginning."""

    after: int | None = None
    before: int | None = None
    at_end: bool = False

    @property
    def is_backwards(self) -> bool:
        """Whether the page is read from its end."""
        return self.before is not None or self.at_end


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A page of the list, and whether there is something before and after it. ``total``: of the whole list, at most
    MOST_COUNTED + 1; None where it was not counted on the way."""

    members: list[Member]
    has_previous: bool
    has_next: bool
    total: int | None


def list_page(narrowed: MemberFilter, scope: Scope, place: Place, size: int = PAGE_SIZE) -> MemberPage:
    """One page in the order of the given names. Two statements: the first reads an index only, the second the rows."""
    limit = MOST_COUNTED + 1 if place == Place() else size + 1
    ids = _ids(narrowed, scope, place, limit)
    found = _load(ids[:size])
    is_more = len(ids) > size
    if place.is_backwards:
        return MemberPage(found, has_previous=is_more, has_next=place.before is not None, total=None)
    is_first = place.after is None
    return MemberPage(found, has_previous=not is_first, has_next=is_more, total=len(ids) if is_first else None)


def _ids(narrowed: MemberFilter, scope: Scope, place: Place, limit: int) -> Sequence[int]:
    query = _where(select(Member.id), narrowed, scope)
    anchor = place.after if place.after is not None else place.before
    if anchor is not None:
        here = select(Member.sort_name, Member.id).where(Member.id == anchor).scalar_subquery()
        position = tuple_(Member.sort_name, Member.id)
        query = query.where(position < here if place.is_backwards else position > here)
    forwards = (Member.sort_name, Member.id)
    backwards = (Member.sort_name.desc(), Member.id.desc())
    return db.session.scalars(query.order_by(*(backwards if place.is_backwards else forwards)).limit(limit)).all()


def _load(ids: Sequence[int]) -> list[Member]:
    query = (
        select(Member)
        .join(Member.unit)
        .options(contains_eager(Member.unit).lazyload(Unit.kind))
        .where(Member.id.in_(ids))
        .order_by(Member.sort_name, Member.id)
    )
    return list(db.session.scalars(query))


def count(narrowed: MemberFilter, scope: Scope) -> int:
    """How many members the whole list holds."""
    return db.session.scalar(_where(select(func.count(Member.id)), narrowed, scope)) or 0


def _where(query: Select[int], narrowed: MemberFilter, scope: Scope) -> Select[int]:
    if scope is None and narrowed == MemberFilter():
        return query
    # Asked for even where all units are meant: it leads SQLite to the index that holds all that is searched.
    units = select(Unit.id).where(true() if scope is None else scope)
    if narrowed.unit_path:
        units = units.where(subtree(narrowed.unit_path))
    query = query.where(Member.unit_id.in_(units))
    for name in ("kind", "status", "account_state"):
        if value := getattr(narrowed, name):
            query = query.where(getattr(Member, name) == value)
    return query.where(matches(narrowed.text)) if narrowed.text.strip() else query


def matches(text: str) -> ColumnElement[bool]:
    """The WHERE of a search. Words are looked for in the name (all of them, diacritics do not matter); what has a digit
    is a part of a code or of a phone number."""
    words = fold(text).split()
    if any(character.isdigit() for character in text):
        found = [func.lower(Member.code).contains("".join(tidy(text).lower().split()), autoescape=True)]
        if digits := _phone_digits(text):
            found.append(Member.phone.contains(digits))
        return or_(*found)
    named = and_(*(Member.search_name.contains(word, autoescape=True) for word in words))
    return or_(named, Member.code.in_(cases_of(tidy(text))))


def _phone_digits(text: str) -> str:
    """The digits of a phone number, or of a part of one, as they are kept; "" for anything else."""
    try:
        return as_phone(text) or ""
    except Invalid:
        digits = "".join(text.split()).replace(".", "")
        return digits if digits.isdecimal() and len(digits) >= 3 else ""


def cases_of(code: str) -> list[str]:
    """The spellings of a code that count as one, and that an index finds."""
    return list(dict.fromkeys((code, code.lower(), code.upper())))


def find_by_any_case(code: str) -> Member | None:
    """The member of this code; "DV01" and "dv01" are one."""
    query = select(Member).options(joinedload(Member.unit)).where(Member.code.in_(cases_of(tidy(code))))
    return db.session.scalar(query.limit(1))


def others_with(member_id: int | None, phone: str | None, email: str | None) -> list[Member]:
    """Other members who have the same phone number or e-mail address, at most three."""
    same = [Member.phone == phone] if phone else []
    same += [Member.email == email] if email else []
    if not same:
        return []
    query = select(Member).where(or_(*same)).order_by(Member.id).limit(4)
    return [member for member in db.session.scalars(query) if member.id != member_id][:3]


def count_by_unit(unit_ids: list[int]) -> dict[int, tuple[int, int]]:
    """{unit id: (members on its own list, members of its whole subtree)}; those who have left or died not counted."""
    above, below = aliased(Unit), aliased(Unit)
    # The end of the subtree's range, as subtree.subtree_range makes it.
    end = func.substr(above.path, 1, func.length(above.path) - 1) + "0"
    query = (
        select(above.id, func.count(Member.id), func.sum(case((Member.unit_id == above.id, 1), else_=0)))
        .join(below, and_(below.path >= above.path, below.path < end))
        .join(Member, Member.unit_id == below.id)
        .where(above.id.in_(unit_ids), Member.status.in_(PRESENT_STATUSES))
        .group_by(above.id)
    )
    found = {unit_id: (int(own), total) for unit_id, total, own in db.session.execute(query)}
    return {unit_id: found.get(unit_id, (0, 0)) for unit_id in unit_ids}
