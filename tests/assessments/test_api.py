"""The engine through the HTTP API, as a phone or another program uses it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp import clock
from quizapp.assessments.services import results, submissions
from tests.assessments.factories import make_assessment, make_bank, make_question, make_series
from tests.factories import bearer, grant, make_member, make_unit


@pytest.fixture
def unit(app):
    return make_unit("Đảng bộ Khối")


@pytest.fixture
def member(unit):
    return make_member("Trần Văn Thử", unit=unit)


@pytest.fixture
def assessment(unit):
    return open_assessment(unit)


def open_assessment(unit, **fields):
    now = clock.now()
    return make_assessment(unit, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1), **fields)


def start(client, assessment, headers):
    return client.post(f"/api/v1/assessments/{assessment.code}/attempts", headers=headers)


def save(client, paper, revision, answers, ticket=None):
    return client.put(
        f"/api/v1/attempts/{paper['id']}/answers",
        json={"revision": revision, "answers": answers},
        headers={"X-Attempt-Ticket": ticket or paper["ticket"]},
    )


def submit(client, paper, revision, answers, prediction=None):
    return client.post(
        f"/api/v1/attempts/{paper['id']}/submission",
        json={"revision": revision, "answers": answers, "prediction": prediction},
        headers={"X-Attempt-Ticket": paper["ticket"]},
    )


def test_whole_flow(client, assessment, member):
    headers = bearer(member)
    listed = client.get("/api/v1/assessments?state=open", headers=headers).json["assessments"]
    assert [(row["code"], row["attempts_used"], row["reasons_not_to_start"]) for row in listed] == [
        (assessment.code, 0, [])
    ]
    answer = start(client, assessment, headers)
    paper = answer.json
    assert (answer.status_code, paper["revision"], paper["answers"], paper["prediction"]) == (201, 0, {}, None)
    assert [question["id"] for question in paper["questions"]] == ["1", "2", "3", "4"]
    saved = save(client, paper, 1, {"1": ["a"]})
    assert (saved.status_code, saved.json["revision"], saved.json["deadline"]) == (200, 1, paper["deadline"])
    done = submit(client, paper, 2, {"1": ["a"], "2": ["b"]})
    assert done.status_code == 200
    assert {"score", "max_score", "all_correct", "seconds", "submitted_at", "receipt", "rank"} <= set(done.json)
    assert submit(client, paper, 2, {"1": ["a"]}).json == done.json
    standings = client.get(f"/api/v1/assessments/{assessment.code}/standings", headers=headers).json
    assert (standings["state"], standings["me"]["rank"], len(standings["rows"])) == ("provisional", 1, 1)
    assert standings["rows"][0]["member_name"] == "Trần Văn Thử"


FIRST_ATTEMPT = {"sign in": 3, "list": 2, "start": 3, "save": 1, "submit": 7, "standings": 2}
NEXT_ATTEMPT = {**FIRST_ATTEMPT, "sign in": 2, "submit": 5}


def test_flow_costs_few_statements(client, unit, statements):
    assessment = open_assessment(unit, series_id=make_series().id)
    warmed, member = (make_member(code=code, unit=unit, password="hoc-tap-2026") for code in ("dv01", "dv02"))
    count_flow(client, assessment, warmed, statements)  # the sheet is read, the roster frozen
    assert count_flow(client, assessment, member, statements) == FIRST_ATTEMPT
    assert count_flow(client, assessment, member, statements) == NEXT_ATTEMPT


def count_flow(client, assessment, member, statements):
    """The statements of each step."""
    counts = {}

    def done(step, answer):
        assert answer.status_code in (200, 201)
        counts[step] = len(statements)
        statements.clear()
        return answer.json

    credentials = {"login": member.code, "password": "hoc-tap-2026"}
    statements.clear()
    token = done("sign in", client.post("/api/v1/sessions", json=credentials))["token"]
    headers = {"Authorization": f"Bearer {token}"}
    done("list", client.get("/api/v1/assessments", headers=headers))
    paper = done("start", start(client, assessment, headers))
    done("save", save(client, paper, 1, {"1": ["a"]}))
    done("submit", submit(client, paper, 2, {"1": ["a"]}))
    done("standings", client.get(f"/api/v1/assessments/{assessment.code}/standings", headers=headers))
    return counts


def test_nothing_that_is_sent_tells_the_key(client, unit, member):
    bank = make_bank(unit)
    for right in range(4):
        make_question(bank, right=(right,))
    assessment = open_assessment(unit, bank=bank)
    paper = start(client, assessment, bearer(member)).json
    assert set(paper) == {
        "id", "ticket", "number", "started_at", "deadline", "now", "revision", "questions", "answers", "prediction"
    }  # fmt: skip
    assert {frozenset(question) for question in paper["questions"]} == {frozenset({"id", "kind", "prompt", "options"})}
    assert {frozenset(o) for q in paper["questions"] for o in q["options"]} == {frozenset({"id", "text"})}
    done = submit(client, paper, 1, {})
    assert "review" not in done.json


def test_second_start_moves_the_attempt_and_the_first_ticket_is_worth_nothing(client, assessment, member):
    headers = bearer(member)
    first = start(client, assessment, headers).json
    save(client, first, 1, {"1": ["a"]})
    again = start(client, assessment, headers)
    assert (again.status_code, again.json["id"], again.json["answers"], again.json["revision"]) == (
        200, first["id"], {"1": ["a"]}, 1
    )  # fmt: skip
    refused = save(client, first, 2, {})
    assert (refused.status_code, refused.content_type) == (409, "application/problem+json")
    assert refused.json["type"].endswith("continued-elsewhere")
    assert save(client, again.json, 2, {}).status_code == 200


def test_stale_revision_tells_the_stored_one(client, assessment, member):
    paper = start(client, assessment, bearer(member)).json
    save(client, paper, 7, {"1": ["a"]})
    refused = save(client, paper, 7, {"1": ["b"]})
    assert (refused.status_code, refused.json["revision"]) == (409, 7)
    assert refused.json["type"].endswith("stale-revision")


@pytest.mark.parametrize("ticket", ["", "nonsense", "1.1.4.AAAA", "é.é"])
def test_forged_ticket_is_refused(client, assessment, member, ticket):
    paper = start(client, assessment, bearer(member)).json
    answer = client.put(
        f"/api/v1/attempts/{paper['id']}/answers",
        json={"revision": 1, "answers": {}},
        headers={"X-Attempt-Ticket": ticket.encode()},
    )
    assert answer.status_code == 401


def test_ticket_of_another_attempt_is_refused(client, assessment, member, unit):
    mine = start(client, assessment, bearer(member)).json
    theirs = start(client, assessment, bearer(make_member(unit=unit))).json
    assert save(client, mine, 1, {}, ticket=theirs["ticket"]).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"revision": 1},
        {"revision": -1, "answers": {}},
        {"revision": "1", "answers": {}},
        {"revision": 1, "answers": []},
        {"revision": 1, "answers": {"1": [["a"]]}},
        {"revision": 1, "answers": {"x": ["a"]}},
        {"revision": 1, "answers": {"1": ["aa"]}},
        {"revision": 1, "answers": {"99": ["a"]}},
        {"revision": 1, "answers": {}, "more": 1},
        {"revision": 2**40, "answers": {}},
    ],
)
def test_malformed_answers_are_refused_and_nothing_is_stored(client, assessment, member, body):
    headers = bearer(member)
    paper = start(client, assessment, headers).json
    answer = client.put(
        f"/api/v1/attempts/{paper['id']}/answers", json=body, headers={"X-Attempt-Ticket": paper["ticket"]}
    )
    assert answer.status_code == 422
    assert client.get(f"/api/v1/attempts/{paper['id']}", headers=headers).json["revision"] == 0


def test_body_that_is_no_json(client, assessment, member):
    paper = start(client, assessment, bearer(member)).json
    address, headers = f"/api/v1/attempts/{paper['id']}/answers", {"X-Attempt-Ticket": paper["ticket"]}
    assert client.put(address, data="{", content_type="application/json", headers=headers).status_code == 422
    assert client.put(address, data="x=1", content_type="text/plain", headers=headers).status_code == 415


def test_foreign_attempt_is_not_found(client, assessment, member, unit):
    paper = start(client, assessment, bearer(member)).json
    assert client.get(f"/api/v1/attempts/{paper['id']}", headers=bearer(make_member(unit=unit))).status_code == 404


def test_stranger_sees_nothing_and_may_not_start(client, assessment):
    stranger = bearer(make_member(unit=make_unit("Đảng bộ khác")))
    assert client.get("/api/v1/assessments", headers=stranger).json == {"assessments": []}
    assert start(client, assessment, stranger).status_code == 403


def test_visitor_is_asked_to_sign_in(client, assessment):
    assert client.get("/api/v1/assessments").status_code == 401
    assert client.get("/api/v1/assessments", headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_draft_is_not_found(client, unit, member):
    draft = make_assessment(unit, publish=False)
    assert start(client, draft, bearer(member)).status_code == 404


def test_get_gives_the_result_after_submission(client, assessment, member):
    headers = bearer(member)
    paper = start(client, assessment, headers).json
    running = client.get(f"/api/v1/attempts/{paper['id']}", headers=headers).json
    assert (running["questions"], running["ticket"]) == (paper["questions"], None)
    done = submit(client, paper, 1, {"1": ["a"]}).json
    assert client.get(f"/api/v1/attempts/{paper['id']}", headers=headers).json == done


def test_receipt_is_public_and_tells_no_answers(client, assessment, member):
    paper = start(client, assessment, bearer(member)).json
    done = submit(client, paper, 1, {"1": ["a"], "2": ["b"]}).json
    receipt = client.get(f"/api/v1/receipts/{done['receipt']}")
    assert receipt.json == {
        "receipt": done["receipt"],
        "assessment": {"code": assessment.code, "title": assessment.title},
        "number": 1,
        "started_at": paper["started_at"],
        "submitted_at": done["submitted_at"],
        "submitted_by": "member",
        "answered": 2,
        "questions": 4,
    }
    assert client.get("/api/v1/receipts/2222-2222-22").status_code == 404


def test_prediction_of_a_save_counts(client, unit, member):
    assessment = open_assessment(unit, prediction_target="people", is_prediction_required=True)
    paper = start(client, assessment, bearer(member)).json
    body = {"revision": 1, "answers": {"1": ["a"]}, "prediction": 120}
    headers = {"X-Attempt-Ticket": paper["ticket"]}
    address = f"/api/v1/attempts/{paper['id']}/answers"
    assert client.put(address, json=body, headers=headers).status_code == 200
    assert save(client, paper, 2, {"1": ["b"]}).status_code == 200
    assert submit(client, paper, 3, {}).status_code == 200
    standings = client.get(f"/api/v1/assessments/{assessment.code}/standings", headers=bearer(member)).json
    assert standings["me"]["prediction"] == 120


def test_prediction_is_asked_and_kept(client, unit, member):
    assessment = open_assessment(unit, prediction_target="people", is_prediction_required=True)
    headers = bearer(member)
    paper = start(client, assessment, headers).json
    assert "bao nhiêu người dự thi" in paper["prediction"]["asks"]
    assert submit(client, paper, 1, {}).status_code == 422
    assert submit(client, paper, 1, {}, prediction=120).status_code == 200
    standings = client.get(f"/api/v1/assessments/{assessment.code}/standings", headers=headers).json
    assert standings["me"]["prediction"] == 120


def test_standings_pages_keep_equal_ranks_across_pages(client, unit, monkeypatch):
    monkeypatch.setattr("quizapp.assessments.standings.PAGE", 2)
    assessment = open_assessment(unit, ranking=["score"])
    people = [make_member(unit=unit) for _ in range(4)]
    for person in people:
        submit(client, start(client, assessment, bearer(person)).json, 1, {})
    address, headers = f"/api/v1/assessments/{assessment.code}/standings", bearer(people[0])
    pages = [client.get(f"{address}?page={page}", headers=headers).json for page in (1, 2, 3)]
    assert [[row["rank"] for row in page["rows"]] for page in pages] == [[1, 1], [1, 1], []]
    assert pages[0]["pages"] == 2
    assert client.get(f"{address}?unit=khong-co", headers=headers).status_code == 404
    assert client.get(f"{address}?page=0", headers=headers).status_code == 422


def test_standings_tell_a_stranger_no_names(client, unit, member):
    assessment = open_assessment(unit)
    submit(client, start(client, assessment, bearer(member)).json, 1, {})
    address = f"/api/v1/assessments/{assessment.code}/standings"
    stranger = make_member(unit=make_unit("Chi bộ Khác"))
    for query in ("", f"?unit={unit.code}", "?page=2"):
        answer = client.get(address + query, headers=bearer(stranger))
        assert (answer.status_code, "rows" in answer.json) == (403, False)
    leader = make_member(unit=make_unit("Chi bộ Khác"))
    grant(leader, "leader", unit)
    assert client.get(address, headers=bearer(leader)).json["people"] == 1


def test_published_state_is_told(client, unit, member):
    now = clock.now()
    assessment = make_assessment(unit, opens_at=now - timedelta(hours=2), closes_at=now - timedelta(hours=1))
    submissions.close_overdue(now)
    results.publish_results(assessment, now)
    answer = client.get(f"/api/v1/assessments/{assessment.code}/standings", headers=bearer(member))
    assert (answer.json["state"], answer.json["me"]) == ("published", None)
    assert start(client, assessment, bearer(member)).status_code == 410
