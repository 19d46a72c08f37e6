"""Sessions from a file: all of them or none unless rejected ones may be skipped; twice changes nothing."""

from __future__ import annotations

from datetime import datetime

from ...errors import DomainError, Invalid, Sentence
from ...extensions import db
from ...import_report import ImportReport
from ...library.models import Document
from ...transactions import transactional
from ...units.models import Unit
from ...units.queries import find_by_code
from .. import document_reference
from . import queries, services
from .models import StudySession
from .session_file import ReadSession, read_file
from .spec import SessionSpec


class _TakenBack(Exception):
    """Everything was tried, nothing is to be kept."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def import_sessions(content: bytes, now: datetime, dry_run: bool, skip_rejected: bool) -> ImportReport:
    """Read and store; rows of the report are [[sessions]] entries. Raises DomainError for the file as a whole."""
    reads = read_file(content)
    try:
        return _store(reads, now, dry_run, skip_rejected)
    except _TakenBack as taken_back:
        return taken_back.report


@transactional
def _store(reads: list[ReadSession], now: datetime, dry_run: bool, skip_rejected: bool) -> ImportReport:
    report = ImportReport(found=len(reads))
    for read in reads:
        try:
            _store_one(read, report, now)
        except DomainError as error:
            report.reject(read.number, read.code, error.sentence)
    report.accepted = report.found - len(report.rejected)
    if not report.may_store(skip_rejected):
        raise _TakenBack(report.with_nothing_stored())
    if dry_run:
        raise _TakenBack(report)
    return report


def _store_one(read: ReadSession, report: ImportReport, now: datetime) -> None:
    if read.spec is None:
        raise Invalid(read.error or Sentence("Không đọc được buổi học này."))
    unit = _unit(read.unit)
    documents = [document_reference.find_document(number) for number in dict.fromkeys(read.documents)]
    audience = [_unit(code) for code in dict.fromkeys(read.audience)]
    stored = queries.find_session(read.spec.code)
    if stored is None:
        services.create_session(read.spec, unit=unit, documents=documents, audience=audience, now=now)
        report.created += 1
    elif _differs(stored, read.spec, unit, documents, audience):
        services.edit_session(stored, read.spec, unit=unit, documents=documents, audience=audience, now=now)
        report.updated += 1
    db.session.flush()


def _unit(code: str) -> Unit:
    unit = find_by_code(code)
    if unit is None:
        raise Invalid(Sentence("Không có đơn vị mã “%(code)s”.", code=code))
    return unit


def _differs(
    stored: StudySession, spec: SessionSpec, unit: Unit, documents: list[Document], audience: list[Unit]
) -> bool:
    links = (unit.id, {one.id for one in documents}, {one.id for one in audience})
    stored_links = (stored.unit_id, {one.id for one in stored.documents}, {one.id for one in stored.audience})
    return links != stored_links or spec != spec_of(stored)


def spec_of(session: StudySession) -> SessionSpec:
    """The session as it is described."""
    names = ("code", "title", "kind", "form", "starts_at", "ends_at", "deadline", "key_people", "agenda")
    return SessionSpec(
        **{name: getattr(session, name) for name in names},
        points=tuple((point.name, point.place) for point in session.points),
    )
