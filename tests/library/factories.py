"""Documents for tests, with only what the test does not care about filled in."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from quizapp.extensions import db
from quizapp.library.identity import issuer_key, number_key
from quizapp.library.models import Document, Section
from quizapp.units.models import Unit
from tests.conftest import NOW
from tests.factories import make_unit

ISSUED = date(2024, 12, 22)
_numbers = count(1)


def make_document(title: str = "Về phát triển khoa học", unit: Unit | None = None, **fields: Any) -> Document:
    number = fields.pop("number", f"{next(_numbers)}-NQ/TW")
    issuer = fields.pop("issuer", "Bộ Chính trị")
    document = Document(
        number=number,
        number_key=number_key(number),
        kind=fields.pop("kind", "resolution"),
        title=title,
        issuer=issuer,
        issuer_key=issuer_key(issuer),
        issued_on=fields.pop("issued_on", ISSUED),
        unit=unit or make_unit(),
        published_at=fields.pop("published_at", NOW),
        created_at=NOW,
        updated_at=NOW,
        **fields,
    )
    db.session.add(document)
    db.session.commit()
    return document


def make_section(document: Document, number: str = "1", text: str = "Nội dung.", **fields: Any) -> Section:
    position = db.session.query(Section).filter_by(document_id=document.id).count() + 1
    section = Section(
        document_id=document.id,
        kind=fields.pop("kind", "article"),
        number=number,
        anchor=fields.pop("anchor", f"dieu-{number}"),
        position=position,
        path=fields.pop("path", f"{position}/"),
        text=text,
        html=fields.pop("html", f"<p>{text}</p>"),
        **fields,
    )
    db.session.add(section)
    db.session.commit()
    return section
