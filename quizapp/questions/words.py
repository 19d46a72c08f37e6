"""The words of this package on a page, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KINDS = {
    "single": _l("Một đáp án"),
    "multiple": _l("Nhiều đáp án"),
    "truefalse": _l("Đúng/Sai"),
    "statements": _l("Đúng/Sai nhiều ý"),
    "text": _l("Trả lời ngắn"),
    "number": _l("Trả lời bằng số"),
    "matching": _l("Ghép đôi"),
    "ordering": _l("Sắp xếp thứ tự"),
    "cloze": _l("Điền chỗ trống"),
    "essay": _l("Tự luận"),
}
LEVELS = {
    "recall": _l("Nhận biết"),
    "understanding": _l("Thông hiểu"),
    "application": _l("Vận dụng"),
    "higher_application": _l("Vận dụng cao"),
}
STATES = {
    "draft": _l("Bản nháp"),
    "in_review": _l("Chờ duyệt"),
    "approved": _l("Đã duyệt"),
    "retired": _l("Ngừng dùng"),
}
SHARINGS = {
    "none": _l("Không chia sẻ"),
    "use": _l("Đơn vị trực thuộc được xem câu hỏi và rút vào đề thi"),
    "copy": _l("Đơn vị trực thuộc được dùng, và sao chép về đơn vị mình kèm đáp án"),
}
PARTS = {
    "kind": _l("loại câu"),
    "stem": _l("nội dung"),
    "options": _l("phương án, đáp án"),
    "explanation": _l("giải thích"),
    "source": _l("căn cứ"),
    "topic": _l("chủ đề"),
    "level": _l("mức độ"),
    "tags": _l("nhãn"),
}

SEVERITIES = {
    "error": _l("Lỗi"),
    "warning": _l("Cảnh báo"),
    "hint": _l("Gợi ý"),
}
RULES = {
    "no-key": _l("Chưa có đáp án"),
    "several-keys": _l("Nhiều đáp án trong câu một đáp án"),
    "identical-options": _l("Phương án giống nhau"),
    "conflicting-keys": _l("Cùng một câu, đáp án khác nhau"),
    "duplicate": _l("Câu trùng"),
    "key-skew": _l("Đáp án lệch về một vài chữ cái"),
    "longest-option": _l("Phương án dài nhất thường là đáp án"),
    "near-duplicate": _l("Câu gần trùng"),
    "same-stem": _l("Cùng nội dung hỏi, khác phương án"),
    "option-letters": _l("Phương án gọi phương án khác bằng chữ cái"),
    "all-of-the-above": _l("“Tất cả đều đúng”, “Không có đáp án nào”"),
    "unmarked-negative": _l("Từ phủ định chưa nổi bật"),
    "long-stem": _l("Nội dung dài so với điện thoại"),
    "long-option": _l("Phương án dài so với điện thoại"),
    "missing-source": _l("Chưa có căn cứ"),
    "absolute-words": _l("Từ tuyệt đối làm lộ đáp án"),
    "uneven-options": _l("Phương án dài ngắn khác nhau"),
    "open-stem": _l("Nội dung chưa thành câu hỏi"),
    "missing-explanation": _l("Chưa có giải thích"),
    "missing-topic": _l("Chưa có chủ đề"),
    "missing-level": _l("Chưa có mức độ"),
}


def kind_name(kind: str) -> str:
    """What a kind is called."""
    return str(KINDS.get(kind, kind))


def level_name(level: str | None) -> str:
    """What a level is called; "" for none."""
    return str(LEVELS[level]) if level else ""


def state_name(state: str) -> str:
    """What a state is called."""
    return str(STATES[state])


def part_name(part: str) -> str:
    """What a part of a question is called."""
    return str(PARTS[part])


def rule_name(rule: str) -> str:
    """What a rule of the linter is called."""
    return str(RULES[rule])


def severity_name(severity: str) -> str:
    """What a severity is called."""
    return str(SEVERITIES[severity])
