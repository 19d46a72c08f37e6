"""Banks written to files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..accounts import audit
from ..errors import Refused, Sentence
from ..transactions import transactional
from . import queries
from .formats import registry
from .formats.answers import from_stored
from .formats.parsed import Kind, Level, ParsedQuestion, options_of
from .models import Bank, QuestionVersion

_MOST_NAMED = 10


@dataclass(frozen=True)
class Exported:
    """A file, how many questions it holds, and the sentence about those that its format cannot carry."""

    content: bytes
    count: int
    left_out: Sentence | None


@transactional
def export_questions(bank: Bank, format: str, now: datetime) -> Exported:
    """The current versions of all questions that are not retired, but for those that the format cannot carry.

    Raises Refused for a format that cannot be written, or that can carry none of them. The file tells the keys, so the
    export is noted in the audit log.
    """
    questions, left_out = registry.parted(format, as_parsed(queries.list_for_export(bank)))
    said = _left_out(format, left_out)
    if said and not questions:
        raise Refused(said)
    content = registry.write(format, questions, bank.title)
    count = len(questions)
    audit.record("bank.exported", "bank", bank.code, unit_id=bank.unit_id, now=now, format=format, questions=count)
    return Exported(content, count, said)


def _left_out(format: str, questions: Sequence[ParsedQuestion]) -> Sentence | None:
    """ "3 câu không ghi được vào Aiken: …"."""
    if not questions:
        return None
    items = ", ".join(question.item for question in questions[:_MOST_NAMED])
    return Sentence(
        "%(count)s câu không ghi được vào định dạng %(format)s: %(items)s. Hãy xuất thêm sang định dạng khác.",
        count=len(questions),
        format=format,
        items=items + (", …" if len(questions) > _MOST_NAMED else ""),
    )


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
