"""``python -m bench``: measure, and print the figures as tables.

Everything runs on this machine, one thing after the other, and stops by itself.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median

from . import flows, imports, pages, processes
from .flows import STEPS, Comparison

RESULTS = Path(__file__).with_name("results.md")


def main() -> None:
    """Parse, measure, print; --write keeps the tables beside this file."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=("flows", "imports", "pages"), help="one part instead of all")
    parser.add_argument("--quick", action="store_true", help="small numbers: to see that it runs")
    parser.add_argument("--write", action="store_true", help=f"keep the tables in {RESULTS.name}")
    chosen = parser.parse_args()
    parts = [chosen.only] if chosen.only else ["flows", "imports", "pages"]
    lines = [f"Measured on {machine()}.", ""]
    with tempfile.TemporaryDirectory(prefix="quizapp-bench-", dir="/tmp") as name:
        for part in parts:
            lines += PARTS[part](Path(name), chosen.quick)
    text = "\n".join(lines)
    sys.stdout.write(text + "\n")
    if chosen.write:
        RESULTS.write_text(text + "\n")


def machine() -> str:
    """What it runs on, in one line."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    cores = sum(line.startswith("processor") for line in Path("/proc/cpuinfo").read_text().splitlines())
    libraries = ", ".join(f"{name} {version(name)}" for name in ("flask", "sqlalchemy", "gunicorn"))
    return f"{cpu}, {cores} cores, Python {platform.python_version()}, {libraries}"


def measure_flows(folder: Path, is_quick: bool) -> list[str]:
    """A save and a whole flow beside the bare app, on both databases."""
    rounds, per_round, members = (2, 10, 300) if is_quick else (5, 40, 5_000)
    (folder / "flows").mkdir()
    lines = []
    with processes.sqlite(folder / "flows") as database:
        lines += table_of(flows.compare(folder / "flows" / "sqlite", database, rounds, per_round, members))
    with processes.postgresql() as database:
        lines += table_of(flows.compare(folder / "flows" / "postgresql", database, rounds, per_round, members))
    return lines


def table_of(compared: Comparison) -> list[str]:
    """CPU of all server and database processes per operation, the ratio, waits and statements."""
    lines = [
        f"### {compared.database}, demonstration of {compared.members:,} members",
        "",
        "| Operation | quizapp, ms CPU | bare app, ms CPU | ratio | quizapp p50 / p95, ms | statements |",
        "|---|---|---|---|---|---|",
    ]
    for step in STEPS:
        mine, other, ratio = compared.quizapp.cpu(step), compared.bare.cpu(step), median(compared.ratios(step))
        p50, p95 = compared.quizapp.waits(step)
        lines.append(
            f"| {step} | {mine * 1000:.2f} | {other * 1000:.2f} | {ratio:.2f} | "
            f"{p50 * 1000:.1f} / {p95 * 1000:.1f} | {compared.statements[step]} |"
        )
    ratios = sorted(compared.flow_ratios())
    mine, other = median(compared.quizapp.flow_cpu()), median(compared.bare.flow_cpu())
    total = sum(compared.statements[step] * flows.TIMES[step] for step in STEPS)
    lines.append(f"| **whole flow** | {mine * 1000:.1f} | {other * 1000:.1f} | {median(ratios):.2f} | | {total} |")
    saves = sorted(compared.ratios("save"))
    lines += [
        "",
        f"Ratios over {len(ratios)} rounds: save {saves[0]:.2f} to {saves[-1]:.2f}, "
        f"whole flow {ratios[0]:.2f} to {ratios[-1]:.2f}.",
        "",
    ]
    return lines


def measure_imports(folder: Path, is_quick: bool) -> list[str]:
    """Long lists."""
    rows, members = (2_000, 300) if is_quick else (100_000, 5_000)
    lines = ["### Loading", "", "| Command | s CPU | peak MB |", "|---|---|---|"]
    for loaded in imports.measure(folder / "imports", rows, members):
        lines.append(f"| {loaded.what} | {loaded.usage.cpu_seconds:.1f} | {loaded.usage.peak_megabytes:.0f} |")
    return [*lines, ""]


def measure_pages(folder: Path, is_quick: bool) -> list[str]:
    """Pages at scale."""
    members = 600 if is_quick else 100_000
    lines = [
        f"### Pages with {members:,} members, SQLite",
        "",
        "| Page | ms CPU | p50, ms | KB |",
        "|---|---|---|---|",
    ]
    for page in pages.measure(folder / "pages", members):
        lines.append(f"| {page.what} | {page.cpu * 1000:.0f} | {page.p50 * 1000:.0f} | {page.kilobytes:.0f} |")
    return [*lines, ""]


PARTS = {"flows": measure_flows, "imports": measure_imports, "pages": measure_pages}

if __name__ == "__main__":
    main()
