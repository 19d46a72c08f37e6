"""Pages of item statistics, as a browser gets them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from quizapp.analytics.commands import group
from quizapp.analytics.item_reports import compute, statistics_of
from quizapp.analytics.models import ItemReport
from quizapp.assessments.models import Attempt, SheetRecord
from quizapp.assessments.tally_models import Tally
from quizapp.extensions import db
from quizapp.questions.models import Bank, Question, QuestionVersion
from tests.analytics.factories import make_assessment
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit, sign_in

RIGHT, PEOPLE = 1, 40


def make_question(bank: Bank, number: int) -> QuestionVersion:
    question = Question(bank_id=bank.id, reference=f"C{number}", created_at=NOW)
    db.session.add(question)
    db.session.flush()
    version = QuestionVersion(
        question_id=question.id,
        bank_id=bank.id,
        number=1,
        kind="single",
        stem=f"<p>Câu số {number}?</p>",
        options=[{"text": letter, "right": place == RIGHT} for place, letter in enumerate("ABCD")],
        tags=[],
        search_text="",
        fingerprint=f"{number}",
        created_at=NOW,
    )
    db.session.add(version)
    db.session.flush()
    return version


def add_attempt(assessment, member, paper, right: int, number: int = 1, state: str = "submitted") -> None:
    """An attempt with the first ``right`` questions right, but the first wrong for the better half."""
    answers = {}
    for place in range(1, len(paper) + 1):
        answers[str(place)] = ["b"] if place <= right else ["d"]
    if right > 5:
        answers["1"] = ["c"]
    attempt = Attempt(
        assessment_id=assessment.id,
        member_id=member.id,
        unit_id=member.unit_id,
        number=number,
        state=state,
        sheet_revision=1,
        paper=paper,
        answers=answers,
        started_at=NOW,
        deadline=NOW + timedelta(minutes=20),
        saves_until=NOW + timedelta(minutes=20),
        submitted_at=NOW,
        seconds=300,
    )
    db.session.add(attempt)


@pytest.fixture
def bank(app):
    """Ten questions; the first has a wrong key: whoever is good chooses C."""
    unit = make_unit("Đảng bộ Khối", code="K")
    bank = Bank(code="nq57", title="Nghị quyết 57-NQ/TW", unit_id=unit.id, created_at=NOW)
    db.session.add(bank)
    db.session.flush()
    versions = [make_question(bank, number) for number in range(1, 11)]
    assessment = make_assessment(unit, code="tuan-1", revision=1)
    assessment.matrix = [{"bank": "nq57", "topic": None, "level": None, "count": 10, "points": 1.0}]
    cells = [{"count": 10, "points": 1.0, "versions": [version.id for version in versions]}]
    settings = {"shuffles_questions": False, "shuffles_options": False}
    db.session.add(SheetRecord(assessment_id=assessment.id, revision=1, cells=cells, settings=settings, created_at=NOW))
    paper = [[version.id, "abcd", 1.0] for version in versions]
    members = [make_member(unit=unit) for _ in range(PEOPLE)]
    for place, member in enumerate(members):
        add_attempt(assessment, member, paper, right=1 + place % 10)
    add_attempt(assessment, members[0], paper, right=10, number=2)
    db.session.add(Tally(assessment_id=assessment.id, unit_id=unit.id, people=PEOPLE, attempts=PEOPLE + 1))
    db.session.commit()
    bank.assessment, bank.versions = assessment, versions
    return bank


@pytest.fixture
def board(bank):
    board = make_member("Tuyên Giáo Mẫu", unit=bank.unit)
    grant(board, "propaganda_board", bank.unit)
    return board


def test_question_with_a_wrong_key_stands_first(client, bank, board):
    page = sign_in(client, board).get("/banks/nq57/statistics").text
    assert "khả năng sai đáp án" in page
    assert page.index("Câu số 1?") < page.index("Câu số 2?")
    only = client.get("/banks/nq57/statistics?flag=wrong_key").text
    assert "Câu số 1?" in only
    assert "Câu số 2?" not in only


def test_question_shows_who_chose_what_by_group(client, bank, board):
    question = bank.versions[0].question_id
    page = sign_in(client, board).get(f"/banks/nq57/questions/{question}/statistics").text
    assert "Khả năng sai đáp án" in page
    assert "Phương án được chọn theo nhóm điểm" in page
    assert "của 40 lượt trả lời" in page


def test_choices_are_for_those_who_may_see_keys(client, bank, monkeypatch):
    from quizapp.accounts import access

    monkeypatch.setitem(access.ROLES, "leader", frozenset({access.Permission.BANK_VIEW}))
    reader = make_member(unit=bank.unit)
    grant(reader, "leader", bank.unit)
    page = sign_in(client, reader).get(f"/banks/nq57/questions/{bank.versions[0].question_id}/statistics").text
    assert "Tỷ lệ đúng" in page
    assert "Phương án được chọn theo nhóm điểm" not in page


def test_assessment_has_its_own_page_and_both_have_a_workbook(client, bank, board):
    board_client = sign_in(client, board)
    assert "Câu số 1?" in board_client.get("/assessments/tuan-1/statistics").text
    assert board_client.get("/banks/nq57/statistics.xlsx").data[:2] == b"PK"
    assert board_client.get("/assessments/tuan-1/statistics.xlsx").data[:2] == b"PK"


@pytest.mark.parametrize(
    "path", ["/banks/nq57/statistics", "/banks/nq57/statistics.xlsx", "/assessments/tuan-1/statistics"]
)
def test_stranger_finds_nothing(client, bank, path):
    assert sign_in(client, make_member(unit=bank.unit)).get(path).status_code == 404


def test_leader_may_not_see_the_questions_of_an_assessment(client, bank):
    leader = make_member(unit=bank.unit)
    grant(leader, "leader", bank.unit)
    assert sign_in(client, leader).get("/assessments/tuan-1/statistics").status_code == 403


def test_only_the_first_attempt_of_a_person_counts_unless_all_are_asked_for(bank):
    assessments = [bank.assessment]
    assert compute(bank, assessments)["set"]["attempts"] == PEOPLE
    assert compute(bank, assessments, first_only=False)["set"]["attempts"] == PEOPLE + 1


def test_statistics_are_kept_until_something_is_submitted_and_some_minutes_have_gone(bank):
    first = statistics_of(bank, NOW)
    assert statistics_of(bank, NOW + timedelta(days=9)).computed_at == NOW
    tally = db.session.scalars(select(Tally)).one()
    tally.attempts += 1
    db.session.commit()
    assert statistics_of(bank, NOW + timedelta(minutes=9)).computed_at == NOW
    later = statistics_of(bank, NOW + timedelta(minutes=11))
    assert later.computed_at == NOW + timedelta(minutes=11)
    assert later.lines == first.lines
    assert len(db.session.scalars(select(ItemReport)).all()) == 1


def test_few_people_are_not_shown(client, bank, board):
    attempts = db.session.scalars(select(Attempt).order_by(Attempt.id)).all()
    for attempt in attempts[4:]:
        attempt.state = "annulled"
    db.session.commit()
    lines = statistics_of(bank, NOW).lines
    assert {(line.answers, line.facility, line.choices) for line in lines} == {(4, None, ())}
    page = sign_in(client, board).get(f"/banks/nq57/questions/{bank.versions[0].question_id}/statistics").text
    assert "Chưa đủ số liệu" in page


def test_bank_without_attempts_says_so(client, board, bank):
    db.session.add(Bank(code="moi", title="Ngân hàng mới", unit_id=bank.unit_id, created_at=NOW))
    db.session.commit()
    assert "Chưa có bài nào được nộp" in sign_in(client, board).get("/banks/moi/statistics").text


def test_kept_page_costs_the_same_for_one_question_and_for_ten(client, bank, board):
    board_client = sign_in(client, board)
    board_client.get("/banks/nq57/statistics")
    counts = []
    for flag in ("wrong_key", ""):
        statements = []
        listener = lambda *args, seen=statements: seen.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        board_client.get(f"/banks/nq57/statistics?flag={flag}")
        event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("args", "exit_code"),
    [
        (["--bank", "nq57"], 0),
        (["--assessment", "tuan-1", "--json"], 0),
        (["--bank", "nobody", "--json"], 1),
        (["--bank", "nq57", "--assessment", "tuan-1"], 2),
        ([], 2),
    ],
)
def test_command_computes_and_keeps(app, bank, args, exit_code):
    result = app.test_cli_runner().invoke(group, ["items", *args])
    assert result.exit_code == exit_code
    assert len(db.session.scalars(select(ItemReport)).all()) == (exit_code == 0)
    if exit_code == 0 and "--json" in args:
        assert json.loads(result.stdout)["set"]["attempts"] == PEOPLE
