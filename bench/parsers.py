"""Question files measured: large ones and hostile ones, each read in a process of its own.

Limits: 10,000 questions of a workbook and 500 of a Word document in 5 s of CPU; hostile files in 10 s and 500 MB.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quizapp.errors import DomainError
from quizapp.questions.formats import registry
from quizapp.questions.formats.parsed import Kind, ParsedOption, ParsedQuestion

PROJECT = Path(__file__).parents[1]
FOREIGN = Path(os.environ.get("QUIZAPP_FOREIGN_FILES") or PROJECT.parent / "shared" / "fixtures")
LARGE_SECONDS, HOSTILE_SECONDS, MOST_MEGABYTES = 5, 10, 500
WORKBOOK, DOCUMENT = 10_000, 500


@dataclass(frozen=True)
class Reading:
    """What reading one file cost."""

    name: str
    seconds: float
    megabytes: int
    most_seconds: int

    @property
    def is_good(self) -> bool:
        return self.seconds <= self.most_seconds and self.megabytes <= MOST_MEGABYTES


def measure(folder: Path) -> list[Reading]:
    """The large files, written into the folder, and the hostile ones where they lie."""
    large = [_measured(path, LARGE_SECONDS) for path in _write_large(folder)]
    hostile = sorted((FOREIGN / "hostile").glob("*")) if FOREIGN.is_dir() else []
    odd = [_measured(path, HOSTILE_SECONDS) for path in (*_write_odd(folder), *hostile)]
    return [*large, *odd]


def about(readings: list[Reading]) -> str:
    """The dearest of them, and those beyond their limit, as a table of Markdown."""
    dearest = sorted(readings, key=lambda one: one.seconds, reverse=True)
    shown = [one for place, one in enumerate(dearest) if place < 8 or not one.is_good]
    rows = [f"| {one.name} | {one.seconds:.2f} | {one.megabytes} | {'yes' if one.is_good else 'NO'} |" for one in shown]
    columns = "| file | CPU s | MB | within limits |\n|---|---|---|---|"
    head = f"## Question files\n\n{len(readings)} files; the dearest:\n\n{columns}"
    return "\n".join([head, *rows, ""])


def _write_large(folder: Path) -> Iterator[Path]:
    for name, format_name, count in (("10000.xlsx", "xlsx", WORKBOOK), ("500.docx", "docx", DOCUMENT)):
        path = folder / name
        path.write_bytes(registry.write(format_name, [_question(number) for number in range(1, count + 1)], "Lớn"))
        yield path


def _question(number: int) -> ParsedQuestion:
    options = tuple(ParsedOption(f"Phương án {letter} của câu {number}", letter == "B") for letter in "ABCD")
    return ParsedQuestion(number, f"Câu {number}", Kind.SINGLE, f"Nội dung câu hỏi số {number} là gì?", options)


def _write_odd(folder: Path) -> Iterator[Path]:
    """Exams that make patterns go back and forth."""
    texts = (
        "Câu 1: " + "A. a B. b " * 30_000,
        "Câu 1: x\n" + "A. a\n" * 30_000,
        "\n\n".join(["x"] * 30_000) + "\nA. a\nB. b",
        "Câu 1: x\nA. a\nB. b\n" + "1.A " * 50_000,
        "(" * 100_000,
        " " * 300_000 + "x",
    )
    for number, text in enumerate(texts, start=1):
        path = folder / f"odd-{number}.txt"
        path.write_text(text, encoding="utf-8")
        yield path


def _measured(path: Path, most_seconds: int) -> Reading:
    answer = subprocess.run([sys.executable, "-m", __name__, str(path)], capture_output=True, text=True, check=True)
    seconds, kilobytes = answer.stdout.split()
    return Reading(path.name, float(seconds), int(kilobytes) // 1024, most_seconds)


def _read_alone(path: Path) -> None:
    """In the child process: read the file, say what it cost."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    with contextlib.suppress(DomainError):  # a reason is as good as questions
        registry.read(path.read_bytes(), path.name)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{seconds:.3f} {after.ru_maxrss}")


if __name__ == "__main__":
    _read_alone(Path(sys.argv[1]))
