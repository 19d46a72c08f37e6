"""What the pages of figures read from their address, and how they write others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request, url_for


def given_code(name: str) -> str | None:
    """A code of the address; what no code can hold (PostgreSQL refuses it) is not found."""
    code = request.args.get(name) or None
    return code if code is None or code.isprintable() else abort(404)


def given_number(name: str) -> int | None:
    """A number of the address; None for what is none."""
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= 15 else None


def changing(page: str, args: dict[str, str]) -> Callable[..., str]:
    """A function for templates: this page's address, or another's of its blueprint, with some arguments changed."""

    def address(endpoint: str = page, **changes: Any) -> str:
        merged = {name: value for name, value in (args | changes).items() if value not in (None, "")}
        return url_for(f".{endpoint}", **merged)

    return address


def as_file(content: bytes, name: str, mimetype: str) -> Response:
    """Something to keep."""
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
