"""PURE: what a marker gives an essay, and how it becomes points of its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..errors import Invalid, Sentence
from ..questions.formats.answers import Answer, Rubric

WHOLE = Sentence("Điểm của bài")
# One for each criterion; None where nothing is given yet.
Points = list[float | None]


@dataclass(frozen=True, slots=True)
class Line:
    """What one number of a marker is for, and the most that it may be."""

    text: str | Sentence
    most: float


def lines_of(answer: Answer | None, question_points: float) -> list[Line]:
    """The criteria of the rubric; without one, a single line for the whole essay."""
    criteria = answer.criteria if isinstance(answer, Rubric) else ()
    lines = [Line(one.text, float(one.points)) for one in criteria if one.points > 0]
    return lines or [Line(WHOLE, question_points)]


def check(points: Sequence[float | None], lines: Sequence[Line], is_finished: bool) -> None:
    """Raise Invalid for points that a criterion does not give; finished marks want a number for each."""
    if len(points) != len(lines):
        raise Invalid(Sentence("Số tiêu chí không khớp với câu hỏi. Hãy tải lại trang rồi chấm tiếp."))
    for number, (value, line) in enumerate(zip(points, lines, strict=True), 1):
        most = _plain(line.most)
        if value is None and is_finished:
            raise Invalid(
                Sentence("Tiêu chí %(number)s chưa có điểm. Hãy cho điểm rồi hoàn thành.", number=number), place=number
            )
        if value is not None and not 0 <= value <= line.most:
            sentence = Sentence(
                "Tiêu chí %(number)s được từ 0 đến %(most)s điểm. Hãy sửa lại.", number=number, most=most
            )
            raise Invalid(sentence, place=number)


def points_of(points: Sequence[float | None], lines: Sequence[Line], question_points: float) -> float:
    """The sum as points of the question, rounded half up to hundredths: a rubric of 20 points may stand for a question
    of 4."""
    given = sum((Decimal(str(value or 0)) for value in points), Decimal(0))
    most = sum((Decimal(str(line.most)) for line in lines), Decimal(0))
    exact = given * Decimal(str(question_points)) / most if most else Decimal(0)
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def allowed_difference(largest_difference: float, scale: float, most_points: float) -> float:
    """How many points two markers may be apart, from ``largest_difference`` of the exam's scale: what matters is how
    far the candidate's mark would move. On a paper of 20 points, 0.5 of a scale of 10 is one point."""
    return largest_difference * most_points / scale if scale > 0 else 0.0


def read_points(form: Mapping[str, str], count: int) -> Points:
    """The numbers of the fields points-0, points-1, … as they are typed here, with a comma. Raises Invalid."""
    return [_number(form.get(f"points-{place}", ""), place + 1) for place in range(count)]


def _number(text: str, number: int) -> float | None:
    typed = text.strip().replace(",", ".")
    if not typed:
        return None
    try:
        value = float(typed)
    except ValueError:
        value = float("nan")
    if value != value or abs(value) > 10_000:
        raise Invalid(Sentence("Tiêu chí %(number)s cần một số, ví dụ 1,25. Hãy sửa lại.", number=number), place=number)
    return round(value, 2)


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")
