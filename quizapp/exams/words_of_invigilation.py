"""The words of the invigilation board."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import format_datetime, gettext
from flask_babel import lazy_gettext as _l

STATES = {
    "absent": _l("Chưa vào"),
    "waiting": _l("Chờ xác nhận"),
    "barred": _l("Không được thi"),
    "working": _l("Đang làm"),
    "silent": _l("Im lặng"),
    "submitted": _l("Đã nộp"),
    "annulled": _l("Đã hủy"),
}
TONES = {"waiting": "warning", "silent": "danger", "working": "info", "submitted": "success"}
FILTERS = {
    "all": _l("Tất cả"),
    "absent": _l("Chưa vào"),
    "working": _l("Đang làm"),
    "silent": _l("Im lặng từ 2 phút"),
    "submitted": _l("Đã nộp"),
}
INCIDENTS = {
    "note": _l("Sự việc"),
    "extended": _l("Thêm giờ"),
    "reopened": _l("Mở lại bài"),
    "stopped": _l("Dừng bài"),
    "annulled": _l("Hủy bài"),
    "identity": _l("Xác nhận thí sinh"),
    "device": _l("Đổi máy"),
    "left_page": _l("Rời trang"),
}


def state(line: Any) -> str:
    """Where the candidate stands; how long a silent one has been silent."""
    return (
        gettext("Im lặng %(minutes)s phút", minutes=line.silent_minutes) if line.silent_minutes else STATES[line.state]
    )


def flags(noticed: Any) -> list[str]:
    """What people may want to look at, in words."""
    counted = (
        (noticed.devices, gettext("Đổi máy %(count)s lần", count=noticed.devices)),
        (noticed.left_page, gettext("Rời trang %(count)s lần", count=noticed.left_page)),
        (noticed.pasted, gettext("Dán %(count)s lần", count=noticed.pasted)),
        (noticed.is_fast, gettext("Trả lời rất nhanh")),
    )
    return [text for count, text in counted if count]


def incident(noted: Any) -> str:
    """What an incident says beyond its kind."""
    if noted.kind == "extended" and noted.member_id is None:
        return gettext("+%(minutes)s phút cho %(count)s thí sinh", minutes=noted.minutes, count=noted.text)
    if noted.minutes:
        return gettext("+%(minutes)s phút", minutes=noted.minutes)
    return str(noted.text)


def time_of_day(instant: datetime) -> str:
    """14:05:30 in the installation's time zone."""
    return format_datetime(instant, "HH:mm:ss")
