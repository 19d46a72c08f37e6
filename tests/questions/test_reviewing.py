"""Writing, review, unsaved work, changes of several questions, and sharing: what the services do."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry
from quizapp.assessments import pools
from quizapp.assessments.pools import pool
from quizapp.errors import Forbidden, Invalid, Refused
from quizapp.extensions import db
from quizapp.questions import (
    bulk_edits,
    copying,
    drafts,
    queries,
    review_queries,
    reviewing,
    services,
    similar,
    writing,
)
from quizapp.questions.bulk_edits import Changes
from quizapp.questions.models import QuestionDraft, QuestionVersion
from tests.conftest import NOW
from tests.factories import make_member, make_unit
from tests.questions.factories import fill_bank, make_bank, parsed_file, parsed_question

KEY = "0123456789abcdef"


@pytest.fixture
def bank(app):
    return make_bank()


@pytest.fixture
def author(bank):
    return make_member("Người Soạn", bank.unit)


@pytest.fixture
def reviewer(bank):
    return make_member("Người Duyệt", bank.unit)


def versions():
    rows = db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.question_id, QuestionVersion.number))
    return [(one.number, one.stem, one.is_current, one.proposal) for one in rows]


def actions():
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def write(bank, author, stem="Câu mới?", state="draft", key=KEY):
    return writing.create_question(bank, parsed_question(stem), key, author, NOW, state)


def edit(question, author, stem, based_on=1, state="in_review", **fields):
    return writing.edit_question(question, parsed_question(stem), based_on, author, NOW, state, **fields)


def in_use(bank):
    """A question that was imported, and so approved."""
    fill_bank(bank, parsed_question("Câu đang dùng?", "Q1"))
    return queries.get_question(bank, queries.list_for_export(bank)[0].question_id).question


def drawn(bank):
    cell = {"bank": bank.code, "topic": None, "level": None}
    return [db.session.get(QuestionVersion, id).stem for id in pools.pool(cell)]


def test_form_sent_twice_makes_one_question(bank, author):
    first, second = write(bank, author), write(bank, author)
    assert (first.id, first.state, first.reference) == (second.id, "draft", f"q-{KEY}")
    assert versions() == [(1, "Câu mới?", True, None)]
    assert actions() == ["bank.created", "question.created"]


def test_faulty_question_is_refused_with_everything_that_is_wrong(bank, author):
    with pytest.raises(Invalid) as refusal:
        writing.create_question(bank, parsed_question("", right=()), KEY, author, NOW)
    assert [str(fault) for fault in refusal.value.extra["faults"]] == [
        "Câu hỏi chưa có nội dung. Hãy ghi nội dung câu hỏi.",
        "Câu hỏi chưa có đáp án đúng. Hãy chỉ rõ đáp án đúng.",
    ]
    assert versions() == []


def test_edited_question_in_use_stays_in_use_until_the_rewording_is_approved(bank, author, reviewer):
    question = in_use(bank)
    edit(question, author, "Bản sửa?", reason="Rõ hơn")
    assert versions() == [(1, "Câu đang dùng?", True, None), (2, "Bản sửa?", False, "in_review")]
    assert (question.state, drawn(bank)) == ("approved", ["Câu đang dùng?"])
    reviewing.approve(question, 2, reviewer, NOW)
    assert versions() == [(1, "Câu đang dùng?", False, None), (2, "Bản sửa?", True, None)]
    assert drawn(bank) == ["Bản sửa?"]


def test_every_edit_is_a_new_version_and_the_last_one_waits(bank, author):
    question = in_use(bank)
    edit(question, author, "Bản sửa?")
    edit(question, author, "Bản sửa nữa?", based_on=2, state="draft")
    assert versions()[1:] == [(2, "Bản sửa?", False, None), (3, "Bản sửa nữa?", False, "draft")]


def test_edit_that_changes_nothing_makes_no_version(bank, author):
    question = write(bank, author)
    assert edit(question, author, "Câu mới?") is None
    assert versions() == [(1, "Câu mới?", True, None)]


def test_edit_of_a_version_that_somebody_has_replaced_is_refused(bank, author, reviewer):
    question = write(bank, author)
    edit(question, reviewer, "Người khác sửa?")
    with pytest.raises(Refused, match="phiên bản 2 của người khác"):
        edit(question, author, "Tôi sửa?")
    # The same form sent twice is no conflict.
    assert edit(question, reviewer, "Người khác sửa?") is None


def test_nobody_approves_the_own_wording(bank, author, reviewer):
    question = write(bank, author, state="in_review")
    with pytest.raises(Refused, match="không tự duyệt được"):
        reviewing.approve(question, 1, author, NOW)
    # Nor by way of somebody else's small change.
    edit(question, reviewer, "Câu mới, sửa nhỏ?")
    with pytest.raises(Refused, match="không tự duyệt được"):
        reviewing.approve(question, 2, author, NOW)
    third = make_member("Người Thứ Ba", bank.unit)
    reviewing.approve(question, 2, third, NOW)
    approved = review_queries.get_working(bank, question.id)
    assert (question.state, approved.approved_by_id, approved.approved_at) == ("approved", third.id, NOW)


def test_approving_twice_is_once_and_another_version_is_refused(bank, author, reviewer):
    question = write(bank, author, state="in_review")
    with pytest.raises(Refused, match="vừa được sửa"):
        reviewing.approve(question, 2, reviewer, NOW)
    reviewing.approve(question, 1, reviewer, NOW)
    reviewing.approve(question, 1, reviewer, NOW)
    assert actions().count("question.approved") == 1


def test_draft_is_sent_returned_with_a_comment_and_sent_again(bank, author, reviewer):
    question = write(bank, author)
    with pytest.raises(Refused, match="không ở trạng thái chờ duyệt"):
        reviewing.approve(question, 1, reviewer, NOW)
    reviewing.send_to_review(question, NOW)
    with pytest.raises(Invalid, match="Hãy ghi góp ý"):
        reviewing.return_to_draft(question, 1, "  ", reviewer, NOW)
    reviewing.return_to_draft(question, 1, "Thiếu căn cứ", reviewer, NOW)
    assert question.state == "draft"
    [remark] = review_queries.list_comments(question.id)
    assert (remark.text, remark.author, remark.version_number, remark.resolved_at) == (
        "Thiếu căn cứ",
        "Người Duyệt",
        1,
        None,
    )
    reviewing.resolve_comment(question, remark.id, author, NOW)
    reviewing.resolve_comment(question, remark.id, author, NOW)
    assert review_queries.list_comments(question.id)[0].resolver == "Người Soạn"
    assert actions().count("question.comment_resolved") == 1


def test_several_are_approved_and_the_rest_is_counted(bank, author, reviewer):
    mine = write(bank, reviewer, "Của tôi?", "in_review", "a" * 16)
    other = write(bank, author, "Của bạn?", "in_review", "b" * 16)
    stale = write(bank, author, "Đã đổi?", "in_review", "c" * 16)
    done = reviewing.approve_many([(mine, 1), (other, 1), (stale, 7)], reviewer, NOW)
    assert done == reviewing.Approvals(approved=1, own=1, changed=1)


def test_question_that_was_never_approved_comes_back_as_a_draft(bank, author):
    question = write(bank, author, state="in_review")
    services.retire_question(question, NOW)
    services.restore_question(question, NOW)
    db.session.refresh(question)
    assert question.state == "draft"


def test_bank_may_let_papers_draw_what_is_not_approved(bank, author):
    write(bank, author, "Chưa duyệt?")
    assert drawn(bank) == []
    services.edit_bank(bank, bank.title, bank.unit, NOW, draws_only_approved=False)
    assert (drawn(bank), pool({"bank": bank.code}) != []) == (["Chưa duyệt?"], True)


def test_import_into_review_leaves_the_version_in_use(bank, author, reviewer):
    in_use(bank)
    file = parsed_file(parsed_question("Câu đang dùng, sửa?", "Q1"), parsed_question("Câu thêm?", "Q2", row=2))
    services.import_questions(file, bank, author, NOW, state="in_review")
    assert versions() == [
        (1, "Câu đang dùng?", True, None),
        (2, "Câu đang dùng, sửa?", False, "in_review"),
        (1, "Câu thêm?", True, None),
    ]
    assert (drawn(bank), review_queries.list_waiting(bank).count) == (["Câu đang dùng?"], 2)
    # An approved import takes the place of what waits.
    services.import_questions(parsed_file(parsed_question("Bản cuối?", "Q1")), bank, None, NOW)
    assert versions()[:3] == [
        (1, "Câu đang dùng?", False, None),
        (2, "Câu đang dùng, sửa?", False, None),
        (3, "Bản cuối?", True, None),
    ]


def keep(member, bank, revision, stem, question=None, key=KEY, based_on=0):
    return drafts.keep_draft(member, bank, question, key, based_on, revision, {"stem": stem}, NOW)


def kept():
    return [(draft.revision, draft.content["stem"]) for draft in db.session.scalars(select(QuestionDraft))]


def test_unsaved_work_comes_late_and_twice_without_harm(bank, author):
    assert (keep(author, bank, 1, "a"), keep(author, bank, 3, "c"), keep(author, bank, 2, "b")) == (True, True, False)
    assert keep(author, bank, 3, "c") is False
    assert kept() == [(3, "c")]


def test_saved_form_takes_its_unsaved_work_along_for_good(bank, author):
    keep(author, bank, 1, "a")
    question = write(bank, author)
    assert (kept(), keep(author, bank, 2, "b"), kept()) == ([], False, [])
    key = writing.form_key_of(question)
    assert keep(author, bank, 1, "a", question, key, based_on=1)
    edit(question, author, "Sửa?")
    assert (kept(), keep(author, bank, 2, "b", question, key, based_on=1)) == ([], False)


def test_unsaved_work_is_its_owners(bank, author, reviewer):
    keep(author, bank, 1, "a")
    [draft] = drafts.list_drafts(author, bank, None)
    assert drafts.list_drafts(reviewer, bank, None) == []
    drafts.discard_draft(reviewer, bank, draft.id)
    assert kept() == [(1, "a")]
    drafts.discard_draft(author, bank, draft.id)
    assert kept() == []


def test_too_much_unsaved_work_is_refused(bank, author):
    with pytest.raises(Invalid, match="quá lớn"):
        keep(author, bank, 1, "x" * (drafts.LARGEST + 1))


def test_similar_question_is_found_without_diacritics_and_in_other_order(bank):
    stem = "Nghị quyết số 57-NQ/TW của Bộ Chính trị được ban hành vào ngày nào?"
    fill_bank(bank, parsed_question(stem, "Q1"), parsed_question("Ai lãnh đạo chi bộ?", "Q2", row=2))
    written = parsed_question("Nghi quyet so 57-NQ/TW cua Bo Chinh tri duoc ban hanh ngay nao?")
    [found] = similar.find_similar(bank, written)
    assert (found.reference, found.percent > 90) == ("Q1", True)
    assert similar.find_similar(bank, written, found.question_id) == []
    assert similar.find_similar(bank, parsed_question("?")) == []


def test_many_questions_are_changed_as_was_said_before(bank, author, reviewer):
    question = in_use(bank)
    mine = write(bank, author, state="in_review")
    ids, changes = [question.id, mine.id], Changes(topic="Chủ đề mới", state="approved")
    plan = bulk_edits.plan_changes(bank, ids, changes, author, may_review=True)
    assert (plan.new_versions, plan.waiting, plan.moved, plan.own, plan.unchanged) == (2, 0, 0, 1, 0)
    bulk_edits.change_many(bank, ids, changes, author, True, NOW)
    assert (question.state, mine.state) == ("approved", "in_review")
    assert versions()[:2] == [(1, "Câu đang dùng?", False, None), (2, "Câu đang dùng?", True, None)]
    topics = [queries.get_question(bank, id).topic for id in ids]
    assert topics == ["Chủ đề mới", "Chủ đề mới"]
    again = bulk_edits.plan_changes(bank, ids, changes, author, may_review=True)
    assert (again.new_versions, again.unchanged) == (0, 1)
    done = bulk_edits.change_many(bank, ids, Changes(state="approved", level="recall"), reviewer, True, NOW)
    db.session.refresh(mine)
    assert (done.moved, mine.state) == (1, "approved")


def test_changes_by_an_instructor_wait_for_review(bank, author):
    question = in_use(bank)
    plan = bulk_edits.change_many(bank, [question.id], Changes(source="Mục II"), author, False, NOW)
    assert (plan.waiting, versions()[1]) == (1, (2, "Câu đang dùng?", False, "in_review"))


@pytest.mark.parametrize("changes", [Changes(), Changes(topic="x" * 201)])
def test_impossible_changes_are_refused(bank, author, changes):
    with pytest.raises(Invalid):
        bulk_edits.plan_changes(bank, [in_use(bank).id], changes, author, may_review=True)


def test_shared_bank_is_copied_with_its_approved_questions(bank, author):
    in_use(bank)
    write(bank, author, "Còn nháp?")
    below = make_unit("Chi bộ dưới", parent=bank.unit)
    with pytest.raises(Forbidden):
        copying.copy_bank(bank, "SAO", "Bản sao", below, author, NOW)
    services.edit_bank(bank, bank.title, bank.unit, NOW, sharing="copy")
    copied = copying.copy_bank(bank, "SAO", "Bản sao", below, author, NOW)
    stems = [version.stem for version in queries.list_for_export(copied)]
    assert (copied.unit_id, stems, copied.sharing) == (below.id, ["Câu đang dùng?"], "none")
    assert actions().count("bank.copied") == 2
