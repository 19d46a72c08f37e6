"""Files that were damaged at random: each ends in a refusal or in questions, never in an unknown error."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from quizapp.errors import Invalid
from quizapp.questions.formats import registry
from quizapp.questions.formats.parsed import ParsedFile

from .factories import PLAIN, RICH, archive

ROUNDS = 60
PIECES = [
    b"<",
    b">",
    b'"',
    b"=",
    b"\0",
    b"\xff",
    b"..",
    b"NaN",
    b"<p>",
    b"</text>",
    b"<answer/>",
    b"<![CDA",
    b"A. ",
    b"%s",
]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, put in, taken out or repeated."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 5)):
        start = chance.randrange(len(changed) + 1)
        end = start + chance.choice([0, 1, 3, 20, 300])
        changed[start:end] = chance.choice([b"", changed[end : end + 30], chance.choice(PIECES), chance.randbytes(2)])
    return bytes(changed)


def damaged_package(content: bytes, chance: random.Random) -> bytes:
    """A whole archive with one damaged member, so that the damage is not just a wrong sum."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        files: dict[str, bytes | str] = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(files))
    files[name] = damaged(bytes(files[name]), chance)
    return archive(files)


def read_or_refuse(format: str, content: bytes) -> ParsedFile | Invalid:
    try:
        return registry.read(content, "thu", format)
    except Invalid as refusal:
        return refusal


@pytest.mark.parametrize(
    ("format", "harm"),
    [
        ("aiken", damaged),
        ("moodle-xml", damaged),
        ("qti", damaged),
        ("qti", damaged_package),
        ("qti-3.0", damaged_package),
    ],
)
def test_damage_ends_in_a_sentence(format: str, harm: Callable[[bytes, random.Random], bytes]) -> None:
    chance = random.Random(f"{format} {harm.__name__}")
    content = registry.write(format, [PLAIN] * 3 if format == "aiken" else RICH, "Thử")
    for _ in range(ROUNDS):
        outcome = read_or_refuse(format, harm(content, chance))
        sentences = [outcome] if isinstance(outcome, Invalid) else [note.reason for note in outcome.rejected]
        assert all(str(sentence).endswith(".") for sentence in sentences), sentences
