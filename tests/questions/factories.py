"""Banks, questions and question files for tests."""

from __future__ import annotations

from typing import Any

from quizapp.questions import services
from quizapp.questions.formats.parsed import Kind, Level, ParsedFile, ParsedOption, ParsedQuestion
from quizapp.questions.models import Bank
from quizapp.units.models import Unit
from tests.conftest import NOW
from tests.factories import make_unit

# Keys that no page may tell to those who may not see them.
GIFT = """// [title:Nghị quyết 57]
// [id:NQ57-1] [tag:topic=Nghị quyết 57-NQ/TW] [tag:level=recall] [tag:source=Mục I]
::Câu 1::Nghị quyết 57-NQ/TW ban hành năm nào? {
~Năm 2022
=Năm 2024
~Năm 2025
####Ban hành ngày 22/12/2024.
}

// [tag:topic=Nghị quyết 57-NQ/TW] [tag:level=understanding]
::Câu 2::Ai là trung tâm theo Nghị quyết 57-NQ/TW? {
~%50%Người dân
~%50%Doanh nghiệp
~%-100%Nhà đầu tư
}

::Câu 3::Nghị quyết 57-NQ/TW do Bộ Chính trị ban hành? {T}
"""


def make_bank(code: str = "NQ57", title: str = "Nghị quyết 57", unit: Unit | None = None) -> Bank:
    return services.create_bank(code, title, unit or make_unit(), NOW)


def parsed_question(stem: str = "Câu hỏi mẫu?", reference: str = "", row: int = 1, **fields: Any) -> ParsedQuestion:
    options = fields.pop("options", ("Đúng là đây", "Không phải", "Cũng không"))
    right = fields.pop("right", (0,))
    return ParsedQuestion(
        row=row,
        item=fields.pop("item", f"Câu {row}"),
        kind=fields.pop("kind", Kind.SINGLE),
        stem=stem,
        options=tuple(ParsedOption(text, position in right) for position, text in enumerate(options)),
        reference=reference,
        **fields,
    )


def parsed_file(*questions: ParsedQuestion, **fields: Any) -> ParsedFile:
    return ParsedFile(questions, **fields)


def fill_bank(bank: Bank, *questions: ParsedQuestion) -> None:
    """Import these questions."""
    services.import_questions(parsed_file(*questions), bank, None, NOW)


def fill_bank_with(bank: Bank, count: int, **fields: Any) -> None:
    """Import so many different questions, Q1, Q2, …"""
    fill_bank(bank, *(parsed_question(f"Câu hỏi số {n}?", f"Q{n}", row=n, **fields) for n in range(1, count + 1)))


RECALL, UNDERSTANDING = Level.RECALL, Level.UNDERSTANDING
