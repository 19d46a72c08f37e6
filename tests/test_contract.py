"""What other programs rely on, proved from outside: by commands in processes of their own, and over HTTP.

One committee's whole job on an empty database: units, members, roles, questions, a competition that is open now,
people who sit it, results made elsewhere, the clock, and the participation report.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import click
import pytest
from sqlalchemy.engine import make_url

from quizapp.project import QUESTION_BANKS
from tests.conftest import new_postgres_database
from tests.program import Answer, Ended, Program, Server
from tests.spreadsheets import xlsx_of

# One scenario, one process: its commands and its server are what costs.
pytestmark = pytest.mark.xdist_group("contract")

UNITS = [
    ["DANH SÁCH ĐƠN VỊ"],
    ["STT", "Tên đơn vị", "Mã đơn vị", "Loại đơn vị", "Mã đơn vị cấp trên"],
    [1, "Đảng bộ Khối các cơ quan", "KHOI", "Đảng bộ cấp trên cơ sở", None],
    [2, "Đảng bộ Sở Y tế", "SYT", "Đảng bộ cơ sở", "KHOI"],
    [3, "Chi bộ Văn phòng Sở Y tế", "SYT-01", "Chi bộ trực thuộc", "SYT"],
    [4, "Chi bộ Bệnh viện Đa khoa", "SYT-02", "Chi bộ trực thuộc", "SYT"],
    [5, "Chi bộ Bảo tàng", "BT", "Chi bộ cơ sở", "KHOI"],
]
MEMBERS = """STT,Họ và tên,Mã số,Mã đơn vị,Ngày sinh,Trạng thái
1,Nguyễn Thị Ánh,dv1,SYT-01,02/09/1975,đang sinh hoạt
2,Trần Văn Bình,dv2,SYT-02,1980,đang sinh hoạt
3,Lê Thị Cúc,dv3,SYT-02,,đang sinh hoạt
4,Phạm Văn Dũng,dv4,BT,,đang sinh hoạt
5,Đỗ Thị Em,dv5,BT,,được miễn công tác và sinh hoạt
6,Vũ Văn Giang,dv6,BT,,đang sinh hoạt
"""
QUESTIONS = "$CATEGORY: Ngân hàng mẫu\n\n" + "\n\n".join(
    f"// [id:mau-{n}]\n::mau-{n}:: Câu hỏi {n}? {{\n=đúng {n}\n~sai a{n}\n~sai b{n}\n~sai c{n}\n}}" for n in range(1, 6)
)
COMPETITION = """
code = "nq57"
title = "Tìm hiểu Nghị quyết 57"
unit = "KHOI"
publish = true
rules = "## Thể lệ\\n\\nMỗi người ba lượt."
[[rounds]]
code = "nq57-1"
title = "Tuần 1"
opens_at = {opens_at}
closes_at = {closes_at}
minutes = 10
attempts = 3
[rounds.prediction]
target = "people"
required = true
[[rounds.matrix]]
bank = "MAU"
count = 5
[[rounds]]
code = "nq57-2"
title = "Tuần 2"
opens_at = {closes_at}
closes_at = {next_closes_at}
minutes = 20
[[rounds.matrix]]
bank = "NQ57"
count = 20
"""
PASSWORD = "mật khẩu tạm 2026"
FORGED = "1.1.5.AAAAAAAAAAAAAAAAAAAA"
IMPORTED = {"units", "members", "questions", "bank", "competition", "attempts"}
IMPORT_KEYS = {"found", "accepted", "created", "updated", "rejected", "warnings"}
COUNTED = ("found", "accepted", "created", "updated")


@dataclass
class Story:
    """What came of every step, by its name."""

    program: Program
    loaded: subprocess.Popen[str]
    server: Server
    second_exit: int
    second_log: str
    ended: dict[str, Ended] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)

    def do(self, name: str, *arguments: str | Path, stdin: str = "") -> Ended:
        self.ended[name] = self.program.fork(self.loaded, *arguments, stdin=stdin)
        return self.ended[name]

    def call(
        self, name: str, method: str, path: str, body: Any = None, token: str | None = None, **more: str
    ) -> Answer:
        self.answers[name] = self.server.api(method, path, body, token, **more)
        return self.answers[name]

    def counts(self, name: str) -> tuple[int, ...]:
        return tuple(self.ended[name].json[key] for key in COUNTED)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    program = Program(tmp_path_factory.mktemp("contract"))
    # Two starts at once on the same empty database: one migrates it, the other waits.
    server, second = program.serve("--workers", "1"), program.serve("--workers", "2")
    loaded = program.start_forking()
    try:
        server.wait_until_ready()
        second.wait_until_ready()
        story = Story(program, loaded, server, second.stop(), second.log.read_text())
        prepare(story)
        compete(story)
        count(story)
        yield story
    finally:
        for process in (server.process, second.process, loaded):
            process.kill()
            process.wait()


def prepare(story: Story) -> None:
    """Units, members, passwords, a role, questions, a competition."""
    file = story.program.file
    units = file("units.xlsx", xlsx_of(UNITS))
    broken = file(
        "broken.csv", "Mã,Tên,Mã cấp trên\nMOI,Chi bộ Mới,KHOI\n,Chi bộ không mã,KHOI\nLAC,Chi bộ Lạc,KHONG-CO\n"
    )
    story.do("units checked", "units", "import", units, "--dry-run", "--json")
    story.do("units", "units", "import", units, "--json")
    story.do("units again", "units", "import", units, "--json")
    story.do("units refused", "units", "import", broken, "--json")
    story.do("units skipping", "units", "import", broken, "--json", "--skip-rejected")
    members = file("members.csv", MEMBERS)
    story.do("members", "members", "import", members, "--json")
    story.do("members again", "members", "import", members, "--json")
    for code in ("dv1", "dv2", "dv3"):
        story.do(f"password {code}", "members", "password", code, "--stdin", stdin=f"{PASSWORD}\n")
    story.do("grant", "roles", "grant", "dv1", "leader", "SYT", "--json")
    story.do("grant of nonsense", "roles", "grant", "dv1", "king", "SYT", "--json")
    bank = file("mau.gift", QUESTIONS)
    story.do("questions", "questions", "import", bank, "--bank", "MAU", "--json")
    story.do("questions again", "questions", "import", bank, "--bank", "MAU", "--json")
    story.do("bank", "questions", "import", QUESTION_BANKS / "nghi-quyet-57.gift", "--bank", "NQ57", "--json")
    written = story.program.folder / "export.xlsx"
    story.do("export", "questions", "export", "--bank", "MAU", "--format", "xlsx", "--json", written)
    story.do("questions exported", "questions", "import", written, "--bank", "MAU", "--json")
    competition = file("competition.toml", competition_file())
    story.do("competition checked", "competitions", "import", competition, "--dry-run", "--json")
    story.do("competition", "competitions", "import", competition, "--json")
    story.do("competition again", "competitions", "import", competition, "--json")


def competition_file() -> str:
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).replace(tzinfo=None, second=0, microsecond=0)
    hours = (now - timedelta(hours=1), now + timedelta(hours=2), now + timedelta(hours=9))
    times = dict(zip(("opens_at", "closes_at", "next_closes_at"), (hour.isoformat() for hour in hours), strict=True))
    return COMPETITION.format(**times)


def compete(story: Story) -> None:
    """dv1 sits twice (5 and 2 of 5), dv2 once (3 of 5); dv3 saves one right answer and goes away."""
    tokens = {}
    for code in ("dv1", "dv2", "dv3"):
        answer = story.call(f"session {code}", "POST", "/sessions", {"login": code, "password": PASSWORD})
        tokens[code] = answer.json["token"]
    story.call("list", "GET", "/assessments?state=open", token=tokens["dv1"])
    story.call("list of all", "GET", "/assessments", token=tokens["dv1"])
    paper = story.call("start", "POST", "/assessments/nq57-1/attempts", token=tokens["dv1"]).json
    story.call("start too early", "POST", "/assessments/nq57-2/attempts", token=tokens["dv1"])
    path, ticket = f"/attempts/{paper['id']}", paper["ticket"]
    body = {"revision": 1, "answers": right_answers(paper, 2)}
    story.call("save", "PUT", f"{path}/answers", body, X_Attempt_Ticket=ticket)
    story.call("save again", "PUT", f"{path}/answers", body, X_Attempt_Ticket=ticket)
    story.call("save forged", "PUT", f"{path}/answers", body, X_Attempt_Ticket=FORGED)
    story.call("save malformed", "PUT", f"{path}/answers", {"revision": "x"}, X_Attempt_Ticket=ticket)
    moved = story.call("start elsewhere", "POST", "/assessments/nq57-1/attempts", token=tokens["dv1"]).json
    story.call("save late", "PUT", f"{path}/answers", body | {"revision": 2}, X_Attempt_Ticket=ticket)
    story.call("running", "GET", path, token=tokens["dv1"])
    whole = {"revision": 5, "answers": right_answers(moved, 5), "prediction": 4}
    for name in ("submit", "submit again"):
        story.call(name, "POST", f"{path}/submission", whole, X_Attempt_Ticket=moved["ticket"])
    story.call("save after", "PUT", f"{path}/answers", body | {"revision": 9}, X_Attempt_Ticket=moved["ticket"])
    story.call("result", "GET", path, token=tokens["dv1"])
    story.call("foreign", "GET", path, token=tokens["dv2"])
    story.call("receipt", "GET", f"/receipts/{story.answers['submit'].json['receipt']}")
    sit(story, tokens["dv1"], 2)
    sit(story, tokens["dv2"], 3)
    paper = story.server.api("POST", "/assessments/nq57-1/attempts", token=tokens["dv3"]).json
    body = {"revision": 1, "answers": right_answers(paper, 1)}
    story.call("save dv3", "PUT", f"/attempts/{paper['id']}/answers", body, X_Attempt_Ticket=paper["ticket"])


def sit(story: Story, token: str, right: int) -> None:
    paper = story.server.api("POST", "/assessments/nq57-1/attempts", token=token).json
    body = {"revision": 1, "answers": right_answers(paper, right), "prediction": 9}
    done = story.server.api("POST", f"/attempts/{paper['id']}/submission", body, X_Attempt_Ticket=paper["ticket"])
    assert (done.status, done.json["score"]) == (200, right)


def right_answers(paper: dict[str, Any], right: int) -> dict[str, list[str]]:
    """The first questions answered rightly, the others wrongly."""
    answers = {}
    for place, question in enumerate(paper["questions"]):
        word = "đúng" if place < right else "sai"
        answers[question["id"]] = [next(o["id"] for o in question["options"] if word in o["text"])]
    return answers


def count(story: Story) -> None:
    """What the clock ends, results made elsewhere, the figures, the sign-out."""
    path = story.program.folder / "instance" / "quizapp.sqlite3"
    with sqlite3.connect(path, timeout=15) as database:
        # Nobody waits ten minutes in a test: the attempt of dv3 is moved into the past instead.
        database.execute(
            "UPDATE attempt SET started_at = datetime(started_at, '-30 minutes'), deadline = datetime(deadline, '-30"
            " minutes'), saves_until = datetime(saves_until, '-30 minutes') WHERE state = 'running'"
        )
    database.close()
    story.do("close overdue", "attempts", "close-overdue", "--json")
    started = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")) - timedelta(minutes=20)
    header = "Mã bài thi,Mã số,Bắt đầu,Nộp lúc,Điểm,Thiết bị\n"
    row = f"nq57-1,dv4,{started:%H:%M %d/%m/%Y},{started + timedelta(minutes=8):%H:%M %d/%m/%Y},4,điện thoại\n"
    good = story.program.file("attempts.csv", header + row)
    bad = story.program.file("bad.csv", header + row.replace("dv4", "dv5") + row.replace("dv4", "dv9"))
    story.do("attempts refused", "attempts", "import", bad, "--json")
    story.do("attempts", "attempts", "import", good, "--json")
    story.do("attempts again", "attempts", "import", good, "--json")
    story.do("report", "report", "participation", "--assessment", "nq57-1", "--depth", "2", "--json")
    story.do("report of competition", "report", "participation", "--competition", "nq57", "--unit", "BT", "--json")
    story.do("unknown command", "fly")
    story.do("unknown option", "roles", "list", "--wings")
    story.do("missing file", "questions", "import", "none.gift", "--bank", "X")
    story.do("no subject", "report", "participation", "--json")
    story.do("report of nothing", "report", "participation", "--assessment", "khong-co", "--json")
    for verb in ("grant", "revoke"):
        story.do("roles", "roles", "list", "--json")
        story.do(f"{verb} dv2", "roles", verb, "dv2", "leader", "BT", "--json")
    story.do("roles afterwards", "roles", "list", "--json")
    token = story.answers["session dv1"].json["token"]
    story.call("standings", "GET", "/assessments/nq57-1/standings", token=token)
    story.call("standings of unit", "GET", "/assessments/nq57-1/standings?unit=SYT-02&page=1", token=token)
    story.call("participation", "GET", "/assessments/nq57-1/participation?unit=SYT&depth=1", token=token)
    story.call("foreign unit", "GET", "/assessments/nq57-1/participation?unit=BT", token=token)
    other = story.answers["session dv2"].json["token"]
    story.call("no right", "GET", "/assessments/nq57-1/participation", token=other)
    story.call("sign out", "DELETE", "/sessions", token=other)
    story.call("signed out", "GET", "/assessments", token=other)


# --- The commands ---

COMMANDS = [
    "serve",
    "db upgrade",
    "db downgrade",
    "db check",
    "demo load",
    "units import",
    "members import",
    "members password",
    "questions import",
    "questions export",
    "competitions import",
    "attempts import",
    "attempts close-overdue",
    "report participation",
    "roles grant",
    "roles revoke",
    "roles list",
]
TAKES_JSON = {name for name in COMMANDS if name.split()[0] not in {"serve", "db", "demo"}} - {"members password"}
OPTIONS = {
    "serve": {"--demo", "--host", "--port", "--workers", "--threads"},
    "demo load": {"--members", "--password", "--seed"},
    "questions import": {"--bank", "--format"},
    "questions export": {"--bank", "--format"},
    "report participation": {"--assessment", "--competition", "--unit", "--depth"},
    "members password": {"--stdin"},
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_there_with_help_and_its_options(migrated_app, name):
    result = migrated_app.test_cli_runner().invoke(args=[*name.split(), "--help"])
    assert (result.exit_code, result.output.startswith("Usage: ")) == (0, True)
    options = set(re.findall(r"--[a-z-]+", result.output))
    assert OPTIONS.get(name, set()) <= options
    assert ("--json" in options) is (name in TAKES_JSON)
    assert ({"--dry-run", "--skip-rejected"} <= options) is name.endswith("import")


def test_every_command_explains_itself(migrated_app):
    def walk(command: click.Command, name: str) -> Iterator[tuple[str, str | None]]:
        for word, child in getattr(command, "commands", {}).items():
            yield f"{name} {word}".strip(), child.help
            yield from walk(child, f"{name} {word}".strip())

    told = dict(walk(migrated_app.cli, ""))
    assert [name for name, text in told.items() if not text] == []
    assert set(COMMANDS) <= set(told)


def test_script_shows_its_commands(tmp_path):
    shown = Program(tmp_path).run("--help")
    assert (shown.code, shown.err) == (0, "")
    assert {name.split()[0] for name in COMMANDS} <= set(re.findall(r"^  ([a-z]+) ", shown.out, re.M))


def test_wrong_usage_ends_with_2(story):
    for name in ("unknown command", "unknown option", "missing file", "no subject"):
        ended = story.ended[name]
        assert (ended.code, ended.out) == (2, ""), name
        assert "Error:" in ended.err


# --- Imports ---


def test_every_import_prints_one_object_with_the_agreed_keys(story):
    imports = [ended.json for ended in story.ended.values() if "rejected" in ended.out]
    assert len(imports) == len([name for name in story.ended if name.split()[0] in IMPORTED])
    for report in imports:
        assert set(report) - {"by_kind"} == IMPORT_KEYS
        assert all(set(note) == {"row", "item", "error"} for note in report["rejected"])
        assert all(set(note) == {"row", "item", "warning"} for note in report["warnings"])
    assert {name for name, ended in story.ended.items() if "by_kind" in ended.out} == {
        "questions", "questions again", "questions exported", "bank"
    }  # fmt: skip


def test_units_are_imported_once(story):
    names = ("units checked", "units", "units again")
    assert [story.ended[name].code for name in names] == [0, 0, 0]
    assert [story.counts(name)[0] for name in names] == [5, 5, 5]
    assert [story.counts(name) for name in names[1:]] == [(5, 5, 5, 0), (5, 5, 0, 0)]


def test_one_rejected_row_holds_all_back_unless_it_may_be_skipped(story):
    refused, skipping = story.ended["units refused"], story.ended["units skipping"]
    assert (refused.code, skipping.code) == (1, 0)
    assert story.counts("units refused") == (3, 1, 0, 0)
    assert [note["row"] for note in refused.json["rejected"]] == [3, 4]
    assert "KHONG-CO" in refused.json["rejected"][1]["error"]
    assert story.counts("units skipping") == (3, 1, 1, 0)


def test_members_are_imported_once_and_get_passwords(story):
    assert (story.counts("members"), story.counts("members again")) == ((6, 6, 6, 0), (6, 6, 0, 0))
    for code in ("dv1", "dv2", "dv3"):
        ended = story.ended[f"password {code}"]
        assert (ended.code, ended.out) == (0, "")
        assert PASSWORD not in ended.err


def test_roles_are_granted_and_listed(story):
    assert [story.ended[name].code for name in ("grant", "grant dv2", "revoke dv2")] == [0, 0, 0]
    assert (story.ended["grant of nonsense"].code, list(story.ended["grant of nonsense"].json)) == (1, ["error"])
    held = [
        [(grant["member_code"], grant["role"], grant["unit_code"]) for grant in story.ended[name].json["grants"]]
        for name in ("roles", "roles afterwards")
    ]
    assert sorted(held[0]) == [("dv1", "leader", "SYT"), ("dv2", "leader", "BT")]
    assert held[1] == [("dv1", "leader", "SYT")]


def test_questions_are_imported_once_by_kind(story):
    assert (story.counts("questions"), story.counts("questions again")) == ((5, 5, 5, 0), (5, 5, 0, 0))
    assert story.ended["questions"].json["by_kind"] == {"single": 5}
    assert (story.ended["export"].code, story.ended["export"].json) == (0, {"written": 5})
    assert story.counts("questions exported") == (5, 5, 0, 0)
    bank = story.ended["bank"].json
    assert (story.ended["bank"].code, bank["found"], bank["created"], bank["rejected"]) == (0, 33, 33, [])
    assert sum(bank["by_kind"].values()) == 33


def test_competition_is_imported_once(story):
    names = ("competition checked", "competition", "competition again")
    assert [(story.ended[name].code, story.ended[name].json["rejected"]) for name in names] == [(0, [])] * 3
    assert [story.counts(name) for name in names[1:]] == [(2, 2, 2, 0), (2, 2, 0, 0)]


def test_attempts_made_elsewhere_are_imported_once(story):
    refused = story.ended["attempts refused"]
    assert (refused.code, story.counts("attempts refused")) == (1, (2, 0, 0, 0))
    assert [(note["row"], note["item"]) for note in refused.json["rejected"]] == [(2, "dv5"), (3, "dv9")]
    assert (story.counts("attempts"), story.counts("attempts again")) == ((1, 1, 1, 0), (1, 1, 0, 0))


def test_clock_closes_what_is_overdue(story):
    # 0 when the server's own sweep was first; the attempt's figures are in the report either way.
    assert story.ended["close overdue"].code == 0
    assert story.ended["close overdue"].json in ({"closed": 0}, {"closed": 1})


# --- The API ---


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


def problem(story: Story, name: str) -> int:
    """The status of an answer that refuses, which must be a problem document."""
    answer = story.answers[name]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(answer.json)
    assert answer.json["status"] == answer.status
    return answer.status


def is_utc(text: str) -> bool:
    return datetime.fromisoformat(text).utcoffset() == timedelta(0)


# --- The report ---

FIGURES = ("members", "eligible", "people", "person_times", "attempts", "all_correct", "mean_score", "rate_members",
           "rate_eligible")  # fmt: skip


def figures(row: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    return row["unit_code"], tuple(row[name] for name in FIGURES)


def test_participation_is_counted_per_unit(story):
    report = story.ended["report"].json
    assert set(report) == {"unit", "as_of", "rows", "total"}
    assert (report["unit"], is_utc(report["as_of"])) == ({"code": "KHOI", "name": "Đảng bộ Khối các cơ quan"}, True)
    assert dict(map(figures, report["rows"])) == {
        "MOI": (0, 0, 0, 0, 0, 0, None, None, None),
        "BT": (3, 2, 1, 1, 1, 0, 4, 33.33, 50.0),
        "SYT": (3, 3, 3, 3, 4, 1, 3, 100.0, 100.0),
        "SYT-01": (1, 1, 1, 1, 2, 1, 5, 100.0, 100.0),
        "SYT-02": (2, 2, 2, 2, 2, 0, 2, 100.0, 100.0),
    }
    assert figures(report["total"]) == ("KHOI", (6, 5, 4, 4, 5, 1, 3.25, 66.67, 80.0))


def test_participation_in_a_competition_counts_all_rounds(story):
    report = story.ended["report of competition"].json
    assert report["rows"] == []
    assert figures(report["total"])[0] == "BT"
    assert [report["total"][name] for name in ("people", "person_times", "attempts")] == [1, 1, 1]


def test_participation_over_http_is_the_same_for_those_who_may_see_it(story):
    rows = {row["unit_code"]: row for row in story.ended["report"].json["rows"]}
    answer = story.answers["participation"]
    assert answer.status == 200
    assert figures(answer.json["total"]) == figures(rows["SYT"])
    assert list(map(figures, answer.json["rows"])) == [figures(rows["SYT-02"]), figures(rows["SYT-01"])]
    assert (problem(story, "foreign unit"), problem(story, "no right")) == (404, 403)


def test_report_of_nothing_is_refused(story):
    ended = story.ended["report of nothing"]
    assert (ended.code, list(ended.json), len(ended.err.splitlines())) == (1, ["error"], 1)
    assert ended.json["error"] == ended.err.strip()


# --- The web, health, start and stop ---


def test_sign_in_is_a_form(story):
    page = story.server.call("GET", "/sign-in")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    fields = set(re.findall(r'<input[^>]*name="(\w+)"', page.text))
    assert {"login", "password", "csrf_token"} <= fields
    assert re.search(r'<form[^>]*method="post"', page.text)


class Browser:
    """Keeps cookies, and sends forms with the token of the page they stand on."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._keep(self.server.call("GET", path, Cookie=self._sent()))

    def post(self, path: str, **fields: str) -> Answer:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path).text)
        assert token is not None
        form = urlencode({"csrf_token": token[1], **fields}).encode()
        headers = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": self._sent()}
        return self._keep(self.server.call("POST", path, form, **headers))

    def _sent(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, answer: Answer) -> Answer:
        self.cookies |= dict(cookie.split("=", 1) for cookie in answer.cookies)
        return answer


