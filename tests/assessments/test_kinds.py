"""An attempt with a question of every kind, from the start to the review."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.assessments import paper, question_views, sheet
from quizapp.assessments.marking.keys import right_answer
from quizapp.assessments.models import Result
from quizapp.assessments.presentation import describe_running
from quizapp.assessments.services import attempts, hand_marks, publication, recounts, saves, submissions
from quizapp.assessments.tally_models import SeriesTally, Tally
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from quizapp.questions.formats.parsed import Kind
from tests.assessments.factories import make_assessment, make_bank, make_series, sit, ticket_of
from tests.assessments.kinds import SECRET, make_question_of
from tests.conftest import NOW
from tests.factories import make_member, make_unit


def make_round_of(kinds=tuple(Kind), **fields):
    unit = make_unit()
    bank = make_bank(unit)
    for kind in kinds:
        make_question_of(bank, kind)
    fields = {"allowed_kinds": [kind.value for kind in kinds], "shuffles_questions": False} | fields
    matrix = [{"bank": bank.code, "topic": kind.value, "level": None, "count": 1, "points": 1} for kind in kinds]
    return make_assessment(unit, bank, matrix=matrix, **fields), make_member(unit=unit)


def key_answers(attempt):
    drawn = paper.unpack(attempt.paper)
    keys = sheet.load(attempt.assessment_id, attempt.sheet_revision).keys
    names = zip(paper.question_ids(drawn), drawn, strict=True)
    return {name: right_answer(question, keys[question.version_id]) or "Một bài viết" for name, question in names}


def start(assessment, member):
    return attempts.start(assessment.code, member, "phone", NOW).attempt


def submit(attempt, answers, seconds=60):
    return submissions.submit(ticket_of(attempt), 5, answers, None, NOW + timedelta(seconds=seconds))


def test_one_question_of_each_kind_is_started_saved_submitted_and_reviewed(app):
    assessment, member = make_round_of()
    attempt = start(assessment, member)
    answers = key_answers(attempt)
    saves.save_answers(ticket_of(attempt), 1, answers, NOW + timedelta(seconds=10))
    submitted = submissions.submit(ticket_of(attempt), 1, None, None, NOW + timedelta(seconds=60))
    assert (submitted.score, submitted.max_score, submitted.right, submitted.unmarked) == (9, 10, 9, 1)
    assert not submitted.all_correct
    review = question_views.describe_review(submitted)
    essay = review.pop()
    assert [question["kind"] for question in review if question["is_right"]] == list(Kind)[:-1]
    assert (essay["is_unmarked"], essay["is_right"], essay["given_text"]) == (True, False, "Một bài viết")


def test_nothing_in_a_paper_tells_a_key(app):
    assessment, member = make_round_of()
    described = describe_running(start(assessment, member), NOW)
    text = json.dumps(described["questions"], ensure_ascii=False)
    assert [word for word in SECRET if word in text] == []
    names = {name for question in described["questions"] for name in question}
    assert names == {"id", "kind", "prompt", "options", "matches", "gaps", "unit", "least_words", "most_words"}


def test_items_to_be_ordered_and_matched_are_mixed_even_where_options_are_not(app):
    assessment, _ = make_round_of(
        (Kind.MATCHING, Kind.ORDERING, Kind.CLOZE), shuffles_options=False, attempts_allowed=None
    )
    drawn = [sheet.load(assessment.id, 1).draw() for _ in range(60)]
    matching, ordering, cloze = zip(*drawn, strict=True)
    assert len({question.others for question in matching}) > 5
    assert {question.order for question in matching} == {(0, 1, 2)}
    assert len({question.order for question in ordering}) > 5
    assert {question.others for question in cloze} == {((0, 1, 2), (0, 1))}


def test_parts_give_points_where_the_assessment_says_so(app):
    assessment, member = make_round_of((Kind.STATEMENTS,), partial_credit="per_option")
    attempt = start(assessment, member)
    answers = {name: entries[:3] for name, entries in key_answers(attempt).items()}
    submitted = submit(attempt, answers)
    assert (submitted.score, submitted.right, submitted.all_correct) == (0.75, 0, False)
    assert question_views.describe_review(submitted)[0]["points"] == 0.75


def test_an_assessment_draws_only_the_kinds_that_it_allows(app):
    assessment, _ = make_round_of((Kind.SINGLE, Kind.TEXT), publish=False, allowed_kinds=["single"])
    with pytest.raises(Refused) as refused:
        publication.publish(assessment, NOW)
    assert str(refused.value.sentence) == (
        f"Ngân hàng không đủ câu thuộc các loại được dùng cho ô “{assessment.matrix[1]['bank']}, text, mọi mức độ”: "
        "cần 1 câu, có thể lấy 0 câu; còn 1 câu thuộc loại khác."
    )


def tallies(assessment):
    db.session.expire_all()
    results = [(r.member_id, r.score, r.has_been_all_correct, r.merit) for r in db.session.scalars(select(Result))]
    units = [(t.people, t.attempts, t.all_correct, t.score_sum) for t in db.session.scalars(select(Tally))]
    series = [(t.people, t.all_correct) for t in db.session.scalars(select(SeriesTally))]
    return sorted(results), sorted(units), sorted(series)


def test_points_by_hand_move_result_and_tallies_as_if_counted_anew(app):
    series = make_series()
    assessment, member = make_round_of((Kind.SINGLE, Kind.ESSAY), series_id=series.id)
    other = make_member(unit=member.unit)
    sit(assessment, other)
    attempt = start(assessment, member)
    submit(attempt, key_answers(attempt))
    for points, score, unmarked, all_correct in ((0.5, 1.5, 0, False), (1, 2, 0, True), (None, 1, 1, False)):
        marked = hand_marks.set_points(attempt.id, {"2": points})
        assert (marked.score, marked.unmarked, marked.all_correct) == (score, unmarked, all_correct)
        moved = tallies(assessment)
        recounts.recount(assessment)
        assert tallies(assessment) == moved


def test_points_by_hand_stay_within_the_question(app):
    assessment, member = make_round_of((Kind.SINGLE, Kind.ESSAY))
    attempt = start(assessment, member)
    with pytest.raises(Refused):
        hand_marks.set_points(attempt.id, {"2": 1})
    submit(attempt, {})
    for points in ({"2": 1.5}, {"2": -1}, {"3": 1}):
        with pytest.raises(Invalid):
            hand_marks.set_points(attempt.id, points)
    assert hand_marks.set_points(attempt.id, {"2": 1, "1": 0.5}).score == 1.5
