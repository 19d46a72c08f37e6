"""Rounds: adding, editing, copying, removing, extending."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry
from quizapp.assessments.matrix import MatrixRow
from quizapp.assessments.models import Assessment, Attempt
from quizapp.assessments.services import attempts
from quizapp.competitions.services import publication, rounds
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from tests.assessments.factories import make_bank
from tests.competitions.factories import (
    HOUR,
    make_competition,
    make_published,
    make_round,
    matrix_of,
    settings,
)
from tests.conftest import NOW
from tests.factories import make_member


@pytest.fixture
def competition(unit):
    return make_competition(unit)


def refusal(action, *args, **kwargs) -> str:
    with pytest.raises((Invalid, Refused)) as caught:
        action(*args, **kwargs)
    return str(caught.value)


def test_rounds_are_assessments_of_the_competitions_series(competition):
    round = make_round(competition, ranking=("score", "decision"))
    assessment = round.assessment
    assert (assessment.kind, assessment.code, assessment.series_id) == ("round", "nq57-1", competition.series_id)
    assert (assessment.unit_id, assessment.published_at) == (competition.unit_id, None)
    assert rounds.settings_of(round) == settings(ranking=("score", "decision"))


def test_round_that_closes_before_it_opens_is_refused(competition):
    assert refusal(rounds.add_round, competition, settings(hours=-1), now=NOW) == "Giờ đóng phải sau giờ mở."
    assert db.session.scalars(select(Assessment)).all() == []


def test_overlapping_round_is_refused_when_added_and_when_moved(competition):
    make_round(competition)
    overlap = "Thời gian trùng với “Tuần 1”. Các vòng phải nối tiếp nhau."
    assert refusal(rounds.add_round, competition, settings("Tuần 2", NOW), now=NOW) == overlap
    second = make_round(competition, title="Tuần 2", opens_at=NOW + HOUR)
    assert refusal(rounds.edit_round, second, settings("Tuần 2", NOW), NOW) == overlap
    rounds.edit_round(second, settings("Tuần 2", NOW + 3 * HOUR), NOW)
    assert second.assessment.opens_at == NOW + 3 * HOUR


def test_minutes_longer_than_the_window_are_refused(competition):
    assert "ít hơn 40 phút làm bài" in refusal(rounds.add_round, competition, settings(hours=0.5, minutes=40), now=NOW)


@pytest.mark.parametrize("field", ["counting", "answers_shown", "prediction_target"])
def test_unknown_word_is_refused(competition, field):
    assert "“khác” chưa đúng" in refusal(rounds.add_round, competition, settings(**{field: "khác"}), now=NOW)


def test_code_of_another_round_is_refused(competition):
    make_round(competition, code="tuan-thi")
    taken = "Mã vòng thi tuan-thi đã được dùng. Hãy chọn mã khác."
    second = settings("Tuần 2", NOW + HOUR)
    assert refusal(rounds.add_round, competition, second, code="tuan-thi", now=NOW) == taken


def test_matrix_of_an_unknown_bank_is_refused(competition):
    round = make_round(competition)
    rows = [MatrixRow("ABC", None, None, 4)]
    sentence = "Dòng 1 của ma trận đề: Không có ngân hàng câu hỏi “ABC”, hoặc bạn không được dùng."
    assert refusal(rounds.set_matrix, [round], rows, NOW) == sentence


def test_matrix_of_a_bank_that_the_organiser_may_not_use_is_refused(competition):
    bank = make_bank(competition.unit, questions=1)
    round = make_round(competition)
    assert "hoặc bạn không được dùng" in refusal(
        rounds.set_matrix, [round], matrix_of(bank, 1), NOW, usable_banks=set()
    )


def test_one_matrix_can_serve_several_rounds(competition):
    first, second = make_round(competition), make_round(competition, title="Tuần 2", opens_at=NOW + HOUR)
    bank = make_bank(competition.unit, questions=5)
    rounds.set_matrix([first, second], matrix_of(bank, 5, points=2), NOW)
    cell = {"bank": bank.code, "topic": None, "level": None, "count": 5, "points": 2}
    assert (first.assessment.matrix, second.assessment.matrix) == ([cell], [cell])


def test_copy_comes_a_week_later_under_the_next_number(competition):
    first = make_round(competition, title="Tuần 1: Nghị quyết 57", hours=24)
    second, third = rounds.copy_round(first, NOW), rounds.copy_round(first, NOW)
    titles = [round.assessment.title for round in competition.rounds]
    assert titles == ["Tuần 1: Nghị quyết 57", "Tuần 2: Nghị quyết 57", "Tuần 3: Nghị quyết 57"]
    week = timedelta(days=7)
    assert [r.assessment.opens_at - first.assessment.opens_at for r in (second, third)] == [week, 2 * week]
    assert second.assessment.matrix == first.assessment.matrix


def test_copy_of_a_long_round_comes_right_behind_it(competition):
    first = make_round(competition, title="Vòng loại Nghị quyết 57", hours=24 * 30)
    copied = rounds.copy_round(first, NOW).assessment
    assert (copied.title, copied.opens_at) == ("Vòng loại Nghị quyết 57 (2)", first.assessment.closes_at)


def test_draft_round_is_removed_a_published_one_is_not(unit, competition):
    make_member(unit=unit)
    first, second = make_round(competition), make_round(competition, title="Tuần 2", opens_at=NOW + HOUR)
    rounds.remove_round(second, NOW)
    assert [round.assessment.title for round in competition.rounds] == ["Tuần 1"]
    publication.publish_competition(competition, NOW)
    assert refusal(rounds.remove_round, first, NOW) == "Vòng thi “Tuần 1” đã công bố nên không xóa được."


# --- After publication

LOCKED = "Đã công bố: đổi mục này bây giờ là không công bằng với người đã biết thể lệ hoặc đã thi."


@pytest.fixture
def published(unit):
    make_member(unit=unit)
    return make_published(unit)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"minutes": 20}, "thời gian làm bài"),
        ({"attempts_allowed": None}, "số lượt thi"),
        ({"counting": "last"}, "lượt được tính"),
        ({"ranking": ("score",)}, "tiêu chí xếp hạng"),
        ({"prediction_target": "people"}, "câu hỏi dự đoán"),
        ({"shuffles_questions": False}, "đảo câu hỏi"),
        ({"answers_shown": "never"}, "lúc cho xem đáp án"),
    ],
)
def test_publication_locks_how_a_round_is_sat_and_counted(published, change, name):
    wanted = replace(rounds.settings_of(published), **change)
    assert refusal(rounds.edit_round, published, wanted, NOW) == f"Không đổi được {name}. {LOCKED}"


def test_publication_locks_the_matrix(published):
    assert refusal(rounds.set_matrix, [published], [], NOW) == f"Không đổi được ma trận đề. {LOCKED}"


def test_opening_is_locked_once_it_has_opened_and_may_be_put_off_before(unit, published):
    stored = rounds.settings_of(published)
    earlier = replace(stored, opens_at=stored.opens_at - HOUR)
    opened = "Không đổi được giờ mở. Vòng thi đã mở nên không đổi được giờ mở."
    assert refusal(rounds.edit_round, published, earlier, NOW) == opened
    coming = make_round(published.competition, title="Tuần 2", opens_at=NOW + 2 * HOUR)
    publication.publish_competition(published.competition, NOW)
    later = replace(rounds.settings_of(coming), opens_at=NOW + 3 * HOUR)
    assert rounds.edit_round(coming, later, NOW) == ["opens_at"]
    at_once = replace(later, opens_at=NOW + 1.5 * HOUR)
    assert refusal(rounds.edit_round, coming, at_once, NOW + 2 * HOUR) == "Giờ mở mới phải sau thời điểm này."


def test_closing_can_only_be_put_off_and_with_a_reason(published):
    stored = rounds.settings_of(published)
    sooner = replace(stored, closes_at=stored.closes_at - timedelta(minutes=5))
    assert (
        refusal(rounds.edit_round, published, sooner, NOW) == "Vòng thi đã công bố nên chỉ có thể lùi giờ đóng về sau."
    )
    later = replace(stored, closes_at=stored.closes_at + HOUR)
    assert refusal(rounds.edit_round, published, later, NOW, "  ") == "Hãy ghi lý do gia hạn; người dự thi sẽ hỏi."
    assert rounds.edit_round(published, later, NOW, "Mất điện toàn tỉnh") == ["closes_at"]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "round.edited")).one()
    times = ["2026-11-21T04:00:00+00:00", "2026-11-21T05:00:00+00:00"]
    assert entry.detail == {"changes": {"closes_at": times}, "reason": "Mất điện toàn tỉnh"}


def test_extension_gives_those_who_sit_the_minutes_that_they_are_due(unit, published):
    stored = rounds.settings_of(published)
    cut_short = attempts.start(
        published.assessment.code, make_member(unit=unit), "phone", stored.closes_at - timedelta(minutes=5)
    ).attempt
    whole = attempts.start(published.assessment.code, make_member(unit=unit), "phone", NOW).attempt
    assert cut_short.deadline == stored.closes_at
    rounds.edit_round(published, replace(stored, closes_at=stored.closes_at + HOUR), NOW, "Nghẽn mạng")
    db.session.expire_all()
    deadlines = dict(db.session.execute(select(Attempt.id, Attempt.deadline)).all())
    assert deadlines == {
        cut_short.id: stored.closes_at + timedelta(minutes=10),
        whole.id: NOW + timedelta(minutes=15),
    }
    assert cut_short.saves_until == cut_short.deadline + timedelta(seconds=15)


def test_title_of_a_published_round_can_be_mended(published):
    assert rounds.edit_round(published, replace(rounds.settings_of(published), title="Tuần một"), NOW) == ["title"]
