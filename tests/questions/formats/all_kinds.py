"""One question of every kind, with what is hard to carry in each."""

from __future__ import annotations

from decimal import Decimal

from quizapp.questions.formats.answers import (
    AcceptedNumber,
    AcceptedTexts,
    Criterion,
    Gap,
    Gaps,
    Rubric,
)
from quizapp.questions.formats.parsed import Kind, Level, ParsedOption, ParsedQuestion, true_false_options


def question(row: int, kind: Kind, stem: str, options=(), answer=None, **more) -> ParsedQuestion:
    return ParsedQuestion(row, f"Câu {row}", kind, stem, tuple(options), answer=answer, **more)


def options(*texts: str, right: tuple[int, ...] = ()) -> list[ParsedOption]:
    return [ParsedOption(text, place in right) for place, text in enumerate(texts)]


EVERY_KIND = [
    question(1, Kind.SINGLE, "Thủ đô của Việt Nam?", options("Huế", "Hà Nội", right=(1,)), level=Level.RECALL),
    question(2, Kind.MULTIPLE, "Số nào chẵn?", options("2", "3", "4", right=(0, 2)), explanation="Chia hết cho 2."),
    question(3, Kind.TRUEFALSE, "Nước sôi ở 100 °C.", true_false_options(True)),
    question(
        4,
        Kind.STATEMENTS,
        "Xét các ý sau.",
        options("Ý một", "Ý &lt;hai&gt;", "Ý ba", "Ý bốn", right=(0, 3)),
        tags=("a",),
    ),
    question(5, Kind.TEXT, "Thủ đô?", answer=AcceptedTexts(("Hà Nội", "Ha Noi ~ = # {x}"))),
    question(6, Kind.TEXT, "Viết đúng hoa thường.", answer=AcceptedTexts(("Đảng",), False, True)),
    question(7, Kind.NUMBER, "3 × 19 = ?", answer=AcceptedNumber(Decimal("57"))),
    question(8, Kind.NUMBER, "Số π?", answer=AcceptedNumber(Decimal("-3.14"), Decimal("0.005"), "kg")),
    question(
        9,
        Kind.MATCHING,
        "Ghép.",
        [ParsedOption("Pháp", match="Paris"), ParsedOption("Ý", match="Rôma; cổ"), ParsedOption("", match="Tô-ky-ô")],
    ),
    question(10, Kind.ORDERING, "Xếp theo thời gian.", options("1930", "1945", "1975")),
    question(
        11, Kind.CLOZE, "Nước {{1}} có thủ đô {{2}}.", answer=Gaps((Gap(("Pháp", "Ý~="), 1), Gap(("Rôma", "A & B"), 0)))
    ),
    question(
        12,
        Kind.ESSAY,
        "Trình bày ý nghĩa.",
        answer=Rubric((Criterion("Nêu đúng", Decimal("2")), Criterion("Lập luận", Decimal("1.5"))), 100, 300),
        source="Điều lệ",
        topic="Chương 1",
    ),
    question(13, Kind.ESSAY, "Nêu suy nghĩ."),
]
