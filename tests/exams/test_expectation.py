"""How much of a paper will be right, said from item statistics as far as there are any."""

from __future__ import annotations

import pytest

from quizapp.analytics.item_lines import ItemLine, SetLine, as_json
from quizapp.analytics.models import ItemReport
from quizapp.assessments.paper import Cell
from quizapp.exams.expectation import Expectation, of_cell, of_paper
from quizapp.extensions import db
from quizapp.questions.models import Bank, QuestionVersion
from tests.conftest import NOW
from tests.exams.factories import add_instructor, make_class, make_exam
from tests.factories import grant, sign_in


def test_a_row_expects_the_mean_of_what_is_known_of_its_pool():
    assert of_cell(Cell(2, 1, (1, 2, 3)), {1: 0.4, 2: 0.8}) == Expectation(pytest.approx(0.6), 2, 3)
    assert of_cell(Cell(2, 1, (1, 2, 3)), {9: 0.4}) == Expectation(None, 0, 3)


def test_rows_weigh_by_their_points_and_those_without_figures_are_left_out():
    cells = [Cell(2, 1, (1, 2)), Cell(1, 6, (3,)), Cell(1, 10, (4,))]
    found = of_paper(cells, {1: 1.0, 3: 0.2})
    assert (found.percent, found.known, found.questions) == (40, 2, 4)
    # A question that two rows may draw is one question.
    assert of_paper([Cell(1, 1, (1, 2)), Cell(1, 1, (2, 3))], {2: 0.5}) == Expectation(0.5, 1, 3)
    assert of_paper(cells, {}).percent is None


@pytest.fixture
def page(client, app):
    """The matrix page of an exam of four questions, for an instructor."""
    course_class = make_class()
    exam = make_exam(course_class, publish=False)
    member = add_instructor(course_class)
    grant(member, "instructor", course_class.unit)
    sign_in(client, member)
    return lambda: " ".join(client.get(f"/exams/{exam.assessment.code}/matrix").get_data(as_text=True).split())


def line(version, facility, answers=40):
    return ItemLine(version.id, answers, facility, 0.3, 0.3, 0.0, 10.0, (), None)


def keep_report(lines):
    content = as_json(lines, SetLine(*(None for _ in SetLine.__slots__)))
    bank = db.session.query(Bank).one()
    db.session.add(ItemReport(bank_id=bank.id, basis="", computed_at=NOW, content=content))
    db.session.commit()


def test_the_page_says_it_for_each_row_and_the_paper(page):
    one, two, three, _ = db.session.query(QuestionVersion).order_by(QuestionVersion.id).all()
    keep_report([line(one, 0.5), line(two, 0.9), line(three, 0.1, answers=3)])
    shown = page()
    assert "70 % (2/4 câu có số liệu)" in shown
    assert "dự kiến đúng (2/4 câu có số liệu)" in shown


def test_without_a_report_it_says_so_and_computes_nothing(page, statements):
    page()
    statements.clear()
    assert "dự kiến đúng: chưa có số liệu" in page()
    assert len([one for one in statements if "item_report" in one]) == 1
    assert db.session.query(ItemReport).count() == 0
