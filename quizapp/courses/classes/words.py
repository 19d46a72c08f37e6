"""The words of classes on a page, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

ROLES = {
    "homeroom": _l("Chủ nhiệm lớp"),
    "instructor": _l("Giảng viên"),
    "marker": _l("Người chấm thi"),
    "invigilator": _l("Người coi thi"),
}
ATTENDANCE = {
    "attended": _l("Có mặt"),
    "excused": _l("Có lý do"),
    "unexcused": _l("Không lý do"),
}
LEARNER_STATES = {"active": _l("Đang học"), "withdrawn": _l("Đã rút khỏi lớp")}
