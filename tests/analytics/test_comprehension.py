"""How well the sections of a document are understood: the counts against a recount by hand, and the pages."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest

from quizapp.analytics import comprehension_reports
from quizapp.analytics.comprehension import ALL, TEXT, WHOLE, WORST, read
from quizapp.analytics.comprehension_exports import names_of
from quizapp.analytics.queries import comprehension as queries
from quizapp.assessments.models import Attempt
from quizapp.courses.practice import services as practice
from quizapp.extensions import db
from quizapp.jobs.models import Job
from quizapp.library.keeping import keep_position
from quizapp.questions.citation_models import QuestionCitation
from quizapp.tables import read_rows
from tests.assessments.factories import make_assessment, make_bank, make_question, right_answers, sit
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document, make_section


class Town:
    """A document of a chapter with two articles and one more article; a round with a question on each of the first two
    and one on the document as such; two cells of six and two members."""

    def __init__(self) -> None:
        self.root = make_unit("Đảng bộ Khối", code="KHOI")
        self.cells = [make_unit(name, parent=self.root) for name in ("Chi bộ Một", "Chi bộ Hai")]
        self.document = make_document(number="57-NQ/TW", unit=self.root)
        self.chapter = make_section(self.document, "I", kind="chapter", anchor="chuong-1")
        below = {"parent_id": self.chapter.id, "depth": 1}
        self.first = make_section(self.document, "1", heading="Điểm mới", **below)
        self.second = make_section(self.document, "2", heading="Nhiệm vụ", **below)
        self.third = make_section(self.document, "3", heading="Tổ chức thực hiện")
        self.bank = make_bank(self.root)
        self.versions = [make_question(self.bank) for _ in range(3)]
        for version, section in zip(self.versions, (self.first, self.second, None), strict=True):
            self.cite(version, section)
        self.round = make_assessment(self.root, self.bank, count=3)
        self.members = [make_member(unit=self.cells[number // 6]) for number in range(8)]

    def cite(self, version, section) -> None:
        of = {"document_id": self.document.id, "section_id": section.id if section else None}
        db.session.add(QuestionCitation(question_id=version.question_id, cited_at=NOW, **of))
        db.session.commit()

    def answer_all(self) -> None:
        """The first member leaves a question out; the others get as many wrong as their number modulo 3."""
        for number, member in enumerate(self.members):
            attempt = sit(self.round, member, wrong=1 if number == 0 else 0)
            answers = dict(attempt.answers)
            for name in sorted(answers)[: number % 3]:
                answers[name] = ["d" if answers[name] != ["d"] else "c"]
            attempt.answers = answers
        db.session.commit()

    def content(self, unit):
        return queries.kept_of(self.document, unit)


@pytest.fixture
def town(app):
    return Town()


def counted_by_hand(town, unit):
    """{section: [answers, right, people]} of one unit's subtree, attempt by attempt."""
    citing = {
        version.id: section for version, section in zip(town.versions, (town.first, town.second, None), strict=True)
    }
    found = defaultdict(lambda: [0, 0, set()])
    for attempt in db.session.query(Attempt).filter_by(state="submitted"):
        member = next(one for one in town.members if one.id == attempt.member_id)
        if not member.unit.path.startswith(unit.path):
            continue
        right = right_answers(attempt)
        for place, (version, *_rest) in enumerate(attempt.paper, 1):
            given = attempt.answers.get(str(place))
            if not given:
                continue
            section = citing[version]
            for number in (WHOLE, *((section.id, town.chapter.id) if section else ())):
                found[number][0] += 1
                found[number][1] += given == right[str(place)]
                found[number][2].add(attempt.member_id)
    return {str(number): [answers, right, len(people)] for number, (answers, right, people) in found.items()}


def test_what_is_kept_equals_a_count_of_every_answer_for_every_unit(town):
    town.answer_all()
    comprehension_reports.renew(town.document, NOW)
    for unit in (town.root, *town.cells):
        kept = {number: cells[ALL] for number, cells in town.content(unit).items()}
        assert kept == counted_by_hand(town, unit)
    assert town.content(town.root)[str(WHOLE)]["round"] == town.content(town.root)[str(WHOLE)][ALL]
    assert town.content(make_unit()) == {}


def test_practice_counts_beside_the_round_and_a_person_once(town):
    town.answer_all()
    fresh = make_question(town.bank)
    town.cite(fresh, town.third)
    db.session.commit()
    later = NOW + timedelta(days=1)
    for member in town.members[:6]:
        keep_position(member, town.document, "", 10, 1, NOW)
        day = practice.portion_of(member, later, 9)
        assert day is not None
        practice.keep_answers(member, day.day, {str(place): ["a"] for place in range(1, len(day.paper) + 1)}, later)
    comprehension_reports.renew(town.document, later)
    whole = town.content(town.root)[str(WHOLE)]
    assert whole[ALL][0] == whole["practice"][0] + whole["round"][0]
    assert whole["practice"][2] == 6
    assert whole[ALL][2] == 8
    assert town.content(town.root)[str(town.third.id)][ALL][2] == 6


def test_only_the_first_attempt_counts_and_nothing_older_than_a_year(town):
    for _ in range(2):
        sit(town.round, town.members[0])
    comprehension_reports.renew(town.document, NOW)
    assert town.content(town.root)[str(WHOLE)][ALL] == [3, 3, 1]
    comprehension_reports.renew(town.document, NOW + timedelta(days=400))
    assert town.content(town.root) == {}


