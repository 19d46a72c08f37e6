"""One row of a question table as a question. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...errors import Invalid, Sentence
from ...folding import tidy
from ...rich_text import count_lost_pictures, from_typed_text, to_plain_text
from ...tables import Cell, Row, as_text
from .answers import Answer
from .checks import GAP_MARK
from .parsed import (
    Kind,
    ParsedOption,
    ParsedQuestion,
    lost_pictures,
    parse_level,
    true_false_options,
    unknown_level,
)
from .table_columns import Columns
from .table_keys import read_key, truth
from .table_kinds import read_kind
from .table_layouts import Layout
from .table_other_kinds import Cells, read_other

_CHOSEN = (None, Kind.SINGLE, Kind.MULTIPLE, Kind.TRUEFALSE)
_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")


@dataclass(frozen=True)
class Reading:
    """A question with the warnings about it."""

    question: ParsedQuestion
    warnings: tuple[Sentence, ...]


def typed(cell: Cell) -> str:
    """The cell as typed; unlike ``as_text`` it keeps line breaks."""
    return cell if isinstance(cell, str) else as_text(cell)


def read_row(row: Row, layout: Layout, item: str, heading: str) -> Reading:
    """The question in a row; raises Invalid with the reason. ``heading``: the topic of the rows around it."""
    columns = layout.columns
    _refuse_errors(row)
    kind, options, answer = _kind_and_answers(row, layout)
    level = as_text(columns.cell(row, "level"))
    question = ParsedQuestion(
        row=row.number,
        item=item,
        kind=kind,
        stem=from_typed_text(typed(columns.cell(row, "stem"))),
        options=options,
        answer=answer,
        explanation=from_typed_text(typed(columns.cell(row, "explanation"))),
        source=as_text(columns.cell(row, "source")),
        topic=as_text(columns.cell(row, "topic")) or heading,
        level=parse_level(level),
        reference=as_text(columns.cell(row, "reference")),
        tags=_tags(as_text(columns.cell(row, "tags"))),
    )
    return Reading(question, _warnings(row, columns, question, level))


def excerpt_of_row(row: Row, layout: Layout) -> list[str]:
    """The stem and the options as typed."""
    columns = layout.columns
    options = columns.cells(row, (*columns.options, *columns.wrong))
    return [typed(columns.cell(row, "stem")), *(typed(cell) for cell in options if cell is not None)]


def _refuse_errors(row: Row) -> None:
    for cell in row.cells:
        if isinstance(cell, str) and _ERRORS.fullmatch(cell):
            raise Invalid(
                Sentence(
                    "Có ô báo lỗi công thức %(value)s. Sửa công thức, hoặc gõ thẳng giá trị vào ô.",
                    value=cell,
                )
            )


def _kind_and_answers(row: Row, layout: Layout) -> tuple[Kind, tuple[ParsedOption, ...], Answer | None]:
    columns = layout.columns
    named = as_text(columns.cell(row, "kind"))
    kind = read_kind(named)
    if kind is Kind.TEXT and GAP_MARK.search(typed(columns.cell(row, "stem"))):
        kind = Kind.CLOZE
    if kind in _CHOSEN or columns.wrong:
        return *_kind_and_options(row, layout, kind), None
    cells = [typed(cell) for cell in columns.cells(row, columns.options)]
    options, answer = read_other(kind, Cells(cells, typed(columns.cell(row, "key")), named))
    return kind, options, answer


def _kind_and_options(row: Row, layout: Layout, kind: Kind | None) -> tuple[Kind, tuple[ParsedOption, ...]]:
    columns = layout.columns
    named = as_text(columns.cell(row, "kind"))
    if not named and layout.needs_kind:
        raise Invalid(Sentence("Chưa ghi loại câu hỏi ở cột %(column)s.", column=columns.headers["kind"]))
    if columns.wrong:
        return Kind.SINGLE, _right_and_wrong(row, columns)
    key = as_text(columns.cell(row, "key"))
    texts = [from_typed_text(typed(cell)) for cell in columns.cells(row, columns.options)]
    if kind is Kind.TRUEFALSE or (kind is None and _is_true_false(texts[: _filled(texts)], key)):
        return Kind.TRUEFALSE, true_false_options(_truth(texts[: _filled(texts)], key))
    if not columns.options:
        raise Invalid(
            Sentence("Câu chưa có phương án. Nếu là câu trả lời ngắn, hãy ghi “Trả lời ngắn” vào cột “Loại”.")
        )
    return _choice(kind, key, texts, layout.by_number)


def _choice(
    kind: Kind | None, key: str, texts: Sequence[str], by_number: bool
) -> tuple[Kind, tuple[ParsedOption, ...]]:
    """A choice; where its kind was not named, several right options make it multiple."""
    right = read_key(key, [to_plain_text(text) for text in texts], by_number)
    texts = texts[: _filled(texts)]
    options = tuple(ParsedOption(text, position in right) for position, text in enumerate(texts))
    return kind or (Kind.MULTIPLE if len(right) > 1 else Kind.SINGLE), options


def _filled(texts: Sequence[str]) -> int:
    """How many options up to the last one that is filled in; a gap before it is for the author to mend."""
    return max((position for position, text in enumerate(texts, start=1) if text), default=0)


def _right_and_wrong(row: Row, columns: Columns) -> tuple[ParsedOption, ...]:
    right = from_typed_text(typed(columns.cell(row, "key")))
    if not right:
        raise Invalid(Sentence("Chưa có đáp án đúng. Hãy ghi vào cột %(column)s.", column=columns.headers["key"]))
    wrong = [from_typed_text(typed(cell)) for cell in columns.cells(row, columns.wrong)]
    return (ParsedOption(right, True), *(ParsedOption(text) for text in wrong if text))


def _is_true_false(texts: Sequence[str], key: str) -> bool:
    """No options and a truth for a key, or just the two options "Đúng" and "Sai"."""
    if not texts:
        return truth(key) is not None
    return [to_plain_text(text) for text in texts] in (["Đúng", "Sai"], ["Sai", "Đúng"])


def _truth(texts: Sequence[str], key: str) -> bool:
    if texts:
        return _truth_of_options([to_plain_text(text) for text in texts], key)
    answer = truth(key, may_be_short=True)
    if answer is None:
        raise Invalid(Sentence("Chưa rõ đáp án. Ghi Đúng hoặc Sai vào cột Đáp án."))
    return answer


def _truth_of_options(texts: list[str], key: str) -> bool:
    truths = [truth(text, may_be_short=True) for text in texts]
    if sorted(map(str, truths)) != ["False", "True"]:
        raise Invalid(Sentence("Câu đúng/sai chỉ có hai phương án Đúng và Sai. Hãy sửa phương án hoặc loại câu."))
    said = truth(key)
    if said is not None:
        return said
    positions = read_key(key, texts)
    if len(positions) != 1:
        raise Invalid(Sentence("Câu đúng/sai chỉ có một đáp án. Ghi Đúng hoặc Sai vào cột Đáp án."))
    return bool(truths[min(positions)])


def _tags(text: str) -> tuple[str, ...]:
    """Parted by semicolons, or by commas where there is no semicolon."""
    parts = text.split(";") if ";" in text else text.split(",")
    return tuple(tidy(part) for part in parts if part.strip())


def _warnings(row: Row, columns: Columns, question: ParsedQuestion, level: str) -> tuple[Sentence, ...]:
    warnings = []
    if level and question.level is None:
        warnings.append(unknown_level(level))
    lost = _lost_pictures(row, columns, question)
    if lost:
        warnings.append(lost_pictures(lost))
    places = (columns.places["stem"], *columns.options, *columns.wrong)
    if any(isinstance(cell, date) for cell in columns.cells(row, places)):
        warnings.append(Sentence("Có ô đã bị Excel đổi thành ngày tháng. Hãy kiểm tra lại nội dung câu này."))
    return tuple(warnings)


def _lost_pictures(row: Row, columns: Columns, question: ParsedQuestion) -> int:
    typed_html = "".join(cell for cell in row.cells if isinstance(cell, str))
    kept = question.stem + question.explanation + "".join(option.text for option in question.options)
    return count_lost_pictures(typed_html, kept) + (columns.cell(row, "picture") is not None)
