"""Pictures that authors add by hand, kept inside the text like those of files."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from typing import Any

from ..errors import Invalid, Sentence
from ..pictures import reencode


def as_source(content: bytes) -> str:
    """The picture, small and clean, as the address that a text shows it by. Raises Invalid."""
    picture = reencode(content)
    return f"data:{picture.media_type};base64,{b64encode(picture.content).decode()}"


def checked(typed: dict[str, Any]) -> dict[str, Any]:
    """The fields with their pictures encoded anew: what a form sends back need not be what it was given."""
    return typed | {"pictures": [_checked(source) for source in typed["pictures"]]}


def _checked(source: str) -> str:
    if source.startswith("/media/"):  # cleaned with the text
        return source
    try:
        return as_source(b64decode(source.partition(",")[2], validate=True))
    except Error:
        raise Invalid(Sentence("Hình trong câu hỏi bị hỏng. Hãy thêm lại hình.")) from None
