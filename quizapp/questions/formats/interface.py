"""What every format offers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .parsed import ParsedFile, ParsedQuestion


@dataclass(frozen=True)
class Format:
    """One interchange format.

    ``matches(content, filename)`` looks at the content; ``read(content, filename)`` raises Invalid where the file as
    a whole cannot be read; ``write(questions, title)`` is None for a format that is only read.
    ``carries(question)``: whether a question comes back from such a file the same.
    """

    name: str
    extensions: tuple[str, ...]
    matches: Callable[[bytes, str], bool]
    read: Callable[[bytes, str], ParsedFile]
    write: Callable[[Sequence[ParsedQuestion], str], bytes] | None
    carries: Callable[[ParsedQuestion], bool] = lambda question: True
