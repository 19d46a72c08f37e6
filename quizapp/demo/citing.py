"""What the questions of the demonstration cite: documents that their sources name, and the sections they are about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from ..accounts.models import Grant, Member
from ..extensions import db
from ..library.models import Document, Section
from ..questions import citations
from ..questions.citation_models import QuestionCitation
from ..questions.models import Bank, QuestionVersion
from ..units.models import Unit

# Of a document: a section's anchor, and words of which a question about it has all of at least one line.
ABOUT = {
    "37-QĐ/TW": (
        ("dieu-1", ("gồm bao nhiêu điều",), ("thay thế văn bản nào",)),
        ("dieu-2", ("Điều 2 của",)),
        ("dieu-3", ("Điều 3 của",)),
    ),
    "52-NQ/TW": (
        ("muc-1-khoan-1", ("kinh tế số", "2025")),
        ("muc-1-khoan-2", ("năng suất lao động", "2025")),
        ("muc-1-khoan-3", ("Internet băng thông rộng", "2025")),
        ("muc-1-khoan-4", ("đô thị thông minh",)),
        ("muc-2-khoan-1", ("kinh tế số", "2030")),
        ("muc-2-khoan-2", ("5G",), ("Internet", "2030")),
        ("muc-2-khoan-3", ("năng suất lao động", "2030"), ("Chính phủ số", "2030")),
    ),
    "57-NQ/TW": (
        ("muc-1-khoan-1", ("là trung tâm",), ("nhà khoa học",), ("Vai trò của Nhà nước",)),
        ("muc-1-khoan-2", ("cốt lõi",), ("đi trước một bước",)),
        ("muc-1-khoan-3", ("từ bỏ tư duy",), ("chấp nhận rủi ro",), ("cách quản lý",), ("kết quả mong đợi",)),
        ("muc-2-khoan-1-diem-a", ("nghiên cứu và phát triển",)),
        ("muc-2-khoan-1-diem-b", ("ngân sách",)),
        ("muc-2-khoan-1-diem-c", ("năng lực cạnh tranh số",)),
        ("muc-2-khoan-2", ("năm 2045",)),
        ("muc-3-khoan-1", ("Ban Chỉ đạo Trung ương",), ("được tổ chức vào ngày nào",)),
    ),
}


def cite_documents(root: Unit, now: datetime) -> None:
    """Let all questions cite, in the name of the board."""
    holder = select(Member).join(Grant, Grant.member_id == Member.id)
    board = db.session.scalars(holder.where(Grant.role == "propaganda_board", Grant.unit_id == root.id)).one()
    for bank in db.session.scalars(select(Bank).order_by(Bank.id)).all():
        citations.accept_suggestions(bank, None, board, now)
    for document in db.session.scalars(select(Document).where(Document.number.in_(ABOUT)).order_by(Document.id)).all():
        _cite_sections(document, board, now)


def _cite_sections(document: Document, board: Member, now: datetime) -> None:
    query = select(Section).where(Section.document_id == document.id)
    sections = {section.anchor: section for section in db.session.scalars(query)}
    found: dict[str, list[int]] = {}
    for question_id, stem in _citing(document):
        anchor = section_about(document.number, stem)
        if anchor is not None:
            found.setdefault(anchor, []).append(question_id)
    for anchor, question_ids in found.items():
        citations.cite(question_ids, document, sections[anchor], board, now)


def _citing(document: Document) -> Iterable[tuple[int, str]]:
    query = (
        select(QuestionVersion.question_id, QuestionVersion.stem)
        .join(QuestionCitation, QuestionCitation.question_id == QuestionVersion.question_id)
        .where(QuestionVersion.is_current, QuestionCitation.document_id == document.id)
    )
    return [(number, stem) for number, stem in db.session.execute(query.order_by(QuestionVersion.question_id))]


def section_about(number: str, stem: str) -> str | None:
    """The anchor of the section that such a question is about; None for one about the document as such."""
    text = stem.lower()
    for anchor, *lines in ABOUT[number]:
        if any(all(words.lower() in text for words in line) for line in lines):
            return anchor
    return None
