"""A wrong key corrected, or a question annulled, after it was sat."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from quizapp.assessments import paper, presentation, sheet
from quizapp.assessments.marking import corrected_keys
from quizapp.assessments.marking.keys import Annulled, AnyOf, right_answer
from quizapp.assessments.models import Assessment, Attempt, Result, SheetRecord
from quizapp.assessments.services import attempts, corrections, hand_marks, publication, recounts, results, submissions
from quizapp.assessments.tally_models import Participant, SeriesTally, Tally
from quizapp.errors import Invalid, Refused
from quizapp.extensions import db
from quizapp.questions.formats.answers import AcceptedNumber, AcceptedTexts, to_stored
from quizapp.questions.formats.parsed import Kind
from tests.assessments.factories import make_assessment, make_bank, make_question, make_series, sit, ticket_of
from tests.assessments.kinds import make_question_of
from tests.conftest import NOW
from tests.factories import make_member, make_unit

AFTER = NOW + timedelta(hours=2)


@pytest.fixture
def unit(app):
    return make_unit("Đảng bộ Khối")


def answer_with(assessment, member, places):
    """Submit with these of the author's options for each version: {version: places}, or a text."""
    attempt = attempts.start(assessment.code, member, "phone", NOW).attempt
    answers = {}
    drawn = paper.unpack(attempt.paper)
    for name, question in zip(paper.question_ids(drawn), drawn, strict=True):
        given = places[question.version_id]
        letters = zip(paper.option_ids(question), question.order, strict=True)
        answers[name] = given if isinstance(given, str) else [letter for letter, place in letters if place in given]
    return submissions.submit(ticket_of(attempt), 1, answers, None, NOW + timedelta(seconds=60))


def scores(assessment):
    query = select(Result.member_id, Result.score).where(Result.assessment_id == assessment.id)
    return dict(db.session.execute(query).all())


def everything(assessment):
    """All that is counted of the assessment and its series."""
    tables = (
        (Result, Result.assessment_id == assessment.id),
        (Tally, Tally.assessment_id == assessment.id),
        (Participant, Participant.series_id == assessment.series_id),
        (SeriesTally, SeriesTally.series_id == assessment.series_id),
    )
    return [
        sorted(map(tuple, db.session.execute(select(*model.__table__.c).where(where)).all()), key=repr)
        for model, where in tables
    ]


def make_two_choices(unit, **fields):
    bank = make_bank(unit)
    first, second = make_question(bank), make_question(bank)
    return make_assessment(unit, bank, count=2, **fields), first.id, second.id


def test_everybody_is_marked_by_the_corrected_key(unit):
    assessment, first, second = make_two_choices(unit, series_id=make_series().id)
    by_old, by_new = make_member(unit=unit), make_member(unit=unit)
    answer_with(assessment, by_old, {first: {0}, second: {0}})
    answer_with(assessment, by_new, {first: {2}, second: {0}})
    correction = {first: {"key": [2], "reason": "Đáp án C mới đúng."}}
    expected = {(by_old.id, 2.0, 1.0), (by_new.id, 1.0, 2.0)}
    preview = corrections.preview(assessment, correction, AFTER)
    assert {astuple(change) for change in preview.changes} == expected
    assert scores(assessment) == {by_old.id: 2, by_new.id: 1}
    outcome = corrections.correct(assessment, correction, AFTER)
    assert (outcome.attempts, {astuple(change) for change in outcome.changes}) == (2, expected)
    assert scores(assessment) == {by_old.id: 1, by_new.id: 2}
    counted = everything(assessment)
    recounts.recount(assessment)
    assert everything(assessment) == counted
    assert [row.all_correct for row in db.session.query(SeriesTally)] == [1]


def test_an_annulled_question_gives_everybody_its_points(unit):
    assessment, first, second = make_two_choices(unit)
    wrong, silent = make_member(unit=unit), make_member(unit=unit)
    answer_with(assessment, wrong, {first: {1}, second: {0}})
    answer_with(assessment, silent, {first: set(), second: set()})
    corrections.correct(assessment, {first: {"annulled": True}}, AFTER)
    assert scores(assessment) == {wrong.id: 2, silent.id: 1}
    assert [attempt.all_correct for attempt in db.session.query(Attempt).order_by(Attempt.id)] == [True, False]


def test_old_sheets_stay_and_each_revision_gets_a_successor(unit):
    assessment, first, second = make_two_choices(unit)
    answer_with(assessment, make_member(unit=unit), {first: {0}, second: {0}})
    publication.revise(assessment, NOW)
    answer_with(assessment, make_member(unit=unit), {first: {0}, second: {0}})
    outcome = corrections.correct(assessment, {first: {"annulled": True}}, AFTER)
    assert outcome.revisions == {1: 3, 2: 4}
    assert db.session.get_one(Assessment, assessment.id).revision == 4
    assert [attempt.sheet_revision for attempt in db.session.query(Attempt).order_by(Attempt.id)] == [3, 4]
    stored = db.session.query(SheetRecord).order_by(SheetRecord.revision)
    assert [record.corrections for record in stored] == [None, None, *[{str(first): {"annulled": True}}] * 2]


def test_a_second_correction_adds_to_the_first(unit):
    assessment, first, second = make_two_choices(unit)
    member = make_member(unit=unit)
    answer_with(assessment, member, {first: {1}, second: {1}})
    corrections.correct(assessment, {first: {"annulled": True}}, AFTER)
    corrections.correct(assessment, {second: {"key": [1]}}, AFTER)
    assert scores(assessment) == {member.id: 2}


