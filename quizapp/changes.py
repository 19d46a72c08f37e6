"""Changing things so that the audit log can say what was and what is."""

from __future__ import annotations

from datetime import date
from typing import Any

# {"name": ["Chi bộ 1", "Chi bộ Một"]}: the old and the new value of each field that differs, fit for JSON.
Changes = dict[str, list[Any]]


def change(target: object, **values: Any) -> Changes:
    """Set the attributes that differ; returns what was and what is."""
    changes: Changes = {}
    for name, new in values.items():
        old = getattr(target, name)
        if old != new:
            setattr(target, name, new)
            changes[name] = [plain(old), plain(new)]
    return changes


def plain(value: Any) -> Any:
    """The value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value
