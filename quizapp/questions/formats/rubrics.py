"""Rubrics as lines of text: "Nêu đúng khái niệm (2 điểm)", "Từ 100 đến 300 từ". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from ...folding import tidy
from .answers import Criterion, Rubric
from .numerals import read_number

_POINTS = re.compile(
    r"(?P<text>.*\S)\s*[(\[:–-]\s*(?P<points>\d{1,4}(?:[.,]\d{1,6})?)\s*(?:điểm|đ|points?|pts?|marks?)?\s*[)\]]?\s*\.?",
    re.I,
)
_WORDS = re.compile(
    r"(?:từ\s+(?P<least>\d{1,5})\s+đến\s+(?P<most>\d{1,5})|ít nhất\s+(?P<only_least>\d{1,5})"
    r"|nhiều nhất\s+(?P<only_most>\d{1,5}))\s+từ\.?",
    re.I,
)


def rubric_lines(rubric: Rubric | None) -> list[str]:
    """A line for each criterion, and one for the number of words."""
    if rubric is None:
        return []
    lines = [f"{tidy(one.text)} ({one.points} điểm)" for one in rubric.criteria]
    return [*lines, *filter(None, [_written_words(rubric.least_words, rubric.most_words)])]


def read_rubric(lines: Iterable[str], points: Decimal = Decimal(1)) -> Rubric | None:
    """The rubric that lines tell, None where they tell nothing; what names no points is one criterion of ``points``."""
    least = most = 0
    texts = []
    for line in map(tidy, lines):
        words = _WORDS.fullmatch(line)
        if words:
            least, most = int(words["least"] or words["only_least"] or 0), int(words["most"] or words["only_most"] or 0)
        elif line:
            texts.append(line)
    if not texts and not (least or most):
        return None
    return Rubric(_criteria(texts, points), least, most)


def _criteria(texts: list[str], points: Decimal) -> tuple[Criterion, ...]:
    matches = [_POINTS.fullmatch(text) for text in texts]
    if all(matches):
        read = [Criterion(match["text"], read_number(match["points"]) or points) for match in matches if match]
        return tuple(read)
    return (Criterion(" ".join(texts), points),)


def _written_words(least: int, most: int) -> str:
    if least and most:
        return f"Từ {least} đến {most} từ"
    return f"Ít nhất {least} từ" if least else f"Nhiều nhất {most} từ" if most else ""
