"""Who is let in and how: by name, by a code, after accepting the conditions, after somebody has looked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from quizapp import clock
from quizapp.assessments import queries, sheet
from quizapp.assessments.models import Accommodation, Assessment, AssessmentMember, AssessmentUnit, Attempt, RosterEntry
from quizapp.assessments.presentation import may_review
from quizapp.assessments.services import attempts, holds, publication, recounts, rosters, saves, submissions
from quizapp.assessments.services.entrance import Entrance, NotLetIn, WrongCode
from quizapp.assessments.tally_models import Tally
from quizapp.errors import Forbidden, Gone, Throttled
from quizapp.extensions import db
from quizapp.questions.models import Question, QuestionVersion
from tests.assessments.factories import make_assessment, make_bank, make_question, ticket_of
from tests.conftest import NOW
from tests.factories import bearer, make_member, make_unit, sign_in


@pytest.fixture
def unit(app):
    return make_unit("Trung tâm Chính trị")


@pytest.fixture
def member(unit):
    return make_member(unit=unit)


def make_named(unit, *members, **fields):
    """An assessment for these members and nobody else."""
    assessment = make_assessment(unit, **fields)
    db.session.execute(delete(AssessmentUnit))
    name(assessment, *members)
    return assessment


def name(assessment, *members):
    db.session.add_all([AssessmentMember(assessment_id=assessment.id, member_id=member.id) for member in members])
    db.session.commit()


def later(seconds):
    return NOW + timedelta(seconds=seconds)


def now_open(unit, **fields):
    """Open around the real clock, which requests ask."""
    now = clock.now()
    return make_assessment(unit, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1), **fields)


# --- by name


def test_named_members_are_the_audience_whatever_unit_and_kind(unit):
    guest = make_member(unit=make_unit("Đơn vị khác"), kind="probationary")
    stranger = make_member(unit=unit)
    assessment = make_named(unit, guest, member_kinds=["official"])
    assert [offer.assessment for offer in queries.list_offers(guest, NOW)] == [assessment]
    assert (queries.list_offers(stranger, NOW), queries.is_in_audience(assessment, stranger)) == ([], False)
    attempts.start(assessment.code, guest, "phone", NOW)
    with pytest.raises(Forbidden):
        attempts.start(assessment.code, stranger, "phone", NOW)
    assert db.session.scalars(select(RosterEntry.member_id)).all() == [guest.id]
    assert db.session.execute(select(Tally.unit_id, Tally.members, Tally.eligible)).all() == [(guest.unit_id, 1, 1)]


def test_named_members_stand_beside_those_of_units_once(unit, member):
    guest = make_member(unit=make_unit("Đơn vị khác"))
    assessment = make_assessment(unit)
    name(assessment, member, guest)
    rosters.freeze(assessment, NOW)
    assert set(db.session.scalars(select(RosterEntry.member_id))) == {member.id, guest.id}


def test_member_named_after_the_opening_is_added(unit, member):
    assessment = make_named(unit, member)
    attempts.start(assessment.code, member, "phone", NOW)
    late = make_member(unit=make_unit("Đơn vị khác"))
    name(assessment, late)
    assert attempts.start(assessment.code, late, "phone", later(60)).is_new


# --- a fixed paper


@pytest.mark.parametrize("shuffles", [True, False])
def test_fixed_paper_has_the_same_questions_for_everybody(unit, shuffles):
    bank = make_bank(unit, questions=30)
    fields = {"shuffles_questions": shuffles, "shuffles_options": shuffles}
    assessment = make_assessment(unit, bank, count=6, is_paper_fixed=True, **fields)
    members = [make_member(unit=unit) for _ in range(5)]
    papers = [attempts.start(assessment.code, one, "phone", NOW).attempt.paper for one in members]
    assert len({frozenset(question[0] for question in paper) for paper in papers}) == 1
    assert len({str(paper) for paper in papers}) == (5 if shuffles else 1)


def test_a_fixed_paper_stays_until_the_matrix_changes_or_a_question_is_retired(unit):
    bank = make_bank(unit, questions=40)
    assessment = make_assessment(unit, bank, count=6, is_paper_fixed=True)

    def revised():
        publication.revise(assessment, NOW)
        return [cell.pool for cell in sheet.load(assessment.id, assessment.revision).cells]

    (chosen,) = revised()
    assert (len(chosen), revised()) == (6, [chosen])
    version = db.session.get_one(QuestionVersion, chosen[0])
    db.session.get_one(Question, version.question_id).state = "retired"
    db.session.commit()
    (without,) = revised()
    assert version.id not in without
    assessment.matrix = [{**assessment.matrix[0], "count": 5}]
    (smaller,) = revised()
    assert (len(without), len(smaller)) == (6, 5)


def test_cells_of_a_fixed_paper_that_draw_from_one_pool_never_share_a_question(unit):
    bank = make_bank(unit)
    for topic in ("Một", "Một", "Hai"):
        make_question(bank, topic=topic)
    cells = [{"bank": bank.code, "topic": topic, "level": None, "count": 1, "points": 1} for topic in (None, "Hai")]
    assessment = make_assessment(unit, bank, matrix=cells, is_paper_fixed=True)
    stored = sheet.load(assessment.id, 1).cells
    assert [len(cell.pool) for cell in stored] == [1, 1]
    assert stored[0].pool != stored[1].pool


# --- more time


def test_extra_minutes_move_the_deadline_and_the_closing(unit, member):
    assessment = make_assessment(unit, minutes=45)
    db.session.add(Accommodation(assessment_id=assessment.id, member_id=member.id, extra_minutes=10))
    db.session.commit()
    other = make_member(unit=unit)
    soon = assessment.closes_at - timedelta(minutes=5)
    closes = assessment.closes_at
    assert attempts.start(assessment.code, member, "phone", NOW).attempt.deadline == NOW + timedelta(minutes=55)
    assert attempts.start(assessment.code, other, "phone", soon).attempt.deadline == closes
    with pytest.raises(Gone):
        attempts.start(assessment.code, make_member(unit=unit), "phone", closes)


def test_answers_stay_hidden_while_somebody_with_more_time_still_works(unit, member):
    assessment = make_assessment(unit, minutes=90, answers_shown="after_close")
    db.session.add(Accommodation(assessment_id=assessment.id, member_id=member.id, extra_minutes=10))
    db.session.commit()
    attempt = attempts.start(assessment.code, member, "phone", NOW).attempt
    assessment = db.session.get(Assessment, assessment.id)
    over = assessment.closes_at + timedelta(minutes=1)
    assert may_review(assessment, over) is False
    submissions.submit(ticket_of(attempt), 1, {}, None, over)
    assert may_review(assessment, over) is True


# --- code and conditions


@pytest.mark.parametrize("typed", ["HOA SEN", "hoasen", " Hoa-Sen "])
def test_code_is_taken_as_it_is_read_out(unit, member, typed):
    assessment = make_assessment(unit, access_code="HOASEN")
    assert attempts.start(assessment.code, member, "phone", NOW, Entrance(typed)).is_new


def test_wrong_code_and_missing_consent_begin_nothing(unit, member):
    assessment = make_assessment(unit, access_code="HOASEN", conditions="- Không dùng tài liệu.")
    for given, kind, field in (
        (Entrance("HOASEN"), NotLetIn, "accepts_conditions"),
        (Entrance("", True), NotLetIn, "access_code"),
        (Entrance("HOASUNG", True), WrongCode, "access_code"),
    ):
        with pytest.raises(kind) as refused:
            attempts.start(assessment.code, member, "phone", NOW, given)
        assert refused.value.extra == {"field": field}
    assert db.session.scalars(select(Attempt.id)).all() == []


def test_resumed_attempt_asks_for_neither(unit, member):
    assessment = make_assessment(unit, access_code="HOASEN", conditions="- Không dùng tài liệu.")
    attempts.start(assessment.code, member, "phone", NOW, Entrance("HOASEN", True))
    assert attempts.start(assessment.code, member, "phone", later(9)).is_new is False


def test_many_wrong_codes_make_only_the_one_who_guesses_wait(unit, member):
    assessment = make_assessment(unit, access_code="HOASEN")
    for second in range(10):
        with pytest.raises(WrongCode):
            attempts.start(assessment.code, member, "phone", later(second), Entrance("SAI"))
    with pytest.raises(Throttled):
        attempts.start(assessment.code, member, "phone", later(20), Entrance("HOASEN"))
    assert attempts.start(assessment.code, make_member(unit=unit), "phone", later(20), Entrance("HOASEN")).is_new
    assert attempts.start(assessment.code, member, "phone", later(180), Entrance("HOASEN")).is_new


def test_api_takes_code_and_consent_in_an_optional_body(client, unit, member):
    assessment = now_open(unit, access_code="HOASEN", conditions="Không trao đổi.")
    url, headers = f"/api/v1/assessments/{assessment.code}/attempts", bearer(member)
    nothing = client.post(url, headers=headers)
    assert (nothing.status_code, nothing.json["field"]) == (409, "accepts_conditions")
    wrong = client.post(url, json={"access_code": "SAI", "accepts_conditions": True}, headers=headers)
    assert (wrong.status_code, wrong.json["type"].endswith("access-code")) == (409, True)
    odd = client.post(url, json={"access_code": 7}, headers=headers)
    assert odd.status_code == 422
    right = client.post(url, json={"access_code": "hoasen", "accepts_conditions": True}, headers=headers)
    assert right.status_code == 201
    assert client.post(url, headers=headers).status_code == 200


def test_page_asks_for_code_and_consent_and_says_what_is_wrong(client, unit, member):
    assessment = now_open(unit, access_code="HOASEN", conditions="- Không *trao đổi* <script>")
    sign_in(client, member)
    page = client.get(f"/a/{assessment.code}").text
    assert ('name="access_code"' in page, 'name="accepts_conditions"' in page) == (True, True)
    assert "<em>trao đổi</em>" in page
    assert "HOASEN" not in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    url, form = f"/a/{assessment.code}/attempts", {"csrf_token": token, "accepts_conditions": "yes"}
    wrong = client.post(url, data=form | {"access_code": "SAI"})
    assert (wrong.status_code, "Mã vào thi chưa đúng" in wrong.text) == (409, True)
    assert re.search(r'name="accepts_conditions"[^>]* checked', wrong.text)
    assert client.post(url, data=form | {"access_code": "hoa sen"}).status_code == 303


# --- waiting for a person


def test_those_who_wait_start_once_they_are_let_in(unit, member):
    assessment = make_assessment(unit)
    other = make_member(unit=unit)
    holds.hold(assessment, [member.id, other.id])
    rosters.freeze(assessment, NOW)
    with pytest.raises(Forbidden, match="Chờ giám thị xác nhận"):
        attempts.start(assessment.code, member, "phone", NOW)
    assert db.session.scalars(select(Tally.eligible)).all() == [0]
    assert (holds.release(assessment, member, NOW), holds.release(assessment, member, NOW)) == (True, False)
    assert db.session.scalars(select(Tally.eligible)).all() == [1]
    assert attempts.start(assessment.code, member, "phone", later(5)).is_new
    holds.hold(assessment, [member.id, other.id])
    assert queries.candidate_of(assessment, member).excluded_because is None
    moved = db.session.execute(select(Tally.members, Tally.eligible, Tally.people)).all()
    recounts.recount(assessment)
    rosters.recount_roster(assessment)
    assert db.session.execute(select(Tally.members, Tally.eligible, Tally.people)).all() == moved


def test_hold_after_the_opening_reaches_the_frozen_roster_and_those_let_in_before_it_are_not_asked(unit, member):
    assessment = make_assessment(unit)
    rosters.freeze(assessment, NOW)
    holds.hold(assessment, [member.id])
    assert queries.candidate_of(assessment, member).excluded_because == "waits"
    early = make_assessment(unit)
    holds.hold(early, [member.id])
    holds.release(early, member, NOW)
    assert attempts.start(early.code, member, "phone", NOW).is_new


def test_page_of_somebody_who_waits_says_so(client, unit, member):
    assessment = now_open(unit)
    holds.hold(assessment, [member.id])
    page = sign_in(client, member).get(f"/a/{assessment.code}").text
    assert ("Chờ giám thị xác nhận" in page, "Vào thi</button>" in page) == (True, False)


# --- signs


def test_signs_only_grow_and_cost_no_statement_more(unit, member, statements):
    attempt = attempts.start(make_assessment(unit).code, member, "phone", NOW).attempt
    ticket = ticket_of(attempt)
    sent = [{"left_page": 2, "pasted": 0}, {"left_page": 1, "pasted": 3}, None, {"left_page": 4}]
    for revision, signs in enumerate(sent, 1):
        statements.clear()
        saves.save_answers(ticket, revision, {}, later(revision), signs=signs)
        assert [statement.split()[0] for statement in statements] == ["UPDATE"]
    db.session.expire_all()
    assert db.session.get(Attempt, attempt.id).signs == {"left_page": 4, "pasted": 3}
    done = submissions.submit(ticket, 9, {}, None, later(60), {"left_page": 5, "pasted": 1})
    assert done.signs == {"left_page": 5, "pasted": 3}


@pytest.mark.parametrize("signs", [{"left_page": -1}, {"left_page": 10_001}, {"pasted": "2"}, {"asleep": 1}, [1]])
def test_odd_signs_are_refused(client, unit, member, signs):
    paper = client.post(f"/api/v1/assessments/{now_open(unit).code}/attempts", headers=bearer(member)).json
    body = {"revision": 1, "answers": {}, "signs": signs}
    headers = {"X-Attempt-Ticket": paper["ticket"]}
    assert client.put(f"/api/v1/attempts/{paper['id']}/answers", json=body, headers=headers).status_code == 422
