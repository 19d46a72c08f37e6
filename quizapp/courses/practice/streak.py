"""PURE: days in a row, told so that they encourage."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from ...errors import Sentence


def days_in_a_row(days: Collection[date], today: date) -> int:
    """How many days without a gap up to today; where today is still to come, up to yesterday."""
    day = today if today in days else today - timedelta(days=1)
    count = 0
    while day in days:
        count, day = count + 1, day - timedelta(days=1)
    return count


def encouragement(days: Collection[date], today: date) -> Sentence:
    """A sentence that praises what was done and blames nobody for what was not."""
    count = days_in_a_row(days, today)
    if today in days and count > 1:
        return Sentence("%(count)s ngày liền bạn đã luyện tập. Rất đáng quý!", count=count)
    if today in days:
        return Sentence("Hôm nay bạn đã luyện tập xong. Hẹn gặp lại ngày mai.")
    if count:
        return Sentence("Bạn đã luyện tập %(count)s ngày liền. Vài phút hôm nay là đủ để tiếp tục.", count=count)
    if days:
        return Sentence("Rất vui được gặp lại bạn. Chỉ cần vài phút là xong phần hôm nay.")
    return Sentence("Mỗi ngày vài câu hỏi ngắn giúp bạn nhớ lâu hơn.")
