"""Pages of documents."""

from __future__ import annotations

import io
from datetime import date

import pytest

from quizapp.extensions import db
from quizapp.library import services
from quizapp.library.draft import Draft
from quizapp.library.models import Document, DocumentFile
from quizapp.library.reader_models import Announcement, AnnouncementReceipt, ReadingPosition
from quizapp.wording import unbroken
from tests.accounts.forms import post_form
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document, make_section
from tests.library.test_reading import RESOLUTION
from tests.library.words import paragraph, word_file

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture
def unit(app):
    return make_unit("Đảng ủy Mẫu")


@pytest.fixture
def reader(client, unit):
    sign_in(client, make_member(unit=unit))
    return client


@pytest.fixture
def board(app, unit):
    member = make_member(unit=unit, kind="staff")
    grant(member, "propaganda_board", unit)
    return sign_in(app.test_client(), member)


def test_reader_finds_and_reads_a_document(reader, unit):
    document = make_document("Về chuyển đổi số", unit, number="57-NQ/TW")
    section = make_section(document, "5", "Kinh tế số.", heading="Mục tiêu")
    services.edit(document, Draft("57-NQ/TW", "Bộ Chính trị", date(2024, 12, 22), "resolution", "Về số"), unit, NOW)
    assert f"{unbroken('57-NQ/TW')}: Về số" in reader.get("/documents").text
    assert "<mark>Kinh tế số</mark>" in reader.get("/documents?words=kinh+te+so").text
    page = reader.get(f"/documents/{document.id}").text
    assert f'<section id="{section.anchor}"' in page
    assert "Điều 5. Mục tiêu" in page


def test_list_costs_the_same_with_one_and_with_three_documents(reader, unit, statements):
    make_document(unit=unit)
    reader.get("/documents")
    statements.clear()
    reader.get("/documents")
    one = len(statements)
    make_document(unit=unit)
    make_document(unit=unit)
    statements.clear()
    reader.get("/documents")
    assert len(statements) == one


def test_search_costs_the_same_with_one_and_with_three_documents(reader, unit, statements):
    def stored(number):
        draft = Draft(f"{number}-NQ/TW", "Bộ Chính trị", date(2024, 12, 22), "resolution", "Về chuyển đổi số")
        services.store(draft, unit, None, NOW)

    stored(1)
    reader.get("/documents?words=chuyen+doi")
    statements.clear()
    reader.get("/documents?words=chuyen+doi")
    one = len(statements)
    stored(2)
    stored(3)
    statements.clear()
    reader.get("/documents?words=chuyen+doi")
    assert len(statements) == one


def test_filters_narrow_the_list(reader, unit):
    make_document("Nghị quyết còn hiệu lực", unit)
    make_document("Chỉ thị đã cũ", unit, kind="directive", replaced_on=date(2026, 1, 1), issued_on=date(2019, 1, 1))
    for query in ("kind=directive", "year=2019"):
        page = reader.get(f"/documents?{query}").text
        assert ("đã cũ" in page, "còn hiệu lực</a>" in page) == (True, False)
    assert "đã cũ" not in reader.get("/documents?in_force=1").text
    assert reader.get("/documents?year=99999999999&kind=x&page=-3").status_code == 200


def test_stranger_finds_no_document_of_another_unit(reader):
    document = make_document(unit=make_unit())
    assert reader.get(f"/documents/{document.id}").status_code == 404
    assert reader.post(f"/documents/{document.id}/read-later").status_code == 400


def test_visitor_reads_public_documents_and_signs_in_for_others(client, unit):
    public, closed = make_document("Mở", unit, is_public=True), make_document("Kín", unit)
    assert client.get(f"/documents/{public.id}").status_code == 200
    for path in (f"/documents/{closed.id}", "/documents/999999", f"/documents/{closed.id}/files/1"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (302, f"/sign-in?next={path}")


def test_section_has_an_address_of_its_own(reader, unit):
    document = make_document(unit=unit)
    answer = reader.get(f"/documents/{document.id}/sections/dieu-5")
    assert answer.location == f"/documents/{document.id}#dieu-5"


def test_reader_may_not_manage(reader, unit):
    document = make_document(unit=unit)
    for path in ("edit", "files", "replacement"):
        assert reader.get(f"/documents/{document.id}/{path}").status_code == 403
    assert reader.get("/documents/import").status_code == 403


def position_of(document):
    found = db.session.query(ReadingPosition).filter_by(document_id=document.id).one()
    return found.anchor, found.percent, found.revision


def send_position(client, document, **sent):
    token = client.get("/documents").text.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(f"/documents/{document.id}/position", json=sent, headers={"X-CSRFToken": token}).status_code


def test_late_position_changes_nothing(reader, unit):
    document = make_document(unit=unit)
    assert send_position(reader, document, anchor="dieu-5", percent=50, revision=2) == 204
    assert send_position(reader, document, anchor="dieu-1", percent=10, revision=1) == 204
    assert send_position(reader, document, anchor="dieu-5", percent=50, revision=2) == 204
    assert position_of(document) == ("dieu-5", 50, 2)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"anchor": "x" * 81, "percent": 1, "revision": 1},
        {"anchor": "a", "percent": 101, "revision": 1},
        {"anchor": "a", "percent": True, "revision": 1},
        {"anchor": "a", "percent": 1, "revision": 2**60},
    ],
)
def test_position_that_makes_no_sense_is_refused(reader, unit, sent):
    assert send_position(reader, make_document(unit=unit), **sent) == 422


