"""The words on the page for sessions and attendance."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from ...accounts.labels import Labels

KINDS: Labels = {
    "conference": _l("Hội nghị"),
    "class": _l("Buổi học"),
    "branch_meeting": _l("Sinh hoạt chi bộ"),
    "make_up": _l("Học bù"),
}
FORMS: Labels = {
    "in_person": _l("Trực tiếp"),
    "online": _l("Trực tuyến"),
    "television": _l("Truyền hình"),
    "mixed": _l("Kết hợp"),
}
STATES: Labels = {"attended": _l("Có mặt"), "excused": _l("Vắng có lý do"), "unexcused": _l("Vắng không lý do")}
WAYS: Labels = {
    "qr": _l("Quét mã"),
    "list": _l("Thư ký ghi"),
    "import": _l("Nhập từ tệp"),
    "assisted": _l("Ghi hộ"),
}
