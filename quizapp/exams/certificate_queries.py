"""What is read of certificates."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from ..errors import NotFound, Sentence
from ..extensions import db
from .models import Candidate, Certificate, Exam

UNKNOWN = Sentence("Không có giấy chứng nhận này. Hãy kiểm tra lại đường dẫn hoặc mã QR.")


def list_certificates(exam: Exam) -> Sequence[Certificate]:
    """Those that candidates of the exam have of its class, in the order of their numbers."""
    candidates = select(Candidate.member_id).where(Candidate.exam_id == exam.id)
    query = select(Certificate).where(Certificate.class_id == exam.class_id, Certificate.member_id.in_(candidates))
    return db.session.scalars(query.order_by(Certificate.id)).all()


def get_certificate(exam: Exam, certificate_id: int) -> Certificate:
    """One of the exam's class; raises NotFound."""
    query = select(Certificate).where(Certificate.id == certificate_id, Certificate.class_id == exam.class_id)
    return _found(db.session.scalar(query))


def get_by_token(token: str) -> Certificate:
    """The one that a QR code leads to; raises NotFound."""
    return _found(db.session.scalar(select(Certificate).where(Certificate.token == token)))


def list_own(member_id: int) -> Sequence[Certificate]:
    """The member's own, the latest first."""
    query = select(Certificate).where(Certificate.member_id == member_id)
    return db.session.scalars(query.order_by(Certificate.issued_at.desc(), Certificate.id.desc())).all()


def find_own_of(exam: Exam, member_id: int) -> Certificate | None:
    """The member's own of the exam's class, while it is worth something."""
    query = select(Certificate).where(Certificate.class_id == exam.class_id, Certificate.member_id == member_id)
    return db.session.scalar(query.where(Certificate.withdrawn_at.is_(None)))


def get_own(certificate_id: int, member_id: int) -> Certificate:
    """One of the member's own; raises NotFound."""
    query = select(Certificate).where(Certificate.id == certificate_id, Certificate.member_id == member_id)
    return _found(db.session.scalar(query))


def _found(certificate: Certificate | None) -> Certificate:
    if certificate is None:
        raise NotFound(UNKNOWN)
    return certificate
