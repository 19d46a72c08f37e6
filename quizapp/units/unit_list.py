"""PURE: a list of units as people send it, read into rows ready to store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..errors import Invalid, Sentence
from ..folding import fold
from ..tables import (
    Column,
    PartialDate,
    Record,
    RejectedRow,
    Row,
    RowWarning,
    Table,
    as_date,
    as_text,
    find_table,
    is_date_column,
    read_rows,
    refuse_error_values,
)

LONGEST_CODE = 60
LONGEST_NAME = 255

COLUMNS = {
    "code": Column(
        ("Mã đơn vị", "Mã", "Mã số đơn vị", "Mã tổ chức", "Mã tổ chức đảng", "Mã chi bộ", "Unit code", "code"),
        required=True,
    ),
    "name": Column(
        ("Tên đơn vị", "Đơn vị", "Tên", "Tên tổ chức", "Tên tổ chức đảng", "Tổ chức đảng", "Tên chi bộ", "name"),
        required=True,
    ),
    "short_name": Column(("Tên viết tắt", "Tên ngắn", "Tên gọi tắt", "Viết tắt", "short_name")),
    "kind": Column(("Loại đơn vị", "Loại", "Loại hình", "Loại hình tổ chức", "Cấp", "kind")),
    "parent_code": Column(
        ("Mã đơn vị cấp trên", "Mã cấp trên", "Mã đơn vị cha", "Mã đơn vị trực tiếp", "Mã trực thuộc", "parent_code")
    ),
    "parent_name": Column(
        (
            "Đơn vị cấp trên",
            "Mã/Đơn vị cấp trên",
            "Mã hoặc tên đơn vị cấp trên",
            "Tên đơn vị cấp trên",
            "Cấp trên",
            "Cấp trên trực tiếp",
            "Đơn vị cấp trên trực tiếp",
            "Trực thuộc",
            "Thuộc đơn vị",
            "parent",
        )
    ),
    "valid_from": Column(
        ("Hiệu lực từ", "Có hiệu lực từ", "Từ ngày", "Ngày thành lập", "Thành lập", "Ngày bắt đầu", "valid_from")
    ),
    "valid_to": Column(
        ("Hiệu lực đến", "Có hiệu lực đến", "Đến ngày", "Ngày kết thúc", "Ngày giải thể", "Ngày sáp nhập", "valid_to")
    ),
    "successor": Column(
        ("Mã đơn vị kế thừa", "Đơn vị kế thừa", "Mã kế thừa", "Mã đơn vị mới", "Kế thừa bởi", "successor_code")
    ),
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit. ``parent`` is a code where it is a unit of the same file, else the code or name as written."""

    row: int
    code: str
    name: str
    kind: str | None
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    short_name: str | None


@dataclass(frozen=True, slots=True)
class UnitList:
    """What was read: good rows in the order of the file, refused rows, remarks."""

    rows: Sequence[UnitRow]
    rejected: Sequence[RejectedRow]
    warnings: Sequence[RowWarning]


def read_unit_list(content: bytes, filename: str) -> UnitList:
    """The units in an .xlsx or CSV file. Raises Invalid when it is no list of units at all."""
    return unit_list(read_rows(content, filename))


def unit_list(rows: Iterable[Row]) -> UnitList:
    """The units in the rows of a spreadsheet. Kinds, and parents outside the file, are for the service to resolve."""
    table = find_table(rows, COLUMNS)
    rejections: list[RejectedRow] = []
    read = _read_units(table, rejections)
    unique = _without_repeated(read, rejections)
    linked = _with_parent_codes(unique, rejections)
    units = _without_cycles(linked, rejections)
    return UnitList(units, sorted(rejections, key=lambda rejection: rejection.row), _warnings(table))


def in_parent_first_order(rows: Iterable[UnitRow]) -> list[UnitRow]:
    """The rows with every parent before its children, otherwise in the order of the file.

    A parent that is not among the rows is taken to exist already. The rows hold no cycle (``unit_list`` sees to it).
    """
    listed = list(rows)
    codes = {_key(unit.code) for unit in listed}
    children: dict[str | None, list[UnitRow]] = defaultdict(list)
    for unit in listed:
        parent = _key(unit.parent) if unit.parent else None
        children[parent if parent in codes else None].append(unit)
    ordered: list[UnitRow] = []
    waiting = children[None][::-1]
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting.extend(children[_key(unit.code)][::-1])
    return ordered


def _key(code: str) -> str:
    """Codes that differ only in case are one code."""
    return code.casefold()


def _read_units(table: Table, rejections: list[RejectedRow]) -> list[UnitRow]:
    records = list(table.records())
    serials = {field: is_date_column(record.cells[field] for record in records) for field in ("valid_from", "valid_to")}
    units = []
    for record in records:
        try:
            units.append(_unit_row(record, serials))
        except Invalid as error:
            rejections.append(RejectedRow(record.number, _item(record), error.sentence))
    return units


def _unit_row(record: Record, serials: Mapping[str, bool]) -> UnitRow:
    refuse_error_values(record)
    texts = {field: as_text(cell) for field, cell in record.cells.items()}
    if not texts["code"]:
        raise Invalid(Sentence("Chưa có mã đơn vị. Ghi một mã riêng, ngắn, không trùng với đơn vị khác."))
    if not texts["name"]:
        raise Invalid(Sentence("Chưa có tên đơn vị. Ghi tên đầy đủ của đơn vị."))
    _check_lengths(texts)
    unit = UnitRow(
        row=record.number,
        code=texts["code"],
        name=texts["name"],
        kind=texts["kind"] or None,
        parent=texts["parent_code"] or texts["parent_name"] or None,
        valid_from=_first_day(as_date(record.cells["valid_from"], serials["valid_from"])),
        valid_to=_last_day(as_date(record.cells["valid_to"], serials["valid_to"])),
        successor=texts["successor"] or None,
        short_name=texts["short_name"] or None,
    )
    _check_dates(unit)
    return unit


