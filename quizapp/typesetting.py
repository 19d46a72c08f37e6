"""Documents to print: a typst sheet and its content become a PDF, or pictures of its pages. Pure.

Only the fonts that typst brings are used, so that a page looks the same on every machine, and nothing is downloaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

PDF = "application/pdf"
PNG = "image/png"
_SCREEN = 110  # dots per inch: sharp enough to proof-read


def pdf(sheet: Path, content: Mapping[str, Any], made_at: datetime | None = None) -> bytes:
    """The sheet as a PDF. It finds ``content`` as JSON in ``sys.inputs.content``, and the other sheets of its folder by
    their names. With the same ``made_at``, which the file then names as its time, the bytes are the same too."""
    (document,) = _compiled("pdf", sheet, content, made_at=made_at)
    return document


def pictures(sheet: Path, content: Mapping[str, Any], dots: int = _SCREEN) -> list[bytes]:
    """A PNG of each page."""
    return _compiled("png", sheet, content, float(dots))


def as_drawing(data_address: str, width: int, height: int) -> str:
    """A picture (data:image/png;base64,…) as an SVG, which a sheet can take out of its content as text."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="{escape(data_address)}"/></svg>'
    )


def _compiled(
    kind: str, sheet: Path, content: Mapping[str, Any], dots: float | None = None, made_at: datetime | None = None
) -> list[bytes]:
    import typst  # only when something is printed: nothing else shall pay for it

    compile_any: Any = typst.compile  # its stub does not know that a source may be several files
    sources = {**_sources(sheet.parent), "main.typ": sheet.read_bytes()}
    inputs = {"content": json.dumps(content, ensure_ascii=False)}
    stamp = None if made_at is None else int(made_at.timestamp())
    made = compile_any(sources, format=kind, ppi=dots, sys_inputs=inputs, ignore_system_fonts=True, timestamp=stamp)
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


@lru_cache(maxsize=16)
def _sources(folder: Path) -> dict[str, bytes]:
    """All sheets of the folder: one may import another."""
    return {path.name: path.read_bytes() for path in folder.glob("*.typ")}
