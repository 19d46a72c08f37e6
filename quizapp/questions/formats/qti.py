"""QTI 2.1, 2.2 and 3.0: item files and packages, in and out; QTI 1.2 as Canvas and Common Cartridges write it, in.

Specifications: https://www.imsglobal.org/question/ and https://www.imsglobal.org/spec/qti/v3p0. Rows are the numbers
of the items: first in the order of the tests of the package, then in that of its manifest. Choices with one
interaction are read; all else is refused by its name. ``identifier`` says nothing outside its package ("choice",
"QUE_1_1"), so a question's reference is read from our own metadata only.
"""

from __future__ import annotations

import re

from ...errors import Invalid, Sentence
from ...folding import tidy
from ...rich_text import to_plain_text
from .interface import Format
from .parsed import ParsedFile
from .qti_items import read_item
from .qti_metadata import facts_of, title_of
from .qti_source import Document, Source, open_source
from .qti_v1 import read_v1_item
from .qti_writer import write_2_1, write_3_0
from .sorting import Sorting
from .xml_tree import Node

__all__ = ["FORMAT", "FORMAT_3_0", "matches", "read", "write_2_1", "write_3_0"]

_ROOT = re.compile(rb"<(?:\w+:)?(?:assessmentItem|qti-assessment-item|questestinterop)\b")
_SAMPLE_BYTES = 20_000
_LONGEST_EXCERPT = 2_000


def matches(content: bytes, filename: str) -> bool:
    """Whether this is a package with a manifest, or begins as an item file does."""
    if content.startswith(b"PK"):
        return b"imsmanifest.xml" in content
    beginning = content[:_SAMPLE_BYTES].replace(b"\0", b"")
    return b"<" in beginning[:10] and bool(_ROOT.search(beginning))


def read(content: bytes, filename: str) -> ParsedFile:
    """Every item, the refused ones with their types and reasons, and every file of the manifest that is missing.

    Raises Invalid where nothing of the package can be read.
    """
    source = open_source(content)
    sorting = Sorting()
    for document in source.documents:
        for node in _items(document):
            _add(sorting, source, document, node)
    if not sorting.questions and not sorting.rejected and source.faults:
        raise Invalid(source.faults[0].reason)
    if not sorting.questions and not sorting.rejected and source.points_elsewhere():
        raise Invalid(
            Sentence("Tệp chỉ trỏ tới câu hỏi ở nơi khác, không chứa câu hỏi nào. Hãy xuất cả ngân hàng câu hỏi.")
        )
    for fault in source.faults:
        sorting.reject(_next_row(sorting), fault.path, fault.reason)
    return sorting.finish(title_of(source))


def _items(document: Document) -> list[Node]:
    if document.root.tag == "assessmentitem":
        return [document.root]
    return list(document.root.walk("item"))


def _add(sorting: Sorting, source: Source, document: Document, node: Node) -> None:
    row = _next_row(sorting)
    item = tidy(node.get("title")) or tidy(node.get("identifier") or node.get("ident")) or f"Câu {row}"
    read_one = read_item if node.tag == "assessmentitem" else read_v1_item
    texts = source.texts(document.path)
    try:
        question, warnings = read_one(node, row, item, facts_of(document.metadata), texts)
        sorting.add(question, *warnings, *texts.warnings())
    except Invalid as refusal:
        sorting.reject(row, item, refusal.sentence, excerpt=_excerpt(node))


def _next_row(sorting: Sorting) -> int:
    return len(sorting.questions) + len(sorting.rejected) + 1


def _excerpt(node: Node) -> list[str]:
    text = "".join(part.text() for part in node.walk("itembody", "presentation"))
    return [to_plain_text(line) for line in text[:_LONGEST_EXCERPT].splitlines()]


FORMAT = Format("qti", ("zip", "imscc", "qti", "xml"), matches, read, write_2_1)
FORMAT_3_0 = Format("qti-3.0", (), lambda content, filename: False, read, write_3_0)
