"""PURE: the settings by name, for sentences about what was changed or differs."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import Sentence

SETTING_NAMES = {
    "title": Sentence("tên"),
    "opens_at": Sentence("giờ mở"),
    "closes_at": Sentence("giờ đóng"),
    "minutes": Sentence("thời gian làm bài"),
    "place": Sentence("địa điểm thi"),
    "attempts_allowed": Sentence("số lượt thi"),
    "access_code": Sentence("mã vào thi"),
    "conditions": Sentence("nội quy"),
    "needs_identity_check": Sentence("xác nhận danh tính"),
    "attendance_minimum": Sentence("tỷ lệ dự học tối thiểu"),
    "is_paper_fixed": Sentence("đề chung hay đề riêng"),
    "allowed_kinds": Sentence("loại câu được dùng"),
    "shuffles_questions": Sentence("đảo câu hỏi"),
    "shuffles_options": Sentence("đảo phương án"),
    "answers_shown": Sentence("lúc cho xem đáp án"),
    "scale": Sentence("thang điểm"),
    "step": Sentence("bước làm tròn"),
    "pass_mark": Sentence("điểm đạt"),
    "bands": Sentence("các bậc xếp loại"),
    "partial_credit": Sentence("cách tính điểm câu đúng một phần"),
    "markers": Sentence("số người chấm tự luận"),
    "largest_difference": Sentence("chênh lệch giữa hai người chấm"),
    "remarking_days": Sentence("hạn phúc khảo"),
    "matrix": Sentence("ma trận đề"),
    "class": Sentence("lớp"),
    "resit_of": Sentence("kỳ thi lần đầu"),
}


def list_names(settings: Iterable[str]) -> Sentence:
    """ "tên, giờ mở, ma trận đề"."""
    named = {f"name{number}": SETTING_NAMES[setting] for number, setting in enumerate(settings)}
    return Sentence(", ".join(f"%({place})s" for place in named), **named)
