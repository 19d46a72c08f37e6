"""What a file would change in a bank."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.errors import Sentence
from quizapp.import_report import ImportReport, RowNote
from quizapp.questions.formats.parsed import RejectedQuestion, fingerprint
from quizapp.questions.import_plan import (
    Change,
    KnownQuestion,
    KnownQuestions,
    content_of,
    fingerprints_of,
    plan_import,
)
from tests.questions.factories import RECALL, parsed_file, parsed_question


def known(question, reference=None, state="approved", former=(), id=1):
    return KnownQuestion(
        question_id=id,
        reference=reference or question.reference,
        state=state,
        version_id=10 * id,
        number=1 + len(former),
        fingerprint=fingerprint(question),
        former_fingerprints=frozenset(map(fingerprint, former)),
        content=content_of(question),
    )


def plan(parsed, *questions):
    bank = KnownQuestions(questions, frozenset(one.reference for one in questions))
    return plan_import(parsed, fingerprints_of(parsed), bank)


def fates(found):
    return [(one.question.row, one.change, one.reference, one.parts) for one in found.planned]


def test_reference_decides_whether_a_question_is_new_changed_or_unchanged():
    old = parsed_question("Năm nào?", "A1", row=1)
    other = parsed_question("Ở đâu?", "A2", row=2)
    changed = replace(other, stem="Ở nơi nào?", level=RECALL)
    fresh = parsed_question("Vì sao?", "A3", row=3)
    found = plan(parsed_file(old, changed, fresh), known(old, id=1), known(other, id=2))
    assert fates(found) == [
        (1, Change.UNCHANGED, "A1", ()),
        (2, Change.CHANGED, "A2", ("stem", "level")),
        (3, Change.NEW, "A3", ()),
    ]


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"explanation": "Vì thế."}, ("explanation",)),
        ({"source": "Điều 1"}, ("source",)),
        ({"topic": "Khác"}, ("topic",)),
        ({"tags": ("mới",)}, ("tags",)),
        ({"stem": "NĂM NÀO?"}, ("stem",)),
    ],
)
def test_any_part_makes_a_change_even_where_the_wording_folds_to_the_same(change, parts):
    old = parsed_question("Năm nào?", "A1")
    assert fates(plan(parsed_file(replace(old, **change)), known(old))) == [(1, Change.CHANGED, "A1", parts)]


def test_another_key_is_a_change_of_the_options():
    old = parsed_question("Năm nào?", "A1")
    new = parsed_question("Năm nào?", "A1", right=(1,))
    assert fates(plan(parsed_file(new), known(old))) == [(1, Change.CHANGED, "A1", ("options",))]


def test_nameless_question_gets_a_reference_made_of_its_wording():
    question = parsed_question("Năm nào?")
    name = f"q-{fingerprint(question)[:12]}"
    assert fates(plan(parsed_file(question))) == [(1, Change.NEW, name, ())]
    assert fates(plan(parsed_file(question), known(question, reference=name))) == [(1, Change.UNCHANGED, name, ())]


def test_nameless_question_is_known_by_its_wording_whatever_the_reference():
    question = parsed_question("Năm nào?")
    assert fates(plan(parsed_file(replace(question, topic="Lịch sử")), known(question, reference="A1"))) == [
        (1, Change.CHANGED, "A1", ("topic",))
    ]


def test_nameless_question_is_known_by_a_former_wording_too():
    old, now = parsed_question("Năm nào?"), parsed_question("Vào năm nào?")
    found = plan(parsed_file(old), known(now, reference="A1", former=(old,)))
    assert fates(found) == [(1, Change.CHANGED, "A1", ("stem",))]


def test_current_wording_goes_before_a_former_one():
    old, now = parsed_question("Năm nào?"), parsed_question("Vào năm nào?")
    moved_on = known(now, reference="A1", former=(old,), id=1)
    has_it_now = known(old, reference="A2", id=2)
    assert fates(plan(parsed_file(old), moved_on, has_it_now)) == [(1, Change.UNCHANGED, "A2", ())]


def test_nameless_question_cannot_claim_what_another_row_names():
    old = parsed_question("Năm nào?", row=1)
    renamed = parsed_question("Vào năm nào?", "A1", row=2)
    found = plan(parsed_file(old, renamed), known(old, reference="A1"))
    made = f"q-{fingerprint(old)[:12]}"
    assert fates(found) == [(1, Change.NEW, made, ()), (2, Change.CHANGED, "A1", ("stem",))]


def test_made_reference_is_never_one_that_is_taken():
    old, now = parsed_question("Năm nào?", row=1), parsed_question("Vào năm nào?", row=2)
    made = f"q-{fingerprint(old)[:12]}"
    found = plan(parsed_file(old, replace(now, reference=made)), known(old, reference=made))
    assert fates(found) == [(1, Change.NEW, f"{made}-1", ()), (2, Change.CHANGED, made, ("stem",))]


def test_same_wording_twice_without_references_is_one_question():
    question = parsed_question("Năm nào?")
    found = plan(parsed_file(question, replace(question, row=9)))
    assert [(row, change) for row, change, *_ in fates(found)] == [(1, Change.NEW), (9, Change.UNCHANGED)]


def test_reference_that_stands_twice_is_rejected_with_both_places():
    first, second = parsed_question("Năm nào?", "A1", row=3), parsed_question("Ở đâu?", "A1", row=8)
    found = plan(parsed_file(first, second))
    assert [(one.row, one.item, str(one.reason), one.excerpt[0]) for one in found.rejected] == [
        (8, "Câu 8", "Mã câu hỏi A1 đã dùng ở dòng 3. Hãy đổi một trong hai mã.", "Ở đâu?")
    ]
    assert [one.question.row for one in found.planned] == [3]


def test_retired_question_stays_retired_and_the_author_is_told():
    question = parsed_question("Năm nào?", "A1")
    found = plan(parsed_file(question), known(question, state="retired"))
    assert [str(note.sentence) for note in found.warnings] == [
        "Câu này đang ngừng dùng trong ngân hàng và vẫn ngừng dùng sau khi nhập."
    ]


def test_new_reference_for_a_wording_that_the_bank_has_is_told():
    question = parsed_question("Năm nào?", "A1")
    found = plan(parsed_file(replace(question, reference="B1")), known(question))
    assert [str(note.sentence) for note in found.warnings] == ["Giống hệt câu A1 đã có trong ngân hàng."]


def test_report_counts_the_whole_file():
    bad = RejectedQuestion(7, "Câu 7", Sentence("Câu hỏi chưa có đáp án đúng."))
    old = parsed_question("Năm nào?", "A1")
    parsed = parsed_file(old, parsed_question("Ở đâu?", "A2", row=2), rejected=(bad,))
    assert plan(parsed, known(old)).report() == ImportReport(
        found=3,
        accepted=2,
        created=1,
        updated=0,
        rejected=[RowNote(7, "Câu 7", Sentence("Câu hỏi chưa có đáp án đúng."))],
        by_kind={"single": 2},
    )
