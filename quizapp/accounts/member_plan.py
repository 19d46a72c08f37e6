"""What an import of members will do: decided row by row before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from ..batches import is_one_of
from ..changes import Changes, plain
from ..errors import Invalid, Sentence
from ..extensions import db
from ..folding import fold
from ..import_report import ImportReport
from ..units import queries as unit_queries
from ..units.lookup import ListedUnit, UnitLookup
from ..units.models import Unit
from ..units.subtree import ids_of, is_within
from .access import everywhere_or_below
from .member_list import MemberList, MemberRow
from .member_queries import cases_of
from .models import Member
from .naming import folded_names_of

# Columns that a list may change in a known member as they are; empty cells change nothing.
_PLAIN_FIELDS = ("name", "sex", "phone", "email", "position")


@dataclass(frozen=True, slots=True)
class NewMember:
    """A row that becomes a member. ``values`` are the columns that the list gives."""

    row: int
    unit: ListedUnit
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChangedMember:
    """A row that changes a member. ``changes`` are for people to read, ``values`` are the columns to set."""

    row: int
    id: int
    code: str
    name: str
    unit_id: int
    changes: Changes
    values: dict[str, Any]


@dataclass
class MemberPlan:
    """All that an import will do, and its report as it will be when that is done."""

    report: ImportReport
    created: list[NewMember] = field(default_factory=list)
    changed: list[ChangedMember] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the members of a list may go. ``paths``: the subtrees that the importer administers, None for all;
    ``default_unit``: whose list it is."""

    paths: list[str] | None = None
    default_unit: Unit | None = None

    @property
    def scope(self) -> ColumnElement[bool]:
        """The WHERE on Unit."""
        return everywhere_or_below(self.paths)

    @property
    def unit_id(self) -> int | None:
        """The unit that the import is noted at: whose list it is, else the importer's own."""
        if self.default_unit is not None:
            return self.default_unit.id
        return ids_of(self.paths[0])[-1] if self.paths else None

    def holds(self, path: str) -> bool:
        """Whether the importer administers the unit of this path."""
        return self.paths is None or any(is_within(path, above) for above in self.paths)


def plan_members(listed: MemberList, target: Target, today: date) -> MemberPlan:
    """Compare the list with what is stored. Five statements, however long it is."""
    report = ImportReport(found=len(listed.rows) + len(listed.rejected))
    for rejected in listed.rejected:
        report.reject(rejected.row, rejected.item, rejected.reason)
    for warning in listed.warnings:
        report.warn(warning.row, warning.item, warning.warning)
    plan = MemberPlan(report)
    units = unit_queries.look_up({text for r in listed.rows for text in (r.unit, r.unit_within) if text}, target.scope)
    known = _load_known({row.code for row in listed.rows})
    found: dict[tuple[str, str | None], ListedUnit] = {}
    for row in listed.rows:
        try:
            unit = found.get((row.unit, row.unit_within)) or _find_unit(units, row, target)
            found[row.unit, row.unit_within] = unit
            _plan_row(plan, row, unit, known.get(row.code.casefold()), target)
        except Invalid as error:
            report.reject(row.row, row.code, error.sentence)
    _warn_of_closed_units(plan, today)
    _warn_of_shared_contacts(plan)
    report.rejected.sort(key=lambda note: note.row)
    report.created, report.updated = len(plan.created), len(plan.changed)
    report.accepted = report.found - len(report.rejected)
    return plan


def _find_unit(units: UnitLookup, row: MemberRow, target: Target) -> ListedUnit:
    return units.find(row.unit, row.unit_within, target.default_unit.path if target.default_unit else None)


def _load_known(codes: Collection[str]) -> dict[str, Any]:
    """{code in lower case: the stored member}."""
    columns = select(
        *(Member.id, Member.code, Member.name, Member.sex, Member.birth_date, Member.birth_year, Member.phone),
        *(Member.email, Member.kind, Member.status, Member.position, Member.unit_id),
        *(Unit.path, Unit.code.label("unit_code")),
    ).join(Member.unit)
    spellings = {case for code in codes for case in cases_of(code)}
    found = db.session.execute(columns.where(is_one_of(Member.code, spellings)))
    return {row.code.casefold(): row for row in found}


