"""What the pages of all imports of lists have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, make_response
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from . import clock, uploads
from .errors import DomainError, Sentence
from .import_report import ImportReport
from .tables import write_xlsx
from .wording import translate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keep_readable(file: FileStorage, read: Callable[[bytes, str], object]) -> str:
    """Keep a file until it is confirmed; its token. What ``read`` raises for a file of no use keeps nothing."""
    content, filename = file.read(), file.filename or ""
    token = uploads.keep(content, filename, current_user.id, clock.now())
    try:
        read(content, filename)
    except DomainError:
        uploads.discard(token)
        raise
    return token


@dataclass(frozen=True, slots=True)
class Decision:
    """All that is to be said of one row. ``is_rejected``: it is not stored as it is."""

    row: int
    item: str
    is_rejected: bool
    sentences: tuple[Sentence, ...]


def decisions(report: ImportReport) -> list[Decision]:
    """The rows that need somebody's eye: what is refused first, then what to look at, each in the order of the file."""
    return [*_grouped(report, is_rejected=True), *_grouped(report, is_rejected=False)]


def _grouped(report: ImportReport, is_rejected: bool) -> list[Decision]:
    rows: dict[tuple[int, str], list[Sentence]] = {}
    for note in report.rejected if is_rejected else report.warnings:
        rows.setdefault((note.row, note.item), []).append(note.sentence)
    return [Decision(row, item, is_rejected, tuple(said)) for (row, item), said in sorted(rows.items(), key=_by_row)]


def _by_row(entry: tuple[tuple[int, str], list[Sentence]]) -> int:
    return entry[0][0]


def report_workbook(report: ImportReport) -> bytes:
    """The same as a workbook."""
    rows = [
        (found.row, found.item, _("Cần sửa") if found.is_rejected else _("Nên xem lại"), translate(sentence))
        for found in decisions(report)
        for sentence in found.sentences
    ]
    return write_xlsx([_("Dòng"), _("Mục"), _("Mức"), _("Lý do")], rows, _("Báo cáo"))


def as_download(content: bytes, filename: str) -> Response:
    """A workbook to keep."""
    response = make_response(content)
    response.content_type = XLSX
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