def test_person_signs_in_and_sees_the_agreed_pages(story):
    browser = Browser(story.server)
    signed_in = browser.post("/sign-in", login="dv1", password=PASSWORD)
    assert signed_in.status in (302, 303)
    # The password was set by somebody else: it is changed before anything else is shown.
    turned = browser.get("/a/nq57-1")
    assert (turned.status, turned.headers["Location"]) == (302, "/password")
    changed = browser.post("/password", current=PASSWORD, new="một mật khẩu mới", again="một mật khẩu mới")
    assert changed.status in (302, 303)
    own = story.answers["submit"].json["id"]
    for path in ("/a/nq57-1", f"/attempts/{own}", "/c/nq57", "/analytics/"):
        shown = browser.get(path)
        assert (shown.status, shown.headers["Content-Type"]) == (200, "text/html; charset=utf-8"), path
    assert browser.get("/attempts/999999").status == 404


def test_competition_is_public_and_the_rest_is_closed(story):
    shown = story.server.call("GET", "/c/nq57")
    assert (shown.status, "Tìm hiểu Nghị quyết 57" in shown.text) == (200, True)
    for path in ("/a/nq57-1", "/attempts/1", "/analytics/"):
        closed = story.server.call("GET", path)
        assert (closed.status, closed.headers["Location"].startswith("/sign-in")) == (302, True)
    assert story.server.call("GET", "/c/khong-co").status == 404


