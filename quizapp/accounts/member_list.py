"""PURE: a list of members as people send it, read into rows ready to store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..errors import Invalid, Sentence
from ..tables import (
    Cell,
    PartialDate,
    Record,
    RejectedRow,
    Row,
    RowWarning,
    Table,
    as_date,
    as_phone,
    as_text,
    find_table,
    is_date_column,
    read_rows,
    refuse_error_values,
)
from .member_codes import LostZeros, find_lost_zeros, member_code
from .member_columns import COLUMNS, is_private
from .member_words import kind_of, sex_of, status_of
from .person_names import is_person_name, person_name

LONGEST_CODE = 40
LONGEST_TEXT = 160
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_TICKS = frozenset(("x", "X", "×", "v", "V", "✓", "✔", "1", "TRUE"))


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member. ``unit`` is a code or a name, as written; ``unit_within`` the name of a unit it lies in, if given.

    ``birth_year`` is there whenever the year is known, ``birth_date`` only when the whole date is.
    """

    row: int
    code: str
    name: str
    sex: str | None
    birth_date: date | None
    birth_year: int | None
    unit: str
    phone: str | None
    email: str | None
    kind: str
    status: str
    position: str
    unit_within: str | None = None
    # Whether the list itself says so: what it does not say is right for somebody new and changes nobody known.
    is_kind_written: bool = field(default=True, compare=False)
    is_status_written: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class MemberList:
    """What was read: good rows in the order of the file, refused rows, remarks."""

    rows: Sequence[MemberRow]
    rejected: Sequence[RejectedRow]
    warnings: Sequence[RowWarning]


def read_member_list(content: bytes, filename: str, default_unit: str | None = None) -> MemberList:
    """The members in an .xlsx or CSV file. Raises Invalid when it is no list of members at all."""
    return member_list(read_rows(content, filename), default_unit)


def member_list(rows: Iterable[Row], default_unit: str | None = None) -> MemberList:
    """The members in the rows of a spreadsheet. Those without a unit go to ``default_unit``, else they are refused."""
    table = find_table(rows, COLUMNS, never=is_private)
    reading = _Reading(table, default_unit)
    members, rejections = reading.read()
    unique = _without_repeated(members, rejections)
    warnings = [*_column_warnings(reading), *_kind_warnings(reading), *_shared_contacts(unique)]
    return MemberList(unique, sorted(rejections, key=lambda rejection: rejection.row), warnings)


class _Reading:
    """One list being read: what only the whole of a column can tell, and the rows it was needed for."""

    def __init__(self, table: Table, default_unit: str | None) -> None:
        self.table = table
        self.default_unit = default_unit
        self.records = list(table.records())
        self.lost_zeros: LostZeros | None = find_lost_zeros(self.records)
        self.birth_serials = is_date_column(record.cells["birth"] for record in self.records)
        self.has_dates_of_joining = table.has("joined_on") or table.has("official_on")
        # Rows whose kind was taken to be official without any sign of it.
        self.presumed_official: list[tuple[int, str]] = []

    def read(self) -> tuple[list[MemberRow], list[RejectedRow]]:
        members, rejections = [], []
        for record in self.records:
            try:
                members.append(self._member(record))
            except Invalid as error:
                item = as_text(record.cells["code"]) or _name(record)
                rejections.append(RejectedRow(record.number, item, error.sentence))
        return members, rejections

    def _member(self, record: Record) -> MemberRow:
        refuse_error_values(record)
        code, name = self._code(record), _checked_name(record)
        birth = self._birth(record)
        unit, unit_within = self._unit(record)
        kind, status = self._kind(record, name), _word(record, "status", status_of)
        return MemberRow(
            row=record.number,
            code=code,
            name=name,
            sex=_sex(record),
            birth_date=birth.date if birth else None,
            birth_year=birth.year if birth else None,
            unit=unit,
            phone=as_phone(record.cells["phone"]),
            email=_email(record),
            kind=kind or "official",
            status=status or "active",
            position=_checked_length(as_text(record.cells["position"]), LONGEST_TEXT),
            unit_within=unit_within,
            is_kind_written=kind is not None,
            is_status_written=status is not None,
        )

    def _code(self, record: Record) -> str:
        code = member_code(record, self.lost_zeros)
        if not code:
            raise Invalid(Sentence("Chưa có mã số. Ghi số thẻ đảng viên, hoặc đặt một mã riêng cho người này."))
        return _checked_length(code, LONGEST_CODE)

    def _birth(self, record: Record) -> PartialDate | None:
        cells = [record.cells["birth"]]
        cells += [cell for field in ("male", "female") if not _is_tick(cell := record.cells[field])]
        return next((birth for cell in cells if (birth := as_date(cell, self.birth_serials))), None)

    def _unit(self, record: Record) -> tuple[str, str | None]:
        """(the unit, the unit it lies in): a code says all, a cell is one of many with its name."""
        code, cell, unit = (as_text(record.cells[field]) for field in ("unit_code", "cell", "unit"))
        found = code or cell or unit or self.default_unit
        if not found:
            raise Invalid(Sentence("Chưa có đơn vị. Ghi mã hoặc tên chi bộ, đơn vị của người này."))
        return found, unit or None if cell and not code else None

    def _kind(self, record: Record, name: str) -> str | None:
        """The kind in the list; where it says none, an official member is known by the date of it."""
        written = _word(record, "kind", kind_of)
        if written:
            return written
        if self.has_dates_of_joining and record.cells["official_on"] is not None:
            return "official"
        if self.table.has("official_on") and record.cells["joined_on"] is not None:
            return "probationary"
        self.presumed_official.append((record.number, name))
        return None


