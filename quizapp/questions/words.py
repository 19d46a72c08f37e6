"""The words of this package on a page, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KINDS = {
    "single": _l("Một đáp án"),
    "multiple": _l("Nhiều đáp án"),
    "truefalse": _l("Đúng/Sai"),
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
