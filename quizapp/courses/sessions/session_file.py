"""Sessions as a TOML file; docs/sessions.md explains it. Only reads, stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...errors import DomainError, Invalid, Sentence
from ...folding import fold, tidy
from ...local_times import to_instant
from ...toml_reader import TableReader, parse_toml
from . import words
from .models import FORMS, KINDS
from .spec import SessionSpec, check_spec

_KEYS_OF_ONE = ("code", "unit")
# Other names for the same that people write.
_SAME = {"document": "documents", "starts_at": "starts", "ends_at": "ends", "document_numbers": "documents"}


@dataclass
class ReadSession:
    """The [[sessions]] entry of this number: what it says, or why it cannot be read."""

    number: int
    code: str
    spec: SessionSpec | None = None
    unit: str = ""
    documents: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    error: Sentence | None = None
    warnings: list[Sentence] = field(default_factory=list)


def read_file(content: bytes) -> list[ReadSession]:
    """A file holds [[sessions]] entries, or one session at its top. Raises Invalid for the file as a whole."""
    table = parse_toml(content)
    if any(key in table for key in _KEYS_OF_ONE):
        return [_session(1, table)]
    reader = TableReader(table)
    entries = reader.tables("sessions")
    reader.finish()
    if not entries:
        raise Invalid(Sentence("Tệp không có buổi học nào. Mỗi buổi là một bảng [[sessions]]."))
    return [_session(number, entry) for number, entry in enumerate(entries, 1)]


def _session(number: int, table: dict[str, Any]) -> ReadSession:
    code = table.get("code")
    read = ReadSession(number, code if isinstance(code, str) else "")
    try:
        _read(TableReader(_with_usual_keys(table)), read)
    except DomainError as error:
        read.error = error.sentence
    return read


def _with_usual_keys(table: dict[str, Any]) -> dict[str, Any]:
    usual = {_SAME.get(key, key): value for key, value in table.items()}
    for key in ("documents", "audience", "meeting_points"):
        if isinstance(usual.get(key), str):
            usual[key] = [usual[key]]
    return usual


def _read(reader: TableReader, read: ReadSession) -> None:
    read.code, read.unit = reader.text("code"), reader.text("unit")
    read.documents = reader.texts("documents", ())
    read.audience = reader.texts("audience", (read.unit,))
    kind = _word(reader.text("kind", "conference"), "kind", KINDS, words.KINDS)
    spec = SessionSpec(
        code=read.code,
        title=reader.text("title", "") or _default_title(kind, read.documents),
        kind=kind,
        form=_word(reader.text("form", "in_person"), "form", FORMS, words.FORMS),
        starts_at=to_instant(reader.moment("starts")),
        ends_at=to_instant(reader.moment("ends")),
        deadline=_deadline(reader),
        points=_points(reader),
        key_people=reader.long_text("key_people").strip(),
        agenda=reader.long_text("agenda").replace("\r\n", "\n").strip(),
    )
    reader.finish()
    if not read.documents:
        raise Invalid(Sentence("Thiếu mục %(key)s.", key="documents"))
    check_spec(spec)
    read.spec = spec


def _deadline(reader: TableReader) -> datetime | None:
    return to_instant(reader.moment("deadline")) if reader.has("deadline") else None


def _points(reader: TableReader) -> tuple[tuple[str, str], ...]:
    """Names, or tables with name and place; one point where none is given."""
    values = reader.mixed("meeting_points")
    points = []
    for value in values:
        if isinstance(value, str):
            points.append((tidy(value), ""))
            continue
        point = TableReader(value)
        points.append((point.text("name"), point.text("place", "")))
        point.finish()
    return tuple(points) or ((str(Sentence("Hội trường")), ""),)


def _word(written: str, key: str, allowed: tuple[str, ...], labels: Mapping[str, Any]) -> str:
    """The code, written as such or as the page says it."""
    names = {fold(str(labels[code])): code for code in allowed} | {code: code for code in allowed}
    names |= {code.replace("_", "-"): code for code in allowed}
    found = names.get(written.lower()) or names.get(fold(written))
    if found is None:
        raise Invalid(
            Sentence(
                "Mục %(key)s: “%(value)s” chưa đúng. Ghi một trong: %(allowed)s.",
                key=key,
                value=written,
                allowed=", ".join(allowed),
            )
        )
    return found


def _default_title(kind: str, documents: tuple[str, ...]) -> str:
    return f"{words.KINDS[kind]} {', '.join(documents)}".strip()