def _name(record: Record) -> str:
    parts = [as_text(record.cells[field]) for field in ("family_name", "given_name")]
    return person_name(as_text(record.cells["name"]) or " ".join(filter(None, parts)))


def _checked_name(record: Record) -> str:
    name = _name(record)
    if not name:
        raise Invalid(Sentence("Chưa có họ và tên. Ghi đủ họ và tên."))
    if not is_person_name(name):
        raise Invalid(Sentence("Họ và tên “%(name)s” không có chữ nào. Xem lại cột họ và tên.", name=name))
    return _checked_length(name, LONGEST_TEXT)


def _checked_length(value: str, most: int) -> str:
    if len(value) > most:
        raise Invalid(Sentence("“%(value)s…” dài hơn %(most)s ký tự. Ghi ngắn hơn.", value=value[:40], most=most))
    return value


def _word(record: Record, field: str, meaning: Callable[[str], str]) -> str | None:
    written = as_text(record.cells[field])
    return meaning(written) if written else None


def _sex(record: Record) -> str | None:
    """Said by a word, or by which of the columns "Nam" and "Nữ" is filled."""
    filled = [field for field in ("male", "female") if as_text(record.cells[field])]
    if len(filled) > 1:
        raise Invalid(Sentence("Cả hai cột Nam và Nữ đều có dữ liệu. Chỉ ghi ở một cột."))
    return _word(record, "sex", sex_of) or (filled[0] if filled else None)


def _is_tick(cell: Cell) -> bool:
    return as_text(cell) in _TICKS


def _email(record: Record) -> str | None:
    email = as_text(record.cells["email"]).lower()
    if email and not _EMAIL.fullmatch(email):
        raise Invalid(
            Sentence("Thư điện tử “%(email)s” không đúng. Ghi một địa chỉ, ví dụ ten@coquan.vn.", email=email)
        )
    return _checked_length(email, LONGEST_TEXT) or None


def _without_repeated(members: Iterable[MemberRow], rejections: list[RejectedRow]) -> list[MemberRow]:
    first: dict[str, MemberRow] = {}
    for member in members:
        earlier = first.setdefault(member.code.casefold(), member)
        if earlier is not member:
            reason = Sentence(
                "Mã số “%(code)s” đã có ở dòng %(first)s (%(name)s). Mỗi người cần một mã số riêng.",
                code=member.code,
                first=earlier.row,
                name=earlier.name,
            )
            rejections.append(RejectedRow(member.row, member.code, reason))
    return list(first.values())


def _column_warnings(reading: _Reading) -> list[RowWarning]:
    table = reading.table
    warnings = [RowWarning(table.header_number, name, _unread(name)) for name in table.unknown]
    warnings += [
        RowWarning(1, sheet, Sentence("Trang tính này không có danh sách nên không được đọc."))
        for sheet in table.skipped_sheets
    ]
    if reading.lost_zeros:
        sentence = Sentence(
            "Excel đã bỏ số 0 ở đầu của %(count)s mã số. Đã thêm lại cho đủ %(length)s chữ số; xin kiểm tra lại.",
            count=reading.lost_zeros.members,
            length=reading.lost_zeros.length,
        )
        warnings.append(RowWarning(table.header_number, COLUMNS["code"].names[0], sentence))
    return warnings


def _unread(header: str) -> Sentence:
    if is_private(header):
        return Sentence("Cột này không được đọc vì hệ thống không lưu thông tin riêng tư không cần thiết.")
    return Sentence("Cột này không được đọc.")


def _kind_warnings(reading: _Reading) -> list[RowWarning]:
    """One remark for a list that never says the kind, else one for each row that does not."""
    presumed = reading.presumed_official
    if presumed and not reading.table.has("kind") and not reading.has_dates_of_joining:
        sentence = Sentence("Danh sách không có cột Loại nên mọi người được coi là đảng viên chính thức.")
        return [RowWarning(reading.table.header_number, COLUMNS["kind"].names[0], sentence)]
    sentence = Sentence("Chưa ghi loại nên được coi là đảng viên chính thức.")
    return [RowWarning(row, name, sentence) for row, name in presumed]


def _shared_contacts(members: Iterable[MemberRow]) -> list[RowWarning]:
    first: dict[str, MemberRow] = {}
    warnings = []
    for member in members:
        for contact in filter(None, (member.phone, member.email)):
            earlier = first.setdefault(contact, member)
            if earlier is not member:
                sentence = Sentence("“%(contact)s” đã có ở dòng %(first)s.", contact=contact, first=earlier.row)
                warnings.append(RowWarning(member.row, member.name, sentence))
    return warnings
