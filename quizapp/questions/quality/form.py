"""PURE: faults of one question that can be seen without understanding it: key, options, lengths, missing parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import Sentence
from ...folding import tidy
from ..formats.parsed import letter_of
from .findings import CheckedOption, CheckedQuestion, Fault, Rule
from .wording import is_about_options

# Characters. On a phone of 360x800 px a line of the paper holds 23 to 27 of them, by font: a stem of eleven lines fills
# half of what stands between the bars, an option of six lines a quarter.
LONGEST_STEM = 280
LONGEST_OPTION = 150
# The longest option is that many times as long as the shortest, and that many characters longer.
UNEVEN_TIMES = 3
UNEVEN_CHARACTERS = 40

_ENDS_OPEN = re.compile(r"[?:…]$|\.\.\.$")
_CLOSING = " \t\"'”’»)]*"
_REMARK = re.compile(r"\s*\([^()]*\)[.\s]*$")
_BLANK_TO_FILL = re.compile(r"\.{3}|…|_{2,}|\[\s*\]|\(\s*\)")
_ENDS_WITH_MORE_THAN_WORDS = re.compile(r"(?:</(?:table|ul|ol|pre)>|<img\b[^>]*>)(?:</\w+>)*$")

# Banks lack these by the thousand: one value serves all.
_NO_SOURCE = Fault(
    Rule.MISSING_SOURCE,
    Sentence("Chưa có căn cứ. Hãy ghi văn bản, điều, mục mà đáp án dựa vào."),
)
_NO_EXPLANATION = Fault(
    Rule.MISSING_EXPLANATION,
    Sentence("Chưa có giải thích. Hãy ghi ngắn gọn vì sao đáp án đúng, để người thi xem lại."),
)
_NO_TOPIC = Fault(
    Rule.MISSING_TOPIC,
    Sentence("Chưa có chủ đề. Hãy ghi chủ đề, để ra đề theo ma trận và thống kê."),
)
_NO_LEVEL = Fault(
    Rule.MISSING_LEVEL,
    Sentence("Chưa có mức độ. Hãy ghi nhận biết, thông hiểu, vận dụng hoặc vận dụng cao."),
)


def key_faults(question: CheckedQuestion) -> Iterator[Fault]:
    """No right option, or several where there can be one."""
    right = [letter_of(place) for place, option in enumerate(question.options) if option.is_right]
    if question.is_choice and not right:
        yield Fault(Rule.NO_KEY, Sentence("Chưa có đáp án đúng. Hãy chỉ rõ phương án đúng."))
    elif question.kind in ("single", "truefalse") and len(right) > 1:
        yield Fault(
            Rule.SEVERAL_KEYS,
            Sentence(
                "Câu một đáp án mà có %(count)s đáp án đúng (%(letters)s). "
                "Hãy giữ một, hoặc đổi thành câu nhiều đáp án.",
                count=len(right),
                letters=", ".join(right),
            ),
        )


def option_faults(question: CheckedQuestion) -> Iterator[Fault]:
    """Options that differ in nothing but blanks and the full stop. A matching question has one without a text for every
    right-hand side that belongs to nothing."""
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for place, option in enumerate(question.options):
        if question.kind == "matching" and not option.text and not option.pictures:
            continue
        first = seen.setdefault(comparable(option), letter_of(place))
        if first != letter_of(place):
            sentence = Sentence(
                "Phương án %(first)s và %(second)s giống nhau. Hãy sửa hoặc bỏ một phương án.",
                first=first,
                second=letter_of(place),
            )
            yield Fault(Rule.IDENTICAL_OPTIONS, sentence)


def comparable(option: CheckedOption) -> tuple[str, tuple[str, ...]]:
    """Equal for options that a candidate could not tell apart; case and accents may be what tells them apart."""
    return tidy(option.text).rstrip(" .;,"), option.pictures


def length_faults(question: CheckedQuestion) -> Iterator[Fault]:
    """Too long for a phone."""
    if len(question.stem) > LONGEST_STEM:
        sentence = Sentence(
            "Nội dung dài %(length)s ký tự; quá %(limit)s thì chiếm hơn nửa màn hình điện thoại. Hãy rút gọn.",
            length=len(question.stem),
            limit=LONGEST_STEM,
        )
        yield Fault(Rule.LONG_STEM, sentence)
    lengths = {letter_of(place): len(option.text) for place, option in enumerate(question.options)}
    too_long = [letter for letter, length in lengths.items() if length > LONGEST_OPTION]
    if too_long:
        sentence = Sentence(
            "Phương án %(letters)s dài đến %(length)s ký tự; quá %(limit)s thì khó đọc trên điện thoại. Hãy rút gọn.",
            letters=", ".join(too_long),
            length=max(lengths.values()),
            limit=LONGEST_OPTION,
        )
        yield Fault(Rule.LONG_OPTION, sentence)


def uneven_lengths(question: CheckedQuestion) -> Iterator[Fault]:
    """Options of very different length; those that only speak of other options may be short."""
    if not question.has_written_options:
        return
    lengths = [
        (len(option.text), letter_of(place))
        for place, option in enumerate(question.options)
        if not is_about_options(option.text)
    ]
    (shortest, short), (longest, long) = min(lengths, default=(0, "")), max(lengths, default=(0, ""))
    if longest >= UNEVEN_TIMES * shortest and longest - shortest >= UNEVEN_CHARACTERS:
        sentence = Sentence(
            "Phương án %(long)s dài %(longest)s ký tự, phương án %(short)s chỉ %(shortest)s. "
            "Hãy viết các phương án dài tương đương.",
            long=long,
            longest=longest,
            short=short,
            shortest=shortest,
        )
        yield Fault(Rule.UNEVEN_OPTIONS, sentence)


def stem_faults(question: CheckedQuestion) -> Iterator[Fault]:
    """A stem of a choice question that neither asks nor leads to the options."""
    if question.kind not in ("single", "multiple") or _asks(question):
        return
    sentence = Sentence(
        "Nội dung không kết thúc bằng dấu hỏi hay dấu hai chấm. Hãy viết thành câu hỏi, hoặc thêm dấu hai chấm."
    )
    yield Fault(Rule.OPEN_STEM, sentence)


def _asks(question: CheckedQuestion) -> bool:
    """Also with a remark such as "(Chọn 2 đáp án)", a list of statements or a picture behind it, or a blank to fill."""
    if _BLANK_TO_FILL.search(question.stem) or _ENDS_WITH_MORE_THAN_WORDS.search(question.html):
        return True
    lines = (_REMARK.sub("", line).rstrip(_CLOSING) for line in question.stem.split("\n"))
    return any(_ENDS_OPEN.search(line) for line in lines)


def missing_parts(question: CheckedQuestion) -> Iterator[Fault]:
    """What a question should have besides stem, options and key."""
    if not question.source:
        yield _NO_SOURCE
    if not question.has_explanation:
        yield _NO_EXPLANATION
    if not question.topic:
        yield _NO_TOPIC
    if not question.level:
        yield _NO_LEVEL