def _first_day(when: PartialDate | None) -> date | None:
    return (when.date or date(when.year, 1, 1)) if when else None


def _last_day(when: PartialDate | None) -> date | None:
    return (when.date or date(when.year, 12, 31)) if when else None


def _check_lengths(texts: Mapping[str, str]) -> None:
    if len(texts["code"]) > LONGEST_CODE:
        raise Invalid(Sentence("Mã đơn vị dài hơn %(most)s ký tự. Ghi mã ngắn hơn.", most=LONGEST_CODE))
    if len(texts["name"]) > LONGEST_NAME:
        raise Invalid(Sentence("Tên đơn vị dài hơn %(most)s ký tự. Ghi tên ngắn hơn.", most=LONGEST_NAME))


def _check_dates(unit: UnitRow) -> None:
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        raise Invalid(Sentence("Ngày hết hiệu lực sớm hơn ngày bắt đầu. Xem lại hai ngày này."))


def _item(record: Record) -> str:
    return as_text(record.cells["code"]) or as_text(record.cells["name"])


def _without_repeated(units: Iterable[UnitRow], rejections: list[RejectedRow]) -> list[UnitRow]:
    first: dict[str, UnitRow] = {}
    for unit in units:
        earlier = first.setdefault(_key(unit.code), unit)
        if earlier is not unit:
            reason = Sentence(
                "Mã “%(code)s” đã có ở dòng %(first)s. Mỗi đơn vị cần một mã riêng.", code=unit.code, first=earlier.row
            )
            rejections.append(RejectedRow(unit.row, unit.code, reason))
    return list(first.values())


def _with_parent_codes(units: Sequence[UnitRow], rejections: list[RejectedRow]) -> list[UnitRow]:
    """Parents that are units of the file become their codes; a name that several of them bear is refused."""
    by_code = {_key(unit.code): unit for unit in units}
    by_name: dict[str, list[UnitRow]] = defaultdict(list)
    for unit in units:
        by_name[fold(unit.name)].append(unit)
    linked = []
    for unit in units:
        try:
            linked.append(replace(unit, parent=_parent_code(unit, by_code, by_name)))
        except Invalid as error:
            rejections.append(RejectedRow(unit.row, unit.code, error.sentence))
    return linked


def _parent_code(unit: UnitRow, by_code: Mapping[str, UnitRow], by_name: Mapping[str, Sequence[UnitRow]]) -> str | None:
    if unit.parent is None:
        return None
    if unit_of_code := by_code.get(_key(unit.parent)):
        return unit_of_code.code
    namesakes = by_name.get(fold(unit.parent), ())
    if len(namesakes) > 1:
        raise Invalid(
            Sentence(
                "Có %(count)s đơn vị cùng tên “%(name)s” (dòng %(rows)s). Ghi mã của đơn vị cấp trên thay cho tên.",
                count=len(namesakes),
                name=unit.parent,
                rows=_listed(namesakes),
            )
        )
    return namesakes[0].code if namesakes else unit.parent


def _without_cycles(units: Sequence[UnitRow], rejections: list[RejectedRow]) -> list[UnitRow]:
    by_code = {_key(unit.code): unit for unit in units}
    circling: set[str] = set()
    for cycle in _cycles(units, by_code):
        circling.update(_key(unit.code) for unit in cycle)
        reason = _cycle_reason(cycle)
        rejections.extend(RejectedRow(unit.row, unit.code, reason) for unit in cycle)
    return [unit for unit in units if _key(unit.code) not in circling]


def _cycles(units: Iterable[UnitRow], by_code: Mapping[str, UnitRow]) -> Iterator[list[UnitRow]]:
    """Each circle of parents once. Every unit is walked over once, so this is linear."""
    walked: set[str] = set()
    for unit in units:
        way: dict[str, UnitRow] = {}
        current: UnitRow | None = unit
        while current is not None and (key := _key(current.code)) not in walked:
            walked.add(key)
            way[key] = current
            current = by_code.get(_key(current.parent)) if current.parent else None
        if current is not None and _key(current.code) in way:
            codes = list(way)
            yield [way[code] for code in codes[codes.index(_key(current.code)) :]]


def _cycle_reason(cycle: Sequence[UnitRow]) -> Sentence:
    if len(cycle) == 1:
        return Sentence("Đơn vị không thể là cấp trên của chính mình. Sửa cột đơn vị cấp trên.")
    return Sentence(
        "Các dòng %(rows)s là cấp trên của nhau thành vòng tròn. Sửa cột đơn vị cấp trên của một trong các dòng này.",
        rows=_listed(sorted(cycle, key=lambda unit: unit.row)),
    )


def _listed(units: Iterable[UnitRow]) -> str:
    return ", ".join(str(unit.row) for unit in units)


def _warnings(table: Table) -> list[RowWarning]:
    unread = [RowWarning(table.header_number, name, Sentence("Cột này không được đọc.")) for name in table.unknown]
    skipped = [
        RowWarning(1, name, Sentence("Trang tính này không có bảng đơn vị nên không được đọc."))
        for name in table.skipped_sheets
    ]
    return [*unread, *skipped]
