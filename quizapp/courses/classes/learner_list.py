"""PURE: learners read from a list, forgiving as lists of members are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...errors import Invalid, Sentence
from ...folding import fold
from ...tables import Column, RejectedRow, Row, as_text, find_table, read_rows, refuse_error_values
from ...tables.table import Record

COLUMNS = {
    "code": Column(
        (
            "Mã số",
            "Mã học viên",
            "Mã thành viên",
            "Mã đảng viên",
            "Số thẻ",
            "Số thẻ đảng viên",
            "member code",
            "member",
            "code",
        ),
        required=True,
    ),
    "name": Column(("Họ và tên", "Họ tên", "Học viên", "name", "full name")),
}


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner of a list. ``name`` is "" where the list does not say it."""

    row: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class LearnerList:
    """What was read: good rows in the order of the file, and refused rows."""

    rows: Sequence[LearnerRow]
    rejected: Sequence[RejectedRow]


def read_learner_list(content: bytes, filename: str) -> LearnerList:
    """The learners in an .xlsx or CSV file. Raises Invalid when it is no list of learners at all."""
    found = list(read_rows(content, filename))
    if _is_single_column(found):
        return _without_repeated(_codes(found), [])
    rows: list[LearnerRow] = []
    rejected: list[RejectedRow] = []
    for record in find_table(found, COLUMNS).records():
        try:
            rows.append(_learner(record))
        except Invalid as error:
            rejected.append(RejectedRow(record.number, as_text(record.cells["name"]), error.sentence))
    return _without_repeated(rows, rejected)


def _is_single_column(rows: Sequence[Row]) -> bool:
    """Nothing but codes, one below the other, with or without a heading."""
    return bool(rows) and all(sum(cell is not None for cell in row.cells) <= 1 for row in rows)


def _codes(rows: Sequence[Row]) -> Iterable[LearnerRow]:
    headings = {fold(name) for name in COLUMNS["code"].names}
    for row in rows:
        code = next(filter(None, map(as_text, row.cells)), "")
        if code and fold(code) not in headings:
            yield LearnerRow(row.number, code, "")


def _learner(record: Record) -> LearnerRow:
    refuse_error_values(record)
    code = as_text(record.cells["code"])
    if not code:
        raise Invalid(Sentence("Chưa có mã số. Ghi mã số của học viên."))
    return LearnerRow(record.number, code, as_text(record.cells["name"]))


def _without_repeated(rows: Iterable[LearnerRow], rejected: list[RejectedRow]) -> LearnerList:
    first: dict[str, LearnerRow] = {}
    for row in rows:
        earlier = first.setdefault(row.code.casefold(), row)
        if earlier is not row:
            sentence = Sentence("Mã số “%(code)s” đã có ở dòng %(first)s.", code=row.code, first=earlier.row)
            rejected.append(RejectedRow(row.row, row.code, sentence))
    return LearnerList(list(first.values()), sorted(rejected, key=lambda one: one.row))
