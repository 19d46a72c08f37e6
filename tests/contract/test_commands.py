"""Every command, its options, its help and its exit codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from tests.program import Program

# One scenario, one process: its commands and its server are what costs.
pytestmark = pytest.mark.xdist_group("contract")

COMMANDS = [
    "serve",
    "db upgrade",
    "db downgrade",
    "db check",
    "demo load",
    "units import",
    "members import",
    "members password",
    "questions import",
    "questions export",
    "documents import",
    "sessions import",
    "attendance import",
    "competitions import",
    "exams import",
    "attempts import",
    "attempts close-overdue",
    "report participation",
    "report study",
    "report adoption",
    "roles grant",
    "roles revoke",
    "roles list",
]
TAKES_JSON = {name for name in COMMANDS if name.split()[0] not in {"serve", "db", "demo"}} - {"members password"}
OPTIONS = {
    "serve": {"--demo", "--host", "--port", "--workers", "--threads"},
    "demo load": {"--members", "--password", "--seed"},
    "questions import": {"--bank", "--format"},
    "questions export": {"--bank", "--format"},
    "report participation": {"--assessment", "--competition", "--unit", "--depth"},
    "report study": {"--document", "--course", "--unit", "--depth"},
    "report adoption": {"--unit", "--depth"},
    "attendance import": {"--session"},
    "members password": {"--stdin"},
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_there_with_help_and_its_options(migrated_app, name):
    result = migrated_app.test_cli_runner().invoke(args=[*name.split(), "--help"])
    assert (result.exit_code, result.output.startswith("Usage: ")) == (0, True)
    options = set(re.findall(r"--[a-z-]+", result.output))
    assert OPTIONS.get(name, set()) <= options
    assert ("--json" in options) is (name in TAKES_JSON)
    assert ({"--dry-run", "--skip-rejected"} <= options) is name.endswith("import")


def test_every_command_explains_itself(migrated_app):
    def walk(command: click.Command, name: str) -> Iterator[tuple[str, str | None]]:
        for word, child in getattr(command, "commands", {}).items():
            yield f"{name} {word}".strip(), child.help
            yield from walk(child, f"{name} {word}".strip())

    told = dict(walk(migrated_app.cli, ""))
    assert [name for name, text in told.items() if not text] == []
    assert set(COMMANDS) <= set(told)


def test_script_shows_its_commands(tmp_path):
    shown = Program(tmp_path).run("--help")
    assert (shown.code, shown.err) == (0, "")
    assert {name.split()[0] for name in COMMANDS} <= set(re.findall(r"^  ([a-z]+) ", shown.out, re.M))


def test_wrong_usage_ends_with_2(story):
    for name in ("unknown command", "unknown option", "missing file", "no subject"):
        ended = story.ended[name]
        assert (ended.code, ended.out) == (2, ""), name
        assert "Error:" in ended.err
