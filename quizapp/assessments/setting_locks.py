"""PURE: settings that can no longer be changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..errors import Refused, Sentence


def refuse_locked(changed: Iterable[str], locks: Mapping[str, Sentence], names: Mapping[str, Sentence]) -> None:
    """Raises Refused with the first of the changed settings that is locked, by its name, and why."""
    for setting in changed:
        if setting in locks:
            told = Sentence("Không đổi được %(setting)s. %(why)s", setting=names[setting], why=locks[setting])
            raise Refused(told, field=setting)
