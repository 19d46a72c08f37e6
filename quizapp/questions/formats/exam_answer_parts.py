"""Exams that answer their questions in a second part: "Câu 1: B. Vì …" below all questions. Pure."""

from __future__ import annotations

import re

from .exam_blocks import Block
from .exam_lines import Line
from .exam_tokens import Sign, answer_in, token_of


def take_answers(blocks: list[Block]) -> None:
    """Hand the answers of a second part to their questions; what answered is no question any more."""
    asked: dict[int, list[Block]] = {}
    answers: list[Block] = []
    for block in blocks:
        match = answer_in(block.body[0].text) if block.body and not block.options else None
        own = asked.get(block.number, []) if block.number is not None else []
        if match and len(own) == 1 and not own[0].keys and not block.keys:
            _hand_over(block, own[0], match)
            answers.append(block)
        elif block.number is not None:
            asked.setdefault(block.number, []).append(block)
    taken = set(map(id, answers))
    blocks[:] = [block for block in blocks if id(block) not in taken]


def _hand_over(answer: Block, question: Block, match: re.Match[str]) -> None:
    first: Line = answer.body[0]
    question.keys.append(first.part(match.start("key"), match.end("key")))
    name = "explanation"
    for line in (first.part(match.end()), *answer.body[1:]):
        token = token_of(line)
        if token.sign is Sign.FIELD:
            name, line = token.name, token.line
        if not line.is_blank:
            question.fields.setdefault(name, []).append(line)
    for name, lines in answer.fields.items():
        question.fields.setdefault(name, []).extend(lines)
