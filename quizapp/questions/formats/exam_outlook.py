"""What comes after each line of an exam, and whether plain numbers part its questions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from .exam_tokens import Sign, Token, holds_question, starts_options


class Ahead(StrEnum):
    """The next thing after a line that tells where it belongs; plain text is looked past."""

    OPTIONS = "options"  # an option A: what stands above it is a stem
    OPTION = "option"  # another option: what stands above it goes on with the one before
    QUESTION = "question"
    OTHER = "other"
    END = "end"


_KINDS = {
    Sign.QUESTION: Ahead.QUESTION,
    Sign.LEVEL: Ahead.QUESTION,
    Sign.KEY: Ahead.OTHER,
    Sign.FIELD: Ahead.OTHER,
    Sign.BREAK: Ahead.OTHER,
    Sign.ANSWERS: Ahead.OTHER,
    Sign.HEADING: Ahead.OTHER,
}


@dataclass(frozen=True)
class Outlook:
    """``after``: for each line what comes next. ``after_numbers``: the same, looking past "1.", "2.", …

    ``is_near``: whether it is the text above options from which no other text is parted by a blank line.
    ``has_names``: questions are called "Câu 5"; ``has_numbers``: they are only numbered.
    """

    after: tuple[Ahead, ...]
    after_numbers: tuple[Ahead, ...]
    is_near: tuple[bool, ...]
    has_names: bool
    has_numbers: bool


def outlook(tokens: Sequence[Token]) -> Outlook:
    """Look over the whole exam."""
    has_names = any(token.sign is Sign.QUESTION for token in tokens)
    has_numbers = not has_names and _are_numbered(tokens)
    return Outlook(_after(tokens, has_numbers), _after(tokens, False), _near(tokens), has_names, has_numbers)


def _after(tokens: Sequence[Token], stops_at_numbers: bool) -> tuple[Ahead, ...]:
    result = []
    ahead = Ahead.END
    for token in reversed(tokens):
        result.append(ahead)
        ahead = _kind(token, stops_at_numbers) or ahead
    return tuple(reversed(result))


def _near(tokens: Sequence[Token]) -> tuple[bool, ...]:
    result = []
    is_near = has_text = False
    for token in reversed(tokens):
        result.append(is_near)
        if token.sign is Sign.BLANK:
            is_near = is_near and not has_text
        elif token.sign in (Sign.TEXT, Sign.NUMBER):
            has_text = True
        else:
            is_near, has_text = starts_options(token), False
    return tuple(reversed(result))


def _kind(token: Token, stops_at_numbers: bool) -> Ahead | None:
    if token.sign is Sign.OPTION:
        return Ahead.OPTIONS if starts_options(token) else Ahead.OPTION
    if token.sign is Sign.NUMBER and stops_at_numbers:
        return Ahead.QUESTION
    if token.sign in (Sign.TEXT, Sign.NUMBER) and holds_question(token):
        return Ahead.QUESTION
    return _KINDS.get(token.sign)


def _are_numbered(tokens: Sequence[Token]) -> bool:
    """Whether the first numbers above the rows of options count 1, 2, 3, …; those of statements begin anew."""
    rows, numbers = 0, []
    first: int | None = None
    for token in tokens:
        if token.sign is Sign.NUMBER and first is None:
            first = int(token.name)
        if starts_options(token) or (token.sign is Sign.NUMBER and holds_question(token)):
            rows += 1
            numbers.extend([first] if first is not None else [])
            first = None
        elif token.sign is Sign.OPTION:
            first = None
    if not numbers or len(numbers) * 2 < rows:
        return False
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return steps * 2 >= len(numbers) - 1
