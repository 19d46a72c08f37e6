"""The lines of an exam parted into questions, by what each line shows and what comes after it. Pure.

Where the questions have numbers, the numbers part them. Where they have none, a question begins with the text above
each option A.
"""

from __future__ import annotations

from collections.abc import Sequence

from .exam_answers import AnswerList
from .exam_blocks import Block, Exam, Part, part_of
from .exam_labels import is_row_of_options
from .exam_lines import Line, without_gaps
from .exam_outlook import Ahead, outlook
from .exam_tokens import (
    Sign,
    Token,
    answer_in,
    holds_question,
    is_whole_value,
    level_of_heading,
    starts_options,
    token_of,
    with_own_key,
)
from .parsed import Level


def part(lines: Sequence[Line]) -> Exam:
    """Part the lines into questions."""
    return _Parting([part for line in lines for part in with_own_key(without_gaps(line))]).run()


class _Parting:
    """Goes through the lines once; what is still open is the last block and, in it, perhaps a field."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._tokens = [token_of(line) for line in lines]
        self._outlook = outlook(self._tokens)
        self._exam = Exam()
        self._block: Block | None = None
        self._field = ""
        self._topic = ""
        self._level: Level | None = None
        self._number = 0
        self._is_new_part = False
        self._after_blank = True
        self._after_break = False
        self._was_stray = False
        self._awaits_key = False

    def run(self) -> Exam:
        takers = {
            Sign.BLANK: self._blank,
            Sign.BREAK: self._break,
            Sign.QUESTION: self._question,
            Sign.NUMBER: self._numbered,
            Sign.LEVEL: self._leveled,
            Sign.OPTION: self._option,
            Sign.KEY: self._key,
            Sign.FIELD: self._named_field,
            Sign.HEADING: self._heading,
            Sign.ANSWERS: self._answers,
            Sign.TEXT: self._text,
        }
        for place, token in enumerate(self._tokens):
            takers[token.sign](token, place)
            self._after_blank = token.sign is Sign.BLANK
        return self._exam

    def _blank(self, token: Token, place: int) -> None:
        if self._block and (token.line.faults or token.line.remarks):
            self._block.body.append(token.line)

    def _break(self, token: Token, place: int) -> None:
        if self._block and not self._block.is_complete and not token.line.text.strip(" ._"):
            self._text(Token(Sign.TEXT, token.line), place)  # a line to write on
            return
        self._close()
        self._after_break = True

    def _question(self, token: Token, place: int) -> None:
        self._open(token, int(token.name) if token.name else None)

    def _numbered(self, token: Token, place: int) -> None:
        if self._is_question_number(token, place):
            self._open(token, int(token.name))
            return
        if self._block and not self._block.is_complete:
            self._block.has_statements = True
        self._text(Token(Sign.TEXT, self._lines[place]), place)

    def _is_question_number(self, token: Token, place: int) -> bool:
        block, is_next = self._block, int(token.name) == self._number + 1
        leads_to_options = self._outlook.after_numbers[place] is Ahead.OPTIONS or holds_question(token)
        if self._outlook.has_names:
            return is_next and leads_to_options and (block is None or block.is_complete)
        if not self._outlook.has_numbers:
            return False
        if block and not block.is_complete:
            # Another number within a stem counts statements, unless it goes on as the questions do.
            return is_next and token.style == block.style and not block.has_statements
        if block is None and answer_in(token.line.text):
            return True
        return is_next and leads_to_options if self._field else is_next or leads_to_options

    def _leveled(self, token: Token, place: int) -> None:
        if self._block is None or self._block.is_complete:
            self._open(token, None)
            self._exam.blocks[-1].notes.append(token.name)
        else:
            self._text(Token(Sign.TEXT, self._lines[place]), place)

    def _option(self, token: Token, place: int) -> None:
        block = self._block
        if self._field and not token.line.role:
            self._go_on(token.line, place)
        elif block is None and not starts_options(token):
            self._stray(token.line)
        elif block is None or (block.is_complete and block.options and starts_options(token)):
            self._open(Token(Sign.TEXT, token.line), None)
        else:
            self._take_options(block, token.line)

    def _take_options(self, block: Block, line: Line) -> None:
        block.add(line)
        self._field = ""
        block.options += 2 if is_row_of_options(line) else 1
        self._was_stray = False

    def _key(self, token: Token, place: int) -> None:
        if token.line.is_blank and self._block and self._block.part is Part.ESSAY:
            self._field = "rubric"
            self._block.fields.setdefault("rubric", [])
        elif token.line.is_blank:
            self._awaits_key = True
        elif self._block is None:
            self._stray(self._lines[place])
        else:
            self._take_key(self._block, token.line)

    def _take_key(self, block: Block, line: Line) -> None:
        block.keys.append(line)
        self._field = "rubric" if block.part is Part.ESSAY and not line.role else ""
        if self._field:
            block.fields.setdefault("rubric", [])
        self._awaits_key = self._was_stray = False

    def _named_field(self, token: Token, place: int) -> None:
        block = self._block
        if block is None or not (block.is_complete or token.line.role):
            self._text(Token(Sign.TEXT, self._lines[place]), place)
        elif token.name in ("topic", "level") and self._begins_part(token, place):
            self._heading(Token(Sign.HEADING, token.line, token.line.text.strip()), place)
        else:
            self._field, self._was_stray = token.name, False
            block.fields.setdefault(token.name, []).append(token.line)

    def _begins_part(self, token: Token, place: int) -> bool:
        """ "Chủ đề: …" apart from the question above belongs to those below."""
        return (
            self._after_blank and not token.line.role and self._outlook.after[place] in (Ahead.QUESTION, Ahead.OPTIONS)
        )

    def _heading(self, token: Token, place: int) -> None:
        is_part = part_of(token.name) is not Part.ANY
        if self._block and not self._block.is_complete and not is_part:
            self._text(Token(Sign.TEXT, token.line), place)
            return
        self._close()
        level = level_of_heading(token.name)
        self._level = level
        self._topic = self._topic if level else " ".join(token.name.split())
        self._is_new_part = True

    def _answers(self, token: Token, place: int) -> None:
        is_open = self._block is not None and not self._block.is_complete and not self._awaits_key
        if is_open and not token.line.role and "." not in token.line.cells[0]:
            self._text(Token(Sign.TEXT, token.line), place)
            return
        self._close()
        blocks, lists = self._exam.blocks, self._exam.lists
        if not lists or (blocks and blocks[-1].lists == len(lists)):
            lists.append(AnswerList(token.line.number))
        lists[-1].add(token.line.number, token.line.cells)

    def _text(self, token: Token, place: int) -> None:
        line, block = token.line, self._block
        if self._awaits_key and block and is_whole_value(line.text):
            self._take_key(block, line)
        elif line.role:
            self._go_on(line, place)
        elif block is None:
            self._begin_or_stray(token, place)
        elif not block.options and not self._field and (not block.is_complete or self._is_essay(block)):
            block.add(line)
        elif self._begins_question(token, place):
            self._begin_or_stray(token, place)
        elif self._was_stray:
            self._stray(line)
        else:
            self._go_on(line, place)

    def _is_essay(self, block: Block) -> bool:
        """Whether its stem may go on over several lines."""
        return block.part is Part.ESSAY and not block.keys

    def _begins_question(self, token: Token, place: int) -> bool:
        """Whether the text after a complete question is the stem of another, which has no number."""
        if self._block and not self._block.is_complete:
            return False
        if self._outlook.after[place] is not Ahead.OPTIONS and not holds_question(token):
            return False
        return not self._field or self._after_blank or self._was_stray or not self._outlook.has_names

    def _begin_or_stray(self, token: Token, place: int) -> None:
        """Of several texts above the options, parted by blank lines, the last is the stem."""
        is_stem = holds_question(token) or self._is_stem(place)
        if is_stem and not token.line.is_title:
            self._open(token, None)
        else:
            self._stray(self._lines[place])

    def _is_stem(self, place: int) -> bool:
        if self._outlook.after[place] is not Ahead.OPTIONS:
            return False
        return self._after_break or self._outlook.is_near[place]

    def _go_on(self, line: Line, place: int) -> None:
        """A line that goes on with what is open: the explanation, the key, the last option."""
        block = self._block
        if block is None:
            self._stray(line)
        elif self._field:
            block.fields[self._field].append(line)
        elif not line.role and (block.keys or self._stands_apart(block, place)):
            self._stray(line)
        else:
            block.add(line)
            if block.options > 1 and self._outlook.after[place] is not Ahead.OPTION:
                block.joined.append(line)

    def _stands_apart(self, block: Block, place: int) -> bool:
        """Whether a blank line parts this from the last option."""
        return block.options > 1 and self._after_blank and self._outlook.after[place] is not Ahead.OPTION

    def _open(self, token: Token, number: int | None) -> None:
        block = Block(token.line.number, number, token.style, self._topic, self._level, list(token.notes))
        block.lists, block.is_new_part = len(self._exam.lists), self._is_new_part
        self._exam.blocks.append(block)
        self._close()
        self._block = block
        self._is_new_part = self._after_break = False
        self._number = self._number if number is None else number
        if token.sign is Sign.TEXT and starts_options(Token(Sign.OPTION, token.line)):
            self._take_options(block, token.line)
            return
        block.add(token.line)
        block.options = 2 if holds_question(token) and not token.line.role else 0

    def _close(self) -> None:
        self._block = None
        self._field = ""
        self._awaits_key = self._was_stray = False

    def _stray(self, line: Line) -> None:
        if line.is_blank:
            return
        if self._was_stray and self._exam.strays:
            self._exam.strays[-1].append(line)
        else:
            self._exam.strays.append([line])
        self._was_stray = True
