"""What nobody means to send, on every page and form."""

from __future__ import annotations

import pytest

from tests.accounts.forms import csrf_token
from tests.competitions.pages import ROUND

ODD = [
    "\x00",
    "%00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "a" * 5000,
    "٣",
    "-1",
    "9" * 30,
    "' OR 1=1",
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_no_failure_of_ours(browser, round, odd):
    for path, names in {
        "/competitions": ("state", "page"),
        "/competitions/nq57/audience": ("q",),
        "/competitions/nq57/rounds/1/sample": ("paper", "key"),
        "/competitions/nq57/rounds/1/results": ("page",),
        "/competitions/nq57/rounds/1/disqualification": ("member",),
        "/c/nq57/standings": ("round", "page"),
    }.items():
        answer = browser.get(path, query_string=dict.fromkeys(names, odd))
        assert answer.status_code < 500
    token = csrf_token(browser, "/competitions/nq57/audience")
    for path, names in {
        "/new-competition": ("title", "code", "unit"),
        "/competitions/nq57/information": ("title", "rules"),
        "/competitions/nq57/audience": ("member_kinds",),
        "/competitions/nq57/audience/units": ("unit",),
        "/competitions/nq57/exclusions": ("member", "reason"),
        "/competitions/nq57/prizes": ("action", "rows-0-title", "rows-0-quantity", "rows-0-scope"),
        "/competitions/nq57/new-round": (*ROUND, "opens_at", "closes_at", "attempts_other"),
        "/competitions/nq57/rounds/1": ("title", "closes_at", "reason"),
        "/competitions/nq57/rounds/1/matrix": (
            "action",
            "rows-0-source",
            "rows-0-level",
            "rows-0-count",
            "rows-0-points",
        ),
        "/competitions/nq57/rounds/1/results/publication": ("reason",),
        "/competitions/nq57/rounds/1/disqualifications": ("member", "reason"),
        "/competitions/nq57/rounds/1/decisions": ("member", "reason"),
    }.items():
        answer = browser.post(path, data={"csrf_token": token, **dict.fromkeys(names, odd)})
        assert answer.status_code < 500
