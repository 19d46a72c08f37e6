"""PURE: TOML files, and values out of a TOML table, each checked for its kind, and what nobody asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from datetime import datetime
from typing import Any

from .errors import Invalid, Sentence
from .folding import tidy

_MISSING = object()


def parse_toml(content: bytes) -> dict[str, Any]:
    """The file as a table; raises Invalid with the line that cannot be read."""
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise Invalid(Sentence("Tệp không dùng bảng mã UTF-8. Hãy lưu lại tệp với UTF-8.")) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        if line is None:
            raise Invalid(Sentence("Tệp kết thúc giữa chừng, chưa đúng cách viết TOML.")) from None
        raise Invalid(Sentence("Dòng %(line)s chưa đúng cách viết TOML.", line=line[1])) from None


class TableReader:
    """Reads one table. Every method raises Invalid with the name of the key; ``finish`` refuses keys that were never
    asked for."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table
        self._asked: set[str] = set()

    def text(self, key: str, default: str | None = None) -> str:
        """A text on one line."""
        return tidy(self._value(key, str, Sentence("một chuỗi chữ trong dấu nháy"), default))

    def long_text(self, key: str, default: str = "") -> str:
        """A text as it was written."""
        text: str = self._value(key, str, Sentence("một chuỗi chữ trong dấu nháy"), default)
        return text

    def choice(self, key: str, allowed: Collection[str], default: str | None) -> str | None:
        """One of the words; the default may be None."""
        if key not in self._table and default is None:
            self._asked.add(key)
            return None
        value = self.text(key, default)
        if value not in allowed:
            raise _one_of(key, value, allowed)
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        number: int = self._value(key, int, Sentence("một số nguyên"), default)
        return number

    def number(self, key: str, default: float) -> float:
        """A number."""
        number: float = self._value(key, (int, float), Sentence("một số"), default)
        return number

    def yes_or_no(self, key: str, default: bool) -> bool:
        """true or false."""
        is_true: bool = self._value(key, bool, Sentence("true hoặc false"), default)
        return is_true

    def moment(self, key: str) -> datetime:
        """A local time such as 2026-11-23T08:00:00, with or without quotes and seconds; an offset is kept."""
        expected = Sentence("một thời điểm như 2026-11-23T08:00:00")
        value = self._value(key, (datetime, str), expected, None)
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(value.strip())
        except ValueError:
            raise _not_a(key, expected) from None

    def raw(self, key: str) -> Any:
        """Whatever stands there; raises Invalid where nothing does."""
        return self._value(key, object, Sentence("một giá trị"), None)

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts."""
        expected = Sentence("một danh sách chuỗi chữ")
        values = self._value(key, list, expected, list(default))
        if not all(isinstance(value, str) for value in values):
            raise _not_a(key, expected)
        return tuple(tidy(value) for value in values)

    def words(self, key: str, allowed: Collection[str], default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of words out of those allowed."""
        values = self.texts(key, default)
        for value in values:
            if value not in allowed:
                raise _one_of(key, value, allowed)
        return values

    def attempts(self, key: str, default: int) -> int | None:
        """A whole number, or None for "unlimited"."""
        if self._table.get(key) == "unlimited":
            self._asked.add(key)
            return None
        return self.whole(key, default)

    def has(self, key: str) -> bool:
        """Whether the table has the key."""
        self._asked.add(key)
        return key in self._table

    def mixed(self, key: str) -> list[str | dict[str, Any]]:
        """A list of texts and tables, [] where there is none."""
        expected = Sentence("một danh sách chuỗi chữ hoặc bảng")
        values = self._value(key, list, expected, [])
        if not all(isinstance(value, str | dict) for value in values):
            raise _not_a(key, expected)
        return list(values)

    def tables(self, key: str) -> list[dict[str, Any]]:
        """A list of tables, [] where there is none."""
        values = self._value(key, list, Sentence("các bảng [[...]]"), [])
        if not all(isinstance(value, dict) for value in values):
            raise _not_a(key, Sentence("các bảng [[...]]"))
        return list(values)

    def table(self, key: str) -> dict[str, Any] | None:
        """A table, None where there is none."""
        if key not in self._table:
            self._asked.add(key)
            return None
        table: dict[str, Any] = self._value(key, dict, Sentence("một bảng [...]"), None)
        return table

    def finish(self) -> None:
        """Raises Invalid with the keys that mean nothing here."""
        unknown = [key for key in self._table if key not in self._asked]
        if unknown:
            raise Invalid(Sentence("Không có mục: %(keys)s.", keys=", ".join(unknown)))

    def _value(self, key: str, kind: Any, expected: Sentence, default: Any) -> Any:
        self._asked.add(key)
        value = self._table.get(key, _MISSING)
        if value is _MISSING:
            if default is None:
                raise Invalid(Sentence("Thiếu mục %(key)s.", key=key))
            return default
        # True is an int in Python, and never meant as one.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind not in (bool, object)):
            raise _not_a(key, expected)
        return value


def _not_a(key: str, expected: Sentence) -> Invalid:
    return Invalid(Sentence("Mục %(key)s phải là %(expected)s.", key=key, expected=expected))


def _one_of(key: str, value: str, allowed: Collection[str]) -> Invalid:
    return Invalid(
        Sentence(
            "Mục %(key)s: “%(value)s” chưa đúng. Ghi một trong: %(allowed)s.",
            key=key,
            value=value,
            allowed=", ".join(allowed),
        )
    )
