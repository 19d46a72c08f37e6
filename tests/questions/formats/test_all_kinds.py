"""Every kind of question written and read back, in every format that can carry it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.questions.formats import registry
from quizapp.questions.formats.parsed import Kind, ParsedQuestion

from .all_kinds import EVERY_KIND

WRITTEN = ["aiken", "csv", "gift", "moodle-xml", "xlsx"]
NOT_CARRIED = {
    "aiken": set(Kind) - {Kind.SINGLE, Kind.TRUEFALSE},
    "gift": {Kind.STATEMENTS, Kind.ORDERING, Kind.CLOZE},
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_format_says_which_kinds_it_cannot_carry(name: str) -> None:
    kept, left_out = registry.parted(name, EVERY_KIND)
    assert {one.kind for one in left_out} == NOT_CARRIED.get(name, set())
    assert len(kept) + len(left_out) == len(EVERY_KIND)


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda one: f"{one.row}-{one.kind}")
@pytest.mark.parametrize("name", [name for name in WRITTEN if name != "aiken"])
def test_what_is_written_is_read_back_the_same(name: str, question: ParsedQuestion) -> None:
    if question.kind in NOT_CARRIED.get(name, ()):
        return
    parsed = registry.read(registry.write(name, [question], "Thử"), "thu", name)
    (again,) = parsed.questions
    assert replace(again, row=question.row, item=question.item) == question
    assert parsed.warnings == ()


@pytest.mark.parametrize("name", [name for name in WRITTEN if name != "aiken"])
def test_all_kinds_stand_side_by_side_in_one_file(name: str) -> None:
    kept, _ = registry.parted(name, EVERY_KIND)
    parsed = registry.read(registry.write(name, kept, "Thử"), "thu", name)
    assert ([one.kind for one in parsed.questions], parsed.rejected) == ([one.kind for one in kept], ())
