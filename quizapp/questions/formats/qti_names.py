"""QTI: one spelling for the names of all its versions. Pure."""

from __future__ import annotations

from .xml_tree import without_prefix


def plain_name(name: str) -> str:
    """``qti:simpleChoice`` and ``qti-simple-choice`` -> ``simplechoice``."""
    return without_prefix(name).removeprefix("qti-").replace("-", "").replace("_", "").lower()