def test_cells_of_fewer_than_five_people_are_hidden_and_a_split_that_would_tell_them_too(town):
    cell = {"all": [12, 6, 6], "round": [8, 4, 6], "practice": [4, 2, 2]}
    few = {"all": [4, 4, 4], "round": [4, 4, 4]}
    sections = queries.sections_of(town.document)
    content = {"0": cell, str(town.first.id): cell, str(town.second.id): few}
    found = read(sections, {town.first.id, town.second.id}, content, WORST)
    assert [(line.section.id, line.cell is None) for line in found.lines] == [
        (town.first.id, False),
        (town.second.id, True),
    ]
    assert found.lines[0].cell.rate == 50.0
    assert found.lines[0].sources is None
    assert [one.id for one in found.unasked] == [town.third.id]


def test_sections_come_worst_first_or_as_in_the_text(town):
    sections = queries.sections_of(town.document)
    content = {str(one.id): {"all": [10, right, 5]} for one, right in ((town.first, 9), (town.second, 3))}
    cited = {town.first.id, town.second.id}
    assert [line.section.id for line in read(sections, cited, content, WORST).lines] == [town.second.id, town.first.id]
    in_order = read(sections, cited, content, TEXT).lines
    assert [line.section.id for line in in_order] == [one.id for one in sections]
    assert [line.is_asked for line in in_order] == [True, True, True, False]


@pytest.fixture
def leader(client, town):
    member = make_member("Lãnh Đạo Mẫu", unit=town.root)
    grant(member, "leader", town.root)
    sign_in(client, member)
    return member


def test_the_page_shows_sections_and_never_a_person(client, town, leader):
    town.answer_all()
    page = client.get(f"/documents/{town.document.id}/comprehension").get_data(as_text=True)
    assert "Điều 1. Điểm mới" in page
    assert "Trả lời đúng, cả văn bản" in page
    assert "Tổ chức thực hiện" in page
    assert not any(member.name in page for member in town.members)
    in_order = client.get(f"/documents/{town.document.id}/comprehension?sort=text").get_data(as_text=True)
    assert "chưa có câu hỏi" in in_order
    assert "Về phát triển khoa học" in client.get("/comprehension").get_data(as_text=True)
    assert "Mức độ hiểu theo điều, mục" in client.get(f"/documents/{town.document.id}").get_data(as_text=True)


def test_a_leader_of_one_cell_sees_that_cell_alone(client, town):
    town.answer_all()
    leader = make_member(unit=town.cells[0])
    grant(leader, "leader", town.cells[0])
    sign_in(client, leader)
    address = f"/documents/{town.document.id}/comprehension"
    page = client.get(address).get_data(as_text=True)
    assert "Chi bộ Một" in page
    answers = town.content(town.cells[0])[str(WHOLE)][ALL]
    assert f"{answers[1]} / {answers[0]} lượt trả lời" in page
    assert client.get(f"{address}?unit={town.cells[1].code}").status_code == 404
    assert client.get(f"{address}?unit=KHOI").status_code == 404


def test_a_small_cell_says_that_there_is_not_enough(client, town):
    town.answer_all()
    leader = make_member(unit=town.cells[1])
    grant(leader, "leader", town.cells[1])
    sign_in(client, leader)
    page = client.get(f"/documents/{town.document.id}/comprehension").get_data(as_text=True)
    assert "chưa đủ dữ liệu" in page
    assert "Trả lời đúng, cả văn bản" not in page


def test_members_may_not_see_it_and_unknown_documents_are_not_found(client, town, leader):
    assert client.get("/documents/999999/comprehension").status_code == 404
    sign_in(client, town.members[0])
    for address in ("/comprehension", f"/documents/{town.document.id}/comprehension.xlsx"):
        assert client.get(address).status_code == 403


def test_the_workbook_has_a_row_per_section_and_no_small_cell(client, town, leader):
    town.answer_all()
    content = client.get(f"/documents/{town.document.id}/comprehension.xlsx?sort=text").data
    rows = [row.cells for row in read_rows(content, "a.xlsx")]
    names = [row[0] for row in rows]
    assert "Điều 1. Điểm mới" in names
    third = rows[names.index("Điều 3. Tổ chức thực hiện")]
    assert third[5] == "chưa có câu hỏi"
    assert third[1] in (None, "")


def test_it_is_drawn_up_once_however_often_it_is_looked_at(client, town, leader, statements):
    town.answer_all()
    address = f"/documents/{town.document.id}/comprehension"
    client.get(address)
    statements.clear()
    client.get(address)
    client.get(address)
    assert db.session.query(Job).filter_by(kind=comprehension_reports.RENEW).count() == 1
    assert not any("FROM attempt" in statement for statement in statements)


def test_questions_on_the_whole_document_alone_are_told_as_such(client, town, leader):
    db.session.query(QuestionCitation).update({"section_id": None})
    town.answer_all()
    page = client.get(f"/documents/{town.document.id}/comprehension").get_data(as_text=True)
    assert "chưa câu nào ghi điều, mục" in page
    assert "Trả lời đúng, cả văn bản" in page
    other = make_document(unit=town.root)
    page = client.get(f"/documents/{other.id}/comprehension").get_data(as_text=True)
    assert "Chưa có câu hỏi nào về văn bản này" in page


def test_a_clause_is_named_after_its_article(town):
    clause = make_section(town.document, "2", kind="clause", anchor="khoan-2", parent_id=town.first.id, depth=2)
    names = names_of(queries.sections_of(town.document))
    assert names[clause.id] == "Điều 1, Khoản 2"
    assert names[town.first.id] == "Điều 1. Điểm mới"
