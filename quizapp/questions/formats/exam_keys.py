"""Which options of a question are right: by a key line, a list at the end, a tick, or the way an option looks. Pure.

A key is never guessed: two signs that differ, or one that marks every option alike, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...errors import Invalid, Sentence
from ...folding import fold, tidy
from .exam_labels import Option
from .exam_lines import Line, Mark, text_of

_SEPARATOR = r"(?:\s*(?:[,;&+/]|và|and)\s*|\s+)"
_LETTERS = re.compile(
    rf"\(?((?:[^\W\d_])(?:{_SEPARATOR}[^\W\d_])*)\)?(?:\s*[.)]?\s*\Z|(?:\s*[.):]\s|\s+[-–=]|\s+(?=\())\s*(?P<rest>.*)\Z)",
    re.I | re.S,
)
_JOINED = re.compile(r"((?:([A-Z])(?!\w*\2)){2,10})[.]?")
_TRUTH = r"(?:đúng|sai|true|false|đ|s)"
_SEVERAL_TRUTHS = re.compile(
    rf"(?:\(?(?:[a-z]|\d)\)?\s*[.):\-–=]?\s*{_TRUTH}\b[\s,;]*){{2,}}|(?:[đs][\s,;-]*){{3,}}", re.I
)
_NUMBERS = {2: Sentence("hai"), 3: Sentence("ba"), 4: Sentence("bốn"), 5: Sentence("năm"), 6: Sentence("sáu")}

# What makes an option stand out, by the words for it.
_LOOKS = (
    (Sentence("in đậm"), frozenset((Mark.BOLD, Mark.STRONG))),
    (Sentence("gạch chân"), frozenset((Mark.UNDERLINE,))),
    (Sentence("tô nền"), frozenset((Mark.HIGHLIGHT,))),
    (Sentence("chữ đỏ"), frozenset((Mark.RED,))),
    (Sentence("chữ cam"), frozenset((Mark.ORANGE,))),
    (Sentence("chữ xanh lá"), frozenset((Mark.GREEN,))),
    (Sentence("chữ xanh dương"), frozenset((Mark.BLUE,))),
    (Sentence("chữ tím"), frozenset((Mark.PURPLE,))),
)
_ITALIC = (Sentence("in nghiêng"), frozenset((Mark.ITALIC, Mark.EMPHASIS)))
_STAR = Sentence("có dấu sao")
_TICK = Sentence("được đánh dấu")
_END_SIGNS = ".,;:?!"
_LONGEST_KEY = 5_000

Right = frozenset[int]


@dataclass(frozen=True)
class Key:
    """The right options by position. ``remark``: what a key line says beyond the letters."""

    right: Right
    remark: str = ""
    warnings: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class _Sign:
    """What one sign says, with the words for a message."""

    words: Sentence
    right: Right


def decide(options: Sequence[Option], key_lines: Sequence[str], listed: Sequence[str]) -> Key:
    """The key of a question. ``key_lines``: what stands after "Đáp án:"; ``listed``: what lists at the end say.

    Raises Invalid where there is no key, where it names no option, or where two signs differ.
    """
    written, remark = _written(options, key_lines, listed)
    keeps_format = any(line.keeps_format for option in options for line in option.lines)
    signs = [*written, *_ticks(options)]
    if not (signs and keeps_format):
        signs.extend(_looks(options))
    warnings: tuple[Sentence, ...] = ()
    if not signs:
        signs, warnings = _weak_signs(options)
    if not signs:
        raise Invalid(_without_key(options))
    _refuse_contradiction(options, signs)
    if not written and len(signs[0].right) > 1:
        warnings = (*warnings, _several(options, signs[0]))
    return Key(signs[0].right, remark, warnings)


def read_truth(text: str) -> bool | None:
    """What the key line of a true/false question without options says, None for anything else."""
    words = {"dung": True, "d": True, "true": True, "t": True, "sai": False, "s": False, "false": False, "f": False}
    return words.get(fold(text).strip(" .!"))


def says_several_truths(text: str) -> bool:
    """Whether a key belongs to statements that are each true or false ("a) Đúng, b) Sai", "ĐSĐS")."""
    return bool(_SEVERAL_TRUTHS.fullmatch(text.strip(" .")))


def _written(options: Sequence[Option], key_lines: Sequence[str], listed: Sequence[str]) -> tuple[list[_Sign], str]:
    signs, remarks = [], []
    for text in key_lines:
        right, remark = _positions(text, options)
        signs.append(_Sign(Sentence("dòng Đáp án ghi %(letters)s", letters=_names(options, right)), right))
        remarks.append(remark)
    for text in listed:
        right, _ = _positions(text, options)
        signs.append(_Sign(Sentence("bảng đáp án ghi %(letters)s", letters=_names(options, right)), right))
    return signs, "\n".join(filter(None, remarks))


def _positions(text: str, options: Sequence[Option]) -> tuple[Right, str]:
    """The options that a key names, and what it says beyond. Raises Invalid for a key that names none."""
    by_text = _by_text(text, options)
    letters, rest = _letters(text)
    names = [option.letter.lower() for option in options]
    if not letters or not all(letter.lower() in names for letter in letters):
        if by_text:
            return by_text, ""
        raise Invalid(_unknown_key(text, options))
    right = frozenset(names.index(letter.lower()) for letter in letters)
    if len(letters) > 1 and by_text and by_text != right:
        raise Invalid(
            Sentence("Đáp án “%(key)s” vừa là chữ cái, vừa là nội dung của một phương án. Hãy ghi rõ hơn.", key=text)
        )
    return right, "" if _by_text(rest, options) == right else rest


def _letters(text: str) -> tuple[list[str], str]:
    """The letters of a key, and what stands after them; no letters where the text is something else."""
    text = text.strip()
    joined = _JOINED.fullmatch(text)
    if joined:
        return list(joined[1]), ""
    match = _LETTERS.fullmatch(text) if len(text) < _LONGEST_KEY else None
    if not match:
        return [], ""
    return [letter for letter in re.split(_SEPARATOR, match[1]) if letter], (match["rest"] or "").strip()


def _by_text(text: str, options: Sequence[Option]) -> Right:
    wanted = tidy(text).rstrip(_END_SIGNS).lower()
    texts = [tidy(text_of(option.lines)).rstrip(_END_SIGNS).lower() for option in options]
    alike = [place for place, known in enumerate(texts) if known == wanted]
    return frozenset(alike) if wanted and len(alike) == 1 else frozenset()


def _ticks(options: Sequence[Option]) -> list[_Sign]:
    right = frozenset(place for place, option in enumerate(options) if option.is_ticked)
    return [_Sign(_option_is(options, right, _TICK), right)] if 0 < len(right) < len(options) else []


def _looks(options: Sequence[Option]) -> Iterator[_Sign]:
    for words, marks in _LOOKS:
        right = _standing_out(options, marks, words)
        if right:
            yield _Sign(_option_is(options, right, words), right)


def _standing_out(options: Sequence[Option], marks: frozenset[Mark], words: Sentence) -> Right:
    """The options that are marked, by their label or their whole text, where the others are not."""
    by_label = _informative(options, [_is_marked((option.label,), marks) for option in options])
    by_text = _informative(options, [_is_marked(option.lines, marks) for option in options])
    if by_label and by_text and by_label != by_text:
        raise Invalid(
            Sentence(
                "Chữ cái %(mark)s ở phương án %(labels)s, nội dung %(mark)s ở phương án %(texts)s. Không biết phương "
                "án nào đúng.",
                mark=words,
                labels=_names(options, by_label),
                texts=_names(options, by_text),
            )
        )
    # Most labels marked and a few not is a habit half kept; the right ones are not the majority by their label alone.
    return by_text or (by_label if len(by_label) * 2 <= len(options) else frozenset())


def _informative(options: Sequence[Option], marked: Sequence[bool]) -> Right:
    right = frozenset(place for place, is_marked in enumerate(marked) if is_marked)
    return right if len(right) < len(options) else frozenset()


def _is_marked(lines: Sequence[Line], marks: frozenset[Mark]) -> bool:
    """Whether all letters carry one of the marks; the signs at the end and of the label do not count."""
    if not any(run.marks & marks for line in lines for run in line.runs):
        return False  # nearly always: only then is it worth looking at letters
    letters = [(letter, carried) for line in lines for letter, carried in line.letters()]
    while letters and letters[-1][0] in _END_SIGNS + ")/(*":
        letters.pop()
    while letters and letters[0][0] in "(*[":
        del letters[0]
    return bool(letters) and all(carried & marks for _, carried in letters)


def _weak_signs(options: Sequence[Option]) -> tuple[list[_Sign], tuple[Sentence, ...]]:
    """One starred or one italic option, where nothing else says which is right."""
    starred = frozenset(place for place, option in enumerate(options) if option.is_starred)
    italic = _standing_out(options, _ITALIC[1], _ITALIC[0])
    for words, right in ((_STAR, starred), (_ITALIC[0], italic)):
        if len(right) == 1:
            warning = Sentence(
                "Phương án %(letter)s %(mark)s nên hiểu là đáp án. Hãy kiểm tra lại.",
                letter=_names(options, right),
                mark=words,
            )
            return [_Sign(_option_is(options, right, words), right)], (warning,)
    return [], ()


def _refuse_contradiction(options: Sequence[Option], signs: Sequence[_Sign]) -> None:
    for sign in signs[1:]:
        if sign.right != signs[0].right:
            raise Invalid(
                Sentence(
                    "Hai cách ghi đáp án khác nhau: %(first)s, nhưng %(second)s. Hãy sửa cho thống nhất.",
                    first=signs[0].words,
                    second=sign.words,
                )
            )


def _without_key(options: Sequence[Option]) -> Sentence:
    """Why there is no key: nothing is marked, or everything is, or one option only in part."""
    for words, marks in (*_LOOKS, _ITALIC):
        if all(_is_marked(option.lines, marks) for option in options) and len(options) > 1:
            return Sentence(
                "Cả %(count)s phương án đều %(mark)s. Không biết phương án nào đúng.",
                count=_NUMBERS.get(len(options), len(options)),
                mark=words,
            )
    for words, marks in _LOOKS:
        for option in options:
            if any(carried & marks for line in option.lines for _, carried in line.letters()):
                return Sentence(
                    "Chỉ một phần phương án %(letter)s %(mark)s nên không rõ đáp án. Hãy ghi thêm dòng “Đáp án: …”.",
                    letter=option.letter,
                    mark=words,
                )
    return Sentence("Không tìm thấy đáp án. Hãy ghi thêm dòng “Đáp án: …” hoặc in đậm phương án đúng.")


def _several(options: Sequence[Option], sign: _Sign) -> Sentence:
    return Sentence(
        "Có %(count)s phương án được đánh dấu là đúng: %(letters)s. Hãy kiểm tra lại.",
        count=len(sign.right),
        letters=_names(options, sign.right),
    )


def _unknown_key(text: str, options: Sequence[Option]) -> Sentence:
    return Sentence(
        "Đáp án “%(key)s” không có trong các phương án %(letters)s. Hãy sửa đáp án.",
        key=tidy(text)[:60],
        letters=_names(options, range(len(options))),
    )


def _option_is(options: Sequence[Option], right: Right, words: Sentence) -> Sentence:
    return Sentence("phương án %(mark)s là %(letters)s", mark=words, letters=_names(options, right))


def _names(options: Sequence[Option], positions: Sequence[int] | Right | range) -> str:
    return ", ".join(options[position].letter.upper() for position in sorted(positions))
