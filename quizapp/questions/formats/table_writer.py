"""Tables of questions, out: the project's template, blank or filled. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...errors import Invalid, Refused, Sentence
from ...rich_text import to_plain_text, to_typed_text
from ...tables import write_csv, write_xlsx
from .checks import CHOICES
from .parsed import KIND_LABELS, LEVEL_LABELS, Kind, ParsedQuestion, letter_of, true_false_options
from .table_keys import read_key
from .table_other_kinds import Cells, carries_other, written_other

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
    """The blank template, with a row of each kind that shows how to fill it in and that is never imported."""
    return write_xlsx(_headers(FEWEST_OPTION_COLUMNS), _examples(), DEFAULT_TITLE)


def _width(questions: Sequence[ParsedQuestion]) -> int:
    return max([FEWEST_OPTION_COLUMNS, *(len(_cells(question).options) for question in questions)])


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
    cells = _cells(question)
    texts = list(cells.options)
    return [
        number,
        question.reference,
        KIND_LABELS[question.kind] + cells.kind,
        to_typed_text(question.stem),
        *texts,
        *[""] * (width - len(texts)),
        cells.key,
        to_typed_text(question.explanation),
        question.source,
        question.topic,
        LEVEL_LABELS[question.level] if question.level else "",
        _tags(question.tags),
    ]


def _cells(question: ParsedQuestion) -> Cells:
    if question.kind not in CHOICES:
        return written_other(question)
    return Cells([to_typed_text(option.text) for option in question.options], _key(question))


def carries(question: ParsedQuestion) -> bool:
    """Whether a table has a form for it."""
    return question.kind in CHOICES or carries_other(question)


def fits_cells(question: ParsedQuestion) -> bool:
    """Whether it comes back from Excel, which cuts long texts."""
    row = _row(1, question, 0)
    return carries(question) and not any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in row)


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
_OTHER_EXAMPLES: tuple[tuple[Kind, str, tuple[str, ...], str], ...] = (
    (Kind.TRUEFALSE, "Chủ nghĩa Mác - Lênin là nền tảng tư tưởng của Đảng.", (), "Đúng"),
    (
        Kind.STATEMENTS,
        "Xét các ý sau về số nguyên tố.",
        ("2 là số nguyên tố.", "9 là số nguyên tố.", "1 là số nguyên tố.", "11 là số nguyên tố."),
        "Đ, S, S, Đ",
    ),
    (Kind.TEXT, "Thủ đô của nước Việt Nam là gì?", (), "Hà Nội; TP. Hà Nội; Thành phố Hà Nội"),
    (Kind.NUMBER, "Một gói bột cân được bao nhiêu ki-lô-gam?", (), "12,5 ± 0,1 kg"),
    (Kind.MATCHING, "Ghép nước với thủ đô.", ("Pháp -> Paris", "Ý -> Rôma", "Lào -> Viêng Chăn"), ""),
    (Kind.ORDERING, "Xếp các năm từ trước đến sau.", ("1930", "1945", "1954", "1975"), ""),
    (Kind.CLOZE, "Việt Nam thuộc châu {{1}}.", ("*Á; Âu; Phi",), ""),
    (Kind.ESSAY, "Nêu suy nghĩ của đồng chí về học tập suốt đời.", (), "Đúng ý (3 điểm)\nDiễn đạt (1 điểm)"),
)


def _examples() -> Iterator[list[str | int]]:
    yield from _EXAMPLES
    for number, (kind, stem, options, key) in enumerate(_OTHER_EXAMPLES, start=len(_EXAMPLES) + 1):
        blank = [""] * (FEWEST_OPTION_COLUMNS - len(options))
        yield [number, f"Ví dụ {number}", KIND_LABELS[kind], stem, *options, *blank, key, *[""] * (len(_AFTER) - 1)]
