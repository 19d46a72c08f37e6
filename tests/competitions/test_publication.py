"""What a competition lacks, and its publication."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.assessments.models import AssessmentExclusion, AssessmentUnit, RosterEntry
from quizapp.competitions.readiness import checks_of
from quizapp.competitions.services import audience, competitions, publication, rounds
from quizapp.errors import Refused
from quizapp.extensions import db
from tests.assessments.factories import make_bank
from tests.competitions.factories import HOUR, make_competition, make_published, make_round, matrix_of
from tests.conftest import NOW
from tests.factories import make_member, make_unit


@pytest.fixture
def competition(unit):
    return make_competition(unit)


def refusal(competition, now=NOW) -> str:
    with pytest.raises(Refused) as caught:
        publication.publish_competition(competition, now)
    assert competition.published_at is None
    return str(caught.value)


def test_competition_without_an_audience_is_not_published(unit, competition):
    make_round(competition)
    assert refusal(competition) == "Các đơn vị được chọn chưa có ai thuộc đối tượng dự thi."
    audience.remove_unit(competition, unit.id, NOW)
    assert refusal(competition) == "Chưa chọn đơn vị được dự thi."


def test_competition_whose_kinds_nobody_is_of_is_not_published(unit, competition):
    make_member(unit=unit, kind="official")
    make_round(competition)
    competitions.edit_competition(competition, member_kinds=["union_member"], now=NOW)
    assert refusal(competition) == "Các đơn vị được chọn chưa có ai thuộc đối tượng dự thi."


def test_competition_without_rounds_is_not_published(unit, competition):
    make_member(unit=unit)
    assert refusal(competition) == "Chưa có vòng thi nào."


def test_matrix_that_the_bank_cannot_fill_stops_publication(unit, competition):
    make_member(unit=unit)
    bank = make_bank(unit, code="NQ57", questions=3)
    round = make_round(competition, bank)
    assert refusal(competition) == (
        "“Tuần 1”: Ngân hàng không đủ câu cho ô “NQ57, mọi chủ đề, mọi mức độ”: cần 4 câu, có thể lấy 3 câu."
    )
    rounds.set_matrix([round], [], NOW)
    assert refusal(competition) == "“Tuần 1”: Ma trận đề chưa có câu nào. Hãy chọn ngân hàng câu hỏi và số câu."
    rounds.set_matrix([round], matrix_of(bank, 3), NOW)
    publication.publish_competition(competition, NOW)
    assert round.assessment.revision == 1


def test_round_that_is_over_stops_publication(unit, competition):
    make_member(unit=unit)
    make_round(competition)
    assert refusal(competition, NOW + HOUR) == "“Tuần 1” đã qua giờ đóng. Hãy sửa thời gian hoặc xóa vòng này."


def test_past_rounds_are_published_only_where_that_is_asked_for(unit, competition):
    make_member(unit=unit)
    round = make_round(competition)
    publication.publish_competition(competition, NOW + 5 * HOUR, accepts_past=True)
    assert (round.assessment.revision, round.assessment.published_at) == (1, NOW + 5 * HOUR)


def test_publication_gives_every_round_the_audience_and_the_exclusions(unit, competition):
    author, other = make_member(unit=unit), make_unit("Đảng bộ Khác")
    make_member(unit=other, kind="official")
    audience.add_unit(competition, other, NOW)
    audience.exclude_member(competition, author, "author", NOW)
    competitions.edit_competition(competition, member_kinds=["official"], now=NOW)
    first, second = make_round(competition), make_round(competition, title="Tuần 2", opens_at=NOW + HOUR)
    assert publication.publish_competition(competition, NOW) == [first, second]
    for round in (first, second):
        units = db.session.scalars(
            select(AssessmentUnit.unit_id).where(AssessmentUnit.assessment_id == round.assessment_id)
        )
        barred = select(AssessmentExclusion.member_id, AssessmentExclusion.reason)
        assert sorted(units) == sorted([unit.id, other.id])
        assert db.session.execute(barred.where(AssessmentExclusion.assessment_id == round.assessment_id)).all() == [
            (author.id, "author")
        ]
        assert (round.assessment.member_kinds, round.assessment.published_at) == (["official"], NOW)


def test_round_that_has_opened_already_gets_its_roster_at_once(unit):
    members = [make_member(unit=unit) for _ in range(2)]
    competition = make_competition(unit)
    make_round(competition)
    publication.publish_competition(competition, NOW)
    assert sorted(db.session.scalars(select(RosterEntry.member_id))) == sorted(member.id for member in members)


def test_rounds_added_later_are_published_by_themselves(unit):
    make_member(unit=unit)
    first = make_published(unit)
    competition = first.competition
    second = make_round(competition, title="Tuần 2", opens_at=NOW + 2 * HOUR)
    assert publication.publish_competition(competition, NOW + HOUR) == [second]
    assert (first.assessment.published_at, competition.published_at) == (NOW - HOUR, NOW - HOUR)
    assert [str(check.sentence) for check in checks_of(competition, NOW) if check.state == "missing"] == [
        "Mọi vòng thi đã được công bố."
    ]


def test_checks_say_what_is_fine_and_what_is_worth_a_look(unit, competition):
    make_member(unit=unit)
    make_round(competition)
    assert [(check.state, str(check.sentence), check.place) for check in checks_of(competition, NOW)] == [
        ("advice", "Chưa có thể lệ. Người dự thi sẽ hỏi.", "information"),
        ("fine", "1 người thuộc đối tượng dự thi.", "audience"),
        ("advice", "Chưa ghi giải thưởng. Sau khi công bố không thêm được giải.", "prizes"),
        ("advice", "“Tuần 1” đã qua giờ mở: công bố là mở ngay.", "rounds"),
        ("fine", "“Tuần 1” rút được đề 4 câu.", "matrix"),
    ]
