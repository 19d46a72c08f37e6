"""The OpenAPI document tells everything that the API answers: schemathesis finds no 5xx and nothing undocumented."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from quizapp import clock
from quizapp.api import PREFIX, openapi_document, operations
from quizapp.assessments.services import attempts
from quizapp.assessments.tickets import issue
from tests.assessments.factories import make_assessment, make_bank, sit, ticket_of
from tests.factories import bearer, grant, make_member, make_unit

DOCUMENT = openapi_document()
OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()]
load_all_checks()
CHECKED = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)
EXAMPLES = 30


@dataclass(frozen=True)
class World:
    """What there is to be found: without it every call would end at the first 404."""

    wsgi: Callable[..., Any]
    headers: dict[str, str]
    places: dict[str, list[Any]]
    tickets: list[str]


@pytest.fixture
def world(app: Flask) -> World:
    unit = make_unit("Đảng bộ Khối", code="KHOI")
    member = make_member(unit=make_unit(parent=unit))
    grant(member, "leader", unit)
    now, bank = clock.now(), make_bank(unit, questions=4)
    hour = timedelta(hours=1)
    open_one = make_assessment(unit, bank, opens_at=now - hour, closes_at=now + hour, attempts_allowed=None)
    others = [
        make_assessment(unit, bank, opens_at=now - 2 * hour, closes_at=now - hour),
        make_assessment(unit, bank, opens_at=now + hour, closes_at=now + 2 * hour),
        make_assessment(make_unit("Đảng bộ khác"), opens_at=now - hour, closes_at=now + hour),
        make_assessment(unit, bank, publish=False),
    ]
    submitted = sit(open_one, member, started=now)
    running = attempts.start(open_one.code, member, "phone", now).attempt
    foreign = attempts.start(open_one.code, make_member(unit=unit), "phone", now).attempt
    return World(
        wsgi=_in_own_context(app),
        headers=bearer(member),
        places={
            "code": [assessment.code for assessment in (open_one, *others)],
            "attempt_id": [attempt.id for attempt in (running, submitted, foreign)],
            "receipt": [submitted.receipt],
        },
        tickets=[issue(ticket_of(attempt)) for attempt in (running, submitted, foreign)],
    )


def _in_own_context(app: Flask) -> Callable[..., Any]:
    """The test's own context must not be used by requests: they would share the signed-in person."""

    def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        with app.app_context():
            return app(environ, start_response)

    return wsgi


def cases(operation: Any) -> st.SearchStrategy[Case]:
    """What fits the document, and what does not."""
    return st.one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode])


@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "signed out"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
def test_answers_are_as_documented(world, operation, is_signed_in):
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases(operation), pick=st.integers(0, 7))
    def check(case: Case, pick: int) -> None:
        for name, found in world.places.items():
            if name in case.path_parameters and pick < len(found):
                case.path_parameters[name] = found[pick]
        # In this process nobody unpacks a compressed answer.
        headers = {"Accept-Encoding": "identity"} | (world.headers if is_signed_in else {})
        if pick < len(world.tickets):
            headers["X-Attempt-Ticket"] = world.tickets[pick]
        case.call_and_validate(app=world.wsgi, headers=headers, checks=CHECKED)

    check()


def test_document_is_valid_openapi_and_is_served(client):
    schemathesis.openapi.from_dict(DOCUMENT).validate()
    answer = client.get(f"{PREFIX}/openapi.json")
    assert (answer.status_code, answer.content_type, answer.json) == (200, "application/json", DOCUMENT)


def test_every_route_is_in_the_document(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PREFIX)]
    served = {(m, r.endpoint) for r in rules for m in r.methods or () if m not in {"HEAD", "OPTIONS"}}
    told = {(operation.method, operation.endpoint) for operation in operations}
    assert served - told == {("GET", "api.show_openapi")}
    assert told <= served
    documented = {(m.upper(), path) for path, methods in DOCUMENT["paths"].items() for m in methods}
    assert len(documented) == len(told) == len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
