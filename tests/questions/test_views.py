"""Pages of question banks."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from quizapp.accounts.access import ROLES, Permission
from quizapp.accounts.models import AuditEntry
from quizapp.assessments.pools import pool
from quizapp.extensions import db
from quizapp.questions import queries
from quizapp.questions.models import Question
from tests.factories import grant, make_member, make_unit, sign_in
from tests.questions.factories import GIFT, RECALL, UNDERSTANDING, fill_bank, fill_bank_with, make_bank, parsed_question

BAD = "\n::Câu 4::Câu này thiếu đáp án? {\n~Một ý\n~Hai ý\n}\n"


@pytest.fixture
def board(app):
    """A member of the propaganda board of a unit."""
    member = make_member(unit=make_unit("Đảng ủy Khối"))
    grant(member, "propaganda_board", member.unit)
    return member


@pytest.fixture
def browser(client, board):
    """A browser in which the board's member is signed in."""
    return sign_in(client, board)


@pytest.fixture
def reader(app, board, monkeypatch):
    """A member who may see banks, but no keys."""
    monkeypatch.setitem(ROLES, "reader", frozenset({Permission.BANK_VIEW}))
    member = make_member(unit=board.unit)
    grant(member, "reader", board.unit)
    return member


def question_id(reference):
    return db.session.scalars(select(Question.id).filter_by(reference=reference)).one()


def text_of(response):
    return response.get_data(as_text=True)


