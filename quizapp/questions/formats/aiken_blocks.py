"""Aiken, first step: a file cut into questions with their lines. Pure.

A line that looks like an option is one only where its letter is due, since stems begin that way too ("C. Mác …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...errors import Sentence
from .parsed import letter_of

_OPTION = re.compile(r"([A-Z])[.)](.*)", re.S)
_KEY = re.compile(r"ANSWER\s*:(.*)", re.I | re.S)


@dataclass
class Block:
    """One question's own lines. ``fault`` says why it is none."""

    row: int
    lines: list[str] = field(default_factory=list)
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    key: str = ""
    key_line: int = 0
    fault: Sentence | None = None


def split_blocks(text: str) -> list[Block]:
    """All questions of a file, in order, the unfinished ones too."""
    cutter = _Cutter(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return cutter.cut()


class _Cutter:
    """Goes down the lines with the question that is open, if any."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = [line.strip() for line in lines]
        self._next_signs = _next_signs(self._lines)
        self._blocks: list[Block] = []
        self._open: Block | None = None
        self._after_blank = False

    def cut(self) -> list[Block]:
        for place, line in enumerate(self._lines):
            if line:
                self._take(place, line)
            elif self._open and not self._open.stem:
                self._close()
            self._after_blank = not line
        self._close()
        return self._blocks

    def _take(self, place: int, line: str) -> None:
        key = _KEY.match(line)
        if key:
            self._take_key(place, line, key[1])
        elif self._is_option(place, line):
            self._take_option(place, line)
        else:
            self._take_text(place, line)

    def _take_key(self, place: int, line: str, key: str) -> None:
        block = self._opened(place, line)
        block.key, block.key_line = key, place + 1
        self._close()

    def _take_option(self, place: int, line: str) -> None:
        block = self._opened(place, line)
        letter, text = line[0], line[2:].strip()
        due = letter_of(len(block.options))
        if letter != due and not block.fault:
            block.fault = Sentence(
                "Dòng %(line)s: phương án %(letter)s đứng ở chỗ của phương án %(due)s. Hãy kiểm tra lại thứ tự.",
                line=place + 1,
                letter=letter,
                due=due,
            )
        block.options.append(text)

    def _take_text(self, place: int, line: str) -> None:
        if self._open and self._starts_another(place):
            self._close()
        block = self._opened(place, line)
        if block.options:
            block.options[-1] += f"\n{line}"
        else:
            block.stem.append(line)

    def _is_option(self, place: int, line: str) -> bool:
        match = _OPTION.match(line)
        if not match:
            return False
        if self._open and self._open.options:
            return True
        if self._open:
            return match[1] == "A"
        return match[1] == "A" and self._next_signs[place] != "A"

    def _starts_another(self, place: int) -> bool:
        """Whether a text cannot belong to the open question: that one was never finished."""
        if self._after_blank:
            return True
        return bool(self._open and self._open.options and self._next_signs[place] == "A")

    def _opened(self, place: int, line: str) -> Block:
        if self._open is None:
            self._open = Block(place + 1)
        self._open.lines.append(line)
        return self._open

    def _close(self) -> None:
        if self._open:
            self._open.fault = _fault(self._open) or self._open.fault
            self._blocks.append(self._open)
        self._open = None


def _next_signs(lines: list[str]) -> list[str]:
    """For each line the letter of the next one below that looks like an option; "" where a key or nothing follows."""
    signs, sign = [], ""
    for line in reversed(lines):
        signs.append(sign)
        option = _OPTION.match(line)
        sign = option[1] if option else "" if _KEY.match(line) else sign
    return signs[::-1]


def _fault(block: Block) -> Sentence | None:
    """What is missing."""
    if not block.stem and not block.options:
        return Sentence("Dòng ANSWER đứng một mình. Hãy thêm câu hỏi và các phương án ở trên, hoặc xóa dòng này.")
    if not block.stem:
        return Sentence("Thiếu nội dung câu hỏi ở trên các phương án. Hãy thêm nội dung câu hỏi.")
    if not block.options:
        return Sentence("Thiếu các phương án. Ghi mỗi phương án một dòng, bắt đầu bằng A., B., C.")
    if not block.key_line:
        return Sentence("Thiếu dòng đáp án. Hãy thêm dòng ANSWER: và chữ cái của phương án đúng.")
    return None
