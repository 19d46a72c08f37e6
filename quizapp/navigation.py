"""The pages that a person can go to, for the bars at the top and at the bottom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from .accounts.access import Permission, can


@dataclass(frozen=True)
class Place:
    """One entry: where it leads and who is offered it (None: everybody)."""

    endpoint: str
    label: Any
    icon: str
    permission: Permission | None
    in_bottom_bar: bool = False
    # Of the person, not of the work: it stands in the menu under the name.
    is_own: bool = False


PLACES = (
    Place("home.show_home", _l("Trang chủ"), "home", None, in_bottom_bar=True),
    Place("courses.show_study_home", _l("Học tập"), "book", None, in_bottom_bar=True),
    Place("competitions.list_competitions", _l("Cuộc thi"), "trophy", None, in_bottom_bar=True),
    Place("exams.list_own_exams", _l("Kỳ thi"), "document", None),
    Place("library.list_documents", _l("Văn bản"), "document", None, in_bottom_bar=True),
    Place("analytics.show_dashboard", _l("Số liệu"), "chart", Permission.REPORT_VIEW, in_bottom_bar=True),
    Place("study.show_study", _l("Tỷ lệ học tập"), "chart", Permission.REPORT_VIEW),
    Place("courses.list_courses", _l("Khóa học"), "list", Permission.COURSE_VIEW),
    Place("sessions.list_sessions", _l("Buổi học"), "calendar", Permission.SESSION_VIEW),
    Place("classes.list_classes", _l("Lớp học"), "people", Permission.CLASS_CREATE),
    Place("questions.list_banks", _l("Ngân hàng câu hỏi"), "book", Permission.BANK_VIEW),
    Place("accounts.list_members", _l("Thành viên"), "people", Permission.MEMBER_VIEW),
    Place("units.show_tree", _l("Đơn vị"), "tree", Permission.UNIT_MANAGE),
    Place("accounts.list_audit_entries", _l("Nhật ký"), "clock", Permission.AUDIT_VIEW),
    Place("exams.list_own_certificates", _l("Giấy chứng nhận của tôi"), "document", None, is_own=True),
    Place("accounts.show_account", _l("Tài khoản"), "person", None, is_own=True),
)

# To which place the pages of a blueprint belong: to its first one, or to the one named here …
_PLACE_OF_BLUEPRINT = {place.endpoint.partition(".")[0]: place.endpoint for place in reversed(PLACES)} | {
    "accounts": "accounts.list_members",
    "courses": "courses.list_courses",
    "comprehension": "study.show_study",
    "items": "questions.list_banks",
    "practice": "courses.show_study_home",
    "reminders": "accounts.show_account",
}
# … but for these pages.
_PLACE_OF_PAGE = {
    "accounts.edit_password": "accounts.show_account",
    "accounts.list_grants": "units.show_tree",
    "courses.show_course": "courses.show_study_home",
    "courses.show_lesson": "courses.show_study_home",
    "items.show_assessment_statistics": "analytics.show_dashboard",
    "sessions.attend": "courses.show_study_home",
    "sessions.list_own_sessions": "courses.show_study_home",
    "sessions.show_own_session": "courses.show_study_home",
    "sessions.type_code": "courses.show_study_home",
} | {place.endpoint: place.endpoint for place in PLACES}
# Where the bar at the bottom has no room for a place, this one of it stands for it.
_HELD_BY = {
    "classes.list_classes": "courses.show_study_home",
    "courses.list_courses": "courses.show_study_home",
    "exams.list_own_exams": "courses.show_study_home",
    "sessions.list_sessions": "courses.show_study_home",
    "study.show_study": "analytics.show_dashboard",
}


def register(app: Flask) -> None:
    """Give every template its bars, and ``can``."""
    app.context_processor(lambda: {"navigation": places()})
    app.jinja_env.globals["can"] = can


def places() -> list[dict[str, Any]]:
    """The places of the signed-in person; [] for a visitor."""
    if not current_user.is_authenticated:
        return []
    offered = [p for p in PLACES if p.endpoint in current_app.view_functions]
    return [_entry(place) for place in offered if place.permission is None or can(place.permission)]


def _entry(place: Place) -> dict[str, Any]:
    return {
        "label": place.label,
        "url": url_for(place.endpoint),
        "icon": place.icon,
        "in_bottom_bar": place.in_bottom_bar,
        "is_own": place.is_own,
        "is_current": place.endpoint == _current(),
        "holds_current": place.endpoint == _HELD_BY.get(_current()),
    }


def _current() -> str:
    """The place to which the page that is asked for belongs; "" for none."""
    by_blueprint = _PLACE_OF_BLUEPRINT.get(request.blueprint or "", "")
    return _PLACE_OF_PAGE.get(request.endpoint or "", by_blueprint)
