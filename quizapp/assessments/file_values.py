"""What the TOML files of competitions and exams have in common: the rows of a matrix, and times to the minute."""

from __future__ import annotations

from datetime import datetime

from ..errors import Sentence
from ..local_times import to_instant
from ..questions.models import LEVELS
from ..toml_reader import TableReader
from .matrix import MatrixRow


def read_matrix_row(reader: TableReader) -> MatrixRow:
    """The row of one [[matrix]] table; the caller finishes the reader, and says where a fault stands."""
    return MatrixRow(
        bank=reader.text("bank"),
        topic=reader.text("topic", "") or None,
        level=reader.choice("level", LEVELS, None),
        count=reader.whole("count"),
        points=reader.number("points", 1),
    )


def to_the_minute(moment: datetime, warnings: list[Sentence]) -> datetime:
    """The instant without its seconds; that they were left out is one of the warnings."""
    if moment.second or moment.microsecond:
        warnings.append(Sentence("Giờ mở và giờ đóng tính đến phút; phần giây được bỏ."))
    return to_instant(moment.replace(second=0, microsecond=0))
