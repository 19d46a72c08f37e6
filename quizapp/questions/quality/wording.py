"""PURE: words that tell the key or mislead: options about other options, absolute words, negatives easily missed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import Sentence
from ...folding import fold
from ..formats.parsed import letter_of
from .findings import CheckedOption, CheckedQuestion, Fault, Rule

# Of folded words without punctuation: "Tất cả đều đúng." is "tat ca deu dung".
_THING = (
    "(?:phuong an|dap an|dap an dung|cau tra loi|cau|y kien|y|lua chon|noi dung|truong hop|dieu|yeu to|phat bieu|"
    "nhan dinh|khang dinh)"
)
_ABOVE = "(?:o tren|ke tren|neu tren|vua neu|da neu|tren day|tren|nay)"
_VERDICT = "(?:deu dung|deu sai|deu khong dung|la dung|dung|sai|khong dung|deu duoc)"
_NUMBER = r"(?:hai|ba|bon|nam|[2-9])"
_ABOUT_ALL = re.compile(
    rf"tat ca(?: cac| nhung)?(?: {_THING})?(?: {_ABOVE})?(?: {_VERDICT})?"
    rf"|ca {_NUMBER}(?= )(?: {_THING})?(?: {_ABOVE})?(?: {_VERDICT})?"
    rf"|(?:cac |nhung )?{_THING} {_ABOVE}(?: {_VERDICT})?"
    rf"|(?:deu|tat ca) (?:dung|sai)"
    rf"|khong(?: co)? {_THING}(?: nao)?(?: {_ABOVE})?(?: {_VERDICT})?"
    rf"|{_THING} khac"
    r"|(?:all|none) of (?:the above|these|them)"
)
_LETTERS = r"[a-h](?:(?: va| hoac| and| or| cung)? [a-h])+"
_BEFORE_LETTERS = rf"(?:(?:tat ca|ca|chi|dap an|phuong an|cau|y|cac|both|{_NUMBER}) )"
_ABOUT_LETTERS = re.compile(
    rf"{_BEFORE_LETTERS}+{_LETTERS}(?: {_VERDICT})?"
    rf"|{_LETTERS} {_VERDICT}"
    r"|[a-h](?: [a-h])* (?:va|hoac|and|or) [a-h]"
    rf"|(?:chi|dap an|phuong an) [a-h](?: {_VERDICT})?"
    rf"|(?:cau|y) [a-h] {_VERDICT}"
)
_NO_LETTER = re.compile(r"[\W_]+")

# "Chỉ thị", "chỉ tiêu", "địa chỉ" and "không chỉ" are no "only".
_ABSOLUTE = re.compile(
    r"\b(luôn luôn|luôn|không bao giờ|tất cả|duy nhất|tuyệt đối|hoàn toàn|bất k[ỳì]|mọi trường hợp|"
    r"(?<!địa )(?<!chứng )(?<!tôn )(?<!không )chỉ"
    r"(?! (?:thị|đạo|số|tiêu|huy|dẫn|định|rõ|ra|bảo|trích|nam|mục|giới|lệnh|báo|dụ|điểm)\b))\b",
    re.I,
)

_EMPHASISED = re.compile(r"<(b|strong|u|em|i)>.{1,40}?</\1>", re.S)
_TAG = re.compile(r"<[^<>]*>")
_RIGHT = "đúng(?! (?:hạn|quy|pháp|mục|thời|thẩm|đối|nơi))"
_NAMED = "(?:được )?(?:nêu|đề cập|quy định|xác định|nhắc|ghi|coi|xem)"
_DENIED = (
    rf"không(?= (?:phải|{_RIGHT}|thuộc|bao gồm|gồm|nằm|chính xác|phù hợp|có trong|{_NAMED})\b)"
    r"|sai(?! phạm| lệch| sót)"
)
_STATEMENT = "(?:câu|phát biểu|nhận định|khẳng định|phương án|đáp án|ý|ý kiến|quan điểm|mệnh đề)"
_NEGATIVE = re.compile(
    rf"\b(?:nào|đâu|gì|ai)\b[^?.]{{0,36}}?\b(?P<asked>{_DENIED})\b"
    rf"|\b{_STATEMENT}(?: \w+){{0,3}} (?P<sought>{_DENIED})\b"
    r"|(?P<except>\bngoại trừ\b|(?<=, )trừ\b)",
    re.I,
)


def options_about_options(question: CheckedQuestion) -> Iterator[Fault]:
    """ "Tất cả đều đúng", "Cả A và B", "Không có đáp án nào"."""
    if not question.has_written_options:
        return
    for place, option in enumerate(question.options):
        words = _folded_words(option.text)
        about = {"letter": letter_of(place), "text": option.text.rstrip(" .;")}
        if _ABOUT_LETTERS.fullmatch(words):
            sentence = Sentence(
                "Phương án %(letter)s (“%(text)s”) gọi phương án khác bằng chữ cái; khi đảo phương án thì chữ cái "
                "không còn đúng. Hãy viết rõ nội dung, hoặc đổi thành câu nhiều đáp án.",
                **about,
            )
            yield Fault(Rule.OPTION_LETTERS, sentence)
        elif _ABOUT_ALL.fullmatch(words):
            sentence = Sentence(
                "Phương án %(letter)s (“%(text)s”) nói về các phương án khác: dễ đoán, và rối khi thứ tự được đảo. "
                "Hãy thay bằng một nội dung cụ thể, hoặc đổi thành câu nhiều đáp án.",
                **about,
            )
            yield Fault(Rule.ALL_OF_THE_ABOVE, sentence)


def is_about_options(text: str) -> bool:
    """Whether an option of this plain text only speaks of other options."""
    words = _folded_words(text)
    return bool(_ABOUT_LETTERS.fullmatch(words) or _ABOUT_ALL.fullmatch(words))


def _folded_words(text: str) -> str:
    return _NO_LETTER.sub(" ", fold(text).replace("&", " va ")).strip()


def absolute_words(question: CheckedQuestion) -> Iterator[Fault]:
    """Words such as "luôn luôn", where they stand in wrong options only, or in right ones only."""
    if not question.has_written_options:
        return
    found = [(_absolute_word(option), option.is_right) for option in question.options]
    sides = {is_right for word, is_right in found if word}
    if len(sides) != 1 or len({is_right for _, is_right in found}) == 1:
        return
    word = next(word for word, _ in found if word)
    sentence = (
        Sentence("Từ “%(word)s” chỉ có ở phương án đúng nên dễ lộ. Hãy bỏ, hoặc dùng ở cả phương án sai.", word=word)
        if sides == {True}
        else Sentence("Từ “%(word)s” chỉ có ở phương án sai nên dễ loại. Hãy bỏ, hoặc dùng ở cả đáp án.", word=word)
    )
    yield Fault(Rule.ABSOLUTE_WORDS, sentence)


def _absolute_word(option: CheckedOption) -> str:
    match = _ABSOLUTE.search(option.text)
    return match[0].lower() if match and not is_about_options(option.text) else ""


def unmarked_negatives(question: CheckedQuestion) -> Iterator[Fault]:
    """A stem that asks what is NOT so, with the "không" in ordinary letters."""
    if question.kind not in ("single", "multiple"):
        return
    text = question.stem
    if "<" in question.html:
        text = _TAG.sub(" ", _EMPHASISED.sub(" ◆ ", question.html))
    words = [match[match.lastgroup or 0] for match in _NEGATIVE.finditer(text)]
    if words and not any(word.isupper() for word in words):
        sentence = Sentence(
            "Câu hỏi phủ định mà từ “%(word)s” chưa nổi bật, người thi dễ đọc sót. Hãy viết hoa hoặc in đậm từ này.",
            word=words[0].lower(),
        )
        yield Fault(Rule.UNMARKED_NEGATIVE, sentence)
