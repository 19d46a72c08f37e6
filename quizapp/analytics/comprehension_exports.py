"""How well the sections of a document are understood, as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..library.models import Document
from ..library.words import full_name, section_label
from ..tables import write_xlsx
from ..wording import moment
from .comprehension import SOURCES, Cell, Comprehension, Line

SOURCE_NAMES: dict[str, Any] = {
    "practice": _l("Luyện tập"),
    "course": _l("Khóa học"),
    "round": _l("Cuộc thi"),
    "exam": _l("Thi cuối khóa"),
}
Value = str | int | float | None


def names_of(sections: Iterable[Any]) -> dict[int, str]:
    """By section, in reading order: "Điều 5. Phạm vi"; clauses and points after what holds them: "Điều 5, Khoản 1"."""
    places: dict[int, str] = {}
    names: dict[int, str] = {}
    for one in sections:
        above = places.get(one.parent_id, "") if one.kind in ("clause", "point") else ""
        places[one.id] = ", ".join(part for part in (above, section_label(one)) if part)
        names[one.id] = ". ".join(part for part in (places[one.id], one.heading) if part) or _("Mở đầu")
    return names


def comprehension_workbook(
    document: Document,
    unit_name: str,
    comprehension: Comprehension,
    names: Mapping[int, str],
    computed_at: datetime | None,
) -> bytes:
    """A row per section in the order of the page; small cells are empty here too."""
    name = _("Mức độ hiểu theo điều, mục")
    above = [f"{name}: {full_name(document)}", unit_name, _("Số liệu đến %(moment)s", moment=moment(computed_at))]
    rows = [
        _row(comprehension.whole, _("Cả văn bản")),
        *(_row(line, names[line.section.id]) for line in comprehension.lines),
    ]
    return write_xlsx(_headings(), rows, name, above)


def _headings() -> list[str]:
    split = [f"{name}: {of}" for name in SOURCE_NAMES.values() for of in (_("lượt trả lời"), _("đúng (phần trăm)"))]
    figures = [_("Lượt trả lời"), _("Trả lời đúng"), _("Số người"), _("Tỷ lệ đúng (phần trăm)")]
    return [_("Điều, mục"), *figures, _("Ghi chú"), *split]


def _row(line: Line, name: str) -> list[Value]:
    note = "" if line.cell else (_("chưa đủ dữ liệu") if line.is_asked else _("chưa có câu hỏi"))
    whole: list[Value] = [line.cell.answers, line.cell.right, line.cell.people, line.cell.rate] if line.cell else []
    return [name, *(whole or [None] * 4), note, *(value for name in SOURCES for value in _split(line, name))]


def _split(line: Line, source: str) -> list[Value]:
    cell: Cell | None = line.sources.get(source) if line.sources else None
    return [cell.answers, cell.rate] if cell else [None, None]
