"""Tables of questions, .xlsx and CSV: the project's own template, and tables of other systems by the same columns.

Columns come in any order and under many names (``table_columns``), with titles above; blank, numbered-only and
example rows are passed over.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import groupby

from ...errors import Invalid, Sentence
from ...folding import fold
from ...tables import Row, as_text, read_rows
from .interface import Format
from .parsed import ParsedFile, QuestionWarning
from .sorting import Sorting
from .table_layouts import Layout, layout_of
from .table_rows import excerpt_of_row, read_row
from .table_writer import carries, fits_cells, template, write_csv_file, write_xlsx_file

__all__ = ["CSV", "XLSX", "read", "template"]

# "Ví dụ 1", but not "mau-001": that is somebody's code of a question.
_EXAMPLE = re.compile(r"(?:vi du|vd|example|exemplo|mau)(?:[ .:]+\d*)?")
_PART = re.compile(r"(?:chuong|phan|muc|bai|chu de|chuyen de|[ivx]{1,5}[.)]) ?")
_NUMBER = re.compile(r"(?:cau\s*)?\d+\.?", re.I)


def read(content: bytes, filename: str) -> ParsedFile:
    """Every question of all sheets. Raises Invalid where no sheet has the columns of questions."""
    sheets = {name: list(rows) for name, rows in groupby(read_rows(content, filename), key=lambda row: row.sheet)}
    layouts = {name: layout_of(rows) for name, rows in sheets.items()}
    if not any(layouts.values()):
        raise Invalid(
            Sentence(
                "Không tìm thấy dòng tiêu đề. Hãy đặt tên cột như trong tệp mẫu: Câu hỏi, A, B, C, D, Đáp án.",
            )
        )
    sorting = Sorting()
    for name, layout in layouts.items():
        _add_sheet(sorting, name, sheets[name][0], layout)
    return sorting.finish(next((layout.title for layout in layouts.values() if layout and layout.title), ""))


def _add_sheet(sorting: Sorting, name: str, first: Row, layout: Layout | None) -> None:
    if layout is None:
        warning = Sentence("Trang tính này không có dòng tiêu đề của bảng câu hỏi nên không đọc.")
        sorting.warnings.append(QuestionWarning(first.number, name, warning))
        return
    sorting.warnings.extend(QuestionWarning(first.number, name or "Bảng", warning) for warning in layout.warnings)
    for row, heading in _question_rows(sorting, layout):
        _add(sorting, row, layout, heading)


def _question_rows(sorting: Sorting, layout: Layout) -> Iterator[tuple[Row, str]]:
    """Rows with something of a question in them, each with the heading above it."""
    heading = ""
    for row in layout.rows:
        if _is_example(row, layout):
            warning = Sentence("Đây là dòng ví dụ nên không nhập. Xóa chữ “Ví dụ” nếu muốn nhập.")
            sorting.warnings.append(QuestionWarning(row.number, _item(row, layout, len(sorting.questions)), warning))
        elif _has_question(row, layout):
            yield row, heading
        else:
            heading = _heading(row) or heading


def _has_question(row: Row, layout: Layout) -> bool:
    columns = layout.columns
    places = [columns.places[name] for name in ("stem", "key") if name in columns.places]
    cells = columns.cells(row, (*places, *columns.options, *columns.wrong))
    return any(cell is not None for cell in cells) and not _is_part_title(row)


def _is_part_title(row: Row) -> bool:
    return bool(_PART.match(fold(_heading(row))))


def _is_example(row: Row, layout: Layout) -> bool:
    names = [as_text(layout.columns.cell(row, name)) for name in ("number", "reference")]
    return any(_EXAMPLE.fullmatch(fold(name)) for name in names)


def _heading(row: Row) -> str:
    """A row that holds one text and no part of a question: the name of the part that follows."""
    texts = [as_text(cell) for cell in row.cells if cell is not None]
    is_text = len(set(texts)) == 1 and not _NUMBER.fullmatch(texts[0])
    return texts[0] if is_text else ""


def _add(sorting: Sorting, row: Row, layout: Layout, heading: str) -> None:
    item = _item(row, layout, len(sorting.questions) + len(sorting.rejected) + 1)
    try:
        reading = read_row(row, layout, item, heading)
        sorting.add(reading.question, *reading.warnings)
    except Invalid as refusal:
        sorting.reject(row.number, item, refusal.sentence, excerpt=excerpt_of_row(row, layout))


def _item(row: Row, layout: Layout, ordinal: int) -> str:
    """What the author calls it: his running number, else its place in the file."""
    number = as_text(layout.columns.cell(row, "number"))
    return f"Câu {number}" if number.isdecimal() else number or f"Câu {ordinal}"


def _is_workbook(content: bytes, filename: str) -> bool:
    if not content.startswith(b"PK"):
        return False
    try:
        return "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return False


def _is_csv_table(content: bytes, filename: str) -> bool:
    if content.startswith(b"PK"):
        return False
    try:
        return layout_of(read_rows(content, filename)) is not None
    except Invalid:
        return False


XLSX = Format("xlsx", ("xlsx",), _is_workbook, read, write_xlsx_file, fits_cells)
CSV = Format("csv", ("csv", "tsv"), _is_csv_table, read, write_csv_file, carries)
