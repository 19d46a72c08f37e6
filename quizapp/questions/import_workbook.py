"""What became of every question of a file, as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from ..tables import write_xlsx
from ..wording import translate
from .import_entries import Entry, plain


def workbook(entries: Sequence[Entry], is_stored: bool) -> bytes:
    """One row for each question, in the order of the file."""
    rows = [(e.row, e.item, _stem(e), _fate(e, is_stored), _why(e)) for e in entries]
    return write_xlsx([_("Dòng"), _("Mục"), _("Nội dung"), _("Kết quả"), _("Lý do")], rows, _("Báo cáo"))


def _stem(entry: Entry) -> str:
    return plain(entry.question.stem if entry.question else " ".join(entry.excerpt[:1]))[:500]


def _fate(entry: Entry, is_stored: bool) -> str:
    if entry.choice == "skip":
        return _("Bỏ qua")
    if entry.question is None:
        return _("Không nhập") if is_stored else _("Cần sửa")
    if entry.choice == "replace":
        return _("Thay câu cũ")
    return _("Đã nhập") if is_stored else _("Tốt")


def _why(entry: Entry) -> str:
    told = [translate(one) for one in ((entry.reason,) if entry.reason else entry.warnings)]
    if entry.is_mended:
        told.append(_("Đã sửa trên trang."))
    if entry.like:
        other = entry.like.get("reference") or _("câu thứ %(place)s của tệp", place=entry.like["place"] + 1)
        told.append(_("Giống %(percent)s %% với %(other)s.", percent=entry.like["percent"], other=other))
    return " ".join(told)
