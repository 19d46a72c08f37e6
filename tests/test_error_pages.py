"""What goes wrong becomes a page for people and a problem document for programs."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DataError

from quizapp.accounts.gate import public
from quizapp.app import create_app
from quizapp.errors import Refused, Sentence, Throttled
from quizapp.extensions import db
from quizapp.units.models import UnitKind
from tests.conftest import BrowserLikeClient, make_config
from tests.factories import grant, make_member, make_unit, sign_in

PROBLEM = "application/problem+json"


@pytest.fixture
def refusing(app, database_url, tmp_path):
    """A browser of an application with views that refuse."""
    application = create_app(make_config(tmp_path, database_url))
    application.test_client_class = BrowserLikeClient

    @public
    def refuse() -> str:
        db.session.add(UnitKind(code="half", name="Half"))
        db.session.flush()
        raise Refused(Sentence("Đã có %(count)s người.", count=3), people=3)

    @public
    def throttle() -> str:
        raise Throttled(Sentence("Hãy chờ."), retry_after=30)

    @public
    def ask_too_much() -> str:
        raise DataError("SELECT", {}, Exception("integer out of range"))

    for path, view in (("refuse", refuse), ("throttle", throttle), ("much", ask_too_much)):
        application.add_url_rule(f"/{path}", path, view)
        application.add_url_rule(f"/api/v1/{path}", f"{path}_api", view)
    return application.test_client()


def test_refusal_is_a_problem_for_programs(refusing):
    answer = refusing.get("/api/v1/refuse")
    assert (answer.status_code, answer.content_type) == (409, PROBLEM)
    assert answer.json == {
        "type": "/problems/refused",
        "title": "Chưa thực hiện được",
        "status": 409,
        "detail": "Đã có 3 người.",
        "people": 3,
    }


def test_refusal_is_a_page_for_people_and_nothing_half_done_is_kept(refusing):
    answer = refusing.get("/refuse")
    assert (answer.status_code, answer.content_type) == (409, "text/html; charset=utf-8")
    assert "Đã có 3 người." in answer.text
    assert db.session.query(UnitKind).filter_by(code="half").count() == 0


def test_throttled_tells_when_to_come_back(refusing):
    answer = refusing.get("/api/v1/throttle")
    assert (answer.status_code, answer.headers["Retry-After"], answer.json["retry_after"]) == (429, "30", 30)


@pytest.mark.parametrize(("path", "content_type"), [("/much", "text/html; charset=utf-8"), ("/api/v1/much", PROBLEM)])
def test_what_no_column_can_hold_is_not_found(refusing, path, content_type):
    answer = refusing.get(path)
    assert (answer.status_code, answer.content_type) == (404, content_type)


def test_page_of_an_id_that_no_row_can_have_is_not_found(client):
    unit = make_unit()
    member = make_member(unit=unit)
    grant(member, "administrator", unit)
    browser = sign_in(client, member)
    for path in ("/units/2147483648", f"/units/{2**53}/edit", f"/units/kinds/{2**53}", f"/members/{2**53}"):
        assert browser.get(path).status_code == 404, path


def test_wrong_method_tells_the_right_ones(client):
    answer = client.delete("/sign-in")
    assert (answer.status_code, answer.content_type) == (405, "text/html; charset=utf-8")
    assert {"GET", "POST"} <= set(answer.allow)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/a/x", "/receipts/x"])
def test_page_without_a_database_still_says_what_to_do(tmp_path, path):
    application = create_app(make_config(tmp_path, "sqlite:////nowhere/at/all.sqlite3"))
    browser = application.test_client()
    with browser.session_transaction() as session:
        session["token"] = "of somebody"
    answer = browser.get(path)
    assert (answer.status_code, "Mã yêu cầu: " in answer.text) == (503, True)
    answer = browser.get("/api/v1/assessments", headers={"Authorization": "Bearer of somebody"})
    assert (answer.status_code, answer.content_type) == (503, PROBLEM)
