"""What is read of banks and questions."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.accounts.access import ROLES, Permission
from quizapp.assessments.pools import pool
from quizapp.errors import Forbidden, NotFound
from quizapp.extensions import db
from quizapp.questions import exporting, queries, services
from quizapp.questions.formats.parsed import Kind
from quizapp.questions.models import Question, QuestionVersion
from quizapp.questions.queries import NOTHING, Filters
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit
from tests.questions.factories import RECALL, UNDERSTANDING, fill_bank, fill_bank_with, make_bank, parsed_question


def fill_with_variety(bank):
    """Q1 to Q5, one retired."""
    fill_bank(
        bank,
        parsed_question("Nghị quyết 57 ban hành năm nào?", "Q1", row=1, topic="NQ57", level=RECALL),
        parsed_question("Ai ký Nghị quyết 57?", "Q2", row=2, topic="NQ57", level=UNDERSTANDING),
        parsed_question("Điều lệ Đảng có mấy chương?", "Q3", row=3, topic="Điều lệ", level=RECALL),
        parsed_question("Chọn các ý đúng.", "Q4", row=4, kind=Kind.MULTIPLE, right=(0, 1), source="Sổ tay 100%"),
        parsed_question("Câu đã cũ?", "Q5", row=5, topic="NQ57", level=RECALL),
    )
    services.retire_question(db.session.scalars(select(Question).filter_by(reference="Q5")).one(), NOW)


def found(bank, **filters):
    return [row.reference for row in queries.list_questions(bank, Filters(**filters)).rows]


def id_of(reference):
    query = select(QuestionVersion.id).join(QuestionVersion.question)
    return db.session.scalars(query.where(Question.reference == reference, QuestionVersion.is_current)).one()


def test_member_sees_the_banks_of_his_units_and_below_only(app):
    top = make_unit("Đảng ủy Khối")
    own, other = make_unit("Đảng ủy Sở", parent=top), make_unit("Đảng ủy Trường", parent=top)
    below = make_unit("Chi bộ", parent=own)
    for code, unit in (("B-top", top), ("B-own", own), ("B-below", below), ("B-other", other)):
        make_bank(code, f"Ngân hàng {code}", unit)
    fill_with_variety(queries.find_bank("B-own"))
    member = make_member(unit=own)
    grant(member, "instructor", own)
    rows = [(row.Bank.code, row.unit_name, row.questions, row.approved) for row in queries.list_banks(member)]
    assert rows == [("B-below", "Chi bộ", 0, 0), ("B-own", "Đảng ủy Sở", 4, 4)]


def test_bank_of_others_is_not_found_and_what_one_may_not_do_is_forbidden(app, monkeypatch):
    monkeypatch.setitem(ROLES, "reader", frozenset({Permission.BANK_VIEW}))
    bank, reader, stranger = make_bank(), make_member(), make_member()
    grant(reader, "reader", bank.unit)
    grant(stranger, "administrator", make_unit("Nơi khác"))
    assert queries.get_bank("NQ57", Permission.BANK_VIEW, reader).id == bank.id
    with pytest.raises(Forbidden):
        queries.get_bank("NQ57", Permission.BANK_MANAGE, reader)
    for who, code in ((stranger, "NQ57"), (reader, "NQ58"), (make_member(), "NQ57")):
        with pytest.raises(NotFound):
            queries.get_bank(code, Permission.BANK_VIEW, who)


@pytest.mark.parametrize(
    ("filters", "references"),
    [
        ({}, ["Q1", "Q2", "Q3", "Q4", "Q5"]),
        ({"topic": "NQ57"}, ["Q1", "Q2", "Q5"]),
        ({"topic": NOTHING}, ["Q4"]),
        ({"level": "recall"}, ["Q1", "Q3", "Q5"]),
        ({"level": NOTHING}, ["Q4"]),
        ({"kind": "multiple"}, ["Q4"]),
        ({"state": "retired"}, ["Q5"]),
        ({"state": "approved", "topic": "NQ57", "level": "recall"}, ["Q1"]),
        ({"words": "dieu le"}, ["Q3"]),
        ({"words": "NGHỊ QUYẾT ký"}, ["Q2"]),
        ({"words": "q4"}, ["Q4"]),
        ({"words": "100%"}, ["Q4"]),
        ({"words": "10_%"}, []),
    ],
)
def test_filters_and_search_narrow_the_list(app, filters, references):
    bank = make_bank()
    fill_with_variety(bank)
    assert found(bank, **filters) == references
    assert queries.count_questions(bank, Filters(**filters)) == len(references)


def test_search_does_not_look_into_the_explanation_which_tells_the_key(app):
    bank = make_bank()
    fill_bank(bank, parsed_question("Năm nào?", "Q1", explanation="Phương án đầu tiên đúng."))
    assert found(bank, words="phuong an dau tien") == []


def test_pages_follow_each_other_without_gaps_in_both_directions(app):
    bank = make_bank()
    fill_bank_with(bank, 7)

    def page(**place):
        shown = queries.list_questions(bank, Filters(), size=3, **place)
        return [row.reference for row in shown.rows], shown

    first, one = page()
    second, two = page(after=one.after)
    third, three = page(after=two.after)
    assert (first, second, third) == (["Q1", "Q2", "Q3"], ["Q4", "Q5", "Q6"], ["Q7"])
    assert (one.before, three.after) == (None, None)
    back, again = page(before=three.before)
    assert back == second
    start, at_start = page(before=again.before)
    assert (start, at_start.before) == (first, None)


def test_a_new_version_takes_the_place_of_the_old_in_the_list(app):
    bank = make_bank()
    fill_bank_with(bank, 3)
    fill_bank(bank, parsed_question("Câu hỏi số hai?", "Q2"))
    rows = queries.list_questions(bank, Filters()).rows
    assert [row.stem for row in rows] == ["Câu hỏi số 1?", "Câu hỏi số hai?", "Câu hỏi số 3?"]


def test_facets_count_the_whole_bank(app):
    bank = make_bank()
    fill_with_variety(bank)
    facets = queries.facets(bank)
    assert dict(facets.topics) == {"NQ57": 3, "Điều lệ": 1, "": 1}
    assert dict(facets.levels) == {"recall": 3, "understanding": 1, None: 1}
    assert dict(facets.kinds) == {"single": 4, "multiple": 1}
    assert dict(facets.states) == {"approved": 4, "retired": 1}
    assert facets.total == 5


def test_matrix_is_planned_from_approved_questions(app):
    bank, other = make_bank(), make_bank("B2")
    fill_with_variety(bank)
    fill_bank_with(other, 2)
    assert sorted(queries.count_by_topic_and_level([bank.id, other.id]), key=str) == sorted(
        [
            (bank.id, "NQ57", "recall", 1),
            (bank.id, "NQ57", "understanding", 1),
            (bank.id, "Điều lệ", "recall", 1),
            (bank.id, "", None, 1),
            (other.id, "", None, 2),
        ],
        key=str,
    )
    assert queries.count_by_topic_and_level([]) == []


def test_pool_holds_current_versions_of_approved_questions(app):
    bank = make_bank()
    fill_with_variety(bank)
    old = id_of("Q1")
    fill_bank(bank, parsed_question("Nghị quyết 57 có hiệu lực năm nào?", "Q1", topic="NQ57", level=RECALL))
    assert id_of("Q1") != old
    assert pool({"bank": "NQ57"}) == sorted(map(id_of, ("Q1", "Q2", "Q3", "Q4")))
    assert pool({"bank": "NQ57", "topic": "NQ57"}) == sorted(map(id_of, ("Q1", "Q2")))
    assert pool({"bank": "NQ57", "topic": "NQ57", "level": "recall"}) == [id_of("Q1")]
    assert pool({"bank": "NQ57", "level": "recall"}) == sorted(map(id_of, ("Q1", "Q3")))
    assert pool({"bank": "B9"}) == []


def test_versions_are_loaded_in_the_order_asked_for(app):
    bank = make_bank()
    fill_bank_with(bank, 3)
    ids = [id_of("Q3"), id_of("Q1"), 999_999]
    assert [version.stem for version in queries.load_versions(ids)] == ["Câu hỏi số 3?", "Câu hỏi số 1?"]


def test_question_of_another_bank_is_not_found(app):
    bank, other = make_bank(), make_bank("B2")
    fill_bank_with(other, 1)
    version = db.session.get_one(QuestionVersion, id_of("Q1"))
    assert queries.get_question(other, version.question_id).id == version.id
    with pytest.raises(NotFound):
        queries.get_question(bank, version.question_id)
    with pytest.raises(NotFound):
        queries.get_version(version.question_id, 2)


def test_export_leaves_out_what_is_retired_and_keeps_the_order(app):
    bank = make_bank()
    fill_with_variety(bank)
    exported = exporting.as_parsed(queries.list_for_export(bank))
    assert [(one.row, one.reference, one.kind) for one in exported] == [
        (1, "Q1", Kind.SINGLE),
        (2, "Q2", Kind.SINGLE),
        (3, "Q3", Kind.SINGLE),
        (4, "Q4", Kind.MULTIPLE),
    ]


def test_owner_units_are_those_with_the_permission_topmost_first(app):
    top = make_unit("Đảng ủy Khối")
    own = make_unit("Đảng ủy Sở", parent=top)
    make_unit("Chi bộ B", parent=own)
    make_unit("Chi bộ A", parent=own)
    member = make_member(unit=top)
    grant(member, "instructor", own)
    assert [unit.name for unit in queries.list_owner_units(member)] == ["Đảng ủy Sở", "Chi bộ A", "Chi bộ B"]