def test_every_operation_tells_its_answers_and_its_errors_as_problems(operation):
    responses = operation.definition.raw["responses"]
    succeeded = {status for status in responses if status < "300"}
    refused = set(responses) - succeeded
    assert succeeded
    assert refused
    for status in refused:
        assert list(responses[status]["content"]) == ["application/problem+json"]


PROBLEM = "application/problem+json"
ADDRESSES = [
    ("GET", "/nothing", 404),
    ("GET", "/assessments/", 404),
    ("GET", "//assessments", 404),
    ("GET", "/assessments//standings", 404),
    ("GET", "/assessments/a%2Fb/standings", 404),
    ("GET", "/assessments/a%00b/standings", 404),
    ("GET", "/assessments/%FF%FE/standings", 404),
    ("GET", f"/assessments/{'x' * 61}/standings", 404),
    ("GET", "/attempts/abc", 404),
    ("GET", "/attempts/-1", 404),
    ("GET", f"/attempts/{2**53}", 404),
    ("GET", f"/attempts/{2**53 + 1}", 404),
    ("GET", f"/attempts/{'9' * 400}", 404),
    ("GET", "/receipts/%00", 404),
    ("GET", "/receipts/%ED%A0%80", 404),
    ("GET", "/receipts/..", 404),
    ("GET", "/assessments/{code}/standings?unit=%00", 422),
    ("GET", "/assessments/{code}/standings?unit=%ED%A0%80", 404),
    ("GET", "/assessments/{code}/standings?page=99999999999999999999", 422),
    ("GET", "/assessments/{code}/standings?page=1.5", 422),
    ("GET", "/assessments/{code}/participation?unit=%00", 422),
    ("GET", "/assessments/{code}/participation?depth=0", 422),
    ("GET", "/assessments?state=running", 422),
    ("GET", "/sessions", 405),
    ("POST", "/assessments", 405),
    ("DELETE", "/attempts/1", 405),
    ("PATCH", "/attempts/1/answers", 405),
    ("POST", "/openapi.json", 405),
]


def test_odd_addresses_are_answered_by_a_problem(client, world):
    found = []
    for method, path, _status in ADDRESSES:
        address = PREFIX + path.replace("{code}", world.places["code"][0])
        answer = client.open(address, method=method, headers=world.headers)
        found.append((method, path, answer.status_code))
        assert answer.content_type == PROBLEM, path
        assert {"type", "title", "status", "detail"} <= set(answer.json), path
        assert answer.json["status"] == answer.status_code, path
        assert ("Allow" in answer.headers) is (answer.status_code == 405), path
    assert found == ADDRESSES


def test_empty_and_foreign_parts_of_a_query_are_ignored(client, world):
    code = world.places["code"][0]
    for path in (
        "",
        "?state=",
        "?utm_source=zalo",
        "?state=open&state=closed",
        f"/{code}/standings?unit=&page=",
        f"/{code}/participation?unit=&depth=",
    ):
        assert client.get(f"{PREFIX}/assessments{path}", headers=world.headers).status_code == 200, path


AUTHORIZATIONS = ["", "Bearer", "Bearer ", "Bearer \x01", "Bearer é", "Bearer " + "x" * 4000, "Basic YTpi", "bearer x"]


def test_malformed_authorization_is_no_authorization(client):
    for value in AUTHORIZATIONS:
        headers = {"Authorization": value.encode("latin-1")}
        for method, path in (("GET", "/assessments"), ("DELETE", "/sessions"), ("POST", "/assessments/x/attempts")):
            answer = client.open(PREFIX + path, method=method, headers=headers)
            assert (answer.status_code, answer.content_type) == (401, PROBLEM), (value, path)


def test_name_of_the_scheme_is_taken_in_any_case(client, world):
    headers = {"Authorization": world.headers["Authorization"].replace("Bearer", "bearer")}
    assert client.get(f"{PREFIX}/assessments", headers=headers).status_code == 200
    assert client.delete(f"{PREFIX}/sessions", headers=headers).status_code == 204