def _plan_row(plan: MemberPlan, row: MemberRow, unit: ListedUnit, known: Any, target: Target) -> None:
    if known is None:
        plan.created.append(NewMember(row.row, unit, _columns_of_new(row, unit)))
        return
    if not target.holds(known.path):
        raise Invalid(
            Sentence(
                "Mã số “%(code)s” đang thuộc một đơn vị ngoài phạm vi của bạn. Kiểm tra lại mã, hoặc đề nghị đơn vị đó "
                "chuyển người này đi trước.",
                code=known.code,
            )
        )
    changed = _changed(row, unit, known)
    if changed is not None:
        plan.changed.append(changed)
    if fold(row.name) != fold(known.name):
        sentence = Sentence("Mã số này đang là của “%(name)s”. Kiểm tra xem có nhầm mã không.", name=known.name)
        plan.report.warn(row.row, row.name, sentence)


def _columns_of_new(row: MemberRow, unit: ListedUnit) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        **folded_names_of(row.name),
        "sex": row.sex,
        "birth_date": row.birth_date,
        "birth_year": row.birth_year,
        "unit_id": unit.id,
        "phone": row.phone,
        "email": row.email,
        "kind": row.kind,
        "status": row.status,
        "position": row.position,
    }


def _changed(row: MemberRow, unit: ListedUnit, known: Any) -> ChangedMember | None:
    values: dict[str, Any] = {name: value for name in _PLAIN_FIELDS if (value := getattr(row, name))}
    if row.is_kind_written:
        values["kind"] = row.kind
    if row.is_status_written:
        values["status"] = row.status
    values |= _birth(row, known)
    values = {name: value for name, value in values.items() if value != getattr(known, name)}
    changes: Changes = {name: [plain(getattr(known, name)), plain(value)] for name, value in values.items()}
    if unit.id != known.unit_id:
        values["unit_id"] = unit.id
        changes["unit"] = [known.unit_code, unit.code]
    if "name" in values:
        values |= folded_names_of(row.name)
    return ChangedMember(row.row, known.id, known.code, row.name, unit.id, changes, values) if values else None


def _birth(row: MemberRow, known: Any) -> dict[str, Any]:
    """A year alone does not wipe out a date of that year."""
    if row.birth_date:
        return {"birth_date": row.birth_date, "birth_year": row.birth_year}
    if row.birth_year and row.birth_year != known.birth_year:
        return {"birth_date": None, "birth_year": row.birth_year}
    return {}


def _warn_of_closed_units(plan: MemberPlan, today: date) -> None:
    for new in plan.created:
        if new.unit.valid_to and new.unit.valid_to < today:
            sentence = Sentence("Đơn vị %(unit)s đã kết thúc hoạt động.", unit=new.unit.name)
            plan.report.warn(new.row, new.values["name"], sentence)


def _warn_of_shared_contacts(plan: MemberPlan) -> None:
    """Who shares a phone number or an address with somebody else signs in by code."""
    for kind in ("phone", "email"):
        owners = _owners(getattr(Member, kind), {contact for *_, contact in _contacts(plan, kind) if contact})
        for row, code, name, contact in _contacts(plan, kind) if owners else ():
            if owners.get(contact, code) != code:
                sentence = Sentence(
                    "“%(contact)s” đã có một thành viên khác dùng. Những người dùng chung đăng nhập bằng mã số.",
                    contact=contact,
                )
                plan.report.warn(row, name, sentence)


def _contacts(plan: MemberPlan, kind: str) -> Iterator[tuple[int, str, str, str | None]]:
    """(row, code, name, phone number or address)"""
    for new in plan.created:
        yield new.row, new.values["code"], new.values["name"], new.values[kind]
    for changed in plan.changed:
        yield changed.row, changed.code, changed.name, changed.values.get(kind)


def _owners(column: Any, contacts: Collection[str]) -> dict[str | None, str]:
    """{phone number or address: the code of a stored member who has it}."""
    found = db.session.execute(select(column, Member.code).where(is_one_of(column, contacts)))
    return {row[0]: row[1] for row in found}
