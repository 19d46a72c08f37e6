"""The ways between the pages: nobody has to type an address."""

from __future__ import annotations

import re

import pytest
from flask import url_for

from quizapp.exams.candidate_queries import list_candidates
from quizapp.exams.services import paper_codes
from tests.conftest import NOW
from tests.exams.factories import add_instructor, make_class, make_essay_exam, write
from tests.factories import grant, sign_in

FILES = re.compile(r"\.(pdf|xlsx|docx|json)|/outputs/|/invigilation/state|#")
# Pages of learners, and what asks for more than the code of the exam.
NOT_OF_THE_DESK = {"exams.show_own_remarking"}


@pytest.fixture
def exam(app):
    """An exam of two learners that is over, with an essay and printed codes; and one that is not set yet."""
    course_class = make_class(learners=2, code="k3")
    exam = make_essay_exam(course_class, code="k3-thi")
    for candidate in list_candidates(exam):
        write(exam, candidate.member, "Mỗi ngày tôi đọc một trang sách rồi ghi lại một ý.")
    paper_codes.make_codes(exam, 101, 1, NOW)
    return exam


def walk(client, start):
    """Every page of classes and exams that links lead to from there."""
    seen, waiting = {}, [start]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = client.get(address, follow_redirects=True)
        seen[address] = answer.status_code
        found = re.findall(r'href="((?:/classes|/exams/)[^"]*)"', answer.get_data(as_text=True))
        waiting += [link.partition("?")[0] for link in found if not FILES.search(link)]
    return seen


def pages_of_an_exam(app):
    """All that have an address of the exam's code alone."""
    with app.test_request_context():
        return {
            url_for(rule.endpoint, code="k3-thi")
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("exams.")
            and "GET" in rule.methods
            and rule.arguments == {"code"}
            and "/classes/" not in rule.rule
            and rule.endpoint not in NOT_OF_THE_DESK
            and not FILES.search(rule.rule)
        }


def test_an_instructor_reaches_every_page_of_an_exam_by_links(app, client, exam):
    member = add_instructor(exam.course_class)
    grant(member, "unit_administrator", exam.course_class.unit)
    grant(member, "instructor", exam.course_class.unit)
    seen = walk(sign_in(client, member), "/exams")
    assert {address: status for address, status in seen.items() if status != 200} == {}
    assert pages_of_an_exam(app) - set(seen) == set()


@pytest.mark.parametrize(
    ("role", "page"), [("invigilator", "/exams/k3-thi/invigilation"), ("marker", "/exams/k3-thi/marking")]
)
def test_those_with_one_task_find_it_by_links_and_meet_no_closed_door(client, exam, role, page):
    member = add_instructor(exam.course_class, role)
    seen = walk(sign_in(client, member), "/exams")
    assert page in seen
    assert {address: status for address, status in seen.items() if status != 200} == {}
