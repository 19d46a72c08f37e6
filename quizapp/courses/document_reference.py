"""Which document a list or a person means by a number: numbers are used again in other years."""

from __future__ import annotations

import re
from datetime import date

from ..errors import Invalid, NotFound, Sentence
from ..library import queries
from ..library.models import Document

_WITH_DATE = re.compile(
    r"(?P<number>.*\S)[\s,(]+(?:(?P<day>\d{1,2})/(?P<month>\d{1,2})/)?(?P<year>(?:19|20)\d\d)\)?\s*\Z"
)


def find_document(written: str) -> Document:
    """The document of "57-NQ/TW", "21-NQ/TW 2017" or "21-NQ/TW 25/10/2017".

    Raises NotFound for none, Invalid for several with what tells them apart.
    """
    found = queries.find_by_number(written)
    if not found and (parts := _WITH_DATE.match(written)):
        found = [one for one in queries.find_by_number(parts["number"]) if _is_of(one.issued_on, parts)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(Sentence("Không có văn bản số “%(number)s”.", number=written))
    raise Invalid(
        Sentence(
            "Có %(count)s văn bản số “%(number)s”: %(documents)s. Ghi thêm năm hoặc ngày ban hành sau số.",
            count=len(found),
            number=written,
            documents="; ".join(f"{one.issuer}, {one.issued_on:%d/%m/%Y}" for one in found[:4]),
        )
    )


def reference_to(document: Document) -> str:
    """The number with its date, which no other document bears: "21-NQ/TW 25/10/2017"."""
    return f"{document.number} {document.issued_on:%d/%m/%Y}"


def _is_of(issued_on: date, parts: re.Match[str]) -> bool:
    if issued_on.year != int(parts["year"]):
        return False
    return parts["day"] is None or (issued_on.day, issued_on.month) == (int(parts["day"]), int(parts["month"]))