def test_health_and_metrics(story):
    for path in ("/health/live", "/health/ready"):
        answer = story.server.call("GET", path)
        assert (answer.status, answer.json) == (200, {"status": "ok"})
    metrics = story.server.call("GET", "/metrics")
    assert metrics.headers["Content-Type"].startswith("text/plain; version=")
    assert "# TYPE quizapp_requests_total counter" in metrics.text


def test_two_starts_at_once_do_no_harm_and_sigterm_stops_one_cleanly(story):
    assert story.second_exit == 0
    assert "Traceback" not in story.second_log
    assert story.server.call("GET", "/health/ready").status == 200


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_database_goes_up_at_once_from_two_programs_and_down_again(tmp_path, worker, kind):
    url = new_postgres_database(f"contract_{worker}") if kind == "postgresql" else f"sqlite:///{tmp_path}/x.sqlite3"
    assert make_url(url).get_backend_name() == kind
    program = Program(tmp_path, DATABASE_URL=url)
    together = program.run_together(("db", "upgrade"), ("db", "upgrade"))
    assert [(ended.code, ended.out) for ended in together] == [(0, ""), (0, "")], together
    loaded = program.start_forking()
    try:
        codes = [program.fork(loaded, "db", *words).code for words in (["check"], ["downgrade", "base"], ["check"])]
        assert codes == [0, 0, 1]
    finally:
        loaded.kill()
        loaded.wait()


def test_demonstration_is_loaded_into_an_empty_database_only(tmp_path):
    program = Program(tmp_path)
    loaded = program.start_forking()
    try:
        first, again = (program.fork(loaded, "demo", "load", "--members", "60", "--seed", "7") for _ in range(2))
        assert (first.code, first.out, again.code, again.out) == (0, "", 1, "")
        password = program.fork(loaded, "members", "password", "dv000060", "--stdin", stdin="mật khẩu khác\n")
        beyond = program.fork(loaded, "members", "password", "dv000061", "--stdin", stdin="mật khẩu khác\n")
        assert (password.code, beyond.code) == (0, 1)
    finally:
        loaded.kill()
        loaded.wait()
