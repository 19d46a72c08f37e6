"""Designing, giving and withdrawing certificates."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_login import current_user
from sqlalchemy import select, update

from ...accounts import audit
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...pictures import reencode
from ...transactions import transactional
from ...units.models import Unit
from ...upserts import insert_for
from ...wording import local_day
from .. import output_queries
from ..certificate_files import logo_path
from ..certificate_wording import DEFAULT_HEADING, DEFAULT_WORDING, faults_of_wording, number_of
from ..mark_sheet import MARKED, Row
from ..mark_sheet_files import band_label, birth_of
from ..models import Certificate, CertificateDesign, Exam
from ..official_papers import dated, form_of, head_of

FIELDS = ("heading", "wording", "place", "signer_title", "signer_name")
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Issued:
    """How many were given now, and how many had theirs already."""

    new: int
    known: int


def design_of(unit: Unit) -> CertificateDesign:
    """The unit's own design, else one with the usual words and the unit's place and signer (not stored)."""
    own = db.session.get(CertificateDesign, unit.id)
    if own is not None:
        return own
    form = form_of(unit)
    return CertificateDesign(
        unit_id=unit.id,
        heading=DEFAULT_HEADING,
        wording=DEFAULT_WORDING,
        place=form.place,
        signer_title=form.signer_title,
        signer_name=form.signer_name,
        logo="",
    )


@transactional
def save_design(unit: Unit, values: dict[str, str], now: datetime) -> None:
    """Keep the design; certificates given before stay as they are. Raises Invalid."""
    if faults := faults_of_wording(values["wording"]):
        raise Invalid(faults[0])
    _ensure_design(unit)
    chosen = {name: values[name] for name in (*FIELDS, "logo")}
    db.session.execute(update(CertificateDesign).where(CertificateDesign.unit_id == unit.id).values(**chosen))
    audit.record("certificate_design.edited", "unit", unit.id, now=now, unit_id=unit.id)


def keep_logo(content: bytes) -> str:
    """Store a picture, made harmless and small; what it is known by. Raises Invalid."""
    picture = reencode(content)
    digest = hashlib.sha256(picture.content).hexdigest()
    path = logo_path(digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        beside = path.with_name(f"{digest}.{secrets.token_hex(4)}")
        beside.write_bytes(picture.content)
        beside.replace(path)
    return digest


@transactional
def issue(exam: Exam, now: datetime) -> Issued:
    """Give a certificate to everybody of the exam who passed and has none of this class.

    Asked again it gives only what is missing. Raises Refused before the marks are released.
    """
    if exam.released_at is None:
        raise Refused(Sentence("Điểm chưa công bố, nên chưa cấp được giấy chứng nhận."))
    passed = [row for row in output_queries.mark_sheet(exam, now) if row.standing == MARKED and row.band != "failed"]
    query = select(Certificate.member_id).where(Certificate.class_id == exam.class_id)
    have = set(db.session.scalars(query))
    missing = [row for row in passed if row.entry.member_id not in have]
    unit = exam.course_class.unit
    if missing:
        given = _insert(exam, unit, missing, now)
        audit.record("certificate.issued", "exam", exam.assessment.code, now=now, unit_id=unit.id, people=given)
        return Issued(given, len(passed) - given)
    return Issued(0, len(passed))


def _insert(exam: Exam, unit: Unit, rows: Sequence[Row], now: datetime) -> int:
    _ensure_design(unit)
    first = _take_numbers(unit, len(rows))
    design, on = design_of(unit), local_day(now)
    values = [
        {
            "class_id": exam.class_id,
            "member_id": row.entry.member_id,
            "unit_id": unit.id,
            "number": number_of(first + place, on.year),
            "token": secrets.token_urlsafe(15),
            "content": content_of(exam, unit, design, row, on),
            "issued_at": now,
            "issued_by_id": getattr(current_user, "id", None),
            "withdrawn_because": "",
        }
        for place, row in enumerate(rows)
    ]
    # Two who press the button at once: the second gives nobody a second one.
    statement = insert_for(Certificate).on_conflict_do_nothing(index_elements=["class_id", "member_id"])
    statement = statement.returning(Certificate.id)
    return sum(db.session.scalar(statement.values(row)) is not None for row in values)


def content_of(exam: Exam, unit: Unit, design: CertificateDesign, row: Row, on: date) -> dict[str, Any]:
    """Everything that is printed, as it is on that day."""
    return {
        "name": row.entry.name,
        "birth": birth_of(row.entry),
        "unit": row.entry.unit_name,
        "course": exam.course_class.course_title,
        "date": on.isoformat(),
        "mark": row.mark,
        "classification": band_label(row.band),
        "form": head_of(form_of(unit), unit, None),
        "dated": dated(design.place, on),
        "logo": design.logo,
        **{name: getattr(design, name) for name in ("heading", "wording", "signer_title", "signer_name")},
    }


def _ensure_design(unit: Unit) -> None:
    own = design_of(unit)
    values = {name: getattr(own, name) for name in ("unit_id", *FIELDS, "logo")}
    statement = insert_for(CertificateDesign).values(**values, next_number=1)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["unit_id"]))


def _take_numbers(unit: Unit, count: int) -> int:
    """The first of so many numbers that nobody else gets."""
    statement = (
        update(CertificateDesign)
        .where(CertificateDesign.unit_id == unit.id)
        .values(next_number=CertificateDesign.next_number + count)
        .returning(CertificateDesign.next_number)
        .execution_options(synchronize_session=False)
    )
    after: int = db.session.execute(statement).scalar_one()
    return after - count


@transactional
def withdraw(certificate: Certificate, reason: str, now: datetime) -> None:
    """It is worth nothing from now on; who checks it is told so. Done twice it stays as it was. Raises Invalid."""
    reason = _checked(reason, Sentence("Hãy ghi lý do thu hồi."))
    statement = (
        update(Certificate)
        .where(Certificate.id == certificate.id, Certificate.withdrawn_at.is_(None))
        .values(withdrawn_at=now, withdrawn_because=reason)
    )
    if db.session.scalar(statement.returning(Certificate.id)) is not None:
        number, unit_id = certificate.number, certificate.unit_id
        audit.record("certificate.withdrawn", "certificate", number, now=now, unit_id=unit_id, reason=reason)


@transactional
def reinstate(certificate: Certificate, reason: str, now: datetime) -> None:
    """A withdrawn one is worth something again; why, and why it was withdrawn, stays in the log. Done twice it stays as
    it was. Raises Invalid."""
    reason = _checked(reason, Sentence("Hãy ghi lý do khôi phục."))
    withdrawn_because = certificate.withdrawn_because
    statement = (
        update(Certificate)
        .where(Certificate.id == certificate.id, Certificate.withdrawn_at.is_not(None))
        .values(withdrawn_at=None, withdrawn_because="")
    )
    if db.session.scalar(statement.returning(Certificate.id)) is not None:
        number, unit_id = certificate.number, certificate.unit_id
        audit.record(
            "certificate.reinstated",
            "certificate",
            number,
            now=now,
            unit_id=unit_id,
            reason=reason,
            withdrawn_because=withdrawn_because,
        )


def _checked(reason: str, missing: Sentence) -> str:
    tidied = " ".join(reason.split())
    if not tidied:
        raise Invalid(missing)
    if len(tidied) > LONGEST_REASON:
        raise Invalid(Sentence("Lý do dài quá %(most)s ký tự. Hãy viết ngắn hơn.", most=LONGEST_REASON))
    return tidied
