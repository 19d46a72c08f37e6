"""PURE: the settings by name, for sentences about what was changed or differs."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import Sentence

SETTING_NAMES = {
    "title": Sentence("tên"),
    "unit": Sentence("đơn vị tổ chức"),
    "audience": Sentence("đơn vị dự thi"),
    "member_kinds": Sentence("đối tượng dự thi"),
    "exclusions": Sentence("người không được dự thi"),
    "rules": Sentence("thể lệ"),
    "prizes": Sentence("giải thưởng"),
    "collective_floor": Sentence("tỷ lệ tối thiểu để xét giải tập thể"),
    "code": Sentence("mã"),
    "opens_at": Sentence("giờ mở"),
    "closes_at": Sentence("giờ đóng"),
    "minutes": Sentence("thời gian làm bài"),
    "attempts_allowed": Sentence("số lượt thi"),
    "counting": Sentence("lượt được tính"),
    "ranking": Sentence("tiêu chí xếp hạng"),
    "prediction_target": Sentence("câu hỏi dự đoán"),
    "is_prediction_required": Sentence("bắt buộc dự đoán"),
    "allowed_kinds": Sentence("loại câu được dùng"),
    "partial_credit": Sentence("cách tính điểm câu đúng một phần"),
    "shuffles_questions": Sentence("đảo câu hỏi"),
    "shuffles_options": Sentence("đảo phương án"),
    "answers_shown": Sentence("lúc cho xem đáp án"),
    "matrix": Sentence("ma trận đề"),
}


def list_names(settings: Iterable[str]) -> Sentence:
    """ "tên, giờ mở, ma trận đề"."""
    named = {f"name{number}": SETTING_NAMES[setting] for number, setting in enumerate(settings)}
    return Sentence(", ".join(f"%({place})s" for place in named), **named)
