"""Documents to print: a typst sheet and its content become a PDF, or pictures of its pages. Pure.

Only the fonts that typst brings are used, so that a page looks the same on every machine, and nothing is downloaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

PDF = "application/pdf"
PNG = "image/png"
_SCREEN = 110  # dots per inch: sharp enough to proof-read
NO_FILES: Mapping[str, bytes] = {}


def pdf(sheet: Path, content: Mapping[str, Any], files: Mapping[str, bytes] = NO_FILES) -> bytes:
    """The sheet as a PDF. It finds ``content`` as JSON in ``sys.inputs.content``, ``files`` (pictures) and the other
    sheets of its folder by their names."""
    (document,) = _compiled("pdf", sheet, content, files)
    return document


def pictures(
    sheet: Path, content: Mapping[str, Any], files: Mapping[str, bytes] = NO_FILES, dots: int = _SCREEN
) -> list[bytes]:
    """A PNG of each page."""
    return _compiled("png", sheet, content, files, float(dots))


def _compiled(
    kind: str, sheet: Path, content: Mapping[str, Any], files: Mapping[str, bytes], dots: float | None = None
) -> list[bytes]:
    import typst  # only when something is printed: nothing else shall pay for it

    compile_any: Any = typst.compile  # its stub does not know that a source may be several files
    sources: dict[str, Any] = {**_sources(sheet.parent), **files, "main.typ": sheet.read_bytes()}
    inputs = {"content": json.dumps(content, ensure_ascii=False)}
    made = compile_any(sources, format=kind, ppi=dots, sys_inputs=inputs, ignore_system_fonts=True)
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


@lru_cache(maxsize=16)
def _sources(folder: Path) -> dict[str, bytes]:
    """All sheets of the folder: one may import another."""
    return {path.name: path.read_bytes() for path in folder.glob("*.typ")}
