"""QTI: a question from choices and the identifiers of the right ones, whatever the version. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ...errors import Invalid, Sentence
from ...rich_text import to_plain_text
from .explanations import with_remarks
from .parsed import Kind, ParsedOption, ParsedQuestion, true_false_options
from .qti_metadata import Facts

_TRUTHS = {"đúng": True, "true": True, "sai": False, "false": False}


@dataclass(frozen=True)
class Choice:
    """An option as the file has it; ``text`` and ``remark`` are cleaned HTML."""

    identifier: str
    text: str
    remark: str = ""


def truths_of(choices: Sequence[Choice]) -> list[bool] | None:
    """What the two options of a true/false question say, None where they are not just these words."""
    truths = [_TRUTHS.get(to_plain_text(choice.text).strip(" .").lower()) for choice in choices]
    if sorted(map(str, truths)) != ["False", "True"]:
        return None
    return [bool(said) for said in truths]


def question_of(
    row: int,
    item: str,
    kind: Kind,
    stem: str,
    choices: Sequence[Choice],
    right: Collection[str],
    general: str,
    facts: Facts,
) -> ParsedQuestion:
    """The question. Raises Invalid for a right answer that is none of the choices, and for two of one name."""
    _refuse_unknown(choices, right)
    options = tuple(ParsedOption(choice.text, choice.identifier in right) for choice in choices)
    remarks = [choice.remark for choice in choices]
    truths = truths_of(choices)
    if kind is Kind.TRUEFALSE and truths and sum(option.is_right for option in options) == 1:
        options = true_false_options(options[truths.index(True)].is_right)
        remarks = remarks if truths[0] else remarks[::-1]
    return ParsedQuestion(
        row=row,
        item=item,
        kind=kind,
        stem=stem,
        options=options,
        explanation=with_remarks(general, options, remarks),
        source=facts.source,
        topic=facts.topic,
        level=facts.level,
        reference=facts.reference,
        tags=facts.tags,
    )


def partial_credit(texts: Sequence[str]) -> tuple[Sentence, ...]:
    """The warning for options that were worth a part of the marks; ``texts`` are HTML."""
    if not texts:
        return ()
    plain = "; ".join(to_plain_text(text) for text in texts)
    return (Sentence("Phương án được một phần điểm nay tính là sai: %(options)s.", options=plain),)


def _refuse_unknown(choices: Sequence[Choice], right: Collection[str]) -> None:
    identifiers = [choice.identifier for choice in choices]
    if len(set(identifiers)) < len(identifiers):
        raise Invalid(Sentence("Có hai phương án cùng mã nên không rõ đáp án. Hãy xuất lại từ hệ thống gốc."))
    for identifier in right:
        if identifier not in identifiers:
            raise Invalid(
                Sentence(
                    "Đáp án “%(key)s” không có trong các phương án. Hãy sửa đáp án ở hệ thống gốc rồi xuất lại.",
                    key=identifier,
                )
            )
