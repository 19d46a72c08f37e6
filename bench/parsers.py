"""Question files measured: large ones and hostile ones, each read in a process of its own.

Limits: 10,000 questions of a workbook and 500 of a Word document in 5 s of CPU; 10,000 of a text or of Moodle XML, and
hostile files, in 10 s and 500 MB. Twice as much of a text may take at most 2.6 times as long.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from quizapp.errors import DomainError
from quizapp.questions.formats import registry
from quizapp.questions.formats.parsed import Kind, ParsedOption, ParsedQuestion

PROJECT = Path(__file__).parents[1]
FOREIGN = Path(os.environ.get("QUIZAPP_FOREIGN_FILES") or PROJECT.parent / "shared" / "fixtures")
LARGE_SECONDS, HOSTILE_SECONDS, MOST_MEGABYTES = 5, 10, 500
LARGE = (("10000.xlsx", "xlsx", 10_000, LARGE_SECONDS), ("500.docx", "docx", 500, LARGE_SECONDS))
LARGE += (("10000.xml", "moodle-xml", 10_000, HOSTILE_SECONDS), ("10000.gift", "gift", 10_000, HOSTILE_SECONDS))
EXAM = 10_000
MOST_AT_TWICE = 2.6
DOUBLED = 15_000


@dataclass(frozen=True)
class Reading:
    """What reading one file cost."""

    name: str
    seconds: float
    megabytes: int
    most_seconds: int
    half: float | None = None  # seconds for half of it

    @property
    def is_good(self) -> bool:
        return self.seconds <= self.most_seconds and self.megabytes <= MOST_MEGABYTES and self.ratio < MOST_AT_TWICE

    @property
    def ratio(self) -> float:
        """How many times as long as half of it; what takes no time at all is not compared."""
        return self.seconds / self.half if self.half and self.seconds > 0.1 else 0


def measure(folder: Path) -> list[Reading]:
    """The large files, written into the folder, and the hostile ones where they lie."""
    large = [_measured(path, seconds) for path, seconds in _write_large(folder)]
    hostile = sorted((FOREIGN / "hostile").glob("*")) if FOREIGN.is_dir() else []
    doubled = [_doubled(half, whole) for half, whole in _write_odd(folder)]
    return [*large, *doubled, *(_measured(path, HOSTILE_SECONDS) for path in hostile)]


def about(readings: list[Reading]) -> str:
    """The dearest of them, and those beyond their limit, as a table of Markdown."""
    dearest = sorted(readings, key=lambda one: one.seconds, reverse=True)
    shown = [one for place, one in enumerate(dearest) if place < 8 or not one.is_good]
    rows = [
        f"| {one.name} | {one.seconds:.2f} | {one.megabytes} | {f'{one.ratio:.1f}' if one.ratio else ''} | "
        f"{'yes' if one.is_good else 'NO'} |"
        for one in shown
    ]
    columns = "| file | CPU s | MB | to half of it | within limits |\n|---|---|---|---|---|"
    head = f"## Question files\n\n{len(readings)} files; the dearest:\n\n{columns}"
    return "\n".join([head, *rows, ""])


def _write_large(folder: Path) -> Iterator[tuple[Path, int]]:
    for name, format_name, count, seconds in LARGE:
        path = folder / name
        path.write_bytes(registry.write(format_name, [_question(number) for number in range(1, count + 1)], "Lớn"))
        yield path, seconds
    exam = folder / "10000.txt"
    exam.write_text("\n".join(_as_typed(number) for number in range(1, EXAM + 1)), encoding="utf-8")
    yield exam, HOSTILE_SECONDS


def _as_typed(number: int) -> str:
    options = "\n".join(f"{letter}. Phương án {letter} của câu {number}" for letter in "ABCD")
    return f"Câu {number}. Nội dung câu hỏi số {number} là gì?\n{options}\nĐáp án: B\n"


def _question(number: int) -> ParsedQuestion:
    options = tuple(ParsedOption(f"Phương án {letter} của câu {number}", letter == "B") for letter in "ABCD")
    return ParsedQuestion(number, f"Câu {number}", Kind.SINGLE, f"Nội dung câu hỏi số {number} là gì?", options)


def _write_odd(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Texts that make patterns go back and forth, each in half and whole."""
    for name, extension, text in _ODD:
        paths = [folder / f"{name}-{count}.{extension}" for count in (DOUBLED, 2 * DOUBLED)]
        for path, count in zip(paths, (DOUBLED, 2 * DOUBLED), strict=True):
            path.write_text(text(count), encoding="utf-8")
        yield paths[0], paths[1]


_ODD: tuple[tuple[str, str, Callable[[int], str]], ...] = (
    ("options-in-a-line", "txt", lambda count: "Câu 1: " + "A. a B. b " * count),
    ("options", "txt", lambda count: "Câu 1: x\n" + "A. a\n" * count),
    ("paragraphs", "txt", lambda count: "\n\n".join(["x"] * count) + "\nA. a\nB. b"),
    ("keys-in-a-line", "txt", lambda count: "Câu 1: x\nA. a\nB. b\n" + "1.A " * count),
    ("keys", "txt", lambda count: "Câu 1: x\nA. a\nB. b\n" + "Đáp án: A\n" * count),
    ("statements", "txt", lambda count: "Câu 1: x\n" + "a) x\n" * count),
    ("stems", "txt", lambda count: "Câu 1: x\n" * count),
    ("dots", "txt", lambda count: "Câu 1: " + ". " * count + "\nA. a\nB. b\nĐáp án: A"),
    ("brackets", "txt", lambda count: "(" * 3 * count),
    ("blanks", "txt", lambda count: " " * 10 * count + "x"),
    ("answers", "gift", lambda count: "C? {=a " + "~b " * count + "}"),
    ("braces", "gift", lambda count: "{" * count),
    ("pairs", "gift", lambda count: "C {" + "=a -> b " * count + "}"),
    ("answer-lines", "txt", lambda count: "ANSWER: A\n" * count),
    ("formulas", "gift", lambda count: "C <math>" + "<mi>x</mi>" * (count // 2) + "</math> {=a ~b}"),
    ("empty-rows", "csv", lambda count: "Câu hỏi;A;B;C;D;Đáp án\n" + ";;;;;\n" * count),
)


def _doubled(half: Path, whole: Path) -> Reading:
    before = _measured(half, HOSTILE_SECONDS)
    return replace(_measured(whole, HOSTILE_SECONDS), half=before.seconds)


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
