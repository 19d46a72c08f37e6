"""PURE: the settings of an exam by name."""

from __future__ import annotations

from collections.abc import Iterable

from ..assessments import setting_names
from ..errors import Sentence

SETTING_NAMES = setting_names.SETTING_NAMES | {
    "place": Sentence("địa điểm thi"),
    "access_code": Sentence("mã vào thi"),
    "conditions": Sentence("nội quy"),
    "needs_identity_check": Sentence("xác nhận danh tính"),
    "attendance_minimum": Sentence("tỷ lệ dự học tối thiểu"),
    "is_paper_fixed": Sentence("đề chung hay đề riêng"),
    "scale": Sentence("thang điểm"),
    "step": Sentence("bước làm tròn"),
    "pass_mark": Sentence("điểm đạt"),
    "bands": Sentence("các bậc xếp loại"),
    "markers": Sentence("số người chấm tự luận"),
    "largest_difference": Sentence("chênh lệch giữa hai người chấm"),
    "remarking_days": Sentence("hạn phúc khảo"),
    "class": Sentence("lớp"),
    "resit_of": Sentence("kỳ thi lần đầu"),
}


def list_names(settings: Iterable[str]) -> Sentence:
    """ "tên, giờ mở, ma trận đề"."""
    return setting_names.in_a_row(SETTING_NAMES[setting] for setting in settings)
