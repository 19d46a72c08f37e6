"""Who may open which address: each of the application's, asked for by people who have little or no business in unit A.

A new address without a line in EXPECTED fails; so does one that answers anybody otherwise than its line says.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from quizapp.accounts.gate import SAFE_METHODS
from quizapp.extensions import db
from tests.a_world import World
from tests.accounts.forms import csrf_token
from tests.factories import sign_in

SIGN = {200: ".", 302: ">", 401: "?", 403: "x", 404: "-", 409: "!", 422: "~"}
# visitor; of unit A: member, secretary, administrator; of unit B: leader, instructor; marker of A's exam; board of B.
# ">" leads on, "?" asks to sign in, "-" does not exist for the person, "x" may not be opened. The longest line counts.
EXPECTED = {
    # Public: what @public says.
    "/c/": "........",
    "/health/": "........",
    "/metrics": "........",
    "/api/v1/openapi.json": "........",
    "/api/v1/receipts/": "........",
    "/receipts": "........",
    "/registration": "........",
    "/verify/": "........",
    "/courses/service-worker.js": "........",
    "/documents/service-worker.js": "........",
    "/practice/service-worker.js": "........",
    "/manifest.webmanifest": "........",
    "/reminders/service-worker.js": "........",
    "/reminders/unsubscription/": "--------",  # a forged link
    "/sign-in": ".>>>>>>>",
    "/a/<code:code>/standings": ">>>>>>>>",
    "/documents/<id:document_id>/sections/": ">>>>>>>>",
    "/attend/": "~~~~~~~~",  # a forged code
    # The own pages of everybody.
    "/": ">.......",
    "/a/": ">.......",
    "/account": ">.......",
    "/announcements": ">.......",
    "/api/v1/assessments": "?.......",
    "/api/v1/documents": "?.......",
    "/attend": ">.......",
    "/classes": ">.......",
    "/competitions": ">.......",
    "/course-plans": ">.......",
    "/documents": ">.......",
    "/documents/saved": ">.......",
    "/exams": ">.......",
    "/jobs": ">.......",
    "/my-certificates": ">.......",
    "/password": ">.......",
    "/practice": ">.......",
    "/sessions": ">.......",
    "/study": ">.......",
    "/study/sessions": ">.......",
    # What belongs to another person is nobody's to see, whatever the role.
    "/attempts/": ">-------",
    "/api/v1/attempts/": "?-------",
    "/exams/<code:code>/remarking": ">-------",
    "/my-certificates/": ">-------",
    # Unit A's for its members.
    "/announcements/": ">...----",
    "/courses/": ">...----",
    "/documents/": ">...----",
    "/study/sessions/": ">...----",
    # Standings name people: for those who may take part and those who look after the competition.
    "/api/v1/assessments/<code:code>/standings": "?...xxxx",
    # Reports of unit A.
    "/analytics/": ">x..--x-",
    "/analytics/missing": ">x..--x-",
    "/analytics/study/missing": ">x..--x-",
    "/api/v1/adoption": "?x..--x-",
    "/api/v1/assessments/<code:code>/participation": "?x..--x-",
    "/api/v1/study": "?x..--x-",
    "/assessments/<code:code>/statistics": ">-xx----",
    "/comprehension": ">x....x.",
    "/documents/<id:document_id>/comprehension": ">x..--x-",
    # Documents: their keepers.
    "/announcements/new": ">xxxxxx.",
    "/documents/<id:document_id>/edit": ">xxx----",
    "/documents/<id:document_id>/files": ">xxx----",
    "/documents/<id:document_id>/files/": ">...----",
    "/documents/<id:document_id>/questions": ">xxxx-x-",
    "/documents/<id:document_id>/replacement": ">xxx----",
    "/documents/import": ">xxxxxx.",
    "/documents/import/": ">xxxxxx-",
    "/document-picker": ">xxxx.x.",
    "/document-picker/": ">xxxx-x-",
    # Question banks.
    "/banks": ">xxxx.x.",
    "/banks/": ">-------",
    "/new-bank": ">xxxx.x.",
    "/question-template.xlsx": ">xxxx.x.",
    "/review": ">xxxxxx.",
    # Competitions.
    "/competitions/": ">-------",
    "/new-competition": ">xxxxxx.",
    # Sessions and courses.
    "/course-plans/": ">-------",
    "/course-plans/new": ">xxxx.x.",
    "/sessions/": ">-.-----",
    "/materials": ">.......",
    "/materials/": ">-------",  # a draft: its board
    "/materials/new": ">xxxxxx.",
    "/study-waves": ">x.x..x.",
    "/study-waves/": ">-.-----",
    "/sessions/new": ">x.xx.x.",
    "/study-waves/new": ">x.xx.x.",
    # Classes and exams: the marker knows that they are there.
    "/classes/": ">--.--x-",
    "/classes/<code:code>": ">--.-->-",
    "/classes/<code:code>/exams": ">--.--.-",
    "/classes/<code:code>/learners/import/": ">-----x-",
    "/new-class": ">xx.x.xx",
    "/exams/": ">--.--x-",
    "/exams/<code:code>": ">--.--.-",
    "/exams/<code:code>/essays/": ">--x--.-",
    "/exams/<code:code>/essays/<code:essay_code>/likeness/": ">--x----",
    "/exams/<code:code>/essays/<code:essay_code>/marks": ">--.--x-",
    "/exams/<code:code>/paper-lists/": ">-----x-",
    "/exams/<code:code>/marking": ">--x--.-",
    "/exams/<code:code>/marking-rules": ">--.--x-",
    "/exams/<code:code>/paper/keys": ">--x--x-",
    "/exams/<code:code>/paper/papers": ">-----x-",  # no code is made yet
    "/exams/<code:code>/remarkings": ">--.--x-",
    # Administration.
    "/audit": ">xx.xxxx",
    "/jobs/": ">--.----",
    "/member-list-template.xlsx": ">xx.xxxx",
    "/members": ">xx.xxxx",
    "/members/<": ">--.----",
    "/members/import/": ">xx-xxxx",
    "/roles": ">-->----",
    "/unit-list-template.xlsx": ">xx.xxxx",
    "/units": ">x>>>>x>",
    "/units/<": ">-x.----",
    "/units/<id:unit_id>": ">-..----",
    "/units/<id:unit_id>/": ">-x.----",
    "/units/<id:unit_id>/roles": ">--.----",
    "/units/import": ">xx.xxxx",
    "/units/import/": ">xx-xxxx",
    "/units/kinds": ">-------",
    "/units/new": ">xx.xxxx",
}
# One address only, not what begins like it.
ALONE = {
    "/", "/a/<code:code>/standings", "/analytics/missing", "/announcements", "/api/v1/assessments", "/attend",
    "/banks", "/classes", "/competitions", "/course-plans", "/document-picker", "/documents",
    "/documents/<id:document_id>/files", "/documents/import", "/exams", "/jobs", "/members/import", "/my-certificates",
    "/practice", "/review", "/materials", "/sessions", "/study", "/study/sessions", "/study-waves", "/units",
    "/units/<id:unit_id>", "/units/import",
    "/exams/<code:code>/remarking", "/classes/<code:code>", "/exams/<code:code>",
}  # fmt: skip


def expected(rule: str) -> str:
    """The line of the longest beginning of the address."""
    found = [begin for begin in EXPECTED if (rule == begin if begin in ALONE else rule.startswith(begin))]
    assert found, f"{rule} has no line in EXPECTED: say who may open it"
    return EXPECTED[max(found, key=len)]


def rules_with(app: Any, methods: set[str]) -> list[Any]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.methods & methods and rule.endpoint != "static"]
    return sorted(rules, key=lambda rule: rule.rule)


# Who may do what is decided above the database: one kind of it is enough for so many requests.
ON_ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(app):
    return World()


@ON_ONE_DATABASE
def test_every_address_answers_each_person_as_its_line_says(app, world):
    rules = rules_with(app, {"GET"})
    answered = {rule.rule: "" for rule in rules}
    for person in world.people.values():
        browser = app.test_client() if person is None else sign_in(app.test_client(), person)
        for rule in rules:
            status = browser.get(world.address(rule, app)).status_code
            answered[rule.rule] += SIGN.get(status, f"({status})")
    wrong = {rule: (signs, expected(rule)) for rule, signs in answered.items() if signs != expected(rule)}
    assert wrong == {}


def test_every_line_is_of_an_address_that_exists(app):
    lines = {
        expected_by
        for rule in rules_with(app, {"GET"})
        for expected_by in EXPECTED
        if rule.rule.startswith(expected_by)
    }
    assert set(EXPECTED) == lines


@ON_ONE_DATABASE
@pytest.mark.parametrize("who", ["leader of B", "instructor of B", "board of B", "marker of the exam", "member of A"])
def test_a_stranger_changes_nothing_by_any_form(app, world, who):
    """With a valid token, at every address that names something of unit A."""
    browser = sign_in(app.test_client(), world.people[who])
    token = csrf_token(browser, "/account")
    before, let_through = everything(), []
    for rule in rules_with(app, {"POST", "PUT", "DELETE"}):
        if not rule.arguments or rule.endpoint in OPEN_TO_ALL or who in OPEN_TO.get(rule.endpoint, ()):
            continue
        method = next(iter(rule.methods - SAFE_METHODS))
        answer = browser.open(world.address(rule, app), method=method, data={"csrf_token": token})
        if answer.status_code not in REFUSALS:
            let_through.append((rule.rule, answer.status_code))
    assert let_through == []
    assert everything() == before


REFUSALS = {401, 403, 404, 409, 410, 415, 422}
# Asked of somebody's own things, found by who is signed in.
OPEN_TO_ALL = {"practice.keep_answers", "practice.send_answers", "accounts.sign_out_of"}
OF_MEMBERS = (
    "courses.enrol",
    "library.add_bookmark",
    "library.remove_bookmark",
    "library.read_later",
    "library.forget_later",
)
OPEN_TO = dict.fromkeys(OF_MEMBERS, ("member of A",)) | {"exams.save_mark": ("marker of the exam",)}
# Written by looking, or by being signed in.
NOT_COMPARED = {"audit_entry", "sign_in", "sign_in_failure"}


def everything() -> dict[str, list[Any]]:
    """All rows of all tables."""
    db.session.rollback()
    tables = [table for table in db.metadata.sorted_tables if table.name not in NOT_COMPARED]
    return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables}
