"""The words of exams on a page, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from ..questions import words as question_words

LEVELS = question_words.LEVELS
ANSWERS_SHOWN = {
    "after_publication": _l("Sau khi công bố điểm"),
    "after_close": _l("Ngay sau giờ đóng"),
    "after_submission": _l("Ngay sau khi nộp bài"),
    "never": _l("Không cho xem"),
}
STATES = {
    "draft": _l("Bản nháp"),
    "upcoming": _l("Sắp thi"),
    "open": _l("Đang thi"),
    "marking": _l("Chờ công bố điểm"),
    "released": _l("Đã công bố điểm"),
}
TONES = {"draft": "warning", "upcoming": "info", "open": "success", "marking": "warning", "released": ""}
MARKERS = {"1": _l("Một người chấm"), "2": _l("Hai người chấm độc lập")}
