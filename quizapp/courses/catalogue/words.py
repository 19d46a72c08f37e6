"""The words on the page for courses."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from ...accounts.labels import Labels
from ...errors import Sentence

LESSON_KINDS: Labels = {
    "text": _l("Bài đọc"),
    "video": _l("Video"),
    "file": _l("Tài liệu tải về"),
    "slides": _l("Trang chiếu"),
    "check": _l("Câu hỏi kiểm tra"),
}
LESSON_ICONS = {"text": "book", "video": "star", "file": "download", "slides": "document", "check": "question"}
ORDERS: Labels = {"free": _l("Tự chọn"), "sequential": _l("Lần lượt từng bài")}
WAYS: Labels = {"unit": _l("Theo đơn vị"), "list": _l("Theo danh sách"), "self": _l("Tự đăng ký")}
NOTHING = Sentence("Chưa chọn")
