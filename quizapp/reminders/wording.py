"""A reminder in words, in the language of the one who gets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..config import LOCALES
from ..wording import moment, time_left
from .digest import Found, Section

HEADINGS: dict[str, Any] = {"due": _l("Sắp đến hạn"), "opened": _l("Mới mở"), "new": _l("Mới")}
_WHAT: dict[str, Any] = {
    "course": _l("Khóa học: %(title)s"),
    "wave": _l("Đợt học tập: %(title)s"),
    "round": _l("Cuộc thi: %(title)s"),
    "exam": _l("Kỳ thi: %(title)s"),
    "session": _l("Buổi học: %(title)s"),
    "announcement": _l("Thông báo: %(title)s"),
    "document": _l("Văn bản: %(title)s"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A reminder as it is read. ``summary`` is one line for a notification."""

    title: str
    summary: str
    text: str


@contextmanager
def in_language(locale: str | None) -> Iterator[None]:
    """A request's worth of context, because a language is kept with a request: threads do not share it."""
    chosen = locale if locale in LOCALES else current_app.config["BABEL_DEFAULT_LOCALE"]
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.test_request_context(), force_locale(chosen):
        yield


def write(sections: Sequence[Section], now: datetime) -> Words:
    """The words of a digest, in the present language."""
    parts = [_part(section, now) for section in sections]
    count = sum(len(section.lines) + section.more for section in sections)
    due = next((section for section in sections if section.kind == "due"), None)
    if due is None:
        title = ngettext("Có %(num)s tin mới cho bạn", "Có %(num)s tin mới cho bạn", count)
    else:
        waiting = len(due.lines) + due.more
        title = ngettext("Bạn có %(num)s việc sắp đến hạn", "Bạn có %(num)s việc sắp đến hạn", waiting)
    return Words(title=title, summary=_line(sections[0].lines[0], now), text="\n\n".join(parts))


def _part(section: Section, now: datetime) -> str:
    lines = [f"- {_line(one, now)}" for one in section.lines]
    if section.more:
        lines.append("- " + _("và %(count)s việc khác", count=section.more))
    return "\n".join([f"{HEADINGS[section.kind]}:", *lines])


def _line(one: Found, now: datetime) -> str:
    what = str(_WHAT[one.subject]) % {"title": one.title}
    if one.kind == "new":
        return what
    if one.begins:
        return _("%(what)s, bắt đầu lúc %(time)s", what=what, time=moment(one.at))
    return _("%(what)s, hạn %(time)s, còn %(left)s", what=what, time=moment(one.at), left=time_left(one.at, now))
