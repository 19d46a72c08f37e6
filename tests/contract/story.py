"""One committee's whole job on an empty database: units, members, roles, questions, a competition that is open now,
people who sit it, results made elsewhere, the clock, and the participation report.
"""

from __future__ import annotations

import sqlite3
import subprocess
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from quizapp.project import QUESTION_BANKS
from tests.program import Answer, Ended, Program, Server
from tests.spreadsheets import xlsx_of

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


def problem(story: Story, name: str) -> int:
    """The status of an answer that refuses, which must be a problem document."""
    answer = story.answers[name]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(answer.json)
    assert answer.json["status"] == answer.status
    return answer.status


def is_utc(text: str) -> bool:
    return datetime.fromisoformat(text).utcoffset() == timedelta(0)