def test_bookmarks_and_read_later_are_listed_until_removed(reader, unit):
    document = make_document("Để dành", unit)
    section = make_section(document, "5", heading="Mục tiêu")
    address = f"/documents/{document.id}"
    for path in (f"{address}/read-later", f"{address}/read-later", f"{address}/bookmarks/{section.id}"):
        assert post_form(reader, path, {}, page=address).status_code == 302
    saved = reader.get("/documents/saved").text
    assert ("Điều 5. Mục tiêu" in saved, "Để dành" in saved) == (True, True)
    post_form(reader, f"{address}/read-later/removal", {}, page=address)
    post_form(reader, f"{address}/bookmarks/{section.id}/removal", {}, page=address)
    assert "Chưa lưu gì" in reader.get("/documents/saved").text


def upload(client, content, name):
    return post_form(client, "/documents/import", {"file": (io.BytesIO(content), name)}, page="/documents/import")


def test_board_publishes_a_resolution_from_a_word_file(board, reader, unit):
    body = "".join(paragraph(line) for line in RESOLUTION.splitlines())
    preview = upload(board, word_file(body), "nq57.docx").location
    page = board.get(preview).text
    assert ('value="57-NQ/TW"' in page, 'value="2024-12-22"' in page, "Không đăng tải tài liệu mật" in page) == (
        True,
        True,
        True,
    )
    fields = {
        "kind": "resolution",
        "number": "57-NQ/TW",
        "title": "Về đột phá",
        "issuer": "Bộ Chính trị",
        "issued_on": "2024-12-22",
        "unit": str(unit.id),
        "audience": "all",
        "is_published": "y",
    }
    address = post_form(board, preview, fields, page=preview).location
    assert "QUAN ĐIỂM CHỈ ĐẠO" in reader.get(address).text
    again = upload(board, word_file(body), "nq57.docx").location
    assert "Văn bản này đã có trong thư viện" in board.get(again).text
    assert "đã có trong thư viện" in post_form(board, again, fields, page=again).text
    assert db.session.query(Document).count() == 1


def test_pasted_text_is_mended_before_it_is_saved(board):
    sent = post_form(board, "/documents/import", {"text": "Điều 1. Sai tên\nNội dung."}, page="/documents/import")
    mended = post_form(board, f"{sent.location}/text", {"source": "Điều 1. Đúng tên\nNội dung."}, page=sent.location)
    assert "Đúng tên" in board.get(mended.location).text
    assert board.get(sent.location).status_code == 404


def test_file_that_is_no_text_gets_a_sentence(board):
    answer = upload(board, PDF, "a.docx")
    assert (answer.status_code, "Đây là tệp PDF" in answer.text) == (422, True)


def add_file(client, document, content, name):
    address = f"/documents/{document.id}/files"
    return post_form(client, address, {"file": (io.BytesIO(content), name)}, page=address)