def post(browser, url, **data):
    """What a form on a page would send."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text_of(browser.get("/banks")))
    return browser.post(url, data={"csrf_token": token[1], **data}, content_type="multipart/form-data")


def send_file(browser, text, name="cau-hoi.gift", code="NQ57"):
    file = (io.BytesIO(text if isinstance(text, bytes) else text.encode()), name)
    return post(browser, f"/banks/{code}/import", file=file)


def figures_of(page):
    return re.findall(r'figure-value">([^<]+)</p>\s*<p class="figure-note">([^<]+)<', page)


def test_visitor_is_asked_to_sign_in_and_stranger_finds_nothing(client, board):
    make_bank(unit=board.unit)
    fill_bank_with(queries.find_bank("NQ57"), 1)
    pages = ["", "/settings", "/import", "/export", "/export/gift", f"/questions/{question_id('Q1')}"]
    assert {client.get(f"/banks/NQ57{page}").status_code for page in pages} == {302}
    stranger = make_member()
    grant(stranger, "administrator", stranger.unit)
    sign_in(client, stranger)
    assert {client.get(f"/banks/NQ57{page}").status_code for page in pages} == {404}
    assert post(client, "/banks/NQ57/questions/1/retirement").status_code == 404
    assert send_file(client, GIFT).status_code == 404
    assert "NQ57" not in text_of(client.get("/banks"))


def test_member_without_a_role_for_banks_is_turned_away(client):
    sign_in(client, make_member())
    assert client.get("/banks").status_code == 403
    assert client.get("/new-bank").status_code == 403
    assert client.get("/question-template.xlsx").status_code == 403


def test_first_bank_is_created_and_leads_to_its_empty_page(browser, board):
    assert "Chưa có ngân hàng câu hỏi nào" in text_of(browser.get("/banks"))
    sent = {"title": "Nghị quyết 57", "code": "NQ57", "unit": str(board.unit_id)}
    response = post(browser, "/new-bank", **sent)
    assert (response.status_code, response.location) == (302, "/banks/NQ57")
    assert "Ngân hàng chưa có câu hỏi" in text_of(browser.get("/banks/NQ57"))
    again = post(browser, "/new-bank", **sent)
    assert again.status_code == 422
    assert "Mã ngân hàng NQ57 đã có. Hãy chọn mã khác." in text_of(again)


def test_bank_cannot_be_given_to_a_unit_of_others(browser):
    elsewhere = make_unit("Nơi khác")
    response = post(browser, "/new-bank", title="Nghị quyết 57", code="NQ57", unit=str(elsewhere.id))
    assert (response.status_code, queries.find_bank("NQ57")) == (422, None)


def test_title_of_a_bank_is_edited(browser, board):
    make_bank(unit=board.unit)
    response = post(browser, "/banks/NQ57/settings", title="Tên mới", unit=str(board.unit_id))
    assert (response.status_code, queries.find_bank("NQ57").title) == (302, "Tên mới")
    assert post(browser, "/banks/NQ57/settings", title="", unit=str(board.unit_id)).status_code == 422


def test_lists_cost_the_same_with_one_row_and_with_three(browser, board, statements):
    def cost(url):
        statements.clear()
        assert browser.get(url).status_code == 200
        return len(statements)

    bank = make_bank("B1", unit=board.unit)
    fill_bank_with(bank, 1)
    one = cost("/banks"), cost("/banks/B1")
    fill_bank_with(bank, 3)
    for code in ("B2", "B3"):
        make_bank(code, unit=board.unit)
    assert (cost("/banks"), cost("/banks/B1")) == one


def test_bank_page_filters_and_pages(browser, board):
    bank = make_bank(unit=board.unit)
    fill_bank_with(bank, 51, topic="Một", level=RECALL)
    fill_bank(bank, parsed_question("Câu riêng lẻ?", "R1", topic="Hai & ba", level=UNDERSTANDING))
    page = text_of(browser.get("/banks/NQ57"))
    assert ("Câu hỏi số 50?" in page, "Câu hỏi số 51?" in page) == (True, False)
    following = re.search(r'rel="next" href="([^"]+)"', page)[1]
    assert "Câu hỏi số 51?" in text_of(browser.get(following))
    filtered = text_of(browser.get("/banks/NQ57?topic=Hai+%26+ba&level=understanding&words=rieng+le"))
    assert ("Câu riêng lẻ?" in filtered, "Câu hỏi số 1?" in filtered, "1 câu phù hợp." in filtered) == (
        True,
        False,
        True,
    )
    assert "Không có câu nào phù hợp" in text_of(browser.get("/banks/NQ57?words=khong+co+dau"))


def test_odd_addresses_harm_nobody(browser, board):
    make_bank(unit=board.unit)
    fill_bank_with(queries.find_bank("NQ57"), 1)
    for query in (
        "words=%25",
        "level=x",
        "state='",
        "after=-1",
        "before=99999999999999999999",
        "after=²",
        "kind=",
    ):
        assert browser.get(f"/banks/NQ57?{query}").status_code == 200
    assert browser.get(f"/banks/NQ57/questions/{question_id('Q1')}?version=99").status_code == 404
    assert browser.get("/banks/NQ57/questions/9007199254740991").status_code == 404


def test_many_topics_are_chosen_from_a_list(browser, board):
    bank = make_bank(unit=board.unit)
    fill_bank(bank, *(parsed_question(f"Câu {n}?", f"Q{n}", row=n, topic=f"Chủ đề {n}") for n in range(1, 11)))
    page = text_of(browser.get("/banks/NQ57?topic=Ch%E1%BB%A7+%C4%91%E1%BB%81+3"))
    assert '<option value="Chủ đề 3" selected>' in page
    assert re.findall(r"<a href=\"/banks/NQ57/questions/\d+\">([^<]+)</a>", page) == ["Câu 3?"]


def test_question_page_shows_preview_key_source_and_versions(browser, board):
    bank = make_bank(unit=board.unit)
    fill_bank(bank, parsed_question("Năm nào?", "Q1", explanation="Vì thế.", source="Điều 1"))
    fill_bank(bank, parsed_question("Vào năm nào?", "Q1", explanation="Vì thế đấy.", source="Điều 2"))
    url = f"/banks/NQ57/questions/{question_id('Q1')}"
    page = text_of(browser.get(url))
    for words in ("Vào năm nào?", "Vì thế đấy.", "Điều 2", "Đáp án", "Phiên bản 1", "Phiên bản 2"):
        assert words in page
    assert "Điều 1" not in page
    old = text_of(browser.get(f"{url}?version=1"))
    assert ("Đây là phiên bản cũ" in old, "Điều 1" in old, "Điều 2" in old) == (True, True, False)


def test_what_an_author_wrote_is_shown_without_its_scripts(browser, board):
    make_bank(unit=board.unit)
    stem = '::Câu 1::[html]<b onclick\\="x()">Đậm</b><script>alert(1)</script>'
    text = stem + " {\n=<img src\\=x onerror\\=alert(1)>Một\n~Hai\n}"
    page = text_of(browser.get(send_file(browser, text).location))
    assert "Đậm" in page
    assert not re.search(r"alert\(1\)</script>|onclick|onerror", page)


def test_reader_without_the_permission_sees_no_key_anywhere(client, board, reader):
    bank = make_bank(unit=board.unit)
    texts = {"explanation": "Lời giải bí mật.", "options": ("Ý một", "Ý hai", "Ý ba")}
    fill_bank(bank, parsed_question("Câu kín?", "Q1", row=1, right=(0,), **texts))
    fill_bank(bank, parsed_question("Câu kín?", "Q2", row=2, right=(1,), **texts))
    sign_in(client, reader)

    def shown(reference):
        id = question_id(reference)
        page = text_of(client.get(f"/banks/NQ57/questions/{id}"))
        page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
        return page.replace(reference, "Q").replace(f"/questions/{id}", "")

    # Two questions that differ in nothing but the key look the same, to the last attribute.
    assert shown("Q1") == shown("Q2")
    pages = shown("Q1") + text_of(client.get("/banks/NQ57")) + text_of(client.get("/banks"))
    assert [words for words in ("Lời giải bí mật", "Đáp án", "is-right", "Xuất tệp") if words in pages] == []
    assert "Không có câu nào phù hợp" in text_of(client.get("/banks/NQ57?words=loi+giai"))
    refused = ["/banks/NQ57/export", "/banks/NQ57/export/gift", "/banks/NQ57/import", "/banks/NQ57/settings"]
    assert {client.get(url).status_code for url in refused} == {403}
    assert send_file(client, GIFT).status_code == 403


def test_question_is_retired_and_restored(browser, board):
    bank = make_bank(unit=board.unit)
    fill_bank_with(bank, 1)
    url = f"/banks/NQ57/questions/{question_id('Q1')}"
    assert post(browser, f"{url}/retirement").location == url
    assert "Câu này đang ngừng dùng" in text_of(browser.get(url))
    assert pool({"bank": "NQ57"}) == []
    assert post(browser, f"{url}/restoration").location == url
    assert len(pool({"bank": "NQ57"})) == 1


def test_file_is_looked_at_first_and_stored_when_confirmed(browser, board):
    make_bank(unit=board.unit)
    preview = send_file(browser, GIFT).location
    page = text_of(browser.get(preview))
    assert figures_of(page) == [
        ("3", "câu tìm thấy"),
        ("3", "sẵn sàng nhập"),
        ("0", "cần sửa"),
        ("0", "nên xem lại"),
        ("0", "gần trùng"),
        ("0", "đã có, không đổi"),
    ]
    assert ("Chưa có gì được lưu." in page, "Nhập tất cả 3 câu" in page, "câu tốt" in page) == (True, True, False)
    assert pool({"bank": "NQ57"}) == []
    response = post(browser, preview, state="approved")
    assert (response.status_code, response.location, len(pool({"bank": "NQ57"}))) == (302, "/banks/NQ57", 3)
    assert "Đã nhập 3 câu mới." in text_of(browser.get("/banks/NQ57"))
    assert "Tệp này đã được nhập: 3 câu mới, 0 câu cập nhật." in text_of(browser.get(preview))
    again = post(browser, preview)
    assert (again.location, len(pool({"bank": "NQ57"}))) == (preview, 3)


def test_preview_tells_new_changed_and_unchanged_apart(browser, board):
    make_bank(unit=board.unit)
    post(browser, send_file(browser, GIFT).location)
    changed = GIFT.replace("Ban hành ngày", "Ký ngày") + "\n::Câu 9::Câu hoàn toàn mới? {F}\n"
    preview = send_file(browser, changed).location
    page = text_of(browser.get(preview))
    assert "1 mới, 1 thay đổi" in page
    assert "Thay đổi: giải thích." in page
    assert "2 câu đã có, không đổi" in page
    post(browser, preview)
    assert "Đã nhập 1 câu mới và cập nhật 1 câu." in text_of(browser.get("/banks/NQ57"))
    nothing = text_of(browser.get(send_file(browser, changed).location))
    assert "Không có câu nào mới để nhập." in nothing


def test_rejected_question_is_shown_with_place_and_reason_and_holds_all_back(browser, board):
    make_bank(unit=board.unit)
    preview = send_file(browser, GIFT + BAD).location
    page = text_of(browser.get(preview))
    for words in ("dòng 19", "Câu này thiếu đáp án?", "A. Một ý", "Câu hỏi chưa có đáp án đúng.", "Nhập 3 câu tốt"):
        assert words in page
    assert post(browser, preview).location == preview
    assert pool({"bank": "NQ57"}) == []
    assert post(browser, preview, skip_rejected="1", state="approved").location == "/banks/NQ57"
    assert len(pool({"bank": "NQ57"})) == 3


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "rong.gift"), (b"khong co cau hoi", "a.txt"), (b"%PDF-1.7", "a.pdf"), (b"PK\3\4", "a.xlsx")],
)
def test_file_that_cannot_be_read_is_refused_beside_its_field(browser, board, content, name):
    make_bank(unit=board.unit)
    response = send_file(browser, content, name)
    assert response.status_code == 422
    assert 'class="field-error"' in text_of(response)


def test_import_is_found_by_colleagues_and_by_nobody_who_does_not_manage_the_bank(browser, board, reader, app):
    make_bank(unit=board.unit)
    preview = send_file(browser, GIFT).location
    colleague = make_member(unit=board.unit)
    grant(colleague, "propaganda_board", board.unit)
    seen = [
        sign_in(app.test_client(), member).get(preview).status_code for member in (colleague, reader, make_member())
    ]
    assert seen == [200, 403, 404]


@pytest.mark.parametrize(
    ("format", "suffix"),
    [
        ("gift", "gift"),
        ("xlsx", "xlsx"),
        ("csv", "csv"),
        ("moodle-xml", "xml"),
        ("qti", "zip"),
        ("qti-3.0", "qti3.zip"),
    ],
)
def test_export_is_a_file_that_can_be_imported_again_and_is_noted(browser, board, format, suffix):
    make_bank(unit=board.unit)
    post(browser, send_file(browser, GIFT).location)
    response = browser.get(f"/banks/NQ57/export/{format}")
    assert response.headers["Content-Disposition"] == f"attachment; filename=NQ57.{suffix}"
    page = text_of(browser.get(send_file(browser, response.data, f"NQ57.{suffix}").location))
    assert figures_of(page)[1::4] == [("0", "sẵn sàng nhập"), ("3", "đã có, không đổi")]
    entry = db.session.scalars(select(AuditEntry).filter_by(action="bank.exported")).one()
    assert (entry.actor_id, entry.object_id, entry.detail) == (board.id, "NQ57", {"format": format, "questions": 3})


def test_export_tells_which_questions_the_format_cannot_carry(browser, board):
    make_bank(unit=board.unit)
    post(browser, send_file(browser, GIFT).location)
    assert browser.get("/banks/NQ57/export/aiken").status_code == 200
    assert "câu không ghi được vào định dạng aiken" in text_of(browser.get("/banks/NQ57"))


def test_unknown_export_is_not_found_and_the_template_is_there(browser, board):
    make_bank(unit=board.unit)
    assert browser.get("/banks/NQ57/export/exe").status_code == 404
    assert browser.get("/question-template.xlsx").data[:2] == b"PK"
