"""The API, as the programs of others call it."""

from __future__ import annotations

import pytest

from .story import is_utc, problem, right_answers

# One scenario, one process: its commands and its server are what costs.
pytestmark = pytest.mark.xdist_group("contract")


def test_session_tells_who_signed_in(story):
    answer = story.answers["session dv1"]
    assert answer.status == 201
    assert set(answer.json) == {"token", "expires_at", "member"}
    assert answer.json["member"] == {"code": "dv1", "name": "Nguyễn Thị Ánh", "unit_code": "SYT-01"}
    assert is_utc(answer.json["expires_at"])


def test_session_ends(story):
    assert (story.answers["sign out"].status, story.answers["sign out"].body) == (204, b"")
    assert problem(story, "signed out") == 401


def test_assessments_are_listed(story):
    rows = story.answers["list"].json["assessments"]
    assert [
        {key: row[key] for key in ("code", "title", "kind", "minutes", "attempts_allowed", "attempts_used")}
        | {"reasons": row["reasons_not_to_start"]}
        for row in rows
    ] == [
        {
            "code": "nq57-1",
            "title": rows[0]["title"],
            "kind": "round",
            "minutes": 10,
            "attempts_allowed": 3,
            "attempts_used": 0,
            "reasons": [],
        }
    ]
    assert is_utc(rows[0]["opens_at"])
    assert is_utc(rows[0]["closes_at"])
    everything = story.answers["list of all"].json["assessments"]
    assert [(row["code"], len(row["reasons_not_to_start"])) for row in everything] == [("nq57-1", 0), ("nq57-2", 1)]


def test_paper_has_the_agreed_shape_and_no_key(story):
    answer = story.answers["start"]
    paper = answer.json
    assert answer.status == 201
    assert set(paper) == {
        "id", "ticket", "number", "started_at", "deadline", "now", "revision", "questions", "answers", "prediction"
    }  # fmt: skip
    assert (paper["number"], paper["revision"], paper["answers"]) == (1, 0, {})
    assert list(paper["prediction"]) == ["asks"]
    assert all(is_utc(paper[name]) for name in ("started_at", "deadline", "now"))
    assert len(paper["questions"]) == 5
    for question in paper["questions"]:
        assert set(question) == {"id", "kind", "prompt", "options"}
        assert (question["kind"], [set(option) for option in question["options"]]) == ("single", [{"id", "text"}] * 4)


def test_what_cannot_be_started_says_so(story):
    assert problem(story, "start too early") in (403, 409, 410)


def test_save_is_idempotent_and_guarded(story):
    saved = story.answers["save"]
    assert (saved.status, set(saved.json)) == (200, {"revision", "saved_at", "deadline", "now"})
    assert problem(story, "save again") == 409
    assert story.answers["save again"].json["revision"] == 1
    assert story.answers["save again"].json["type"].endswith("stale-revision")
    assert (problem(story, "save forged"), problem(story, "save malformed")) == (401, 422)


def test_second_device_takes_the_attempt_over(story):
    first, moved = story.answers["start"].json, story.answers["start elsewhere"]
    assert (moved.status, moved.json["id"], moved.json["revision"]) == (200, first["id"], 1)
    assert moved.json["answers"] == right_answers(first, 2)
    assert moved.json["ticket"] != first["ticket"]
    assert moved.json["questions"] == first["questions"]
    assert problem(story, "save late") == 409
    assert story.answers["save late"].json["type"].endswith("continued-elsewhere")
    running = story.answers["running"].json
    assert (running["questions"], running["answers"]) == (first["questions"], moved.json["answers"])


def test_submission_is_final_and_repeatable(story):
    done = story.answers["submit"]
    assert done.status == 200
    agreed = {"score", "max_score", "all_correct", "seconds", "submitted_at", "receipt", "rank"}
    assert agreed <= set(done.json)
    assert [done.json[key] for key in ("score", "max_score", "all_correct", "rank")] == [5, 5, True, 1]
    assert story.answers["submit again"].json == done.json
    assert problem(story, "save after") == 410
    assert story.answers["result"].json == done.json
    assert problem(story, "foreign") == 404


def test_receipt_is_public_and_tells_no_answers(story):
    receipt = story.answers["receipt"]
    assert (receipt.status, receipt.json["receipt"]) == (200, story.answers["submit"].json["receipt"])
    assert "answers" not in receipt.json
    assert "score" not in receipt.json


def test_standings_rank_everybody_once(story):
    standings = story.answers["standings"].json
    assert standings["state"] == "provisional"
    assert [(row["rank"], row["member_name"], row["score"]) for row in standings["rows"]] == [
        (1, "Nguyễn Thị Ánh", 5),
        (2, "Phạm Văn Dũng", 4),
        (3, "Trần Văn Bình", 3),
        (4, "Lê Thị Cúc", 1),
    ]
    assert {"rank", "member_name", "unit_name", "score", "seconds"} <= set(standings["rows"][0])
    assert standings["me"]["rank"] == 1
    within = story.answers["standings of unit"].json["rows"]
    assert [(row["rank"], row["member_name"]) for row in within] == [(1, "Trần Văn Bình"), (2, "Lê Thị Cúc")]
