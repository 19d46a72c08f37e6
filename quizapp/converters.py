"""Parts of addresses."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter


class IdConverter(IntegerConverter):
    """A row's id; what no database could hold is simply not found."""

    def __init__(self, map: object) -> None:
        super().__init__(map, max=2**53)  # type: ignore[arg-type]


class CodeConverter(BaseConverter):
    """The code of a unit, a member, a competition: no slash, at most 60 characters."""

    regex = r"[^/\x00-\x1f]{1,60}"
    part_isolating = True


def register(app: Flask) -> None:
    """Make ``<id:…>`` and ``<code:…>`` known."""
    # An address with two slashes in a row is no other one's second name: no redirect that the API does not document.
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["code"] = CodeConverter
