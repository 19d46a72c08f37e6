"""PURE: the matrix of a paper, row by row, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import Sentence

MOST_QUESTIONS = 200
MOST_POINTS = 1000


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """So many questions of a bank; topic and level None: any. ``points`` are those of each question."""

    bank: str
    topic: str | None
    level: str | None
    count: int
    points: float = 1

    def as_cell(self) -> dict[str, Any]:
        """The form that an assessment keeps."""
        return {
            "bank": self.bank,
            "topic": self.topic,
            "level": self.level,
            "count": self.count,
            "points": self.points,
        }


def from_cells(cells: Iterable[dict[str, Any]]) -> tuple[MatrixRow, ...]:
    """The rows of what an assessment keeps."""
    return tuple(
        MatrixRow(
            cell["bank"],
            cell.get("topic") or None,
            cell.get("level") or None,
            cell["count"],
            cell.get("points") or 1,
        )
        for cell in cells
    )


def faults_of(rows: Sequence[MatrixRow], banks: Collection[str], levels: Collection[str]) -> list[tuple[int, Sentence]]:
    """(number of the row from 1, what is wrong); 0 is the matrix as a whole. ``banks`` are the codes that exist."""
    faults = [(number, fault) for number, row in enumerate(rows, 1) for fault in _faults_of_row(row, banks, levels)]
    if count_questions(rows) > MOST_QUESTIONS:
        faults.append((0, Sentence("Một đề có nhiều nhất %(most)s câu.", most=MOST_QUESTIONS)))
    return faults + [(number, _TWICE) for number in _repeated(rows)]


_TWICE = Sentence("Dòng này giống một dòng ở trên. Hãy gộp số câu vào một dòng.")


def _faults_of_row(row: MatrixRow, banks: Collection[str], levels: Collection[str]) -> Iterable[Sentence]:
    if row.bank not in banks:
        yield Sentence("Không có ngân hàng câu hỏi “%(code)s”, hoặc bạn không được dùng.", code=row.bank)
    if row.level is not None and row.level not in levels:
        yield Sentence("Không có mức độ “%(level)s”.", level=row.level)
    if not 1 <= row.count <= MOST_QUESTIONS:
        yield Sentence("Số câu từ 1 đến %(most)s.", most=MOST_QUESTIONS)
    if not 0 < row.points <= MOST_POINTS or round(row.points, 2) != row.points:
        yield Sentence("Điểm mỗi câu phải lớn hơn 0, không quá %(most)s và có nhiều nhất hai số lẻ.", most=MOST_POINTS)


def _repeated(rows: Sequence[MatrixRow]) -> Iterable[int]:
    seen: set[tuple[str, str | None, str | None, float]] = set()
    for number, row in enumerate(rows, 1):
        place = (row.bank, row.topic, row.level, row.points)
        if place in seen:
            yield number
        seen.add(place)


def count_questions(rows: Iterable[MatrixRow]) -> int:
    """Questions of one paper."""
    return sum(row.count for row in rows)


def maximum_score(rows: Iterable[MatrixRow]) -> float:
    """Points of a paper on which everything is right."""
    return round(sum(row.count * row.points for row in rows), 2)
