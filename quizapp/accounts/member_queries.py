"""Every question about members that administrators ask. ``scope`` is a WHERE on Unit, as ``access.within`` gives."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ..errors import Invalid
from ..extensions import db
from ..folding import fold, tidy
from ..tables import as_phone
from ..units.models import Unit
from ..units.queries import subtree
from .models import PRESENT_STATUSES, Member

PAGE_SIZE = 50


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
    """A page of the list, and whether there is something before and after it."""

    members: list[Member]
    has_previous: bool
    has_next: bool


def list_page(narrowed: MemberFilter, scope: ColumnElement[bool], place: Place, size: int = PAGE_SIZE) -> MemberPage:
    """One page in the order of the given names. One statement; the covering index answers all but the page's rows."""
    listed = aliased(Member)
    order = (listed.sort_name.desc(), listed.id.desc()) if place.is_backwards else (listed.sort_name, listed.id)
    ids = _where(select(listed.id), listed, narrowed, scope).order_by(*order).limit(size + 1)
    anchor = place.after if place.after is not None else place.before
    if anchor is not None:
        here = select(Member.sort_name, Member.id).where(Member.id == anchor).scalar_subquery()
        position = tuple_(listed.sort_name, listed.id)
        ids = ids.where(position < here if place.is_backwards else position > here)
    page = ids.subquery()
    query = (
        select(Member)
        .join(page, page.c.id == Member.id)
        .join(Member.unit)
        .options(contains_eager(Member.unit).lazyload(Unit.kind))
        .order_by(Member.sort_name, Member.id)
    )
    found = list(db.session.scalars(query))
    return _page(found, place, size)


def _page(found: list[Member], place: Place, size: int) -> MemberPage:
    is_more = len(found) > size
    if place.is_backwards:
        return MemberPage(found[-size:], has_previous=is_more, has_next=place.before is not None)
    return MemberPage(found[:size], has_previous=place.after is not None, has_next=is_more)


def count(narrowed: MemberFilter, scope: ColumnElement[bool]) -> int:
    """How many members the whole list holds."""
    return db.session.scalar(_where(select(func.count(Member.id)), Member, narrowed, scope)) or 0


def _where(
    query: Select[tuple[int]], listed: type[Member], narrowed: MemberFilter, scope: ColumnElement[bool]
) -> Select[tuple[int]]:
    units = select(Unit.id).where(scope)
    if narrowed.unit_path:
        units = units.where(subtree(narrowed.unit_path))
    query = query.where(listed.unit_id.in_(units))
    for name in ("kind", "status", "account_state"):
        if value := getattr(narrowed, name):
            query = query.where(getattr(listed, name) == value)
    return query.where(matches(narrowed.text, listed)) if narrowed.text.strip() else query


def matches(text: str, listed: type[Member] = Member) -> ColumnElement[bool]:
    """The WHERE of a search. Words are looked for in the name (all of them, diacritics do not matter); what has a digit
    is a part of a code or of a phone number."""
    words = fold(text).split()
    if any(character.isdigit() for character in text):
        found = [func.lower(listed.code).contains("".join(tidy(text).lower().split()), autoescape=True)]
        if digits := _phone_digits(text):
            found.append(listed.phone.contains(digits))
        return or_(*found)
    named = and_(*(listed.search_name.contains(word, autoescape=True) for word in words))
    return or_(named, listed.code.in_(cases_of(tidy(text))))


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
