"""PURE: the words that heads of Vietnamese documents use: numbers, days and kinds."""

from __future__ import annotations

import re
from datetime import date

from ..folding import fold
from .identity import number_key

NUMBER = r"\d{1,5}\s*(?:/\s*\d{4}\s*)?[-–/]\s*[A-ZĐƯ][\wĐđƯư]*(?:\s*[-–/]\s*[A-ZĐƯ][\wĐđƯư]*)*"
DATE = re.compile(
    r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})|\bngày\s+(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.I
)
LONGEST_TITLE = 500
_SORTABLE_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")

KIND_WORDS = {
    "nghi quyet": "resolution",
    "chi thi": "directive",
    "quy dinh": "regulation",
    "ket luan": "conclusion",
    "huong dan": "guidance",
    "ke hoach": "plan",
    "quyet dinh": "decision",
    "chuong trinh": "programme",
    "chuong trinh hanh dong": "programme",
    "tai lieu sinh hoat chi bo": "branch_material",
    "tai lieu": "reference",
    "tai lieu tham khao": "reference",
}
_KIND_SIGNS = {
    "nq": "resolution",
    "ct": "directive",
    "kl": "conclusion",
    "hd": "guidance",
    "kh": "plan",
    "ctr": "programme",
    "qc": "regulation",
}


def kind_of_number(number: str) -> str:
    """The kind that the letters of a number stand for; "" where they do not say."""
    letters = re.findall(r"[a-z]+", number_key(number))
    if letters[:1] == ["qd"]:
        return "regulation" if letters[1:] in (["tw"], ["tu"]) else "decision"
    return next((_KIND_SIGNS[one] for one in letters if one in _KIND_SIGNS), "")


def kind_of_words(text: str) -> str:
    """The kind of a Vietnamese word such as "Nghị quyết"; "" for another."""
    return KIND_WORDS.get(fold(text), "")


def day_named(text: str) -> date | None:
    """The day that the text names after the word "ngày"; None without one that there is."""
    match = DATE.search(text)
    return _day(*reversed([part for part in match.groups() if part])) if match else None


def read_day(text: str) -> date | None:
    """The day that the whole text is: "22/12/2024", "ngày 22 tháng 12 năm 2024", "2024-12-22"; else None."""
    sortable = _SORTABLE_DAY.fullmatch(text.strip())
    return _day(*sortable.groups()) if sortable else day_named(text) or day_named(f"ngày {text}")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
