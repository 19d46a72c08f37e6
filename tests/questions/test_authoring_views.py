"""Pages on which questions are written, reviewed, compared, changed together and shared."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from quizapp.accounts.access import ROLES, Permission
from quizapp.extensions import db
from quizapp.questions import queries, reviewing, services, writing
from quizapp.questions.formats.answers import AcceptedTexts, Criterion, Gap, Gaps, Rubric
from quizapp.questions.formats.parsed import Kind
from quizapp.questions.models import Question, QuestionComment, QuestionDraft, QuestionVersion
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit, sign_in
from tests.questions.factories import fill_bank, fill_bank_with, make_bank, parsed_question

KINDS = [str(kind) for kind in Kind]


@pytest.fixture
def board(app):
    member = make_member("Ban Tuyên Giáo", unit=make_unit("Đảng ủy Khối"))
    grant(member, "propaganda_board", member.unit)
    return member


@pytest.fixture
def browser(client, board):
    return sign_in(client, board)


@pytest.fixture
def bank(board):
    return make_bank(unit=board.unit)


def member_with(unit, *permissions, monkeypatch):
    monkeypatch.setitem(ROLES, "tested", frozenset(permissions))
    member = make_member(unit=unit)
    grant(member, "tested", unit)
    return member


def text_of(response):
    return response.get_data(as_text=True)


def post(browser, url, **data):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text_of(browser.get("/banks")))
    return browser.post(url, data={"csrf_token": token[1], **data}, content_type="multipart/form-data")


def fields(stem="Câu viết tay?", **others):
    """What the form sends for a single with two options, A right."""
    return {
        "kind": "single",
        "stem": stem,
        "options-0-text": "Phải",
        "options-1-text": "Không",
        "right": "0",
        "form_key": "a" * 16,
        "based_on": "0",
        "revision": "1",
        "action": "save",
        **others,
    }


def stored():
    rows = db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.id))
    return [(one.stem, [(o["text"], o["right"]) for o in one.options], one.question.state) for one in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_form_opens_for_every_kind(browser, bank, kind):
    page = browser.get(f"/banks/NQ57/new-question?kind={kind}")
    assert (page.status_code, f'value="{kind}"' in text_of(page)) == (200, True)


def test_question_is_written_without_scripts(browser, bank):
    response = post(browser, "/banks/NQ57/new-question", **fields("Câu **viết tay**?"))
    assert response.status_code == 303
    assert stored() == [("Câu <strong>viết tay</strong>?", [("Phải", True), ("Không", False)], "draft")]
    assert post(browser, "/banks/NQ57/new-question", **fields(action="review")).status_code == 303
    assert len(stored()) == 1


def test_rows_that_a_script_took_out_leave_gaps_in_the_names(browser, bank):
    sent = fields(**{"options-4-text": "Thứ năm", "right": "4"})
    post(browser, "/banks/NQ57/new-question", **sent)
    assert stored()[0][1] == [("Phải", False), ("Không", False), ("Thứ năm", True)]


def test_buttons_of_rows_store_nothing_and_keep_what_was_typed(browser, bank):
    page = post(browser, "/banks/NQ57/new-question", **fields(action="add-option"))
    html = text_of(page)
    assert (page.status_code, stored(), "Câu viết tay?" in html, "options-2-text" in html) == (200, [], True, True)
    assert re.search(r'name="form_key"[^>]*value="a{16}"', html)


def test_faults_are_listed_and_nothing_is_stored(browser, bank):
    page = post(browser, "/banks/NQ57/new-question", **fields("", right=""))
    assert (page.status_code, stored()) == (422, [])
    assert "Chưa lưu. Có 2 điều cần sửa" in text_of(page)


@pytest.mark.parametrize("kind", KINDS)
def test_nonsense_in_a_form_is_no_failure(browser, bank, kind):
    sent = fields(**{"kind": kind, "right": "x", "gaps-0-options": "*", "value": "ba", "criteria-0-points": "-"})
    for url in ("new-question", "question-preview", "similar-questions"):
        assert post(browser, f"/banks/NQ57/{url}", **sent).status_code in (200, 303, 422)


def test_question_of_each_kind_is_edited_and_comes_back(browser, bank):
    kinds = {
        "text": (AcceptedTexts(("Hà Nội",)), "Hà Nội"),
        "cloze": (Gaps((Gap(("sáng", "tối"), 1),)), "*tối"),
        "essay": (Rubric((Criterion("Đủ ý", 2),)), "Đủ ý"),
    }
    for number, (kind, (answer, shown)) in enumerate(kinds.items()):
        stem = "Trời {{1}}." if kind == "cloze" else f"Câu {kind}?"
        written = parsed_question(stem, kind=Kind(kind), options=(), answer=answer)
        question = writing.create_question(bank, written, f"{number:016x}", make_member(), NOW)
        page = text_of(browser.get(f"/banks/NQ57/questions/{question.id}/edit"))
        assert shown in page


def test_near_duplicates_are_shown_before_anything_is_saved(browser, bank):
    stem = "Nghị quyết số 57-NQ/TW của Bộ Chính trị được ban hành ngày nào?"
    fill_bank(bank, parsed_question(stem, "Q1", options=("Phải", "Không")))
    page = post(browser, "/banks/NQ57/new-question", **fields(stem))
    assert (page.status_code, "đã có câu gần giống" in text_of(page), len(stored())) == (409, True, 1)
    assert post(browser, "/banks/NQ57/new-question", **fields(stem, seen_similar="1")).status_code == 303
    assert "giống 100 %" in text_of(post(browser, "/banks/NQ57/similar-questions", **fields(stem)))


def test_preview_shows_the_form_as_a_candidate_sees_it(browser, bank):
    html = text_of(post(browser, "/banks/NQ57/question-preview", **fields("x^2^ < y")))
    assert ("x<sup>2</sup> &lt; y" in html, "<script" in html, "Phải" in html, "checked" in html) == (
        True,
        False,
        True,
        False,
    )


def test_unsaved_work_is_offered_again_and_thrown_away(browser, bank):
    answer = post(browser, "/banks/NQ57/question-drafts", **fields("Đang soạn dở?"))
    assert answer.json["kept"] is True
    page = text_of(browser.get("/banks/NQ57/new-question"))
    assert ("Có bản đang soạn dở lúc" in page, "Đang soạn dở?" in page) == (True, True)
    draft_id = db.session.scalars(select(QuestionDraft.id)).one()
    restored = text_of(browser.get(f"/banks/NQ57/new-question?draft={draft_id}"))
    assert ("Đang soạn dở?" in restored, "Có bản đang soạn dở" in restored) == (True, False)
    assert post(browser, f"/banks/NQ57/question-drafts/{draft_id}/discard").status_code == 303
    assert browser.get(f"/banks/NQ57/new-question?draft={draft_id}").status_code == 404


def test_pasted_picture_comes_back_small_and_clean(browser, bank):
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(file, "PNG")
    answer = post(browser, "/banks/NQ57/question-pictures", picture=(io.BytesIO(file.getvalue()), "a.png"))
    source = answer.json["source"]
    assert source.startswith("data:image/png;base64,")
    bad = post(browser, "/banks/NQ57/question-pictures", picture=(io.BytesIO(b"no picture"), "a.png"))
    assert (bad.status_code, "Tệp không phải hình" in bad.json["fault"]) == (422, True)
    sent = fields("Hình ![vuông](hinh-1)?", **{"pictures-0": source})
    assert post(browser, "/banks/NQ57/new-question", **sent).status_code == 303
    assert stored()[0][0] == f'Hình <img src="{source}" alt="vuông">?'


def test_review_goes_from_one_question_to_the_next(browser, board, bank):
    author = make_member("Người Soạn", board.unit)
    first, second = (
        writing.create_question(bank, parsed_question(f"Câu {n}?"), f"{n:016x}", author, NOW, "in_review")
        for n in (1, 2)
    )
    for page in ("/review", "/banks/NQ57/review"):
        html = text_of(browser.get(page))
        assert ("Câu 1?" in html, "Câu 2?" in html, "Người Soạn" in html) == (True, True, True)
    url = f"/banks/NQ57/questions/{first.id}/review"
    assert "Duyệt, sang câu tiếp" in text_of(browser.get(url))
    response = post(browser, url, action="approve", number="1")
    assert (response.status_code, response.location) == (303, f"/banks/NQ57/questions/{second.id}/review")
    missing = post(browser, response.location, action="return", number="1", text="")
    assert (missing.status_code, "Hãy ghi góp ý" in text_of(missing)) == (422, True)
    response = post(browser, response.location, action="return", number="1", text="Thiếu căn cứ")
    assert response.location == "/banks/NQ57/review"
    assert list(db.session.scalars(select(Question.state).order_by(Question.id))) == ["approved", "draft"]
    assert "Không có câu nào chờ duyệt" in text_of(browser.get("/review"))


def test_own_wording_cannot_be_approved_on_the_page(browser, board, bank):
    question = writing.create_question(bank, parsed_question("Của tôi?"), "a" * 16, board, NOW, "in_review")
    url = f"/banks/NQ57/questions/{question.id}/review"
    html = text_of(browser.get(url))
    assert ("không tự duyệt được" in html, 'value="approve"' in html) == (True, False)
    assert post(browser, url, action="approve", number="1").status_code == 422
    assert post(browser, "/review/approvals", chosen=f"{question.id}:1").status_code == 303
    db.session.expire_all()
    assert db.session.get(Question, question.id).state == "in_review"


def test_instructor_writes_but_does_not_review(client, board, bank):
    instructor = make_member(unit=board.unit)
    grant(instructor, "instructor", board.unit)
    sign_in(client, instructor)
    post(client, "/banks/NQ57/new-question", **fields(action="review"))
    question_id = db.session.scalars(select(Question.id)).one()
    assert stored()[0][2] == "in_review"
    pages = ["/review", "/banks/NQ57/review", f"/banks/NQ57/questions/{question_id}/review"]
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
    assert post(client, "/review/approvals", chosen=f"{question_id}:1").status_code == 403


def test_several_questions_are_changed_after_the_numbers_were_seen(browser, bank):
    fill_bank_with(bank, 3)
    ids = [str(id) for id in db.session.scalars(select(Question.id))]
    assert browser.get("/banks/NQ57/bulk-edit").status_code == 302
    url = "/banks/NQ57/bulk-edit"
    assert "Sửa 3 câu cùng lúc" in text_of(browser.get(url + "?" + "&".join(f"question={id}" for id in ids)))
    sent = {"question": ids, "changes_topic": "y", "topic": "Mới", "level": "recall", "state": ""}
    seen = text_of(post(browser, url, action="preview", **sent))
    assert ("3 câu có phiên bản mới." in seen, len(stored())) == (True, 3)
    assert post(browser, url, action="apply", **sent).status_code == 303
    assert len(stored()) == 6
    nothing = post(browser, url, action="preview", question=ids, level="", state="")
    assert (nothing.status_code, "ít nhất một điều" in text_of(nothing)) == (422, True)


def test_versions_are_compared(browser, board, bank):
    fill_bank(bank, parsed_question("Ban hành năm 2022?", "Q1"))
    question = db.session.scalars(select(Question)).one()
    writing.edit_question(question, parsed_question("Ban hành năm 2024?"), 1, board, NOW, reason="Sai năm")
    page = text_of(browser.get(f"/banks/NQ57/questions/{question.id}/differences"))
    assert re.search(r"<del><span[^>]*>bỏ: </span>2022</del><ins><span[^>]*>thêm: </span>2024</ins>", page)
    assert browser.get(f"/banks/NQ57/questions/{question.id}/differences?from=1&to=9").status_code == 404
    shown = text_of(browser.get(f"/banks/NQ57/questions/{question.id}"))
    assert ("Sai năm" in shown, "Có bản sửa (phiên bản 2)" in shown, "Ban hành năm 2022?" in shown) == (True,) * 3


def test_lists_cost_the_same_with_one_row_and_with_three(browser, bank, board, statements):
    author = make_member(unit=board.unit)

    def cost(url):
        statements.clear()
        assert browser.get(url).status_code == 200
        return len(statements)

    def add(number):
        written = parsed_question(f"Câu {number}?")
        return writing.create_question(bank, written, f"{number:016x}", author, NOW, "in_review")

    first = add(1)
    reviewing.comment(first, 1, "Một", author, NOW)
    pages = ["/review", "/banks/NQ57/review", "/banks/NQ57", f"/banks/NQ57/questions/{first.id}"]
    one = [cost(page) for page in pages]
    for number in (2, 3):
        add(number)
        reviewing.comment(first, 1, "Nữa", author, NOW)
    assert [cost(page) for page in pages] == one


SECRET = "bimat"


def secret_question(bank, board):
    """A question in use and a rewording of it; whatever tells the key says so."""
    fill_bank(
        bank,
        parsed_question(
            "Thủ đô?",
            "Q1",
            kind=Kind.TEXT,
            options=(),
            answer=AcceptedTexts((SECRET,)),
            explanation=f"Vì {SECRET}",
        ),
    )
    question = db.session.scalars(select(Question)).one()
    edited = parsed_question("Thủ đô nào?", kind=Kind.TEXT, options=(), answer=AcceptedTexts((f"{SECRET} hai",)))
    writing.edit_question(question, edited, 1, board, NOW, "in_review", reason=f"Đáp án là {SECRET}")
    reviewing.comment(question, 2, f"Sai, phải là {SECRET}", board, NOW)
    return question.id


def test_whoever_may_not_see_keys_never_gets_one(client, board, bank, monkeypatch):
    id = secret_question(bank, board)
    comment_id = db.session.scalars(select(QuestionComment.id)).one()
    rights = (Permission.BANK_VIEW, Permission.BANK_MANAGE, Permission.QUESTION_REVIEW, Permission.AUDIT_VIEW)
    sign_in(client, member_with(board.unit, *rights, monkeypatch=monkeypatch))
    question = f"/banks/NQ57/questions/{id}"
    open_pages = ["/banks", "/banks/NQ57", f"/banks/NQ57?words={SECRET}", question, f"{question}?version=2"]
    open_pages += [f"{question}?version=1", f"{question}/differences?from=1&to=2", "/audit-log", "/audit"]
    closed_pages = [f"{question}/edit", f"{question}/review", "/review", "/banks/NQ57/review", "/banks/NQ57/quality"]
    closed_pages += ["/banks/NQ57/new-question", "/banks/NQ57/export/gift", f"/banks/NQ57/bulk-edit?question={id}"]
    told = {page: text_of(client.get(page)).replace(f'value="{SECRET}"', "") for page in open_pages + closed_pages}
    assert [page for page, html in told.items() if SECRET in html] == []
    assert [client.get(page).status_code for page in closed_pages] == [403] * len(closed_pages)
    posts = ["question-preview", "similar-questions", "question-drafts", "question-pictures", f"questions/{id}/edit"]
    posts += [f"questions/{id}/comments", f"questions/{id}/comments/{comment_id}/resolution", f"questions/{id}/review"]
    answers = [post(client, f"/banks/NQ57/{page}", **fields()) for page in posts]
    assert [(answer.status_code, SECRET in text_of(answer)) for answer in answers] == [(403, False)] * len(posts)


def test_stranger_finds_nothing(client, board, bank):
    fill_bank_with(bank, 1)
    id = db.session.scalars(select(Question.id)).one()
    stranger = make_member()
    grant(stranger, "administrator", stranger.unit)
    sign_in(client, stranger)
    pages = ["new-question", f"questions/{id}/edit", f"questions/{id}/review", f"questions/{id}/differences"]
    pages += ["review", f"bulk-edit?question={id}", "copy"]
    assert {client.get(f"/banks/NQ57/{page}").status_code for page in pages} == {404}


def test_shared_bank_is_seen_below_without_keys_and_without_what_is_being_worked_on(client, board, bank, monkeypatch):
    id = secret_question(bank, board)
    draft = writing.create_question(bank, parsed_question("Còn nháp?"), "a" * 16, board, NOW)
    below = make_unit("Chi bộ dưới", parent=board.unit)
    secretary = make_member(unit=below)
    grant(secretary, "propaganda_board", below)
    sign_in(client, secretary)
    pages = ["", f"/questions/{id}", f"/questions/{draft.id}", f"/questions/{id}?version=2", "/copy"]

    def seen(sharing):
        services.edit_bank(queries.find_bank("NQ57"), "NQ57", board.unit, NOW, sharing=sharing)
        return [client.get(f"/banks/NQ57{page}").status_code for page in pages]

    assert seen("none") == [404] * 5
    assert seen("use") == [200, 200, 404, 404, 403]
    html = text_of(client.get("/banks/NQ57")) + text_of(client.get(f"/banks/NQ57/questions/{id}"))
    assert (SECRET in html, "Còn nháp?" in html, "Dùng chung" in text_of(client.get("/banks"))) == (False, False, True)
    assert [client.get(f"/banks/NQ57/{page}").status_code for page in ("settings", "import", "export", "quality")] == [
        403
    ] * 4
    assert seen("copy") == [200, 200, 404, 404, 200]
    sent = {"title": "Bản sao", "code": "SAO", "unit": str(below.id)}
    assert post(client, "/banks/NQ57/copy", **sent).location == "/banks/SAO"
    assert queries.find_bank("SAO").unit_id == below.id


def test_sharing_is_set_on_the_banks_page(browser, board, bank):
    sent = {"title": "Tên", "unit": str(board.unit_id), "sharing": "use"}
    assert post(browser, "/banks/NQ57/settings", **sent).status_code == 302
    found = queries.find_bank("NQ57")
    assert (found.sharing, found.draws_only_approved) == ("use", False)
    assert post(browser, "/banks/NQ57/settings", **{**sent, "sharing": "all"}).status_code == 422