def test_file_is_served_safely_and_its_downloads_are_counted(board, reader, unit):
    document = make_document(unit=unit)
    assert add_file(board, document, PDF, "Bài giảng.html").status_code == 302
    file = db.session.query(DocumentFile).one()
    answer = reader.get(f"/documents/{document.id}/files/{file.id}")
    assert (answer.data, answer.content_type, answer.headers["X-Content-Type-Options"]) == (
        PDF,
        "application/pdf",
        "nosniff",
    )
    assert "attachment" in answer.headers["Content-Disposition"]
    answer.close()
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    db.session.expire_all()
    assert file.downloads == 1
    again = add_file(board, document, PDF, "khac.pdf")
    assert (again.status_code, "đã có tệp đó" in again.text) == (422, True)
    post_form(board, f"/documents/{document.id}/files/{file.id}/removal", {}, page=f"/documents/{document.id}/files")
    assert reader.get(f"/documents/{document.id}/files/{file.id}").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<script>alert(1)</script>", "Chỉ nhận tệp PDF"),
        (b"%PDF-1.4 <script>alert(1)</script> %%EOF", "có mã chạy bên trong"),
        (b"%PDF-1.4 /OpenAction << /S /JavaScript /JS (x) >> %%EOF", "có mã chạy bên trong"),
        (b"%PDF-1.4 << /S /J#61vaScript >> %%EOF", "có mã chạy bên trong"),
        (b"%PDF-1.4 cut off", "có mã chạy bên trong hoặc bị hỏng"),
        (b"PK\x03\x04 broken", "Chỉ nhận tệp PDF"),
        (b"", "Tệp trống"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(board, unit, content, sentence):
    answer = add_file(board, make_document(unit=unit), content, "a.pdf")
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert db.session.query(DocumentFile).count() == 0


def test_draft_is_hidden_from_readers_until_published(board, reader, unit):
    document = make_document(unit=unit, published_at=None)
    address = f"/documents/{document.id}"
    assert reader.get(address).status_code == 404
    post_form(board, f"{address}/publication", {}, page=address)
    assert reader.get(address).status_code == 200
    post_form(board, f"{address}/publication/removal", {}, page=address)
    assert reader.get(address).status_code == 404


def test_replaced_document_says_what_stands_for_it(board, reader, unit):
    old, new = make_document(unit=unit, number="37-QĐ/TW"), make_document(unit=unit, number="207-QĐ/TW")
    page = f"/documents/{old.id}/replacement"
    unknown = post_form(board, page, {"replaced_on": "2026-07-26", "successor": "9-QĐ/TW"}, page=page)
    assert "Thư viện chưa có văn bản số 9-QĐ/TW" in unknown.text
    post_form(board, page, {"replaced_on": "2026-07-26", "successor": "207-QĐ/TW"}, page=page)
    text = reader.get(f"/documents/{old.id}").text
    assert ("26/07/2026" in text, f'href="/documents/{new.id}"' in text) == (True, True)
    post_form(board, f"{page}/removal", {}, page=page)
    assert "26/07/2026" not in reader.get(f"/documents/{old.id}").text


def test_particulars_are_mended(board, unit):
    document = make_document(unit=unit)
    page = f"/documents/{document.id}/edit"
    fields = {
        "kind": "directive",
        "number": "1-CT/TW",
        "title": "Mới",
        "issuer": "Ban Bí thư",
        "issued_on": "2025-01-02",
    }
    post_form(board, page, fields | {"unit": str(unit.id), "audience": "party_members"}, page=page)
    db.session.refresh(document)
    assert (document.kind, document.number_key, document.audience) == ("directive", "1-ct/tw", "party_members")


def test_poster_and_code_lead_to_the_document(reader, unit):
    document = make_document(unit=unit)
    assert f"/documents/{document.id}" in reader.get(f"/documents/{document.id}/poster").text
    assert reader.get(f"/documents/{document.id}/qr.svg").content_type == "image/svg+xml"


def test_service_worker_keeps_to_documents(client):
    answer = client.get("/documents/service-worker.js")
    assert (answer.status_code, answer.content_type) == (200, "text/javascript; charset=utf-8")
    assert answer.headers["Service-Worker-Allowed"] == "/documents/"
    assert "/static/reading." in answer.text
    assert "/static/kept-page." in answer.text


def test_announcement_is_read_and_counted_once(board, reader, unit):
    fields = {"title": "Họp chi bộ", "text": "Lúc 8 giờ.", "unit": str(unit.id), "audience": "all"}
    address = post_form(board, "/announcements/new", fields, page="/announcements/new").location
    assert "Họp chi bộ" in reader.get("/").text
    for _ in range(2):
        assert "Lúc 8 giờ." in reader.get(address).text
    assert "Họp chi bộ" not in reader.get("/").text
    assert db.session.query(AnnouncementReceipt).count() == 1
    assert "2 người đã đọc" in board.get(address).text
    assert "người đã đọc" not in reader.get(address).text
    assert post_form(reader, f"{address}/removal", {}, page="/announcements").status_code == 403
    post_form(board, f"{address}/removal", {}, page=address)
    assert db.session.query(Announcement).count() == 0


def test_announcement_of_another_unit_is_not_found(board, client, unit):
    fields = {"title": "Họp", "text": "Lúc 8 giờ.", "unit": str(unit.id), "audience": "all"}
    address = post_form(board, "/announcements/new", fields, page="/announcements/new").location
    sign_in(client, make_member(unit=make_unit()))
    assert client.get(address).status_code == 404
