"""Item statistics as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from ..tables import write_xlsx
from ..wording import moment, number, translate
from .item_arrangement import FlaggedLine
from .item_reports import Statistics

Value = str | int | float | None


def items_workbook(title: str, statistics: Statistics, lines: Sequence[FlaggedLine], about: Mapping[int, Any]) -> bytes:
    """A row per version, in the order of the page; ``about`` are the rows of queries.items.describe."""
    whole = statistics.whole
    above = [
        f"{_('Thống kê câu hỏi')}: {title}",
        _("Số liệu đến %(moment)s", moment=moment(statistics.computed_at)),
        _("Số bài (lượt đầu của mỗi người): %(count)s", count=number(whole.attempts)),
        _(
            "Cronbach alpha: %(alpha)s; sai số chuẩn: %(error)s câu",
            alpha=number(whole.alpha, 2),
            error=number(whole.error, 2),
        ),
    ]
    rows = [_values(one, about[one.line.version_id]) for one in lines if one.line.version_id in about]
    return write_xlsx(_headings(), rows, _("Thống kê câu hỏi"), above)


def _headings() -> list[str]:
    return [
        _("Mã câu hỏi"),
        _("Phiên bản"),
        _("Số lượt trả lời"),
        _("Tỷ lệ đúng"),
        _("Độ phân biệt"),
        _("Chênh lệch nhóm 27 %%"),
        _("Tỷ lệ bỏ trống"),
        _("Giây mỗi câu (trung vị của bài)"),
        _("Độ dốc a"),
        _("Độ khó b"),
        _("Cần xem lại"),
    ]


def _values(one: FlaggedLine, version: Any) -> list[Value]:
    line, curve = one.line, one.line.curve
    return [
        version.reference,
        version.number,
        line.answers,
        line.facility,
        line.discrimination,
        line.upper_lower,
        line.blank,
        line.seconds,
        curve.a if curve else None,
        curve.b if curve else None,
        ", ".join(translate(flag.title) for flag in one.flags),
    ]
