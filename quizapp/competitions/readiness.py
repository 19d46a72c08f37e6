"""What a competition still lacks before it can be published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ..assessments import matrix, pools
from ..errors import DomainError, Sentence
from ..wording import number as written
from . import queries
from .models import Competition, Round


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``state``: "fine", "missing" (publication waits for it) or "advice".

    ``place`` is the step where it is mended ("information", "audience", "prizes", "rounds", "matrix"), ``number`` the
    round there.
    """

    state: str
    sentence: Sentence
    place: str
    number: int | None = None


def checks_of(competition: Competition, now: datetime) -> list[Check]:
    """Everything that was looked at, in the order of the steps."""
    return [
        *_rules(competition),
        *_audience(competition),
        *_prizes(competition),
        *_rounds(competition),
        *(check for round in _drafts(competition) for check in _round(round, now)),
    ]


def drafts(competition: Competition) -> list[Round]:
    """Rounds that are not published yet."""
    return list(_drafts(competition))


def _drafts(competition: Competition) -> Iterator[Round]:
    return (round for round in competition.rounds if round.assessment.published_at is None)


def _rules(competition: Competition) -> Iterator[Check]:
    if competition.rules.strip():
        yield Check("fine", Sentence("Có thể lệ."), "information")
    else:
        yield Check("advice", Sentence("Chưa có thể lệ. Người dự thi sẽ hỏi."), "information")


def _audience(competition: Competition) -> Iterator[Check]:
    people = queries.count_audience(competition)
    if not queries.list_audience(competition):
        yield Check("missing", Sentence("Chưa chọn đơn vị được dự thi."), "audience")
    elif not people:
        yield Check("missing", Sentence("Các đơn vị được chọn chưa có ai thuộc đối tượng dự thi."), "audience")
    else:
        yield Check("fine", Sentence("%(people)s người thuộc đối tượng dự thi.", people=written(people)), "audience")


def _prizes(competition: Competition) -> Iterator[Check]:
    if competition.prizes:
        yield Check("fine", Sentence("Có %(count)s loại giải.", count=len(competition.prizes)), "prizes")
    else:
        yield Check("advice", Sentence("Chưa ghi giải thưởng. Sau khi công bố không thêm được giải."), "prizes")


def _rounds(competition: Competition) -> Iterator[Check]:
    if not competition.rounds:
        yield Check("missing", Sentence("Chưa có vòng thi nào."), "rounds")
    elif not drafts(competition):
        yield Check("missing", Sentence("Mọi vòng thi đã được công bố."), "rounds")


def _round(round: Round, now: datetime) -> Iterator[Check]:
    assessment = round.assessment
    if assessment.closes_at <= now:
        sentence = Sentence("“%(title)s” đã qua giờ đóng. Hãy sửa thời gian hoặc xóa vòng này.", title=assessment.title)
        yield Check("missing", sentence, "rounds", round.number)
    elif assessment.opens_at <= now:
        sentence = Sentence("“%(title)s” đã qua giờ mở: công bố là mở ngay.", title=assessment.title)
        yield Check("advice", sentence, "rounds", round.number)
    else:
        yield Check(
            "fine", Sentence("“%(title)s” có thời gian hợp lệ.", title=assessment.title), "rounds", round.number
        )
    yield _paper(round)


def _paper(round: Round) -> Check:
    title = round.assessment.title
    try:
        pools.fill_cells(round.assessment.matrix, round.assessment.allowed_kinds)
    except DomainError as error:
        sentence = Sentence("“%(title)s”: %(fault)s", title=title, fault=error.sentence)
        return Check("missing", sentence, "matrix", round.number)
    count = matrix.count_questions(matrix.from_cells(round.assessment.matrix))
    sentence = Sentence("“%(title)s” rút được đề %(count)s câu.", title=title, count=count)
    return Check("fine", sentence, "matrix", round.number)
