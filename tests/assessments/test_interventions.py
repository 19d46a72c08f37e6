"""What somebody in charge does to attempts: more time, another go, an end, an annulment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.assessments.models import Attempt, Result
from quizapp.assessments.services import attempts, interventions, recounts, saves, submissions
from quizapp.assessments.tally_models import DayTally, Participant, SeriesTally, Tally
from quizapp.errors import Gone, Invalid, Refused
from quizapp.extensions import db
from tests.assessments.factories import make_assessment, make_series, right_answers, sit, ticket_of
from tests.conftest import NOW
from tests.factories import make_member, make_unit


@pytest.fixture
def unit(app):
    return make_unit("Trung tâm Chính trị")


@pytest.fixture
def member(unit):
    return make_member(unit=unit)


@pytest.fixture
def assessment(unit):
    return make_assessment(unit, series_id=make_series().id)


def later(seconds):
    return NOW + timedelta(seconds=seconds)


def begin(assessment, member, now=NOW):
    """A running attempt as the session knows it."""
    started = attempts.start(assessment.code, member, "phone", now).attempt
    return reread(started)


def reread(attempt):
    db.session.expire_all()
    return db.session.get(Attempt, attempt.id)


def counted():
    """Everything that is counted, but for days on which nothing is left."""
    db.session.expire_all()
    days = select(DayTally.unit_id, DayTally.day, DayTally.new_people, DayTally.attempts)
    used = (DayTally.new_people != 0) | (DayTally.attempts != 0)
    tallies = select(Tally.unit_id, Tally.members, Tally.eligible, Tally.people, Tally.attempts, Tally.all_correct)
    series = select(SeriesTally.unit_id, SeriesTally.people, SeriesTally.all_correct)
    queries = {
        "results": select(Result.member_id, Result.attempts, Result.attempt_id, Result.score, Result.merit),
        "tallies": tallies.add_columns(Tally.score_sum),
        "days": days.where(used),
        "participants": select(Participant.member_id, Participant.unit_id, Participant.has_been_all_correct),
        "series": series,
    }
    return {name: sorted(map(tuple, db.session.execute(query))) for name, query in queries.items()}


def recounted(assessment):
    recounts.recount(assessment)
    return counted()


def test_more_minutes_are_learnt_with_the_next_save_and_late_saves_are_taken(assessment, member):
    attempt = begin(assessment, member)
    ticket, old = ticket_of(attempt), attempt.deadline
    assert interventions.extend(attempt, 5, later(10)) == old + timedelta(minutes=5)
    assert saves.save_answers(ticket, 1, {"1": ["a"]}, old + timedelta(minutes=4)) == old + timedelta(minutes=5)


def test_the_same_extension_sent_twice_is_given_once(assessment, member):
    attempt = begin(assessment, member)
    seen, old = db.session.get(Attempt, attempt.id), attempt.deadline
    db.session.expunge(seen)
    seen.assessment = assessment
    interventions.extend(reread(attempt), 5, later(10))
    with pytest.raises(Refused, match="vừa được đổi"):
        interventions.extend(seen, 5, later(11))
    assert reread(attempt).deadline == old + timedelta(minutes=5)


def test_nobody_is_given_time_after_the_end(assessment, member):
    attempt = begin(assessment, member)
    with pytest.raises(Refused, match="đã kết thúc"):
        interventions.extend(attempt, 5, attempt.saves_until + timedelta(seconds=1))
    submissions.submit(ticket_of(attempt), 1, {}, None, later(60))
    with pytest.raises(Refused, match="đã kết thúc"):
        interventions.extend(reread(attempt), 5, later(61))
    with pytest.raises(Refused, match="Không có ai"):
        interventions.extend_all(assessment, 5, later(61))


@pytest.mark.parametrize("minutes", [0, -3, 181])
def test_odd_minutes_are_refused(assessment, member, minutes):
    with pytest.raises(Invalid, match="từ 1 đến 180"):
        interventions.extend(begin(assessment, member), minutes, later(1))


def test_all_who_are_working_get_more_time_and_nobody_else(assessment, unit):
    working = [begin(assessment, make_member(unit=unit), later(second)) for second in range(3)]
    done = sit(assessment, make_member(unit=unit))
    deadlines = [attempt.deadline for attempt in map(reread, working)]
    finished = reread(done).deadline
    assert interventions.extend_all(assessment, 10, later(100)) == 3
    assert [reread(one).deadline for one in working] == [old + timedelta(minutes=10) for old in deadlines]
    assert reread(done).deadline == finished


def test_reopened_attempt_keeps_its_answers_and_counts_for_nothing(assessment, member):
    attempt = begin(assessment, member)
    before = counted()
    ticket, answers = ticket_of(attempt), right_answers(attempt)
    submissions.submit(ticket, 3, answers, None, later(60))
    deadline = interventions.reopen(reread(attempt), 0, later(70))
    again = reread(attempt)
    assert (again.state, again.answers, again.revision, again.score, again.receipt, again.deadline) == (
        "running", answers, 3, None, None, deadline
    )  # fmt: skip
    assert counted() == before
    assert recounted(assessment) == before
    submissions.submit(ticket, 4, answers, None, later(90))
    assert recounted(assessment) == counted()


def test_reopening_one_of_several_leaves_the_others_counted_as_a_recount_would(assessment, unit, member):
    other = make_member(unit=unit)
    sit(assessment, other, wrong=1)
    best = sit(assessment, member, later(0))
    sit(assessment, member, later(100), wrong=2)
    interventions.reopen(reread(best), 0, later(300))
    moved = counted()
    assert moved == recounted(assessment)
    assert {row[0]: row[1:4:2] for row in moved["results"]} == {other.id: (1, 3.0), member.id: (1, 2.0)}


def test_first_attempt_of_an_earlier_day_taken_back_makes_the_person_new_on_the_next_day(unit, member):
    assessment = make_assessment(unit, closes_at=NOW + timedelta(days=3))
    first = sit(assessment, member)
    sit(assessment, member, NOW + timedelta(days=1))
    interventions.annul(reread(first))
    assert counted() == recounted(assessment)


def test_overdue_attempt_is_reopened_only_with_minutes(assessment, member):
    attempt = begin(assessment, member)
    after = attempt.saves_until + timedelta(seconds=1)
    submissions.close_by_clock(attempt.id, after)
    with pytest.raises(Refused, match="quá hạn nộp"):
        interventions.reopen(reread(attempt), 0, after)
    assert interventions.reopen(reread(attempt), 5, after) == after + timedelta(minutes=5)


def test_what_runs_or_is_published_is_not_reopened(assessment, member):
    attempt = begin(assessment, member)
    with pytest.raises(Refused, match="Chỉ mở lại được"):
        interventions.reopen(attempt, 5, later(1))
    submissions.submit(ticket_of(attempt), 1, {}, None, later(60))
    second = begin(assessment, member, later(70))
    with pytest.raises(Refused, match="lượt khác"):
        interventions.reopen(reread(attempt), 5, later(80))
    submissions.submit(ticket_of(second), 1, {}, None, later(90))
    assessment.results_published_at = later(95)
    db.session.commit()
    with pytest.raises(Refused, match="đã công bố"):
        interventions.reopen(reread(attempt), 5, later(100))
    with pytest.raises(Refused, match="đã công bố"):
        interventions.annul(reread(attempt))


def test_stopped_attempt_is_submitted_with_what_was_saved(assessment, member):
    attempt = begin(assessment, member)
    ticket, answers = ticket_of(attempt), right_answers(attempt)
    saves.save_answers(ticket, 1, answers, later(10))
    stopped = interventions.stop(reread(attempt), later(20))
    assert (stopped.state, stopped.submitted_by, stopped.score, stopped.answers) == (
        "submitted", "organiser", 4, answers
    )  # fmt: skip
    assert counted() == recounted(assessment)
    with pytest.raises(Gone):
        saves.save_answers(ticket, 2, {}, later(30))
    with pytest.raises(Refused, match="không dừng được"):
        interventions.stop(reread(attempt), later(40))


@pytest.mark.parametrize("is_submitted", [True, False])
def test_annulled_attempt_counts_for_nothing_and_is_used_up(unit, member, is_submitted):
    assessment = make_assessment(unit, attempts_allowed=1)
    attempt = sit(assessment, member) if is_submitted else begin(assessment, member)
    interventions.annul(reread(attempt))
    assert counted()["results"] == []
    assert counted() == recounted(assessment)
    with pytest.raises(Refused, match="trước đó"):
        interventions.annul(reread(attempt))
    with pytest.raises(Refused, match="hết 1 lượt"):
        attempts.start(assessment.code, member, "phone", later(100))
