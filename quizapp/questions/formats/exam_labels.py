"""Labels of options ("A.", "b)", "(C)", "*D.") in the lines of one question, and the options between them. Pure.

A label at the start of a line is surely one; within a line ("A. x   B. y") it may also be a name ("Nguyễn Văn A."), so
the labels taken are the best row A, B, C, … that can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...errors import Sentence
from .exam_lines import OBJECT, Line, Role

_ALPHABETS = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "АБВГДЕЖЗИК", "абвгдежзик")
_LETTER = f"[{''.join(_ALPHABETS)}]"
_TICK = r"(?:[*✓✔√☑☒]|\[\s?[xX*✓✔]\s?\]|\([xX*]\))"
_LABEL = re.compile(
    rf"\s*(?:(?P<tick>{_TICK})\s*|(?:[☐□○]|\[\s?\])\s*)?"
    rf"(?:\((?P<paren>{_LETTER})\)|(?P<letter>{_LETTER})(?P<star>\*)?\s?(?P<stop>[.)/:]|[-–](?=\s)))"
    r"(?P<star2>\*(?=\s|\w))?"
)
_INLINE = re.compile(
    rf"(?<=[\s{OBJECT}])(?:(?P<tick>{_TICK})\s?)?"
    rf"(?:\((?P<paren>{_LETTER})\)|(?P<letter>{_LETTER})(?P<star>\*)?(?P<stop>[.)]))(?P<star2>\*(?=\s|\w))?"
)
_AFTER_SENTENCE = re.compile(rf"(?:[.?!;:…)”\"{OBJECT}]\s+|\t\s*|\s\s+|{OBJECT})\Z")
_FIRM_TICK = re.compile(r"\s*(?:\[\s?[xX✓✔]\s?\]|\([xX]\)|[✓✔☑])\s*|\s*(?P<star>\*)\s*(?=[^\s*])[^*]*\Z")
_MOST_OPTIONS_CHECKED = 30
_LONGEST_QUESTION = 60_000  # more than a stem and 26 options may have together


@dataclass(frozen=True)
class Label:
    """A label that may begin an option. ``position``: its place in the alphabet; ``is_sure``: it starts a line."""

    line: int
    start: int
    end: int
    style: int
    position: int
    is_sure: bool
    is_ticked: bool
    stands_apart: bool


@dataclass(frozen=True)
class Option:
    """One option as found. ``is_starred``: a loose star before the text, which may also belong to it."""

    letter: str
    label: Line
    lines: tuple[Line, ...]
    is_ticked: bool = False
    is_starred: bool = False


@dataclass(frozen=True)
class Options:
    """The lines of a question parted into its stem and its options."""

    stem: tuple[Line, ...]
    options: tuple[Option, ...]
    fault: Sentence | None = None


@dataclass(frozen=True)
class _Chain:
    """A row of labels A, B, C, … by its last one."""

    last: Label
    before: _Chain | None
    sure: int
    length: int
    start: tuple[int, int]

    @property
    def worth(self) -> tuple[int, int, tuple[int, int]]:
        return self.sure, self.length, self.start

    def labels(self) -> list[Label]:
        chain: _Chain | None = self
        labels = []
        while chain:
            labels.append(chain.last)
            chain = chain.before
        return labels[::-1]


def first_letter(line: Line) -> int | None:
    """The position of the label at the start of a line, None where there is none."""
    match = _LABEL.match(line.text)
    return _place(match)[1] if match else None


def is_row_of_options(line: Line) -> bool:
    """Whether one line holds the options of a question from A on."""
    return len(line.text) <= _LONGEST_QUESTION and len(_best_chain([line])) > 1


def find_options(lines: Sequence[Line]) -> Options:
    """The stem and the options within the lines of a question."""
    if sum(len(line.text) for line in lines) > _LONGEST_QUESTION:
        return Options(tuple(lines), (), Sentence("Câu này quá dài. Hãy kiểm tra xem có thiếu chỗ ngắt câu không."))
    if any(line.role is Role.OPTION for line in lines):
        return _named_options(lines)
    if lines and lines[0].role is Role.QUESTION and lines[0].keeps_format:
        return Options(tuple(lines), ())  # a file of our own, whose options have a style of their own
    chain = _best_chain(lines)
    if not chain:
        return Options(tuple(lines), ())
    first = chain[0]
    stem = (*lines[: first.line], lines[first.line].part(0, first.start))
    ends = [(label.line, label.start) for label in chain[1:]] + [(len(lines) - 1, len(lines[-1].text))]
    options = tuple(_option(lines, label, end) for label, end in zip(chain, ends, strict=True))
    fault = _unclear_start(chain) or _left_out(lines, chain)
    return Options(_filled(stem), options, fault)


def _named_options(lines: Sequence[Line]) -> Options:
    """The options that the container has named; lines below one go on with it."""
    first = next(place for place, line in enumerate(lines) if line.role is Role.OPTION)
    groups: list[list[Line]] = []
    for line in lines[first:]:
        if line.role is Role.OPTION:
            groups.append([line])
        else:
            groups[-1].append(line)
    options = tuple(Option(group[0].name, group[0].part(0, 0), tuple(group), group[0].is_ticked) for group in groups)
    expected = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(options)]
    letters = [option.letter.upper() for option in options]
    fault = None if letters == list(expected) else _out_of_order(", ".join(letters))
    return Options(tuple(lines[:first]), options, fault)


def _place(match: re.Match[str]) -> tuple[int, int]:
    """The alphabet and the position in it; letters that two alphabets share in looks count as typed."""
    letter = match["paren"] or match["letter"]
    return next((style, letters.index(letter)) for style, letters in enumerate(_ALPHABETS) if letter in letters)


def _labels(lines: Sequence[Line]) -> Iterator[Label]:
    for index, line in enumerate(lines):
        sure = _LABEL.match(line.text)
        if sure:
            yield _label(sure, index, is_sure=True, stands_apart=True)
        for match in _INLINE.finditer(line.text, sure.end() if sure else 0):
            stands_apart = bool(_AFTER_SENTENCE.search(line.text, max(match.start() - 4, 0), match.start()))
            is_small_word = (match["letter"] or "").islower() and match["stop"] == "." and not stands_apart
            if not is_small_word:
                yield _label(match, index, is_sure=False, stands_apart=stands_apart)


def _label(match: re.Match[str], line: int, is_sure: bool, stands_apart: bool) -> Label:
    style, position = _place(match)
    is_ticked = bool(match["tick"] or match["star"] or match["star2"])
    return Label(line, match.start(), match.end(), style, position, is_sure, is_ticked, stands_apart)


def _best_chain(lines: Sequence[Line]) -> list[Label]:
    best: dict[tuple[int, int], list[_Chain]] = {}
    found: _Chain | None = None
    for label in _labels(lines):
        chain = _longer(lines, label, best)
        if chain is None or label.position > _MOST_OPTIONS_CHECKED:
            continue
        known = best.setdefault((label.style, label.position), [])
        if not known or chain.worth > known[0].worth:
            known.insert(0, chain)
            del known[2:]
        if found is None or chain.worth > found.worth:
            found = chain
    return _without_names(found.labels()) if found else []


def _longer(lines: Sequence[Line], label: Label, best: dict[tuple[int, int], list[_Chain]]) -> _Chain | None:
    if label.position == 0:
        return _Chain(label, None, int(label.is_sure), 1, (label.line, label.start))
    for chain in best.get((label.style, label.position - 1), []):
        if _has_text_between(lines, chain.last, label):
            return _Chain(label, chain, chain.sure + label.is_sure, chain.length + 1, chain.start)
    return None


def _has_text_between(lines: Sequence[Line], first: Label, second: Label) -> bool:
    """Within one line; an option that is alone on its line may have been left empty."""
    return first.line != second.line or bool(lines[first.line].text[first.end : second.start].strip())


def _without_names(labels: list[Label]) -> list[Label]:
    """Drop from the end what is more likely a name: "C. Ông Nguyễn Văn D. phạm tội" where A, B, C have their lines."""
    sure = sum(label.is_sure for label in labels)
    while labels and not labels[-1].is_sure and not labels[-1].stands_apart:
        others = [label for label in labels[:-1] if not label.is_sure]
        is_habit = any(label.line != labels[-1].line for label in others) if sure > 1 else len(labels) > 2 or sure
        if is_habit:
            break
        labels = labels[:-1]
    is_doubtful = not sure and (len(labels) < 2 or (len(labels) == 2 and not all(one.stands_apart for one in labels)))
    return [] if is_doubtful else labels


def _option(lines: Sequence[Line], label: Label, end: tuple[int, int]) -> Option:
    last_line, last_end = end
    parts = []
    for index in range(label.line, last_line + 1):
        start = label.end if index == label.line else 0
        parts.append(lines[index].part(start, last_end if index == last_line else None))
    letter = _ALPHABETS[label.style][label.position]
    return _without_tick(
        Option(letter, lines[label.line].part(label.start, label.end), _filled(parts), label.is_ticked)
    )


def _filled(parts: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(part for part in parts if not part.is_blank)


def _without_tick(option: Option) -> Option:
    """A tick after the label is a key and no text; a loose star stays, since it may be part of the text."""
    match = _FIRM_TICK.match(option.lines[0].text) if option.lines else None
    if not match:
        return option
    if match["star"]:
        return replace(option, is_starred=not option.is_ticked)
    return replace(option, lines=_filled((option.lines[0].part(match.end()), *option.lines[1:])), is_ticked=True)


def _unclear_start(chain: list[Label]) -> Sentence | None:
    """ "Ông Nguyễn Văn A. đã …" above options of which the first has lost its label."""
    if not chain[0].is_sure and not chain[0].stands_apart and any(label.is_sure for label in chain):
        return Sentence("Không rõ phương án A bắt đầu ở đâu. Hãy xuống dòng trước phương án A.")
    return None


def _left_out(lines: Sequence[Line], chain: list[Label]) -> Sentence | None:
    """A line that begins with a label and is none of the options: a letter was used twice, or one is missing."""
    taken = {(label.line, label.start) for label in chain}
    for label in _labels(lines):
        is_next = label.position <= len(chain) + 1 and label.style == chain[0].style and label.line > 0
        if label.is_sure and is_next and (label.line, label.start) not in taken:
            if label.position < len(chain):
                letter = _ALPHABETS[label.style][label.position]
                return Sentence("Có hai phương án %(letter)s. Hãy sửa lại thứ tự các phương án.", letter=letter)
            return _missing(chain, label)
    return None


def _missing(chain: list[Label], label: Label) -> Sentence:
    letters = _ALPHABETS[label.style]
    return Sentence(
        "Sau phương án %(before)s là phương án %(after)s. Hãy sửa lại thứ tự các phương án.",
        before=letters[chain[-1].position],
        after=letters[label.position],
    )


def _out_of_order(letters: str) -> Sentence:
    return Sentence("Các phương án không theo thứ tự A, B, C, …: %(letters)s. Hãy sửa lại.", letters=letters)
