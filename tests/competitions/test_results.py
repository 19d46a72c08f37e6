"""Publishing results, disqualification, and the organisers' decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from quizapp.accounts.models import AuditEntry
from quizapp.assessments import queries as assessment_queries
from quizapp.assessments.models import Attempt, Result, RosterEntry
from quizapp.assessments.services import attempts, recounts, submissions
from quizapp.assessments.tally_models import DayTally, Participant, SeriesTally, Tally
from quizapp.competitions import exports, result_queries
from quizapp.competitions.models import Publication
from quizapp.competitions.services import prizes, publication, results
from quizapp.competitions.specs import PrizeSpec
from quizapp.errors import Forbidden, Gone, Invalid, NotFound, Refused
from quizapp.extensions import db
from quizapp.tables import read_rows
from tests.assessments.factories import right_answers, ticket_of
from tests.competitions.factories import HOUR, make_competition, make_published, make_round, sit_round
from tests.conftest import NOW
from tests.factories import make_member, make_unit

CLOSED = NOW + 2 * HOUR


@pytest.fixture
def members(unit):
    cell = make_unit("Chi bộ Một", unit)
    names = ("Nguyễn Thị An", "Trần Văn Bình", "Lê Thị Chi", "Phạm Văn Dũng")
    return [make_member(name, unit=cell) for name in names]


def refusal(kind, action, *args, **kwargs) -> str:
    with pytest.raises(kind) as caught:
        action(*args, **kwargs)
    return str(caught.value)


def ranks(round):
    return [(rank, result.member.name) for rank, result in result_queries.list_best(round.assessment_id, 10)]


def counters(series_id):
    """Every count there is, without units of which nothing is counted."""
    db.session.expire_all()
    models = (Tally, DayTally, SeriesTally)
    rows = [row for model in models for row in db.session.execute(select(*model.__table__.c)).all()]
    people = db.session.execute(select(*Participant.__table__.c).order_by(Participant.member_id)).all()
    return sorted(map(str, rows)), people


# --- Publication


def test_results_are_not_published_while_the_round_runs(unit, members):
    round = make_published(unit)
    sit_round(round, members[0])
    sentence = "“Tuần 1” chưa đóng nên chưa tổng hợp được kết quả."
    assert refusal(Refused, results.publish_results, round, None, "", NOW) == sentence


def test_publication_closes_what_the_clock_has_ended_and_notes_the_counts(unit, members):
    round = make_published(unit)
    organiser = make_member(unit=unit)
    sit_round(round, members[0])
    sit_round(round, members[0], started=NOW + timedelta(minutes=10))
    attempts.start(round.assessment.code, members[1], "phone", NOW)
    published = results.publish_results(round, organiser, "", CLOSED)
    assert (published.version, published.people, published.attempts, published.all_correct) == (1, 2, 3, 1)
    assert (published.actor_id, published.published_at) == (organiser.id, CLOSED)
    assert round.assessment.results_published_at == CLOSED


def test_second_version_needs_a_reason(unit, members):
    round = make_published(unit)
    sit_round(round, members[0])
    results.publish_results(round, None, "", CLOSED)
    needed = "Hãy ghi lý do thay đổi, nhiều nhất 300 ký tự."
    assert refusal(Invalid, results.publish_results, round, None, "  ", CLOSED + HOUR) == needed
    again = results.publish_results(round, None, "Sửa đáp án câu 3", CLOSED + HOUR)
    assert (again.version, again.reason) == (2, "Sửa đáp án câu 3")
    recorded = select(AuditEntry).where(AuditEntry.action == "round.results_published")
    entries = db.session.scalars(recorded.order_by(AuditEntry.id))
    assert [entry.detail["version"] for entry in entries] == [1, 2]


def test_draft_round_has_no_results_to_publish(unit):
    round = make_round(make_competition(unit))
    sentence = "Vòng thi “Tuần 1” chưa được công bố."
    assert refusal(Refused, results.publish_results, round, None, "", CLOSED) == sentence


# --- Ranking


def test_equal_merit_is_equal_rank(unit, members):
    round = make_published(unit, ranking=("score", "duration"))
    for member, wrong, seconds in zip(members, (0, 1, 1, 2), (60, 60, 60, 30), strict=True):
        sit_round(round, member, wrong=wrong, seconds=seconds)
    results.publish_results(round, None, "", CLOSED)
    assert ranks(round) == [(1, "Nguyễn Thị An"), (2, "Trần Văn Bình"), (2, "Lê Thị Chi"), (4, "Phạm Văn Dũng")]


def test_closest_prediction_counts_once_the_round_has_closed(unit, members):
    round = make_published(unit, ranking=("score", "prediction"), prediction_target="all_correct")
    predictions = (7172, 7000, None)
    for member, prediction in zip(members, predictions, strict=False):
        sit_round(round, member, prediction=prediction)
    # As if 7.171 people had been right in all: more than a test can seat.
    db.session.execute(update(Tally).where(Tally.people > 0).values(all_correct=7171))
    db.session.commit()
    assert {rank for rank, _ in ranks(round)} == {1}
    results.publish_results(round, None, "", CLOSED)
    assert round.assessment.prediction_outcome == 7171
    assert ranks(round) == [(1, "Nguyễn Thị An"), (2, "Trần Văn Bình"), (3, "Lê Thị Chi")]


def test_people_person_times_and_attempts_are_counted_apart(unit, members):
    first = make_published(unit)
    second = make_round(first.competition, title="Tuần 2", opens_at=NOW + HOUR)
    publication.publish_competition(first.competition, NOW)
    sit_round(first, members[0])
    sit_round(first, members[0], started=NOW + timedelta(minutes=5))
    sit_round(first, members[1], wrong=1)
    sit_round(second, members[0], started=NOW + HOUR)
    figures = result_queries.figures_of(first.competition)
    assert figures == result_queries.Figures(people=2, person_times=3, attempts=4, all_correct=1)


# --- Prizes


def test_prizes_follow_the_standings_and_ties_wait(unit, members):
    round = make_published(unit, ranking=("score", "decision"))
    prizes_of_round = [PrizeSpec("Nhất"), PrizeSpec("Nhì"), PrizeSpec("Tập thể", recipient="collective")]
    round.competition.published_at = None
    prizes.set_prizes(round.competition, prizes_of_round, NOW)
    round.competition.published_at = NOW
    for member, wrong in zip(members, (0, 1, 1, 2), strict=True):
        sit_round(round, member, wrong=wrong)
    results.publish_results(round, None, "", CLOSED)
    told = [
        (award.title, [r.member.name for _, r in award.winners], [r.member.name for _, r in award.tied], award.seats)
        for award in result_queries.list_awards(round)
    ]
    assert told == [("Nhất", ["Nguyễn Thị An"], [], 0), ("Nhì", [], ["Trần Văn Bình", "Lê Thị Chi"], 1)]
    results.prefer(round, members[2], "Người nộp sổ tay đẹp nhất", None, CLOSED + HOUR)
    second = result_queries.list_awards(round)[1]
    assert ([r.member.name for _, r in second.winners], second.tied) == (["Lê Thị Chi"], [])
    assert second.winners[0][1].decision_reason == "Người nộp sổ tay đẹp nhất"
    versions = db.session.scalars(select(Publication.version).where(Publication.round_id == round.id)).all()
    assert sorted(versions) == [1, 2]


def test_organisers_decide_only_between_equals_and_where_the_rules_say_so(unit, members):
    round = make_published(unit, ranking=("score", "decision"))
    sit_round(round, members[0])
    sit_round(round, members[1], wrong=1)
    decide = results.prefer
    assert refusal(Refused, decide, round, members[0], "lý do", None, NOW).startswith("Vòng thi chưa đóng")
    assert refusal(Refused, decide, round, members[0], "lý do", None, CLOSED) == "Nguyễn Thị An không đồng hạng với ai."
    assert refusal(Invalid, decide, round, members[0], "", None, CLOSED).startswith("Hãy ghi lý do")
    assert refusal(NotFound, decide, round, members[2], "lý do", None, CLOSED).endswith(
        "chưa có kết quả ở vòng thi này."
    )
    round.assessment.ranking = ["score"]
    assert "không có phần Ban Tổ chức quyết định" in refusal(Refused, decide, round, members[0], "lý do", None, CLOSED)


# --- Disqualification


@pytest.fixture
def two_rounds(unit, members):
    first = make_published(unit)
    second = make_round(first.competition, title="Tuần 2", opens_at=NOW + HOUR)
    publication.publish_competition(first.competition, NOW)
    for member in members[:3]:
        sit_round(first, member, wrong=0 if member is members[0] else 1)
    sit_round(first, members[0], started=NOW + timedelta(minutes=30), wrong=2)
    sit_round(second, members[0], started=NOW + HOUR, wrong=1)
    sit_round(second, members[1], started=NOW + HOUR)
    return first, second


def test_disqualified_person_is_taken_out_of_every_count(two_rounds, members):
    first, second = two_rounds
    series_id = first.competition.series_id
    assert results.disqualify(first, members[0], "Thi hộ", None, NOW + HOUR) == 2
    moved = counters(series_id)
    recounts.recount(first.assessment)
    recounts.recount(second.assessment)
    recounted = counters(series_id)
    empty = ", 0, 0, 0, 0, 0, 0, 0.0)"
    assert [row for row in moved[0] if not row.endswith(empty)] == [r for r in recounted[0] if not r.endswith(empty)]
    assert moved[1] == recounted[1]
    assert result_queries.figures_of(first.competition) == result_queries.Figures(3, 4, 4, 1)
    assert ranks(first) == [(1, "Trần Văn Bình"), (1, "Lê Thị Chi")]
    assert ranks(second) == [(1, "Trần Văn Bình"), (2, "Nguyễn Thị An")]


def test_person_disqualified_in_every_round_is_no_participant(two_rounds, members):
    for round in two_rounds:
        results.disqualify(round, members[0], "Thi hộ", None, NOW + HOUR)
    assert db.session.get(Participant, (two_rounds[0].competition.series_id, members[0].id)) is None
    assert result_queries.figures_of(two_rounds[0].competition) == result_queries.Figures(2, 3, 3, 1)


def test_disqualified_person_is_not_eligible_and_cannot_start_again(two_rounds, members):
    first, _second = two_rounds
    results.disqualify(first, members[3], "Thi hộ", None, NOW)
    entry = db.session.get(RosterEntry, (first.assessment_id, members[3].id))
    assert entry.reason == "disqualified"
    with pytest.raises(Forbidden, match="Quyền dự thi của bạn đã bị hủy"):
        attempts.start(first.assessment.code, members[3], "phone", NOW)
    tally = db.session.get(Tally, (first.assessment_id, members[3].unit_id))
    assert (tally.members, tally.eligible) == (4, 3)


def test_running_attempt_of_a_disqualified_person_ends(unit, members):
    round = make_published(unit)
    attempt = attempts.start(round.assessment.code, members[0], "phone", NOW).attempt
    answers, ticket = right_answers(attempt), ticket_of(attempt)
    assert results.disqualify(round, members[0], "Thi hộ", None, NOW) == 0
    with pytest.raises(Gone):
        submissions.submit(ticket, 1, answers, None, NOW + timedelta(minutes=1))
    assert db.session.get(Attempt, attempt.id).state == "annulled"
    assert assessment_queries.get_result(round.assessment_id, members[0].id) is None


def test_disqualification_after_publication_is_a_new_version_on_record(two_rounds, members, unit):
    first, _ = two_rounds
    organiser = make_member(unit=unit)
    results.publish_results(first, organiser, "", CLOSED)
    results.disqualify(first, members[0], "Có đơn tố cáo đúng", organiser, CLOSED + HOUR)
    versions = select(Publication.version, Publication.reason, Publication.people).order_by(Publication.version)
    assert db.session.execute(versions).all() == [(1, "", 3), (2, "Có đơn tố cáo đúng", 2)]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "round.member_disqualified")).one()
    assert entry.actor_id == organiser.id
    assert entry.detail == {"member": members[0].code, "reason": "Có đơn tố cáo đúng", "attempts": 2}


def test_disqualification_needs_a_reason_and_somebody_of_the_round(two_rounds, members):
    first, _ = two_rounds
    stranger = make_member(unit=make_unit("Đảng bộ Khác"))
    assert refusal(Invalid, results.disqualify, first, members[0], "", None, NOW).startswith("Hãy ghi lý do")
    sentence = f"Mã số “{stranger.code}” không thuộc vòng thi này."
    assert refusal(NotFound, results.disqualify, first, stranger, "Thi hộ", None, NOW) == sentence
    assert len(db.session.scalars(select(Result).where(Result.assessment_id == first.assessment_id)).all()) == 3


# --- Workbook


def test_workbook_holds_everybody_best_first(unit, members):
    round = make_published(unit, ranking=("score", "duration"), prediction_target="people")
    sit_round(round, members[0], wrong=1, prediction=3)
    sit_round(round, members[1], wrong=1)
    sit_round(round, members[2], seconds=45)
    rows = [list(row.cells) for row in read_rows(exports.results_workbook(round), "ket-qua.xlsx")]
    assert rows[0][:9] == [
        *("Hạng", "Họ và tên", "Mã số", "Đơn vị", "Điểm", "Điểm tối đa", "Đúng tất cả"),
        *("Thời gian (giây)", "Dự đoán"),
    ]
    assert [row[:9] for row in rows[1:]] == [
        [1, "Lê Thị Chi", members[2].code, "Chi bộ Một", 4, 4, "có", 45, None],
        [2, "Nguyễn Thị An", members[0].code, "Chi bộ Một", 3, 4, None, 60, 3],
        [2, "Trần Văn Bình", members[1].code, "Chi bộ Một", 3, 4, None, 60, None],
    ]