def save(client: FlaskClient, world: World, body: bytes, content_type: str = "application/json") -> Any:
    return client.put(
        f"{PREFIX}/attempts/{world.places['attempt_id'][0]}/answers",
        data=body,
        content_type=content_type,
        headers={"X-Attempt-Ticket": world.tickets[0]},
    )


BODIES = [
    (b"", 422),
    (b"null", 422),
    (b"\xff\xfe", 422),
    (b'{"revision": 1, "answers": {"1": "\\ud800"}}', 422),
    (b'{"revision": 1, "answers": {"1": "\xed\xa0\x80"}}', 422),
    (b'{"revision": 1e400, "answers": {}}', 422),
    (b'{"revision": 123456789012345678901234567890, "answers": {}}', 422),
    (b'{"revision": NaN, "answers": {}}', 422),
    (b'{"revision": 1, "answers": {"\xd9\xa1": ["a"]}}', 422),
    (b'{"revision": 1, "answers": {"1\\n": ["a"]}}', 422),
    (b'{"revision": 1, "answers": {"1": ["a\\n"]}}', 422),
    (b"[" * 100_000, 422),
    (b'{"revision": 1, "answers": ' + b'{"1":' * 10_000, 422),
    (b'{"revision": 1, "answers": {"1": "' + b"x" * 20_001 + b'"}}', 422),
    (b'{"revision": 1, "answers": {}}' + b" " * 2**20, 413),
    (b'{"revision": 1.0, "answers": {}}', 200),
    (b'{"revision": 2, "answers": {"1": "\\u0000"}}', 200),
    (b'{"revision": 3, "answers": {"1": "\\ud83d\\ude00 \xe1\xba\xbf"}}', 200),
]


def test_odd_bodies(client, world):
    assert [(body, save(client, world, body).status_code) for body, _status in BODIES] == BODIES
    shown = client.get(f"{PREFIX}/attempts/{world.places['attempt_id'][0]}", headers=world.headers)
    assert (shown.json["revision"], shown.json["answers"]) == (3, {"1": "\U0001f600 ế"})


CONTENT_TYPES = [
    ("application/json; charset=utf-8", 200),
    ("APPLICATION/JSON", 200),
    ("text/plain", 415),
    ("application/x-www-form-urlencoded", 415),
    ("multipart/form-data", 415),
    ("application/json-patch+json", 415),
    ("nonsense", 415),
    ("", 415),
]


def test_only_json_is_taken(client, world):
    for revision, (content_type, status) in enumerate(CONTENT_TYPES, 1):
        body = json.dumps({"revision": revision, "answers": {}}).encode()
        answer = save(client, world, body, content_type)
        assert (answer.status_code, answer.content_type == PROBLEM) == (status, status != 200), content_type


def test_head_and_options_are_answered(client, world):
    address = f"{PREFIX}/assessments"
    head = client.head(address, headers=world.headers)
    assert (head.status_code, head.data, head.content_type) == (200, b"", "application/json")
    options = client.options(address, headers=world.headers)
    assert (options.status_code, set(options.allow)) == (200, {"GET", "HEAD", "OPTIONS"})
    assert client.head(f"{PREFIX}/nothing").status_code == 404


def test_pages_refuse_null_characters(client):
    paths = ("/receipts/%00", "/receipts?code=%00", "/sign-in?next=%00", "/a/%00", "/c/x%00y")
    found = {path: client.get(path).status_code for path in paths}
    assert found == dict.fromkeys(paths, 400) | {"/a/%00": 404, "/c/x%00y": 404}


def test_form_with_a_null_character_is_refused(client):
    token = client.get("/sign-in").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"csrf_token": token, "login": "a\0b", "password": "x"}
    assert client.post("/sign-in", data=form).status_code == 400
