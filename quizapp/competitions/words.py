"""The words of this package on a page, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from ..assessments import words as assessment_words
from ..questions import words as question_words

LEVELS = question_words.LEVELS
RANKING = {
    "score": _l("Điểm cao hơn"),
    "all_correct": _l("Đúng tất cả các câu"),
    "prediction": _l("Dự đoán gần đúng hơn"),
    "duration": _l("Thời gian làm bài ngắn hơn"),
    "earlier": _l("Nộp bài sớm hơn"),
    "decision": _l("Ban Tổ chức quyết định, có lý do"),
}
COUNTING = {
    "best": _l("Lượt tốt nhất"),
    "last": _l("Lượt cuối cùng"),
    "first": _l("Lượt đầu tiên"),
}
PREDICTION_TARGETS = {
    "all_correct": _l("Số người trả lời đúng tất cả các câu"),
    "people": _l("Số người dự thi"),
    "attempts": _l("Số lượt thi"),
}
PARTIAL_CREDIT = assessment_words.PARTIAL_CREDIT
ANSWERS_SHOWN = {
    "after_publication": _l("Sau khi công bố kết quả"),
    "after_close": _l("Ngay sau giờ đóng vòng thi"),
    "after_submission": _l("Ngay sau khi nộp bài"),
    "never": _l("Không cho xem"),
}
SCOPES = {"round": _l("Mỗi vòng thi"), "competition": _l("Cả cuộc thi")}
RECIPIENTS = {"individual": _l("Cá nhân"), "collective": _l("Tập thể")}
EXCLUSIONS = {"organiser": _l("Thành viên Ban Tổ chức"), "author": _l("Người ra đề")}
STATES = {
    "draft": _l("Bản nháp"),
    "upcoming": _l("Sắp diễn ra"),
    "open": _l("Đang diễn ra"),
    "closed": _l("Đã kết thúc"),
}
TONES = {"draft": "warning", "upcoming": "info", "open": "success", "closed": ""}
