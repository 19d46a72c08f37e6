"""PURE: the settings that all kinds of assessments have by name, for sentences about what was changed or differs."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import Sentence

SETTING_NAMES = {
    "title": Sentence("tên"),
    "opens_at": Sentence("giờ mở"),
    "closes_at": Sentence("giờ đóng"),
    "minutes": Sentence("thời gian làm bài"),
    "attempts_allowed": Sentence("số lượt thi"),
    "allowed_kinds": Sentence("loại câu được dùng"),
    "partial_credit": Sentence("cách tính điểm câu đúng một phần"),
    "shuffles_questions": Sentence("đảo câu hỏi"),
    "shuffles_options": Sentence("đảo phương án"),
    "answers_shown": Sentence("lúc cho xem đáp án"),
    "matrix": Sentence("ma trận đề"),
}


def in_a_row(names: Iterable[Sentence]) -> Sentence:
    """ "tên, giờ mở, ma trận đề"."""
    named = {f"name{number}": name for number, name in enumerate(names)}
    return Sentence(", ".join(f"%({place})s" for place in named), **named)
