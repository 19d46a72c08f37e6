"""The figures as Markdown, with the machine that they are of."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from statistics import median

from . import banks, processes
from .flows import STEPS, TIMES, Comparison
from .imports import Imports
from .items import Items
from .pages import Pages
from .processes import Usage

# What the figures are held against.
SAVE_RATIO, FLOW_RATIO = 1.25, 1.3
FLOW_STATEMENTS = 30


def machine(postgresql_version: str) -> str:
    """One line that names the machine and what ran on it."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    memory = next((int(line.split()[1]) // 2**20 for line in _lines("/proc/meminfo") if "MemTotal" in line), 0)
    parts = [
        f"{model}, {os.cpu_count()} cores, {memory} GB, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {postgresql_version}",
        f"gunicorn with {processes.WORKERS} workers of {processes.THREADS} threads",
        date.today().isoformat(),  # noqa: DTZ011 - the day on which the machine's owner ran it
    ]
    return "; ".join(parts)


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def about_flows(comparisons: Iterable[Comparison]) -> str:
    """A table for each database, and what is made of the goals."""
    return "\n\n".join(_about_flow(comparison) for comparison in comparisons)


def _about_flow(c: Comparison) -> str:
    header = ("", "bare, CPU ms", "quizapp, CPU ms", "ratio", "statements", "bare p50 / p95 ms", "quizapp p50 / p95 ms")
    rows = [
        (
            step if TIMES[step] == 1 else f"{step} (each of {TIMES[step]})",
            _ms(c.bare.cpu(step)),
            _ms(c.quizapp.cpu(step)),
            _ratio(c.ratios(step)),
            str(c.statements[step]),
            _waits(c.bare.waits(step)),
            _waits(c.quizapp.waits(step)),
        )
        for step in STEPS
    ]
    total = sum(c.statements[step] * TIMES[step] for step in STEPS)
    flows = [_ms(median(measured.flow_cpu())) for measured in (c.bare, c.quizapp)]
    rows.append(("**whole flow**", *flows, f"**{_ratio(c.flow_ratios())}**", str(total), "", ""))
    goals = (
        _goal("a save costs at most", SAVE_RATIO, median(c.ratios("save")))
        + _goal("a whole flow at most", FLOW_RATIO, median(c.flow_ratios()))
        + _goal("statements per flow at most", FLOW_STATEMENTS, total)
    )
    return f"### {c.database}, {c.members:,} members\n\n{_table(header, rows)}\n\n{goals.strip()}"


def _goal(what: str, limit: float, reached: float) -> str:
    return f"- {what} {limit:g}: {reached:.3g}, {'reached' if reached <= limit else '**not reached**'}\n"


def _ratio(ratios: list[float]) -> str:
    """The median, and how far the rounds lie apart."""
    return f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def _waits(waits: tuple[float, float]) -> str:
    return " / ".join(_ms(wait) for wait in waits)


def about_imports(imports: Imports) -> str:
    """The commands on large lists."""
    rows = [
        (f"`members import` of {imports.members:,} from xlsx (goal: 15 s, 500 MB)", *_usage(imports.import_members)),
        (f"`demo load --members {imports.demo_members}` (goal: 20 s)", *_usage(imports.load_demo)),
    ]
    return f"### Commands, SQLite\n\n{_table(('', 'CPU s', 'wall s', 'peak MB'), rows)}"


def about_items(measured: Iterable[Items]) -> str:
    """Item statistics from the attempts themselves."""
    rows = [
        (f"`report items`, {one.attempts:,} attempts x 40, {one.database} (goal: 10 s, 1,000 MB)", *_usage(one.usage))
        for one in measured
    ]
    return f"### Item statistics\n\n{_table(('', 'CPU s', 'wall s', 'peak MB'), rows)}"


def _usage(usage: Usage) -> tuple[str, str, str]:
    return f"{usage.cpu_seconds:.1f}", f"{usage.wall_seconds:.1f}", f"{usage.peak_megabytes:.0f}"


def about_pages(pages: Pages) -> str:
    """The pages of a large installation, and the cold view of a paper."""
    rows = [(name, _ms(p.cpu), _ms(p.wall), f"{p.kilobytes:.1f}") for name, p in pages.pages.items()]
    load = _table(
        ("", "CPU s", "wall s", "peak MB"), [(f"`demo load --members {pages.members}`", *_usage(pages.load_demo))]
    )
    table = _table(("", "CPU ms", "wall ms", "KB (gzip)"), rows)
    return f"### Pages at {pages.members:,} members, SQLite\n\n{load}\n\n{table}\n\n{_about_cold_view(pages)}"


def _about_cold_view(pages: Pages) -> str:
    if pages.cold is None:
        return "Cold first view of a paper: not measured, no Chromium."
    loaded = ", ".join(pages.cold.requests)
    return (
        f"Cold first view of a paper of 20 questions (goal: 60 KB, 6 requests): {pages.cold.kilobytes:.1f} KB over the"
        f" wire in {len(pages.cold.requests)} requests ({loaded})."
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}" if seconds < 0.01 else f"{seconds * 1000:.1f}"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(header)
    lines = [titles, ["---", *("---:" for _ in titles[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def about_banks(measured: banks.Banks) -> str:
    """The section on question banks."""
    used = measured.import_questions
    return (
        "## Question banks\n\n"
        f"{measured.questions:,} questions from xlsx: {used.cpu_seconds:.1f} s of CPU, {used.peak_megabytes:.0f} MB. "
        f"{measured.new:,} new questions compared with {measured.known:,}: {measured.compare_seconds:.1f} s of CPU."
    )
