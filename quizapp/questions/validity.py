"""Which questions are valid on a day: by the documents that they cite."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, exists, or_

from ..library.models import Document
from .citation_models import QuestionCitation
from .models import Question


def valid_on(day: date) -> ColumnElement[bool]:
    """The WHERE on Question: no document that it cites was issued later or had ended by that day."""
    ended = or_(Document.issued_on > day, Document.replaced_on <= day)
    cited = (QuestionCitation.question_id == Question.id, Document.id == QuestionCitation.document_id, ended)
    return ~exists().where(*cited)
