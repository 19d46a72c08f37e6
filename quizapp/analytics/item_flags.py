"""PURE: what the figures of a question say, and what to do about it.

Limits after Ebel & Frisbie, *Essentials of Educational Measurement* (1991), and Haladyna & Downing, "How many options
is enough for a multiple-choice test item?", Educ. Psych. Meas. 53 (1993).
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Sentence
from .item_lines import ItemLine

FEWEST = 30  # answers; with fewer nothing is said of a question
NEAR_ZERO = 0.05
WEAK = 0.10
EASY, HARD = 0.95, 0.20
UNUSED = 0.01


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at; the most serious has the lowest ``weight``."""

    name: str
    weight: int
    tone: str
    title: Sentence
    advice: Sentence


WRONG_KEY = Flag(
    "wrong_key",
    0,
    "danger",
    Sentence("khả năng sai đáp án"),
    Sentence("Nhóm điểm cao chọn một phương án khác nhiều hơn đáp án. Hãy đối chiếu đáp án với văn bản gốc."),
)
NOT_DISCRIMINATING = Flag(
    "not_discriminating",
    1,
    "warning",
    Sentence("không phân biệt"),
    Sentence("Người điểm cao không làm đúng nhiều hơn người điểm thấp. Hãy xem câu hỏi có mơ hồ không."),
)
TOO_HARD = Flag(
    "too_hard",
    2,
    "warning",
    Sentence("quá khó"),
    Sentence("Chưa đến một phần năm số người làm đúng. Hãy kiểm tra đáp án, cách hỏi và việc học nội dung này."),
)
TOO_EASY = Flag(
    "too_easy",
    3,
    "info",
    Sentence("quá dễ"),
    Sentence("Từ 95 phần trăm số người làm đúng. Nếu không chỉ để nhắc bài, hãy viết phương án nhiễu gần đúng hơn."),
)
UNUSED_OPTION = Flag(
    "unused_option",
    4,
    "info",
    Sentence("phương án không ai chọn"),
    Sentence("Có phương án chưa đến 1 phần trăm số người chọn. Hãy thay bằng điều mà người chưa nắm bài dễ nhầm."),
)
FLAGS = {flag.name: flag for flag in (WRONG_KEY, NOT_DISCRIMINATING, TOO_HARD, TOO_EASY, UNUSED_OPTION)}


def flags_of(line: ItemLine) -> list[Flag]:
    """The most serious first; [] for a question with too few answers."""
    if line.answers < FEWEST or line.facility is None:
        return []
    found = []
    if line.discrimination is not None and line.discrimination < NEAR_ZERO and _upper_prefer_another(line):
        found.append(WRONG_KEY)
    elif line.discrimination is not None and line.discrimination < WEAK and line.facility < EASY:
        found.append(NOT_DISCRIMINATING)
    if line.facility < HARD:
        found.append(TOO_HARD)
    if line.facility >= EASY:
        found.append(TOO_EASY)
    elif any(choice.share < UNUSED for choice in line.choices if not choice.is_right):
        found.append(UNUSED_OPTION)
    return found


def _upper_prefer_another(line: ItemLine) -> bool:
    """Whether the highest third chose some wrong option more often than some right one."""
    right = [choice.groups[-1] for choice in line.choices if choice.groups and choice.is_right]
    wrong = [choice.groups[-1] for choice in line.choices if choice.groups and not choice.is_right]
    return bool(right and wrong) and max(wrong) > min(right)