def test_a_key_is_not_corrected_while_it_can_be_sat(unit):
    assessment, first, _ = make_two_choices(unit)
    with pytest.raises(Refused, match="chưa kết thúc nên chưa sửa được đáp án"):
        corrections.correct(assessment, {first: {"key": [1]}}, NOW)
    with pytest.raises(Refused, match="chưa kết thúc"):
        corrections.preview(assessment, {first: {"key": [1]}}, NOW)


@pytest.mark.parametrize("key", [[], [4], [0, 1, 2, 3], [0], ["x"], [None]])
def test_a_key_that_the_question_cannot_have_is_refused(unit, key):
    assessment, first, second = make_two_choices(unit)
    answer_with(assessment, make_member(unit=unit), {first: {0}, second: {0}})
    with pytest.raises(Invalid):
        corrections.correct(assessment, {first: {"key": key}}, AFTER)
    assert db.session.query(SheetRecord).count() == 1


def test_either_of_two_right_options_counts(unit):
    assessment, first, second = make_two_choices(unit)
    members = [make_member(unit=unit) for _ in range(3)]
    for place, member in enumerate(members):
        answer_with(assessment, member, {first: {place}, second: {0}})
    corrections.correct(assessment, {first: {"key": [0, 2]}}, AFTER)
    assert scores(assessment) == {members[0].id: 2, members[1].id: 1, members[2].id: 2}


def test_points_given_by_hand_stay(unit):
    assessment, first, second = make_two_choices(unit)
    member = make_member(unit=unit)
    attempt = answer_with(assessment, member, {first: {1}, second: {1}})
    drawn = paper.unpack(attempt.paper)
    name = str(1 + [question.version_id for question in drawn].index(second))
    hand_marks.set_points(attempt.id, {name: 0.5})
    corrections.correct(assessment, {first: {"key": [1]}, second: {"key": [1]}}, AFTER)
    assert scores(assessment) == {member.id: 1.5}


def test_the_best_of_several_attempts_is_chosen_anew(unit):
    assessment, first, second = make_two_choices(unit, attempts_allowed=2)
    member = make_member(unit=unit)
    answer_with(assessment, member, {first: {0}, second: {1}})
    better = answer_with(assessment, member, {first: {3}, second: {3}})
    corrections.correct(assessment, {first: {"key": [3]}, second: {"key": [3]}}, AFTER)
    found = db.session.query(Result).one()
    assert (found.attempt_id, found.score) == (better.id, 2)


def test_what_was_predicted_is_counted_anew(unit):
    assessment, first, second = make_two_choices(unit, prediction_target="all_correct", ranking=["prediction"])
    answer_with(assessment, make_member(unit=unit), {first: {2}, second: {0}})
    results.publish_results(assessment, AFTER)
    assert assessment.prediction_outcome == 0
    corrections.correct(assessment, {first: {"key": [2]}}, AFTER)
    assert db.session.get_one(Assessment, assessment.id).prediction_outcome == 1


TYPED = {
    Kind.TEXT: ("Huế", [to_stored(AcceptedTexts(("Huế",)))]),
    Kind.NUMBER: ("7", [to_stored(AcceptedNumber(Decimal(7)))]),
}
LISTED = {
    Kind.SINGLE: [1],
    Kind.MULTIPLE: [1, 3],
    Kind.TRUEFALSE: [1],
    Kind.STATEMENTS: [False, False, True, True],
    Kind.MATCHING: [3, 2, 1],
    Kind.ORDERING: [3, 2, 1, 0],
    Kind.CLOZE: [0, 1],
}


@pytest.mark.parametrize("kind", [*TYPED, *LISTED])
def test_every_kind_of_key_can_be_corrected(unit, kind):
    bank = make_bank(unit)
    version = make_question_of(bank, kind)
    assessment = make_assessment(unit, bank, count=1, allowed_kinds=[kind.value])
    member = make_member(unit=unit)
    attempt = attempts.start(assessment.code, member, "phone", NOW).attempt
    stored = TYPED[kind][1] if kind in TYPED else LISTED[kind]
    before = sheet.load(assessment.id, 1).questions[version.id]
    key = corrected_keys.corrected(kind.value, before.key, {"key": stored})
    answer = TYPED[kind][0] if kind in TYPED else right_answer(paper.unpack(attempt.paper)[0], key)
    submitted = submissions.submit(ticket_of(attempt), 1, {"1": answer}, None, NOW)
    assert submitted.score == 0
    corrections.correct(assessment, {version.id: {"key": stored}}, AFTER)
    assert scores(assessment) == {member.id: 1}
    assert corrected_keys.to_stored(sheet.load(assessment.id, 2).keys[version.id]) == stored


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_question_can_be_annulled_and_reviewed(unit, kind):
    bank = make_bank(unit)
    version = make_question_of(bank, kind)
    assessment = make_assessment(unit, bank, count=1, allowed_kinds=[kind.value])
    sit(assessment, member := make_member(unit=unit), wrong=1)
    corrections.correct(assessment, {version.id: {"annulled": True, "reason": "Câu hỏi chưa rõ."}}, AFTER)
    attempt = db.session.query(Attempt).one()
    assert (scores(assessment), attempt.unmarked) == ({member.id: 1}, 0)
    (reviewed,) = presentation.describe_review(attempt)
    assert (reviewed["is_right"], reviewed["correction"]["reason"]) == (True, "Câu hỏi chưa rõ.")


def test_an_annulled_question_can_be_taken_back_by_giving_it_a_key():
    annulled = Annulled(frozenset({0}))
    assert corrected_keys.corrected("single", annulled, {"key": [1, 2]}) == AnyOf(frozenset({1, 2}))
    assert corrected_keys.corrected("single", AnyOf(frozenset({1, 2})), {"key": [0]}) == frozenset({0})
