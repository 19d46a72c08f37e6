"""PURE: what describes a session, and the rules that it must keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ...errors import Invalid, Sentence

LONGEST_CODE = 60
LONGEST_TITLE = 255
LONGEST_TEXT = 20_000
LONGEST_SESSION = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class SessionSpec:
    """Times are instants; ``points`` are (name, place)."""

    code: str
    title: str
    kind: str
    form: str
    starts_at: datetime
    ends_at: datetime
    points: tuple[tuple[str, str], ...]
    deadline: datetime | None = None
    key_people: str = ""
    agenda: str = ""


def check_spec(spec: SessionSpec) -> None:
    """Raises Invalid with the first rule that is broken."""
    if not spec.title or not spec.code:
        raise Invalid(Sentence("Buổi học cần có mã và tên."))
    if len(spec.code) > LONGEST_CODE or "/" in spec.code or not spec.code.isprintable():
        raise Invalid(Sentence("Mã có tối đa 60 ký tự và không có dấu “/”."))
    if len(spec.title) > LONGEST_TITLE:
        raise Invalid(Sentence("Tên quá dài."))
    if max(len(spec.agenda), len(spec.key_people)) > LONGEST_TEXT:
        raise Invalid(Sentence("Chương trình quá dài."))
    if spec.ends_at <= spec.starts_at:
        raise Invalid(Sentence("Giờ kết thúc phải sau giờ bắt đầu."))
    if spec.ends_at - spec.starts_at > LONGEST_SESSION:
        raise Invalid(Sentence("Buổi học dài quá 31 ngày. Hãy kiểm tra lại ngày."))
    if spec.deadline is not None and spec.deadline <= spec.starts_at:
        raise Invalid(Sentence("Hạn hoàn thành phải sau giờ bắt đầu."))
    _check_points(spec.points)


def _check_points(points: tuple[tuple[str, str], ...]) -> None:
    names = [name for name, _ in points]
    if not names or not all(names):
        raise Invalid(Sentence("Ghi ít nhất một điểm cầu."))
    if any(len(name) > 160 or len(place) > 255 for name, place in points):
        raise Invalid(Sentence("Tên điểm cầu quá dài."))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Invalid(Sentence("Điểm cầu “%(name)s” được ghi hai lần.", name=twice))
