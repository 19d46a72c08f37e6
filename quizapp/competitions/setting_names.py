"""PURE: the settings of a competition and of its rounds by name."""

from __future__ import annotations

from collections.abc import Iterable

from ..assessments import setting_names
from ..errors import Sentence

SETTING_NAMES = setting_names.SETTING_NAMES | {
    "unit": Sentence("đơn vị tổ chức"),
    "audience": Sentence("đơn vị dự thi"),
    "member_kinds": Sentence("đối tượng dự thi"),
    "exclusions": Sentence("người không được dự thi"),
    "rules": Sentence("thể lệ"),
    "prizes": Sentence("giải thưởng"),
    "collective_floor": Sentence("tỷ lệ tối thiểu để xét giải tập thể"),
    "code": Sentence("mã"),
    "counting": Sentence("lượt được tính"),
    "ranking": Sentence("tiêu chí xếp hạng"),
    "prediction_target": Sentence("câu hỏi dự đoán"),
    "is_prediction_required": Sentence("bắt buộc dự đoán"),
}


def list_names(settings: Iterable[str]) -> Sentence:
    """ "tên, giờ mở, ma trận đề"."""
    return setting_names.in_a_row(SETTING_NAMES[setting] for setting in settings)
