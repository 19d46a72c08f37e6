"""Banks written to files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..accounts import audit
from ..transactions import transactional
from . import queries
from .formats import registry
from .formats.answers import from_stored
from .formats.parsed import Kind, Level, ParsedQuestion, options_of
from .models import Bank, QuestionVersion


@transactional
def export_questions(bank: Bank, format: str, now: datetime) -> tuple[bytes, int]:
    """(the file, how many questions): current versions of all questions that are not retired. Raises Refused for a
    format that cannot be written. The file tells the keys, so the export is noted in the audit log."""
    questions = as_parsed(queries.list_for_export(bank))
    content = registry.write(format, questions, bank.title)
    count = len(questions)
    audit.record("bank.exported", "bank", bank.code, unit_id=bank.unit_id, now=now, format=format, questions=count)
    return content, count


def as_parsed(versions: Sequence[QuestionVersion]) -> list[ParsedQuestion]:
    """The versions in the form that files are written from, numbered in this order."""
    return [
        ParsedQuestion(
            row=number,
            item=f"Câu {number}",
            kind=Kind(version.kind),
            stem=version.stem,
            options=options_of(version.options),
            answer=from_stored(version.answer),
            explanation=version.explanation,
            source=version.source,
            topic=version.topic,
            level=Level(version.level) if version.level else None,
            reference=version.question.reference,
            tags=tuple(version.tags),
        )
        for number, version in enumerate(versions, start=1)
    ]
