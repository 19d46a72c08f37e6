"""PURE: the wording of a certificate with its placeholders, and its numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import Sentence

PLACEHOLDERS = ("name", "course", "date", "classification")
DEFAULT_HEADING = "GIẤY CHỨNG NHẬN"
DEFAULT_WORDING = "Chứng nhận đồng chí {name} đã hoàn thành {course}, xếp loại {classification}."
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def faults_of_wording(wording: str) -> list[Sentence]:
    """What is wrong with it: a placeholder that no one knows, a bracket that stands alone, no name."""
    names = _PLACEHOLDER.findall(wording)
    faults = [
        Sentence("Không có ký hiệu {%(name)s}. Hãy dùng {name}, {course}, {date} hoặc {classification}.", name=name)
        for name in dict.fromkeys(names)
        if name not in PLACEHOLDERS
    ]
    if any(bracket in _PLACEHOLDER.sub("", wording) for bracket in "{}"):
        faults.append(Sentence("Có dấu ngoặc nhọn đứng một mình. Hãy viết như {name}."))
    if "name" not in names:
        faults.append(Sentence("Nội dung phải có {name} để ghi họ tên người được cấp."))
    return faults


def parts_of(wording: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """The wording filled in, as [(placeholder, text), …]; the placeholder is "" for what the author wrote."""
    parts: list[tuple[str, str]] = []
    end = 0
    for found in _PLACEHOLDER.finditer(wording):
        parts.extend((("", wording[end : found.start()]), (found[1], values.get(found[1], found[0]))))
        end = found.end()
    return [(name, text) for name, text in (*parts, ("", wording[end:])) if text]


def number_of(count: int, year: int) -> str:
    """ "0042/2026": counted up within the unit, so that it stays unique beyond the end of the year."""
    return f"{count:04}/{year}"
