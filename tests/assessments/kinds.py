"""One plainly invented question of every kind."""

from __future__ import annotations

from decimal import Decimal

from quizapp.extensions import db
from quizapp.questions.formats.answers import (
    AcceptedNumber,
    AcceptedTexts,
    Answer,
    Criterion,
    Gap,
    Gaps,
    Rubric,
    to_stored,
)
from quizapp.questions.formats.parsed import Kind, ParsedOption, stored_options
from quizapp.questions.models import Bank, QuestionVersion
from tests.assessments.factories import make_question

OPTIONS: dict[Kind, tuple[ParsedOption, ...]] = {
    Kind.SINGLE: (ParsedOption("Xanh", True), ParsedOption("Đỏ"), ParsedOption("Vàng")),
    Kind.MULTIPLE: (ParsedOption("Hai", True), ParsedOption("Ba"), ParsedOption("Bốn", True), ParsedOption("Năm")),
    Kind.TRUEFALSE: (ParsedOption("Đúng", True), ParsedOption("Sai")),
    Kind.STATEMENTS: (
        ParsedOption("Nước sôi ở 100 °C tại áp suất chuẩn", True),
        ParsedOption("Nước đá chìm trong nước"),
        ParsedOption("Hơi nước nặng hơn nước"),
        ParsedOption("Nước là hợp chất", True),
    ),
    Kind.MATCHING: (
        ParsedOption("Mèo", match="kêu meo meo"),
        ParsedOption("Chó", match="sủa gâu gâu"),
        ParsedOption("Gà trống", match="gáy ò ó o"),
        ParsedOption("", match="hót líu lo"),
    ),
    Kind.ORDERING: tuple(ParsedOption(text) for text in ("Gieo hạt", "Tưới nước", "Ra hoa", "Kết trái")),
}
ANSWERS: dict[Kind, Answer] = {
    Kind.TEXT: AcceptedTexts(("Hà Nội", "Thành phố Hà Nội")),
    Kind.NUMBER: AcceptedNumber(Decimal("1234.5"), Decimal("0.5"), "km"),
    Kind.CLOZE: Gaps((Gap(("sông", "núi", "biển"), 1), Gap(("cao", "sâu"), 0))),
    Kind.ESSAY: Rubric((Criterion("Đủ ý", Decimal(1)),), least_words=5, most_words=200),
}
STEMS = {
    Kind.CLOZE: "Đứng ở {{1}} này trông {{2}} nhất.",
    Kind.ESSAY: "Viết về một ngày làm việc.",
    Kind.STATEMENTS: "Xét tính đúng sai của các ý sau.",
}
# Words that only a key holds, or that only the order of the author tells.
SECRET = ("Hà Nội", "1234.5", "Đủ ý")


def make_question_of(bank: Bank, kind: Kind) -> QuestionVersion:
    version = make_question(bank, kind=kind.value, topic=kind.value)
    version.stem = STEMS.get(kind, version.stem)
    version.options = stored_options(OPTIONS.get(kind, ()))
    version.answer = to_stored(ANSWERS.get(kind))
    db.session.commit()
    return version
