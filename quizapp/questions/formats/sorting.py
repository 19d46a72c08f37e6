"""Good questions to one side, bad ones with their reasons to the other: the same for every format. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...errors import Invalid, Sentence
from ...mathematics import unreadable_formulas
from .checks import check
from .parsed import (
    ParsedFile,
    ParsedQuestion,
    QuestionWarning,
    RejectedQuestion,
    excerpt_of,
    fingerprint,
    shortened,
)

MOST_ITEMS = 100_000
MOST_REASONS = 10


@dataclass
class Sorting:
    """Sorts what a reader finds into good and rejected; ``finish`` gives the file.

    Taking or rejecting one more item than a file may have raises Invalid.
    """

    questions: list[ParsedQuestion] = field(default_factory=list)
    rejected: list[RejectedQuestion] = field(default_factory=list)
    warnings: list[QuestionWarning] = field(default_factory=list)
    _rows: dict[str, int] = field(default_factory=dict)

    def add(self, question: ParsedQuestion, *warnings: Sentence) -> None:
        """Take a question, or reject it for the rules it breaks."""
        self._refuse_too_many()
        faults = check(question)
        if faults:
            self.reject(question.row, question.item, *faults, excerpt=excerpt_of(question))
            return
        self.questions.append(question)
        for warning in (*warnings, *_formula_warnings(question), *self._repetition(question)):
            self.warnings.append(QuestionWarning(question.row, question.item, warning))

    def reject(self, row: int, item: str, *reasons: Sentence, excerpt: Iterable[str] = ()) -> None:
        """Note an item that cannot be stored."""
        self._refuse_too_many()
        self.rejected.append(RejectedQuestion(row, item, joined(reasons), shortened(excerpt)))

    def finish(self, title: str = "") -> ParsedFile:
        """What was found."""
        return ParsedFile(tuple(self.questions), tuple(self.rejected), tuple(self.warnings), title)

    def _refuse_too_many(self) -> None:
        if len(self.questions) + len(self.rejected) >= MOST_ITEMS:
            raise Invalid(Sentence("Tệp có hơn %(most)s câu hỏi. Hãy chia thành nhiều tệp.", most=MOST_ITEMS))

    def _repetition(self, question: ParsedQuestion) -> list[Sentence]:
        row = self._rows.setdefault(fingerprint(question), question.row)
        if row == question.row:
            return []
        return [Sentence("Trùng với câu ở dòng %(row)s. Hãy bỏ bớt một câu.", row=row)]


def _formula_warnings(question: ParsedQuestion) -> list[Sentence]:
    texts = (question.stem, question.explanation, *(text for one in question.options for text in (one.text, one.match)))
    return [
        Sentence("Công thức “%(latex)s” không đọc được nên hiện như đã gõ. Hãy kiểm tra lại.", latex=latex[:60])
        for text in texts
        if "\\" in text or "$$" in text
        for latex in unreadable_formulas(text)[:MOST_REASONS]
    ]


def joined(reasons: Sequence[Sentence]) -> Sentence:
    """Several sentences as one; what comes after the first ten is left out."""
    if len(reasons) == 1:
        return reasons[0]
    return Sentence("%(first)s %(others)s", first=reasons[0], others=joined(reasons[1:MOST_REASONS]))
