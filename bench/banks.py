"""Question banks: 10,000 questions from one xlsx by command, and 1,000 new questions compared with 20,000."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import xlsxwriter

from quizapp.questions.near_duplicates import find_against, wording_of

from . import processes
from .imports import _write_units
from .processes import Usage

HEADER = ("Câu hỏi", "A", "B", "C", "D", "Đáp án", "Chủ đề", "Mức độ", "Căn cứ")
WORDS = [
    "nghị",
    "quyết",
    "chương",
    "trình",
    "phát",
    "triển",
    "khoa",
    "học",
    "công",
    "nghệ",
    "đổi",
    "mới",
    "sáng",
    "tạo",
    "chuyển",
    "số",
    "quốc",
    "gia",
    "nhiệm",
    "vụ",
    "giải",
    "pháp",
    "mục",
    "tiêu",
    "doanh",
    "nghiệp",
    "nhân",
    "dân",
    "tổ",
    "chức",
    "cán",
    "bộ",
    "đảng",
    "viên",
    "kinh",
    "tế",
    "xã",
    "hội",
    "văn",
    "hóa",
    "giáo",
    "dục",
    "y",
    "tế",
    "môi",
    "trường",
    "pháp",
    "luật",
    "hội",
    "nhập",
    "an",
    "ninh",
    "quốc",
    "phòng",
    "nông",
    "thôn",
    "đô",
    "thị",
    "hạ",
    "tầng",
    "dữ",
    "liệu",
    "nhân",
    "lực",
    "tài",
    "chính",
    "đầu",
    "tư",
    "hợp",
    "tác",
    "quản",
    "lý",
    "cải",
    "cách",
]


@dataclass
class Banks:
    """What was used."""

    questions: int
    import_questions: Usage
    new: int
    known: int
    compare_seconds: float


def measure(folder: Path, questions: int) -> Banks:
    """The import on an empty SQLite database; the comparison in this process, in CPU seconds."""
    url = processes.sqlite_url(folder)
    processes.quizapp(folder, url, "db", "upgrade")
    _write_units(folder / "units.csv")
    processes.quizapp(folder, url, "units", "import", str(folder / "units.csv"))
    path = folder / "questions.xlsx"
    _write_questions(path, questions)
    imported = processes.quizapp(folder, url, "questions", "import", str(path), "--bank", "BENCH")
    new, known = questions // 10, questions * 2
    return Banks(questions, imported, new, known, _compare(new, known))


def _write_questions(path: Path, count: int) -> None:
    random = Random(2026)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Câu hỏi")
        sheet.write_row(0, 0, HEADER)
        for row in range(1, count + 1):
            stem, options = _question(random, row)
            sheet.write_row(row, 0, (stem, *options, random.choice("ABCD"), f"Chủ đề {row % 20}", "Nhận biết", "Mục I"))


def _question(random: Random, number: int) -> tuple[str, list[str]]:
    options = [f"{letter} {' '.join(random.choices(WORDS, k=8))}" for letter in ("một", "hai", "ba", "bốn")]
    return f"Câu số {number}: {' '.join(random.choices(WORDS, k=18))} là gì?", options


def _compare(new: int, known: int) -> float:
    random = Random(2027)
    asked = [_question(random, number) for number in range(known)]
    begun = time.process_time()
    bank = [wording_of(*one) for one in asked]
    # Every tenth is a question of the bank in other words.
    fresh = [
        wording_of(asked[n][0].replace("là gì", "là như thế nào"), asked[n][1])
        if n % 10 == 0
        else wording_of(*_question(random, known + n))
        for n in range(new)
    ]
    found = find_against(fresh, bank)
    assert len(found) >= new // 10
    return time.process_time() - begun
