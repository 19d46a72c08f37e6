"""Tables of questions, out: the project's template, blank or filled. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...errors import Invalid, Refused, Sentence
from ...rich_text import to_plain_text, to_typed_text
from ...tables import write_csv, write_xlsx
from .parsed import KIND_LABELS, LEVEL_LABELS, Kind, ParsedQuestion, letter_of, true_false_options
from .table_keys import read_key

FEWEST_OPTION_COLUMNS = 4
LONGEST_CELL = 32_767  # Excel cuts longer texts
DEFAULT_TITLE = "Ngân hàng câu hỏi"

_BEFORE = ("STT", "Mã", "Loại", "Câu hỏi")
_AFTER = ("Đáp án", "Giải thích", "Căn cứ", "Chủ đề", "Mức độ", "Nhãn")


def write_xlsx_file(questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions as an Excel workbook. Raises Refused where a text with its pictures does not fit into a cell."""
    width = _width(questions)
    return write_xlsx(_headers(width), _checked(questions, width), title or DEFAULT_TITLE)


def write_csv_file(questions: Sequence[ParsedQuestion], title: str = "") -> bytes:
    """The questions as a CSV file, which has no place for the title."""
    width = _width(questions)
    return write_csv(_headers(width), (_row(number, one, width) for number, one in enumerate(questions, start=1)))


def template() -> bytes:
    """The blank template, with two rows that show how to fill it in and that are never imported."""
    return write_xlsx(_headers(FEWEST_OPTION_COLUMNS), _EXAMPLES, DEFAULT_TITLE)


def _width(questions: Sequence[ParsedQuestion]) -> int:
    return max([FEWEST_OPTION_COLUMNS, *(len(question.options) for question in questions)])


def _headers(width: int) -> tuple[str, ...]:
    return (*_BEFORE, *map(letter_of, range(width)), *_AFTER)


def _checked(questions: Sequence[ParsedQuestion], width: int) -> Iterator[list[str | int]]:
    for number, question in enumerate(questions, start=1):
        row = _row(number, question, width)
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row):
            raise Refused(
                Sentence(
                    "%(item)s có hình quá lớn cho một ô Excel. Hãy xuất sang định dạng GIFT hoặc CSV.",
                    item=question.item,
                )
            )
        yield row


def _row(number: int, question: ParsedQuestion, width: int) -> list[str | int]:
    texts = [to_typed_text(option.text) for option in question.options]
    return [
        number,
        question.reference,
        KIND_LABELS[question.kind],
        to_typed_text(question.stem),
        *texts,
        *[""] * (width - len(texts)),
        _key(question),
        to_typed_text(question.explanation),
        question.source,
        question.topic,
        LEVEL_LABELS[question.level] if question.level else "",
        _tags(question.tags),
    ]


def _key(question: ParsedQuestion) -> str:
    if question.kind is Kind.TRUEFALSE and question.options == true_false_options(True):
        return "Đúng"
    if question.kind is Kind.TRUEFALSE and question.options == true_false_options(False):
        return "Sai"
    right = [position for position, option in enumerate(question.options) if option.is_right]
    letters = ", ".join(map(letter_of, right))
    texts = [to_plain_text(option.text) for option in question.options]
    return letters if _means(letters, texts, right) else f"({letters})"


def _means(key: str, texts: Sequence[str], right: Sequence[int]) -> bool:
    """Whether a key is read back as these options: "A" may also be the text of another one."""
    try:
        return read_key(key, texts) == frozenset(right)
    except Invalid:
        return False


def _tags(tags: Sequence[str]) -> str:
    """Parted by semicolons; one at the end says so where there is just one tag with a comma."""
    text = "; ".join(tags)
    return f"{text};" if "," in text and ";" not in text else text


_EXAMPLES: list[list[str | int]] = [
    [
        1,
        "Ví dụ 1",
        KIND_LABELS[Kind.SINGLE],
        "Đảng Cộng sản Việt Nam được thành lập vào ngày, tháng, năm nào?",
        "Ngày 3 tháng 2 năm 1930",
        "Ngày 19 tháng 5 năm 1930",
        "Ngày 2 tháng 9 năm 1945",
        "Ngày 19 tháng 12 năm 1946",
        "A",
        "Hội nghị hợp nhất các tổ chức cộng sản họp đầu năm 1930, do Nguyễn Ái Quốc chủ trì.",
        "Nghị quyết Đại hội đại biểu toàn quốc lần thứ III, năm 1960",
        "Lịch sử Đảng",
        "Nhận biết",
        "",
    ],
    [
        2,
        "Ví dụ 2",
        KIND_LABELS[Kind.MULTIPLE],
        "Những cơ quan nào dưới đây là cơ quan của Đảng ở Trung ương?",
        "Ban Chấp hành Trung ương",
        "Bộ Chính trị",
        "Chính phủ",
        "Ban Bí thư",
        "A, B, D",
        "Chính phủ là cơ quan hành chính nhà nước.",
        "Điều lệ Đảng, Chương III",
        "Xây dựng Đảng",
        "Thông hiểu",
        "tổ chức; bộ máy",
    ],
]
