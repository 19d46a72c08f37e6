"""PURE: sentences kept as JSON, to be translated when they are shown."""

from __future__ import annotations

from typing import Any

from .errors import Sentence


def to_stored(sentence: Sentence) -> dict[str, Any]:
    """``{"text": …, "params": {…}}``; a parameter that is a Sentence is kept as one."""
    return {"text": sentence.text, "params": {name: _kept(value) for name, value in sentence.params.items()}}


def _kept(value: Any) -> Any:
    if isinstance(value, Sentence):
        return to_stored(value)
    return value if isinstance(value, (int, float, bool)) else str(value)


def from_stored(stored: dict[str, Any]) -> Sentence:
    """The sentence that ``to_stored`` made JSON of."""
    params = {name: from_stored(v) if isinstance(v, dict) else v for name, v in stored["params"].items()}
    text: str = stored["text"]
    return Sentence(text, **params)
