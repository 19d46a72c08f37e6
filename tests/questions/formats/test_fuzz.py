"""Valid files with pieces cut out, doubled, exchanged or replaced: every parser gives questions or a DomainError."""

from __future__ import annotations

import io
import os
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.errors import DomainError
from quizapp.questions.formats import registry

from .all_kinds import EVERY_KIND

EXAMPLES = int(os.environ.get("QUIZAPP_FUZZ_EXAMPLES", "50"))
WRITTEN = [one.name for one in registry.FORMATS if one.write]
SOURCES = {name: registry.write(name, registry.parted(name, EVERY_KIND)[0], "Thử") for name in WRITTEN}
SOURCES["text"] = (
    "PHẦN II. Câu trắc nghiệm đúng sai\nCâu 1. Xét:\na) một (Đ)\nb) hai (S)\nc) ba (S)\nĐáp án: ĐSS\n"
    "PHẦN III. Trả lời ngắn\nCâu 1. Mấy?\nĐáp án: 5,7 ± 0,1 kg\nTỰ LUẬN\nCâu 2. Vì sao?\nĐáp án:\nĐúng (1 điểm)\n"
    "TRẮC NGHIỆM\nCâu 3. Gì?\nA. a  B. b\nC. c\nĐáp án: C\n1.A 2.B\n"
).encode()
PIECES = [
    *(
        "{",
        "}",
        "{{1}}",
        "{1:MC:",
        "=",
        "~",
        "->",
        "#",
        "%100%",
        "##",
        "\n\n",
        "::",
        "<",
        ">",
        "</p>",
        "&amp;",
        "]]>",
        '"',
    ),
    *(
        "0",
        "-1",
        "1e99",
        "NaN",
        "±",
        "±1",
        "Đáp án:",
        "ANSWER: Z",
        "A.",
        "a)",
        "Câu 1.",
        "Tự luận",
        "Đ",
        "*",
        ";",
        ",",
        "\t",
    ),
    *("\x00", "\ufffe", "\u0338", "x" * 3_000, "single", "statements", "matching", "cloze", "text", "number", "essay"),
]
change = st.tuples(
    st.sampled_from(["cut", "double", "swap", "put"]),
    st.floats(0, 1),
    st.integers(1, 40),
    st.sampled_from(PIECES),
)


def changed(content: bytes, changes: list[tuple[str, float, int, str]]) -> bytes:
    for deed, share, length, piece in changes:
        at = int(share * len(content))
        before, middle, after = content[:at], content[at : at + length], content[at + length :]
        content = {
            "cut": before + after,
            "double": before + middle * 2 + after,
            "swap": before + middle[::-1] + after,
            "put": before + piece.encode("utf-8", "replace") + middle + after,
        }[deed]
    return content


def inside(content: bytes, changes: list[tuple[str, float, int, str]], member: float) -> bytes:
    """The same within one member of a package."""
    source = zipfile.ZipFile(io.BytesIO(content))
    names = [name for name in source.namelist() if name.endswith((".xml", ".rels"))]
    chosen = names[min(int(member * len(names)), len(names) - 1)]
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            whole = source.read(name)
            package.writestr(name, changed(whole, changes) if name == chosen else whole)
    return output.getvalue()


@pytest.mark.parametrize("name", SOURCES)
@settings(max_examples=EXAMPLES, deadline=None)
@given(changes=st.lists(change, min_size=1, max_size=8), member=st.floats(0, 1), is_whole=st.booleans())
def test_a_damaged_file_gives_questions_or_a_reason(
    name: str, changes: list[tuple[str, float, int, str]], member: float, is_whole: bool
) -> None:
    content = SOURCES[name]
    is_package = content.startswith(b"PK") and not (is_whole and member < 0.1)
    damaged = inside(content, changes, member) if is_package else changed(content, changes)
    try:
        parsed = registry.read(damaged, "thu", name)
    except DomainError as refusal:
        assert str(refusal).endswith(".")
        return
    assert all(str(note.reason).endswith(".") for note in parsed.rejected)
