"""PURE: from points to a mark on the scale, its words, and the classification it gives."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from ..errors import Sentence

# The best first; whoever reaches no band has failed.
BANDS = {
    "excellent": Sentence("Xuất sắc"),
    "good": Sentence("Giỏi"),
    "fair": Sentence("Khá"),
    "average": Sentence("Trung bình"),
    "failed": Sentence("Không đạt"),
}
DEFAULT_BANDS: tuple[tuple[str, float], ...] = (("excellent", 9), ("good", 8), ("fair", 7), ("average", 5))
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def to_scale(points: float, most_points: float, scale: float, step: float) -> float:
    """``points`` of ``most_points`` as a mark on the scale, rounded half up to the step: 17 of 20 is 8.5 of 10.

    Zero where a paper is worth nothing.
    """
    if most_points <= 0:
        return 0.0
    exact = Decimal(str(points)) * Decimal(str(scale)) / Decimal(str(most_points))
    unit = Decimal(str(step))
    return float((exact / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit)


def classify(mark: float, bands: Sequence[Sequence[str | float]], pass_mark: float) -> str:
    """The name of the best band that the mark reaches; "failed" below the pass mark, whatever the bands say."""
    if mark < pass_mark:
        return "failed"
    reached = [str(name) for name, least in bands if mark >= float(least)]
    return reached[0] if reached else "average"


def faults_of_bands(bands: Sequence[Sequence[str | float]], scale: float, pass_mark: float) -> list[Sentence]:
    """What is wrong with the cut points: they must fall, and lie between the pass mark and the end of the scale."""
    faults = []
    least = [float(cut) for _, cut in bands]
    if any(later >= earlier for earlier, later in pairwise(least)):
        faults.append(Sentence("Điểm của mỗi bậc xếp loại phải thấp hơn bậc trên. Hãy sửa lại."))
    if any(not 0 <= cut <= scale for cut in least):
        faults.append(Sentence("Điểm xếp loại phải nằm trong thang điểm. Hãy sửa lại."))
    if not 0 <= pass_mark <= scale:
        faults.append(Sentence("Điểm đạt phải nằm trong thang điểm. Hãy sửa lại."))
    return faults


def in_words(mark: float) -> str:
    """The mark as it is written out on a mark sheet: 7.25 is "Bảy phẩy hai lăm", 10 is "Mười"."""
    whole, _, fraction = f"{Decimal(str(mark)).quantize(Decimal('0.01'), ROUND_HALF_UP)}".partition(".")
    fraction = fraction.rstrip("0")
    words = _below_hundred(int(whole)) if int(whole) < 100 else "một trăm"
    if fraction:
        words += " phẩy " + _after_comma(fraction)
    return words[0].upper() + words[1:]


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    return head if ones == 0 else f"{head} {_last(ones, tens)}"


def _after_comma(digits: str) -> str:
    """One digit by itself; of two, a five after another digit is said "lăm"."""
    if len(digits) == 1:
        return _DIGITS[int(digits)]
    tens, ones = int(digits[0]), int(digits[1])
    return f"{_DIGITS[tens]} {'lăm' if ones == 5 and tens else _DIGITS[ones]}"


def _last(ones: int, tens: int) -> str:
    if ones == 5:
        return "lăm"
    return "mốt" if ones == 1 and tens > 1 else _DIGITS[ones]
