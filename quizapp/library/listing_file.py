"""PURE: one entry of a toml that lists documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..errors import Invalid, Sentence
from ..folding import tidy
from .draft import Draft
from .head_words import kind_of_words
from .kinds import AUDIENCES, KINDS

_KEYS = ("number", "issuer", "date", "kind", "title", "file", "unit", "audience", "public")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the toml tells it; what it leaves out is read from the file."""

    draft: Draft
    file: str
    unit: str


def read_entry(table: dict[str, Any]) -> Entry:
    """Raises Invalid with the name of the key that is wrong."""
    unknown = sorted(table.keys() - set(_KEYS))
    if unknown:
        keys = ", ".join(_KEYS)
        raise Invalid(Sentence("Không hiểu khóa %(key)s. Các khóa: %(keys)s.", key=unknown[0], keys=keys))
    public = table.get("public")
    if public is not None and not isinstance(public, bool):
        raise Invalid(Sentence("public phải là true hoặc false."))
    draft = Draft(
        number=_text(table, "number"),
        issuer=_text(table, "issuer"),
        issued_on=_day(table.get("date")),
        kind=_kind(_text(table, "kind")),
        title=_text(table, "title"),
        audience=_audience(_text(table, "audience")),
        is_public=public,
    )
    return Entry(draft, _text(table, "file"), _text(table, "unit"))


def _text(table: dict[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise Invalid(Sentence("%(key)s phải là một chuỗi chữ trong dấu nháy.", key=key))
    return tidy(value)


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for form in ("%Y-%m-%d", "%d/%m/%Y") if isinstance(value, str) else ():
        try:
            return datetime.strptime(value.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Invalid(Sentence("date phải là một ngày như 2024-12-22 hoặc 22/12/2024."))


def _kind(text: str) -> str:
    kind = text if text in KINDS else kind_of_words(text)
    if text and not kind:
        kinds = ", ".join(KINDS)
        raise Invalid(Sentence("Không có loại văn bản “%(kind)s”. Các loại: %(kinds)s.", kind=text, kinds=kinds))
    return kind


def _audience(text: str) -> str | None:
    if text and text not in AUDIENCES:
        raise Invalid(Sentence("audience phải là một trong: %(words)s.", words=", ".join(AUDIENCES)))
    return text or None
