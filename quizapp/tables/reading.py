"""From an uploaded file to rows, whatever its kind, encoding and name."""

from __future__ import annotations

from ..errors import Invalid, Sentence
from .csv_file import csv_rows
from .encodings import decode_text
from .file_kinds import is_zip, refuse_foreign
from .rows import MEBIBYTE, Limits, Row
from .xlsx_file import xlsx_rows

DEFAULT_LIMITS = Limits()


def read_rows(content: bytes, filename: str, limits: Limits = DEFAULT_LIMITS) -> list[Row]:
    """The rows that are not blank of an .xlsx workbook (all visible sheets) or a CSV file, told apart by content.

    ``filename`` is only for the sentences. Raises Invalid for an empty, too large, damaged or foreign file.
    """
    if len(content) > limits.file_bytes:
        raise Invalid(
            Sentence(
                "Tệp “%(file)s” lớn hơn %(most)s MB. Chia thành nhiều tệp nhỏ hơn.",
                file=filename,
                most=limits.file_bytes // MEBIBYTE,
            )
        )
    rows = _rows_of(content, filename, limits)
    if not rows:
        raise Invalid(Sentence("Tệp “%(file)s” trống, không có dòng nào. Kiểm tra lại tệp rồi gửi lại.", file=filename))
    return rows


def _rows_of(content: bytes, filename: str, limits: Limits) -> list[Row]:
    if is_zip(content):
        return xlsx_rows(content, filename, limits)
    refuse_foreign(content, filename)
    return csv_rows(decode_text(content, filename), limits) if content.strip() else []
