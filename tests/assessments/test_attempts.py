"""Start, save, submit, and the clock: what a phone may send twice, late, or out of order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from quizapp.accounts.models import Member
from quizapp.assessments import queries, standing_queries
from quizapp.assessments.models import Assessment, AssessmentExclusion, AssessmentUnit, Attempt, Result, RosterEntry
from quizapp.assessments.services import attempts, recounts, results, rosters, saves, submissions
from quizapp.assessments.tally_models import DayTally, Participant, SeriesTally, Tally
from quizapp.errors import Forbidden, Gone, Invalid, NotFound, Refused
from quizapp.extensions import db
from quizapp.transactions import transaction
from tests.assessments.factories import make_assessment, make_series, right_answers, sit, ticket_of
from tests.conftest import NOW
from tests.factories import make_member, make_unit


@pytest.fixture
def unit(app):
    return make_unit("Đảng bộ Khối")


@pytest.fixture
def member(unit):
    return make_member(unit=make_unit("Chi bộ Một", unit))


@pytest.fixture
def assessment(unit):
    return make_assessment(unit)


def later(seconds):
    return NOW + timedelta(seconds=seconds)


def stored(attempt):
    db.session.expire_all()
    return db.session.get(Attempt, attempt.id)


# --- start


def test_start_gives_a_paper_and_a_deadline(assessment, member):
    started = attempts.start(assessment.code, member, "phone", NOW)
    attempt = started.attempt
    assert started.is_new
    assert (attempt.number, attempt.state, attempt.device, len(attempt.paper)) == (1, "running", "phone", 4)
    assert attempt.deadline == NOW + timedelta(minutes=15)
    assert attempt.saves_until == attempt.deadline + timedelta(seconds=15)
    assert attempt.unit_id == member.unit_id


def test_deadline_is_the_closing_minute_when_that_comes_first(assessment, member):
    attempt = attempts.start(assessment.code, member, "phone", assessment.closes_at - timedelta(minutes=5)).attempt
    assert attempt.deadline == assessment.closes_at


def test_second_start_takes_the_running_attempt_over(assessment, member):
    first = attempts.start(assessment.code, member, "phone", NOW).attempt
    first_ticket = ticket_of(first)
    saves.save_answers(first_ticket, 1, {"1": ["a"]}, later(1))
    second = attempts.start(assessment.code, member, "computer", later(2))
    assert not second.is_new
    assert (second.attempt.id, second.attempt.number, second.attempt.answers) == (first.id, 1, {"1": ["a"]})
    with pytest.raises(saves.ContinuedElsewhere):
        saves.save_answers(first_ticket, 2, {"1": ["b"]}, later(3))
    saves.save_answers(ticket_of(second.attempt), 2, {"1": ["c"]}, later(4))
    assert stored(first).answers == {"1": ["c"]}


def test_older_device_takes_it_back_with_the_answers_it_could_not_send(assessment, member):
    phone = ticket_of(attempts.start(assessment.code, member, "phone", NOW).attempt)
    computer = ticket_of(attempts.start(assessment.code, member, "computer", later(1)).attempt)
    saves.save_answers(computer, 1, {"1": ["a"]}, later(2))
    back = attempts.start(assessment.code, member, "phone", later(3)).attempt
    saves.save_answers(ticket_of(back), 2, {"1": ["a"], "2": ["d"]}, later(4))
    assert stored(back).answers == {"1": ["a"], "2": ["d"]}
    with pytest.raises(saves.ContinuedElsewhere):
        saves.save_answers(computer, 3, {}, later(5))
    assert phone.holder == 1


@pytest.mark.parametrize(("seconds", "error"), [(-3601, Forbidden), (3600, Gone)])
def test_start_is_refused_outside_the_window(assessment, member, seconds, error):
    with pytest.raises(error):
        attempts.start(assessment.code, member, "phone", later(seconds))


def test_start_is_refused_when_no_attempts_are_left(unit, member):
    assessment = make_assessment(unit, attempts_allowed=2)
    sit(assessment, member, NOW)
    sit(assessment, member, later(100))
    with pytest.raises(Refused, match="2 lượt"):
        attempts.start(assessment.code, member, "phone", later(200))


def test_unlimited_attempts(unit, member):
    assessment = make_assessment(unit, attempts_allowed=None)
    assert [sit(assessment, member, later(100 * n)).number for n in range(4)] == [1, 2, 3, 4]


def test_stranger_may_not_start(assessment, app):
    with pytest.raises(Forbidden):
        attempts.start(assessment.code, make_member(unit=make_unit("Đảng bộ khác")), "phone", NOW)


@pytest.mark.parametrize("status", ["exempt", "suspended", "away", "transferred", "deceased"])
def test_those_who_are_not_active_may_not_start(assessment, unit, status):
    with pytest.raises(Forbidden):
        attempts.start(assessment.code, make_member(unit=unit, status=status), "phone", NOW)


def test_other_kinds_of_members_may_not_start(unit):
    assessment = make_assessment(unit, member_kinds=["official"])
    with pytest.raises(Forbidden):
        attempts.start(assessment.code, make_member(unit=unit, kind="staff"), "phone", NOW)


def test_excluded_organiser_may_not_start(assessment, member):
    db.session.add(AssessmentExclusion(assessment_id=assessment.id, member_id=member.id, reason="organiser"))
    db.session.commit()
    with pytest.raises(Forbidden, match="Ban Tổ chức"):
        attempts.start(assessment.code, member, "phone", NOW)


# --- save


def test_save_keeps_the_newest_state_only(assessment, member):
    ticket = ticket_of(attempts.start(assessment.code, member, "phone", NOW).attempt)
    saves.save_answers(ticket, 3, {"1": ["c"]}, later(3))
    for revision in (3, 2, 1):
        with pytest.raises(saves.StaleRevision) as refusal:
            saves.save_answers(ticket, revision, {"1": ["x"]}, later(4))
        assert refusal.value.extra["revision"] == 3
    attempt = db.session.get(Attempt, ticket.attempt_id)
    assert (attempt.answers, attempt.revision, attempt.saved_at) == ({"1": ["c"]}, 3, later(3))


def test_save_is_one_statement(assessment, member, statements):
    ticket = ticket_of(attempts.start(assessment.code, member, "phone", NOW).attempt)
    statements.clear()
    saves.save_answers(ticket, 1, {"1": ["a"]}, later(1))
    assert [statement.split()[0] for statement in statements] == ["UPDATE"]


def test_prediction_is_a_part_of_a_save_and_costs_no_statement_more(assessment, member, statements):
    ticket = ticket_of(attempts.start(assessment.code, member, "phone", NOW).attempt)
    told = []
    for revision, prediction in enumerate((120, saves.UNSAID, None), 1):
        statements.clear()
        saves.save_answers(ticket, revision, {"1": ["a"]}, later(revision), prediction)
        assert [statement.split()[0] for statement in statements] == ["UPDATE"]
        db.session.expire_all()
        told.append(db.session.get(Attempt, ticket.attempt_id).prediction)
    assert told == [120, 120, None]


@pytest.mark.parametrize("submits", [True, False])
def test_saved_prediction_counts_without_being_sent_again(unit, member, submits):
    assessment = make_assessment(unit, prediction_target="people", is_prediction_required=True)
    ticket = ticket_of(attempts.start(assessment.code, member, "phone", NOW).attempt)
    saves.save_answers(ticket, 1, {"1": ["a"]}, later(1), 120)
    if submits:
        submissions.submit(ticket, 2, None, None, later(2))
    else:
        submissions.close_overdue(later(916))
    result = db.session.get(Result, (assessment.id, member.id))
    assert (result.prediction, result.attempts) == (120, 1)


@pytest.mark.parametrize(("seconds", "is_kept"), [(899, True), (900, True), (915, True), (915.001, False)])
def test_saves_are_taken_until_the_deadline_plus_the_grace(assessment, member, seconds, is_kept):
    ticket = ticket_of(attempts.start(assessment.code, member, "phone", NOW).attempt)
    if is_kept:
        assert saves.save_answers(ticket, 1, {"1": ["a"]}, later(seconds)) == later(900)
    else:
        with pytest.raises(Gone):
            saves.save_answers(ticket, 1, {"1": ["a"]}, later(seconds))


def test_save_after_submission_is_refused(assessment, member):
    attempt = sit(assessment, member)
    with pytest.raises(Gone):
        saves.save_answers(ticket_of(attempt), 9, {}, later(61))


def test_save_of_an_unknown_attempt_is_not_found(assessment, member):
    with pytest.raises(NotFound):
        saves.save_answers(saves.Ticket(10**9, 1, 4), 1, {}, NOW)


# --- submit


def test_submission_is_marked_and_given_a_receipt(assessment, member):
    attempt = sit(assessment, member, seconds=75, wrong=1)
    assert (attempt.score, attempt.max_score, attempt.right, attempt.all_correct) == (3, 4, 3, False)
    assert (attempt.seconds, attempt.submitted_at, attempt.submitted_by) == (75, later(75), "member")
    assert len(attempt.receipt) == 12


def test_repeated_submission_changes_nothing(assessment, member):
    attempt = attempts.start(assessment.code, member, "phone", NOW).attempt
    ticket = ticket_of(attempt)
    first = submissions.submit(ticket, 1, right_answers(attempt), None, later(60))
    receipt = first.receipt
    again = submissions.submit(ticket, 2, {}, None, later(70))
    assert (again.receipt, again.score, again.submitted_at) == (receipt, 4, later(60))
    assert db.session.get(Result, (assessment.id, member.id)).attempts == 1


def test_submission_without_answers_takes_those_that_were_saved(assessment, member):
    attempt = attempts.start(assessment.code, member, "phone", NOW).attempt
    saves.save_answers(ticket_of(attempt), 5, right_answers(attempt), later(10))
    assert submissions.submit(ticket_of(attempt), 5, None, None, later(60)).all_correct


def test_submission_older_than_the_stored_answers_is_stale(assessment, member):
    attempt = attempts.start(assessment.code, member, "phone", NOW).attempt
    saves.save_answers(ticket_of(attempt), 5, {}, later(10))
    with pytest.raises(saves.StaleRevision):
        submissions.submit(ticket_of(attempt), 4, right_answers(attempt), None, later(60))


def test_submission_within_the_grace_counts_as_of_the_deadline(assessment, member):
    attempt = sit(assessment, member, seconds=910)
    assert (attempt.seconds, attempt.submitted_at, attempt.all_correct) == (900, later(900), True)


def test_late_submission_is_refused_and_what_was_saved_counts(assessment, member):
    attempt = attempts.start(assessment.code, member, "phone", NOW).attempt
    answers = right_answers(attempt)
    saves.save_answers(ticket_of(attempt), 1, {"1": answers["1"]}, later(10))
    with pytest.raises(Gone):
        submissions.submit(ticket_of(attempt), 2, answers, None, later(916))
    assert submissions.close_overdue(later(916)) == 1
    closed = stored(attempt)
    assert (closed.submitted_by, closed.score, closed.submitted_at) == ("clock", 1, later(900))
    assert submissions.close_overdue(later(917)) == 0


def test_older_device_cannot_submit(assessment, member):
    old = ticket_of(attempts.start(assessment.code, member, "phone", NOW).attempt)
    attempts.start(assessment.code, member, "computer", later(1))
    with pytest.raises(saves.ContinuedElsewhere):
        submissions.submit(old, 1, {}, None, later(2))


def test_required_prediction_is_asked_for_until_the_time_is_over(unit, member):
    assessment = make_assessment(unit, prediction_target="people", is_prediction_required=True)
    attempt = attempts.start(assessment.code, member, "phone", NOW).attempt
    with pytest.raises(Invalid):
        submissions.submit(ticket_of(attempt), 1, {}, None, later(60))
    assert submissions.submit(ticket_of(attempt), 1, {}, None, later(901)).prediction is None


def test_start_closes_an_overdue_attempt_and_begins_the_next(assessment, member):
    first = attempts.start(assessment.code, member, "phone", NOW).attempt
    second = attempts.start(assessment.code, member, "phone", later(1000))
    assert second.is_new
    assert (second.attempt.number, stored(first).submitted_by) == (2, "clock")


# --- results and tallies


def tallies(assessment):
    query = select(Tally.unit_id, Tally.people, Tally.attempts, Tally.all_correct, Tally.score_sum)
    return {row[0]: tuple(row[1:]) for row in db.session.execute(query.where(Tally.assessment_id == assessment.id))}


def test_best_attempt_counts_and_tallies_follow(assessment, member):
    sit(assessment, member, NOW, seconds=60, wrong=2)
    sit(assessment, member, later(100), seconds=200, wrong=0)
    sit(assessment, member, later(400), seconds=10, wrong=3)
    result = db.session.get(Result, (assessment.id, member.id))
    assert (result.attempts, result.score, result.seconds, result.has_been_all_correct) == (3, 4, 200, True)
    assert tallies(assessment) == {member.unit_id: (1, 3, 1, 4)}
    day = db.session.execute(select(DayTally.new_people, DayTally.attempts)).one()
    assert tuple(day) == (1, 3)


@pytest.mark.parametrize(("counting", "score"), [("best", 4), ("last", 1), ("first", 2)])
def test_which_attempt_counts_is_a_setting(unit, member, counting, score):
    assessment = make_assessment(unit, counting=counting)
    for number, wrong in enumerate((2, 0, 3)):
        sit(assessment, member, later(100 * number), wrong=wrong)
    assert db.session.get(Result, (assessment.id, member.id)).score == score
    assert tallies(assessment)[member.unit_id] == (1, 3, 1, score)


@pytest.mark.parametrize(("counting", "told"), [("best", [2, 1, 1]), ("last", [2, 1, 3]), ("first", [2, 2, 2])])
def test_rank_told_at_the_submission_is_that_of_the_attempt_that_counts(unit, member, counting, told):
    assessment = make_assessment(unit, counting=counting, ranking=["score"])
    for wrong in (1, 3):
        sit(assessment, make_member(unit=unit), wrong=wrong)
    ranks = []
    for number, wrong in enumerate((2, 0, 4)):
        attempt = attempts.start(assessment.code, member, "phone", later(100 * number)).attempt
        answers = right_answers(attempt, wrong)
        done = (ticket_of(attempt), 1, answers, None, later(100 * number + 60))
        ranks.append(submissions.submit_and_rank(*done)[1])
        assert ranks[-1] == standing_queries.rank_of_member(assessment.id, member.id)
        assert submissions.submit_and_rank(*done)[1] is None
    assert ranks == told


def test_points_add_up_exactly(unit, member):
    bank = make_assessment(unit).matrix[0]["bank"]
    matrix = [{"bank": bank, "topic": None, "level": None, "count": 3, "points": 0.1}]
    assessment = make_assessment(unit, matrix=matrix)
    attempt = sit(assessment, member)
    assert (attempt.score, tallies(assessment)[member.unit_id][3]) == (0.3, 0.3)


def test_people_of_a_series_are_distinct(unit, member):
    series = make_series()
    rounds = [make_assessment(unit, series_id=series.id) for _ in range(2)]
    for number, assessment in enumerate(rounds):
        sit(assessment, member, wrong=1 - number)
    row = db.session.execute(
        select(SeriesTally.people, SeriesTally.all_correct, SeriesTally.members, SeriesTally.eligible)
    ).one()
    assert tuple(row) == (1, 1, 1, 1)


def snapshot():
    db.session.expire_all()
    tables = (Result, Tally, DayTally, Participant, SeriesTally)
    rows = {
        model.__name__: sorted(tuple(row) for row in db.session.execute(select(*model.__table__.c))) for model in tables
    }
    # A row that counts nothing says nothing.
    rows["SeriesTally"] = [row for row in rows["SeriesTally"] if any(row[2:])]
    return rows


def test_tallies_moved_one_by_one_equal_a_recount_from_the_raw_attempts(unit):
    series = make_series()
    rounds = [make_assessment(unit, series_id=series.id, attempts_allowed=None) for _ in range(2)]
    people = [make_member(unit=make_unit(f"Chi bộ {n}", unit)) for n in range(3)]
    people.append(make_member(unit=people[0].unit))
    for number, person in enumerate(people):
        for turn in range(number + 1):
            sit(rounds[turn % 2], person, later(70 * turn), seconds=20 + number, wrong=(number + turn) % 3)
    before = snapshot()
    for assessment in rounds:
        recounts.recount(assessment)
    assert snapshot() == before
    assert sum(row[2] for row in before["Tally"]) > 4


@pytest.mark.parametrize("seen", ["nothing", "what counted before"])
def test_attempt_is_counted_exactly_although_the_result_has_changed_since_it_was_read(unit, member, seen):
    assessment = make_assessment(unit, series_id=make_series().id, attempts_allowed=None)
    sit(assessment, member, NOW, wrong=3)
    known = dict(db.session.execute(select(*Result.__table__.c)).one()._mapping) if seen != "nothing" else None
    sit(assessment, member, later(100), wrong=1)
    third = sit(assessment, member, later(200), wrong=2)
    recounts.recount(assessment)
    expected = snapshot()
    with db.engine.begin() as sql:
        sql.execute(update(Attempt).where(Attempt.id == third.id).values(state="annulled"))
    recounts.recount(assessment)
    with transaction():
        sql = db.session.connection()
        sql.execute(update(Attempt).where(Attempt.id == third.id).values(state="submitted"))
        results.record(
            sql,
            stored(third),
            known,
            {"ranking": assessment.ranking, "counting": assessment.counting, "series_id": assessment.series_id},
        )
    assert snapshot() == expected


# --- rosters


def test_roster_is_frozen_at_the_first_start_after_the_opening(unit):
    cells = [make_unit(f"Chi bộ {n}", unit) for n in range(2)]
    active = make_member(unit=cells[0])
    exempt = make_member(unit=cells[0], status="exempt")
    barred = make_member(unit=cells[1])
    make_member(unit=cells[1], status="deceased")
    make_member(unit=cells[1], account_state="pending")
    make_member(unit=make_unit("Đơn vị khác"))
    assessment = make_assessment(unit)
    db.session.add(AssessmentExclusion(assessment_id=assessment.id, member_id=barred.id, reason="author"))
    db.session.commit()
    attempts.start(assessment.code, active, "phone", NOW)
    entries = db.session.execute(select(RosterEntry.member_id, RosterEntry.reason).order_by(RosterEntry.member_id))
    assert [tuple(row) for row in entries] == [(active.id, None), (exempt.id, "exempt"), (barred.id, "author")]
    counted = db.session.execute(select(Tally.unit_id, Tally.members, Tally.eligible).order_by(Tally.unit_id))
    assert [tuple(row) for row in counted] == [(cells[0].id, 2, 1), (cells[1].id, 1, 0)]


def test_roster_is_not_frozen_before_the_opening(unit):
    assessment = make_assessment(unit, opens_at=later(60))
    assert rosters.freeze(assessment, NOW) is False
    assert rosters.freeze(assessment, later(60)) is True
    assert rosters.freeze(assessment, later(61)) is False


def test_somebody_who_moved_after_the_opening_counts_where_the_roster_has_him(assessment, unit, member):
    rosters.freeze(assessment, NOW)
    old_unit = member.unit_id
    db.session.get(Member, member.id).unit_id = make_unit("Đơn vị mới", unit).id
    db.session.commit()
    assert sit(assessment, member).unit_id == old_unit


def test_somebody_approved_after_the_opening_is_added_and_counted(assessment, unit):
    rosters.freeze(assessment, NOW)
    late = make_member(unit=unit)
    sit(assessment, late)
    tally = db.session.get(Tally, (assessment.id, unit.id))
    assert (tally.members, tally.eligible, tally.people) == (1, 1, 1)


# --- drawing up


def test_results_are_ranked_by_the_prediction_once_the_round_has_closed(unit):
    keys = ["all_correct", "prediction", "earlier"]
    assessment = make_assessment(unit, prediction_target="attempts", ranking=keys, attempts_allowed=None)
    near, far = make_member(unit=unit), make_member(unit=unit)
    sit(assessment, far, NOW, prediction=9)
    sit(assessment, near, later(10), prediction=3)
    ranks = {
        name: queries.rank_of(queries.get_result(assessment.id, m.id)) for name, m in (("near", near), ("far", far))
    }
    assert ranks == {"near": 2, "far": 1}
    with pytest.raises(Refused):
        results.publish_results(assessment, NOW)
    results.publish_results(assessment, assessment.closes_at)
    ranks = {
        name: queries.rank_of(queries.get_result(assessment.id, m.id)) for name, m in (("near", near), ("far", far))
    }
    assert (assessment.prediction_outcome, ranks) == (2, {"near": 1, "far": 2})


def test_results_are_not_drawn_up_while_somebody_is_within_the_grace(assessment, member):
    attempts.start(assessment.code, member, "phone", assessment.closes_at - timedelta(seconds=5))
    with pytest.raises(Refused, match="chờ mạng"):
        results.publish_results(assessment, assessment.closes_at + timedelta(seconds=5))


def test_two_submissions_at_once_give_one_result(app, assessment, member):
    attempt = attempts.start(assessment.code, member, "phone", NOW).attempt
    ticket, answers = ticket_of(attempt), right_answers(attempt)
    barrier = Barrier(4)

    def send(_):
        with app.app_context():
            barrier.wait()
            return submissions.submit(ticket, 1, answers, None, later(60)).receipt

    with ThreadPoolExecutor(4) as pool:
        receipts = set(pool.map(send, range(4)))
    assert len(receipts) == 1
    db.session.expire_all()
    assert db.session.get(Result, (assessment.id, member.id)).attempts == 1


def test_many_starts_at_once_make_one_attempt(app, assessment, member):
    codes = (assessment.id, member.id)
    barrier = Barrier(4)

    def send(_):
        with app.app_context():
            barrier.wait()
            found, person = db.session.get(Assessment, codes[0]), db.session.get(Member, codes[1])
            return attempts.start(found.code, person, "phone", NOW).attempt.id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(4)))) == 1
    assert db.session.query(Attempt).count() == 1


def test_assessment_without_units_has_no_audience(unit, member):
    assessment = make_assessment(unit)
    db.session.query(AssessmentUnit).delete()
    db.session.commit()
    rosters.freeze(assessment, NOW)
    assert db.session.query(RosterEntry).count() == 0
    with pytest.raises(Forbidden):
        attempts.start(assessment.code, member, "phone", NOW)
