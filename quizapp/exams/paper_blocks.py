"""PURE: a question's HTML as the blocks that a printed paper is made of."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from ..errors import DomainError
from ..mathml import Element
from ..pictures import Picture as StoredPicture
from ..pictures import reencode
from ..questions.formats.docx_formula_writer import word_formula
from ..questions.formats.docx_html import Formula, Paragraph, Picture, Table, paragraphs_of
from ..questions.formats.exam_lines import Run
from ..typesetting import as_drawing

_DATA = re.compile(r"data:image/[a-z]+;base64,([A-Za-z0-9+/=\s]+)\Z")
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})

Block = dict[str, Any]


def blocks_of(html: str) -> list[Block]:
    """Paragraphs ({"kind": "text", "runs": […]}) and tables ({"kind": "table", "rows": [[blocks of a cell]]})."""
    return [_block(part) for part in paragraphs_of(html)]


def _block(part: Paragraph | Table) -> Block:
    if isinstance(part, Table):
        return {"kind": "table", "rows": [[[_block(one) for one in cell] for cell in row] for row in part.rows]}
    return {"kind": "item" if part.block in ("ul", "ol") else "text", "runs": [_run(run) for run in part.runs]}


def _run(run: Run) -> dict[str, Any]:
    if isinstance(run, Formula):
        return {"formula": formula_of(run.content), "word": word_formula(run.content)}
    if not isinstance(run, Picture):
        return {"text": run.text, "marks": sorted(mark.value for mark in run.marks)}
    picture = picture_of(run.source)
    if picture is None:
        return {"text": f"[{run.alternative}]" if run.alternative else "", "marks": []}
    source = f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode()}"
    drawing = as_drawing(source, picture.width, picture.height)
    return {"drawing": drawing, "source": source, "width": picture.width}


def formula_of(element: Element) -> dict[str, Any]:
    """A formula as the sheet sets it: tokens with their letters, all others with their parts."""
    if element.tag in _TOKENS:
        return {"kind": element.tag, "text": element.text().strip()}
    return {"kind": element.tag, "parts": [formula_of(part) for part in element.elements()]}


def picture_of(source: str) -> StoredPicture | None:
    """The picture of a data address; None where there is none that can be printed."""
    found = _DATA.match(source)
    try:
        return reencode(base64.b64decode(found[1])) if found else None
    except (binascii.Error, DomainError):
        return None
