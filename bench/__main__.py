"""``make bench``: measure, and print the figures as Markdown."""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from . import banks, client, flows, goals, imports, invigilation, items, pages, parsers, processes, report

PARTS = ("flows", "imports", "banks", "similar", "parsers", "pages", "items", "corrections", "invigilation")
PARTS += ("library", "study")
RESULTS = Path(__file__).with_name("results.md")
ABOUT = """\
CPU is user and system time of all server processes, those of the database among them; the load comes from another
process over {connections} connections and is not counted. Ratios are medians over {rounds} rounds in which quizapp and
the bare app take turns step by step ({per_round} members each time); the lowest and the highest round stand in
brackets. The bare app (`bench/bare.py`) writes no logs and no metrics, quizapp does.
"""


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    rounds: int
    per_round: int
    members: int
    imported: int
    listed: int
    questions: int
    attempts: int
    documents: int
    candidates: int
    bank: int


FULL = Sizes(
    rounds=7,
    per_round=60,
    members=5_000,
    imported=100_000,
    listed=100_000,
    questions=10_000,
    attempts=100_000,
    documents=20_000,
    candidates=500,
    bank=50_000,
)
QUICK = Sizes(
    rounds=3,
    per_round=12,
    members=1_000,
    imported=5_000,
    listed=5_000,
    questions=1_000,
    attempts=5_000,
    documents=1_000,
    candidates=50,
    bank=2_000,
)


def main() -> None:
    """Run the parts that are asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run at all?")
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    parser.add_argument("--write", action="store_true", help=f"also into bench/{RESULTS.name}")
    options = parser.parse_args()
    sizes = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory(prefix="quizapp-bench-") as folder:
        wanted = [part for part in PARTS if options.only in (None, part)]
        sections = [_MEASURES[part](_subfolder(Path(folder), part), sizes) for part in wanted]
    content = "\n\n".join((f"# Measured\n\n{report.machine(_postgresql_version())}.", *sections)) + "\n"
    sys.stdout.write(content)
    if options.write:
        RESULTS.write_text(content)


def _subfolder(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


def _flows(folder: Path, sizes: Sizes) -> str:
    compared = []
    for database in _databases(folder):
        with database as opened:
            _say(f"flows on {opened.name} …")
            place = _subfolder(folder, opened.name)
            compared.append(flows.compare(place, opened, sizes.rounds, sizes.per_round, sizes.members))
    about = ABOUT.format(connections=client.CONNECTIONS, rounds=sizes.rounds, per_round=sizes.per_round)
    return f"{about}\n{report.about_flows(compared)}"


def _databases(folder: Path) -> Iterator[contextlib.AbstractContextManager[processes.Database]]:
    yield contextlib.nullcontext(processes.sqlite(folder))
    yield processes.postgresql()


def _imports(folder: Path, sizes: Sizes) -> str:
    _say("imports …")
    return report.about_imports(imports.measure(folder, sizes.imported, sizes.members))


def _banks(folder: Path, sizes: Sizes) -> str:
    _say("banks …")
    return report.about_banks(banks.measure(folder, sizes.questions))


def _pages(folder: Path, sizes: Sizes) -> str:
    _say("pages …")
    return report.about_pages(pages.measure(folder, sizes.listed))


def _items(folder: Path, sizes: Sizes) -> str:
    measured = []
    for database in _databases(folder):
        with database as opened:
            _say(f"item statistics on {opened.name} …")
            measured.append(items.measure(_subfolder(folder, opened.name), opened, sizes.attempts))
    return report.about_items(measured)


def _invigilation(folder: Path, sizes: Sizes) -> str:
    return _on_both("invigilation", folder, lambda place, opened: invigilation.measure(place, opened, sizes.candidates))


def _corrections(folder: Path, sizes: Sizes) -> str:
    return _apart("corrections", folder, str(sizes.attempts))


def _library(folder: Path, sizes: Sizes) -> str:
    return _apart("library", folder, str(sizes.documents))


def _similar(folder: Path, sizes: Sizes) -> str:
    return _apart("similar", folder, str(sizes.bank))


def _study(folder: Path, sizes: Sizes) -> str:
    return _apart("study", folder)


def _apart(name: str, folder: Path, *arguments: str) -> str:
    """What the module of this name prints of each database, in a process of its own."""

    def measure(place: Path, opened: processes.Database) -> list[str]:
        command = [sys.executable, "-m", f"bench.{name}", opened.url, str(place), *arguments]
        environment = processes.environment(place, opened.url)
        return subprocess.check_output(command, env=environment, cwd=processes.ROOT, text=True).splitlines()

    return _on_both(name, folder, measure)


def _on_both(name: str, folder: Path, measure: Callable[[Path, processes.Database], list[str]]) -> str:
    tables = []
    for database in _databases(folder):
        with database as opened:
            _say(f"{name} on {opened.name} …")
            rows = measure(_subfolder(folder, opened.name), opened)
            tables.append("\n".join([f"### {name.capitalize()}, {opened.name}", "", goals.HEADER, *rows]))
    return "\n\n".join(tables)


def _parsers(folder: Path, sizes: Sizes) -> str:
    _say("parsers …")
    return parsers.about(parsers.measure(folder))


_MEASURES: dict[str, Callable[[Path, Sizes], str]] = {
    "flows": _flows,
    "imports": _imports,
    "banks": _banks,
    "parsers": _parsers,
    "pages": _pages,
    "items": _items,
    "similar": _similar,
    "corrections": _corrections,
    "invigilation": _invigilation,
    "library": _library,
    "study": _study,
}


def _postgresql_version() -> str:
    with processes.postgresql() as database:
        engine = create_engine(database.url)
        with engine.connect() as connection:
            version = connection.execute(text("SHOW server_version")).scalar_one()
        engine.dispose()
    return f"PostgreSQL {version}"


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
