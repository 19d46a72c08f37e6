"""What one line of an exam shows by itself: the beginning of a question, an option, a key, a field, a heading. Pure.

Whether it is what it looks like depends on the lines around it; ``exam_parting`` decides that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from ...folding import fold
from .exam_answers import cells_of
from .exam_keys import read_truth
from .exam_labels import first_letter, is_row_of_options
from .exam_lines import Line, Role
from .numerals import read_number
from .parsed import Level, parse_level


class Sign(StrEnum):
    """What a line looks like."""

    BLANK = "blank"
    BREAK = "break"  # "[<br>]", "-----", "HẾT", "BẢNG ĐÁP ÁN"
    QUESTION = "question"  # "Câu 5:"
    NUMBER = "number"  # "5." or "(5)", which may also number a statement
    LEVEL = "level"  # "[2] …", as some banks begin every question
    OPTION = "option"
    KEY = "key"
    FIELD = "field"
    HEADING = "heading"
    ANSWERS = "answers"
    TEXT = "text"


@dataclass(frozen=True)
class Token:
    """A line and what it shows. ``line``: the content without the label; ``name``: number, field, or level.

    ``style``: how a number is written. ``notes``: what stands in brackets after the number.
    """

    sign: Sign
    line: Line
    name: str = ""
    style: str = ""
    notes: tuple[str, ...] = ()


_QUESTION = re.compile(
    r"[*#•+–-]?\s*(?:c[âa]u(?:\s+h[ỏo]i)?(?:\s+s[ốo])?|question|quest\.?|q)\s*[.:]?\s*(?P<number>\d{1,4})(?![\d%])"
    r"\s*(?P<note>\([^()]{1,30}\)|\[[^\[\]]{1,30}\])?\s*(?P<stop>(?:[.:)\]/]|[-–—])+(?!\d)|\Z)?\s*",
    re.I,
)
_NUMBER = re.compile(r"(?P<style>\()?(?P<number>\d{1,4})(?P<stop>(?(style)\)|\s?[.)/:]))(?!\d)\s*")
_LEVEL = re.compile(r"\[(\d{1,2})\]\s*(?=\S)")
_NOTE = re.compile(r"\s*[(\[]\s*([^\[\]()]{2,40}?)\s*[)\]]\s*[:.]?\s*")
_POINTS = re.compile(r"\d+(?:[.,]\d+)?\s*(?:đ|điểm|points?|pts?)\.?", re.I)
OUTCOME = re.compile(r"(?:CLO|CĐR|LO)\s*\d+(?:[.,]\d+)*(?:\s*,\s*(?:CLO|CĐR|LO)\s*\d+(?:[.,]\d+)*)*", re.I)
_KEY = re.compile(
    r"(?P<open>[\[(])?\s*(?:[-–+*=→⇒]|=>|->)?\s*"
    r"(?:(?P<word>[đd][áa]p\s*[áa]n(?:\s*(?:đúng(?:\s*nhất)?|dung|chính\s*xác|câu\s*\d+))*"
    r"|(?:correct\s*)?answers?|key)|phương\s*án\s*đúng|đ\s?/?\s?[áa]|da|trả\s*lời|tra\s*loi"
    r"|chọn(?:\s*(?:đáp\s*án|phương\s*án|câu))?)\s*(?P<stop>(?:là\s*)?[:=.\-–]|là\b)?\s*",
    re.I,
)
_KEY_AT_END = re.compile(r"[\s(\[]+(?:đáp\s*án(?:\s*đúng)?|đ/?a)\s*:\s*[A-H](?:\s*[,;]\s*[A-H])*\s*[)\].]*\Z", re.I)
_LONGEST_KEY_AT_END = 60
_ANSWER = re.compile(
    r"(?:(?:đáp\s*án|chọn|trả\s*lời)(?:\s*(?:đúng|là|đáp\s*án))*\s*[:.]?\s*)?"
    r"(?P<key>[A-H](?:\s*(?:,|;|&|và)\s*[A-H])*|Đúng|Sai)\s*(?:\Z|[.:)]\s+|\s[-–=]\s*|(?=\())",
    re.I,
)
_BARE_VALUE = re.compile(r"\(?[A-Z](?:\s*(?:,|;|&|\+|và)\s*[A-Z]|[A-Z])*\)?\.?|đúng\.?|sai\.?|true|false", re.I)
_FIELDS = {
    "explanation": r"(?:lời\s+)?giải\s+thích(?:\s+(?:đáp\s+án|chi\s+tiết))?|lời\s+giải(?:\s+chi\s+tiết)?"
    r"|hướng\s+dẫn(?:\s+giải)?|giai\s+thich|hdg|explanation|feedback|rationale",
    "source": r"(?:theo\s+)?căn\s+cứ(?:\s+pháp\s+lý)?|can\s+cu|nguồn(?:\s+trích(?:\s+dẫn)?)?|nguon|trích\s+dẫn"
    r"|tham\s+khảo|cơ\s+sở(?:\s+pháp\s+lý)?|tài\s+liệu(?:\s+tham\s+khảo)?|source|reference",
    "level": r"mức\s+độ(?:\s+nhận\s+thức)?|muc\s+do|cấp\s+độ(?:\s+nhận\s+thức)?|độ\s+khó|level|difficulty",
    "topic": r"chủ\s+đề|chu\s+de|chuyên\s+đề|lĩnh\s+vực|topic|category|văn\s+bản",
    "reference": r"mã(?:\s+(?:câu(?:\s+hỏi)?|số))?|ma\s+cau|id",
    "tags": r"nhãn|từ\s+khóa|tags?|keywords?",
    "kind": r"(?:loại|kiểu|dạng)(?:\s+câu)?(?:\s+hỏi)?|kind|type",
}
_FIELD = re.compile(
    r"[\[(*•+–-]?\s*(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS.items()) + r")\s*[:：]\s*",
    re.I,
)
_BREAK = re.compile(
    r"\[\s*</?br\s*/?>\s*\]|[-–—_=*.~+\s]{3,}|[-–—_=*.\s]*(?:hết|the end)[-–—_=*.!\s]*"
    r"|(?:bảng|phần)\s+(?:\w+\s+)?đáp\s*án\b.{0,60}|hướng\s+dẫn\s+chấm\b.{0,60}"
    r"|đáp\s*án\s+(?:đề|mã|tham\s+khảo|chi\s+tiết|và|trắc\s+nghiệm|phần|bộ|các|cho)\b.{0,60}",
    re.I,
)
_PART = re.compile(
    r"(?:(?:phần|chương|bài|mục|chuyên đề|chủ đề|nội dung|lĩnh vực|phan|chuong)\s+(?:thứ\s+)?"
    r"[\divxlc]{1,6}\b|phụ lục\b)(?!\s*[,;])",
    re.I,
)
_ROMAN = re.compile(r"[IVX]{1,5}\s*[.)/:-]\s*(?=\S)")
_LONGEST_HEADING = 200


def with_own_key(line: Line) -> list[Line]:
    """The line, and apart from it the key that stands at its end: "Thủ đô? (Đáp án: A)", "D. Huế  Đáp án: A"."""
    match = None if line.role else _KEY_AT_END.search(line.text, max(len(line.text) - _LONGEST_KEY_AT_END, 1))
    if not match or not line.text[: match.start()].strip():
        return [line]
    return [line.part(0, match.start()), line.part(match.start())]


def token_of(line: Line) -> Token:
    """What this line, without gaps, shows."""
    if line.role is not Role.UNKNOWN:
        return _named(line)
    text = line.text
    if line.is_blank:
        return Token(Sign.BLANK, line)
    if len(text) <= _LONGEST_HEADING and _BREAK.fullmatch(text):
        return Token(Sign.BREAK, line)
    cells = cells_of(text)
    if cells:
        return Token(Sign.ANSWERS, replace(line, cells=cells))
    return (
        _question(line) or _level(line) or _heading(line) or _option(line) or _key(line) or _field(line) or _other(line)
    )


def is_whole_value(text: str) -> bool:
    """Whether a text is nothing but a key, as on the line below "Đáp án:"."""
    return bool(_BARE_VALUE.fullmatch(text.strip()))


def answer_in(text: str) -> re.Match[str] | None:
    """A key, and perhaps a reason after it, where a stem would stand: "B. Vì …", "Chọn đáp án B"."""
    return _ANSWER.match(text)


def level_of_heading(text: str) -> Level | None:
    """The level that a heading speaks of: "I. NHẬN BIẾT", "Câu hỏi mức độ thông hiểu"."""
    words = fold(_ROMAN.sub("", text)).strip(" .:")
    for lead in ("cau hoi", "phan", "cac cau", "muc do", "muc", "cap do", "o"):
        words = words.removeprefix(lead).strip()
    return parse_level(words) if len(words) > 3 else None


def _named(line: Line) -> Token:
    signs = {
        Role.QUESTION: Sign.QUESTION,
        Role.OPTION: Sign.OPTION,
        Role.KEY: Sign.KEY,
        Role.FIELD: Sign.FIELD,
        Role.TEXT: Sign.TEXT,
        Role.ANSWERS: Sign.ANSWERS,
    }
    return Token(signs[line.role], line, line.name)


def _question(line: Line) -> Token | None:
    match = _QUESTION.match(line.text)
    if not match:
        return None
    rest = line.text[match.end() :]
    begins = rest[:1].isupper() or rest[:1] in "“\"'‘("
    if match["stop"] is None and not (match["note"] or begins):
        return None
    notes, rest_line = _notes(line.part(match.end()))
    own = _note_in(match["note"][1:-1]) if match["note"] else ()
    if match["note"] and not own and not _POINTS.fullmatch(match["note"][1:-1].strip()):
        return Token(Sign.QUESTION, line.part(match.start("note")), match["number"])
    return Token(Sign.QUESTION, rest_line, match["number"], notes=(*own, *notes))


def _level(line: Line) -> Token | None:
    match = _LEVEL.match(line.text)
    return Token(Sign.LEVEL, line.part(match.end()), match[1]) if match else None


def _option(line: Line) -> Token | None:
    return Token(Sign.OPTION, line) if first_letter(line) is not None else None


def _key(line: Line) -> Token | None:
    match = _KEY.match(line.text)
    if not match:
        return None
    end = len(line.text) - (line.text[-1] in "])" if match["open"] else 0)
    value = line.part(match.end(), max(end, match.end()))
    is_said = bool(match["word"]) and (match["stop"] or "").endswith((":", "="))
    is_number = (match["stop"] or "").endswith((":", "=")) and read_number(value.text) is not None
    if not is_whole_value(value.text) and not is_number and not is_said and not (match["word"] and value.is_blank):
        return None
    cells = cells_of(value.text)
    return Token(Sign.ANSWERS, replace(line, cells=cells)) if "." in "".join(cells[:1]) else Token(Sign.KEY, value)


def _field(line: Line) -> Token | None:
    match = _FIELD.match(line.text)
    return Token(Sign.FIELD, line.part(match.end()), match.lastgroup or "") if match else None


def _heading(line: Line) -> Token | None:
    text = line.text
    if len(text) > _LONGEST_HEADING or text.endswith(("?", "…", "...")):
        return None
    letters = [letter for letter in text if letter.isalpha()]
    is_loud = len(letters) > 3 and text.upper() == text
    is_roman = bool(_ROMAN.match(text))
    if _PART.match(text) or line.is_heading or (is_roman and (is_loud or level_of_heading(text))):
        return Token(Sign.HEADING, line, text)
    return None


def _other(line: Line) -> Token:
    match = _NUMBER.match(line.text)
    if match:
        notes, rest = _notes(line.part(match.end()))
        return Token(
            Sign.NUMBER, rest, match["number"], style=(match["style"] or "") + match["stop"].strip(), notes=notes
        )
    notes, rest = _notes(line)
    return Token(Sign.TEXT, rest if notes else line, notes=notes)


def _notes(line: Line) -> tuple[tuple[str, ...], Line]:
    """Levels and learning outcomes in brackets before the stem: "(NB)", "[Thông hiểu]", "(CLO3)"."""
    notes: tuple[str, ...] = ()
    while match := _NOTE.match(line.text):
        found = _note_in(match[1])
        if not found:
            break
        notes, line = (*notes, *found), line.part(match.end())
    return notes, line


def _note_in(text: str) -> tuple[str, ...]:
    is_level = parse_level(text) is not None and not re.fullmatch(r"[\sivx\d.]+", text, re.I)
    return (text,) if is_level or OUTCOME.fullmatch(text) else ()


def holds_question(token: Token) -> bool:
    """Whether a line is a question by itself: a stem with its options, all in one."""
    return token.sign is not Sign.OPTION and is_row_of_options(token.line)


def starts_options(token: Token) -> bool:
    """Whether this is an option A, with which a new row begins."""
    if token.line.role is Role.OPTION:
        return token.name.upper() == "A"
    return token.sign is Sign.OPTION and first_letter(token.line) == 0


def is_true_false_key(token: Token) -> bool:
    """Whether a key answers a question without options."""
    return read_truth(token.line.text) is not None
