"""PURE: windows, deadlines and what may happen at an instant. The server's clock decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ..errors import Sentence

State = Literal["upcoming", "open", "closed"]


@dataclass(frozen=True, slots=True)
class Window:
    """When an assessment can be sat, and for how long."""

    opens_at: datetime
    closes_at: datetime
    minutes: int
    grace_seconds: int = 15

    def state(self, now: datetime) -> State:
        """Open from the opening instant up to, not including, the closing one."""
        if now < self.opens_at:
            return "upcoming"
        return "open" if now < self.closes_at else "closed"

    def deadline(self, started_at: datetime, extra_minutes: int = 0) -> datetime:
        """The earlier of start + minutes and the closing minute, both later by the extra minutes."""
        earlier = min(started_at + timedelta(minutes=self.minutes), self.closes_at)
        return earlier + timedelta(minutes=extra_minutes)

    def saves_until(self, deadline: datetime) -> datetime:
        """Answers that were given in time may arrive this late: the network's grace, not the candidate's."""
        return deadline + timedelta(seconds=self.grace_seconds)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What decides whether a member may start now. ``excluded_because`` is a reason code, None for the eligible."""

    is_in_audience: bool
    excluded_because: str | None
    attempts_used: int
    attempts_allowed: int | None


EXCLUSIONS = {
    "exempt": Sentence("Bạn được miễn công tác và sinh hoạt nên không thuộc diện dự thi."),
    "suspended": Sentence("Bạn đang bị đình chỉ sinh hoạt nên không thuộc diện dự thi."),
    "away": Sentence("Bạn đang tạm vắng hoặc sinh hoạt nơi khác nên không thuộc diện dự thi ở đây."),
    "organiser": Sentence("Thành viên Ban Tổ chức không dự thi."),
    "author": Sentence("Người ra đề không dự thi."),
    "disqualified": Sentence("Quyền dự thi của bạn đã bị hủy."),
    "not_entitled": Sentence("Bạn chưa đủ điều kiện dự thi. Lý do có ở trang Kỳ thi; hãy hỏi giảng viên của lớp."),
    "waits": Sentence("Chờ giám thị xác nhận. Hãy đưa giấy tờ tùy thân cho giám thị."),
}
# Set at first, and cleared by a person when the candidate is there: services/holds.py.
WAITS = "waits"
OUTSIDE = Sentence("Bài thi này không dành cho đơn vị hoặc đối tượng của bạn.")


def reasons_not_to_start(window: Window, candidate: Candidate, now: datetime) -> list[Sentence]:
    """Why a new attempt cannot begin, the weightiest first; [] when it can."""
    reasons = []
    if not candidate.is_in_audience:
        reasons.append(OUTSIDE)
    elif candidate.excluded_because is not None:
        reasons.append(EXCLUSIONS.get(candidate.excluded_because, Sentence("Bạn không thuộc diện dự thi.")))
    if window.state(now) == "upcoming":
        reasons.append(Sentence("Bài thi chưa mở."))
    if window.state(now) == "closed":
        reasons.append(Sentence("Bài thi đã đóng."))
    if candidate.attempts_allowed is not None and candidate.attempts_used >= candidate.attempts_allowed:
        reasons.append(Sentence("Bạn đã dùng hết %(count)s lượt thi.", count=candidate.attempts_allowed))
    return reasons
