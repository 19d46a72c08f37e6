"""Who may see banks but no keys meets none on any page, whatever else he or she may do."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from quizapp import clock
from quizapp.accounts.access import ROLES, Permission
from quizapp.extensions import db
from quizapp.jobs.models import Job
from quizapp.questions import citations, drafts, import_services, import_views, queries, reviewing, writing
from quizapp.questions.formats.answers import AcceptedTexts, Criterion, Gap, Gaps, Rubric
from quizapp.questions.formats.parsed import Kind
from quizapp.questions.import_models import QuestionImport
from quizapp.questions.models import Question, QuestionComment, QuestionDraft
from quizapp.questions.views import MEDIA_TYPES
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit, sign_in
from tests.library.factories import make_document
from tests.questions.factories import make_bank, parsed_question
from tests.questions.test_views import post

# Stands only in keys, explanations, and what is said about them.
SECRET = "bimatdapan"
BLUEPRINTS = ("questions.", "items.", "jobs.", "accounts.list_audit", "accounts.export_audit", "library.")
KINDS = {
    Kind.TEXT: ("Thủ đô tên gì?", AcceptedTexts((f"{SECRET} 1",))),
    Kind.CLOZE: ("Trời {{1}}.", Gaps((Gap(("sáng", "tối"), 1),))),
    Kind.ESSAY: ("Hãy trình bày.", Rubric((Criterion(f"{SECRET} 2", 2),))),
    Kind.SINGLE: ("Ai ký văn bản?", None),
}


@pytest.fixture
def values(app, monkeypatch):
    """A value for every parameter of an address, of a bank in which everything is found that a bank can hold."""
    unit = make_unit("Đảng ủy Khối")
    board = make_member("Ban Tuyên Giáo", unit=unit)
    grant(board, "propaganda_board", unit)
    bank, document = make_bank(unit=unit), make_document(unit=unit)
    ids = []
    for number, (kind, (stem, answer)) in enumerate(KINDS.items()):
        fields = {"options": ("Một", "Hai") if kind is Kind.SINGLE else (), "explanation": f"{SECRET} 3"}
        written = parsed_question(stem, kind=kind, answer=answer, **fields)
        question = writing.create_question(bank, written, f"{number:016x}", board, NOW, "in_review")
        reviewing.approve(question, 1, make_member(), NOW)
        changed = parsed_question(f"{stem} Sửa.", kind=kind, answer=answer, **fields)
        writing.edit_question(question, changed, 1, board, NOW, "in_review", f"{SECRET} 4")
        ids.append(question.id)
    reviewing.comment(queries.get_question(bank, ids[0]).question, 2, f"{SECRET} 5", board, NOW)
    citations.cite(ids, document, None, board, NOW)
    drafts.keep_draft(board, bank, None, "e" * 16, 0, 1, {"stem": f"{SECRET} 6"}, NOW)
    db.session.commit()
    monkeypatch.setattr(import_views, "MANY", 0)
    browser = sign_in(app.test_client(), board)
    gift = f"Câu mới? {{\n=Một\n~Hai\n####{SECRET} 7\n}}\nCâu hỏng? {{\n~{SECRET} 8\n}}\n"
    address = post(browser, "/banks/NQ57/import", file=(io.BytesIO(gift.encode()), "a.gift")).location
    post(browser, address, skip_rejected="1", state="in_review")
    db.session.remove()
    bank = queries.find_bank("NQ57")
    other = import_services.begin(bank, db.session.merge(board), (gift.encode() + b"\n", "b.gift"), None, clock.now())
    import_services.read(other, clock.now())
    return {
        "code": ["NQ57"],
        "question_id": ids,
        "token": list(db.session.scalars(select(QuestionImport.public_id))),
        "format": list(MEDIA_TYPES),
        "document_id": [db.session.scalar(select(citations.Document.id))],
        "section_id": [1],
        "draft_id": [db.session.scalar(select(QuestionDraft.id))],
        "comment_id": [db.session.scalar(select(QuestionComment.id))],
        "place": [0, 1],
        "job_id": list(db.session.scalars(select(Job.public_id))),
        "unit": unit,
    }


def addresses(app, values):
    """(method, address) of every page about questions, with every value of its parameters."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if not rule.endpoint.startswith(BLUEPRINTS) or not rule.arguments <= values.keys():
                continue
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                for chosen in combinations(sorted(rule.arguments), values):
                    yield method, adapter.build(rule.endpoint, chosen, method=method)


def combinations(names, values):
    if not names:
        return [{}]
    rest = combinations(names[1:], values)
    return [{names[0]: value, **others} for value in values[names[0]] for others in rest]


def keys_met(browser, found):
    """Addresses whose answer tells a key; nothing fails on the way."""
    told, token = [], post_token(browser)
    for method, address in found:
        data = {"csrf_token": token} if method == "POST" else None
        queries_of = ("", "?version=1", "?from=1&to=2&version=2", f"?words={SECRET[:5]}") if method == "GET" else ("",)
        for query in queries_of:
            answer = browser.open(address + query, method=method, data=data)
            assert answer.status_code < 500, (method, address, query)
            if SECRET in text_of(answer.data):
                told.append((method, address + query, answer.status_code))
    return told


def text_of(content):
    """Of a page, or of all that is packed into a workbook, a Word file or a package."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def post_token(browser):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/banks").text)[1]


def test_nobody_without_the_permission_for_keys_meets_one(app, values, monkeypatch):
    monkeypatch.setitem(ROLES, "everything_else", frozenset(Permission) - {Permission.KEY_VIEW})
    member = make_member(unit=values["unit"])
    grant(member, "everything_else", values["unit"])
    found = sorted(addresses(app, values))
    assert len(found) > 60
    assert keys_met(sign_in(app.test_client(), member), [one for one in found if one[0] == "GET"]) == []
    assert keys_met(sign_in(app.test_client(), member), [one for one in found if one[0] == "POST"]) == []


def test_the_board_meets_them_where_they_belong(app, values):
    member = make_member(unit=values["unit"])
    grant(member, "propaganda_board", values["unit"])
    found = [one for one in sorted(addresses(app, values)) if one[0] == "GET"]
    told = keys_met(sign_in(app.test_client(), member), found)
    assert {"review", "edit", "gift"} <= {path.split("?")[0].rsplit("/", 1)[-1] for _, path, _ in told}


def test_key_cannot_be_found_by_searching_for_it(app, values, monkeypatch):
    monkeypatch.setitem(ROLES, "reader", frozenset({Permission.BANK_VIEW}))
    member = make_member(unit=values["unit"])
    grant(member, "reader", values["unit"])
    page = sign_in(app.test_client(), member).get(f"/banks/NQ57?words={SECRET[:5]}").text
    assert "Không có câu nào phù hợp" in page
    assert len(db.session.scalars(select(Question)).all()) == len(KINDS) + 1
