"""PURE: the code of a session, wave or course whose author gives it none: it stands in its address."""

from __future__ import annotations

import re
from datetime import date

from ..folding import fold

LONGEST_NAME = 40


def code_from(title: str, day: date) -> str:
    """ "hoc-bu-nghi-quyet-57-2111" for a title and a day; of the day's number only day and month."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    name = ""
    for word in words:
        if len(name) + len(word) >= LONGEST_NAME:
            break
        name = f"{name}-{word}" if name else word
    return f"{name or 'ma'}-{day:%d%m}"
