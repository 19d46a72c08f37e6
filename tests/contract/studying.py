"""The second half of the job: a resolution, a conference with its attendance, a make-up, an exam; the study rate."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.program import Program

from .story import Story

RESOLUTION = """# Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học

## I. Quan điểm

1. Người dân là trung tâm.
"""
LISTED = """
[[documents]]
number = "57-NQ/TW"
issuer = "Bộ Chính trị"
date = 2024-12-22
kind = "Nghị quyết"
title = "Về đột phá phát triển khoa học"
[[documents]]
number = "21-NQ/TW"
issuer = "Ban Chấp hành Trung ương"
date = 2017-10-25
kind = "resolution"
title = "Về công tác dân số"
"""
SESSIONS = """
[[sessions]]
code = "hn57"
title = "Hội nghị học tập Nghị quyết 57"
unit = "KHOI"
documents = ["57-NQ/TW"]
form = "mixed"
meeting_points = ["Hội trường A", "Điểm cầu Sở Y tế"]
starts = {held}T08:00:00
ends = {held}T11:00:00
deadline = {later}T23:59:00
[[sessions]]
code = "hb57"
title = "Học bù Nghị quyết 57"
kind = "make_up"
unit = "KHOI"
documents = ["57-NQ/TW"]
starts = {made_up}T14:00:00
ends = {made_up}T16:00:00
"""
LOST_SESSION = """
code = "lac"
unit = "KHOI"
documents = ["99-NQ/TW"]
starts = 2026-11-20T08:00:00
ends = 2026-11-20T11:00:00
"""
ATTENDANCE = "member code,state,at\ndv1,attended,{held}T08:05:00\ndv2,excused,\ndv3,unexcused,\ndv4,có mặt,\n"
STRANGERS = "member code,state,at\ndv3,attended,\ndv99,attended,\ndv4,asleep,\n"
EXAM = """
code = "thi-cuoi-khoa"
title = "Thi cuối khóa"
opens_at = {opens}
closes_at = {closes}
minutes = 30
publish = true
[class]
code = "lop-1"
title = "Lớp 1"
unit = "SYT"
starts_on = {day}
ends_on = {later}
learners = ["dv2", "dv3"]
[[matrix]]
bank = "MAU"
count = 5
"""


def study(story: Story) -> None:
    """dv1 and dv4 attend the conference, dv2 the make-up; dv3 stays away; dv5 is exempt, dv6 was never noted."""
    file = story.program.file
    resolution, listed = file("nghi-quyet.md", RESOLUTION), file("van-ban.toml", LISTED)
    story.do("documents checked", "documents", "import", resolution, "--dry-run", "--json")
    story.do("documents", "documents", "import", resolution, "--json")
    story.do("documents again", "documents", "import", resolution, "--json")
    story.do("documents listed", "documents", "import", listed, "--json")
    sessions = file("buoi-hoc.toml", SESSIONS.format(**days()))
    story.do("sessions", "sessions", "import", sessions, "--json")
    story.do("sessions again", "sessions", "import", sessions, "--json")
    story.do("sessions refused", "sessions", "import", file("lac.toml", LOST_SESSION), "--json")
    attend(story)
    exam = file("thi.toml", EXAM.format(**days()))
    story.do("exam", "exams", "import", exam, "--json")
    story.do("exam again", "exams", "import", exam, "--json")
    for name, more in {"study": ("--depth", "2"), "study of unit": ("--unit", "BT")}.items():
        story.do(name, "report", "study", "--document", "57-NQ/TW", *more, "--json")
    story.do("study of nothing", "report", "study", "--document", "99-NQ/TW", "--json")
    story.do("adoption", "report", "adoption", "--json")


def attend(story: Story) -> None:
    program: Program = story.program
    noted = program.file("co-mat.csv", ATTENDANCE.format(**days()))
    strangers = program.file("la.csv", STRANGERS)
    made_up = program.file("hoc-bu.csv", "Mã số,Trạng thái\ndv2,có mặt\n")
    story.do("attendance refused", "attendance", "import", strangers, "--session", "hn57", "--json")
    story.do("attendance", "attendance", "import", noted, "--session", "hn57", "--json")
    story.do("attendance again", "attendance", "import", noted, "--session", "hn57", "--json")
    story.do("attendance of make-up", "attendance", "import", made_up, "--session", "hb57", "--json")
    story.do("attendance of nothing", "attendance", "import", noted, "--session", "khong-co", "--json")


def days() -> dict[str, str]:
    """The conference was the day before yesterday, the make-up yesterday; the exam is open from an hour ago."""
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).replace(tzinfo=None, second=0, microsecond=0)
    today = now.date()
    return {
        "day": today.isoformat(),
        "held": (today - timedelta(days=2)).isoformat(),
        "made_up": (today - timedelta(days=1)).isoformat(),
        "later": (today + timedelta(days=9)).isoformat(),
        "opens": (now - timedelta(hours=1)).isoformat(),
        "closes": (now + timedelta(hours=5)).isoformat(),
    }
