"""PURE: a key corrected after the question was sat, and the form in which it is kept: a list, whatever the kind.

Choices keep the places of the right options (of the author's order), statements [true, false, …], pairs and gaps the
place of each right side, an order its places; what is typed keeps ``answers.to_stored`` as the only entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import InvalidOperation
from typing import Any

from ...errors import Invalid, Sentence
from ...questions.formats import answers
from ...questions.formats.answers import AcceptedNumber, AcceptedTexts
from .keys import Annulled, AnyOf, Judgements, Key, Matches, PlainKey, RightGaps, Succession

StoredKey = list[Any]
NOT_SO = Sentence("Đáp án mới không hợp với loại câu hỏi này. Hãy chọn lại đáp án.")


def to_stored(key: Key) -> StoredKey:
    """The key as JSON; [] for an essay."""
    match key:
        case Annulled(original):
            return to_stored(original)
        case frozenset():
            return sorted(key)
        case AnyOf(places):
            return sorted(places)
        case Judgements(truths):
            return list(truths)
        case Matches(rights) | RightGaps(rights):
            return list(rights)
        case Succession(places):
            return list(places)
        case AcceptedTexts() | AcceptedNumber():
            return [answers.to_stored(key)]
    return []


def corrected(kind: str, key: Key, correction: Mapping[str, Any]) -> Key:
    """The key after {"key": …} or {"annulled": true}. Raises Invalid for what is no key of such a question."""
    original = key.original if isinstance(key, Annulled) else key
    if correction.get("annulled"):
        return Annulled(original)
    try:
        return _read(kind, original, correction["key"])
    except (TypeError, ValueError, KeyError, IndexError, InvalidOperation) as error:
        raise Invalid(NOT_SO) from error


def check(kind: str, key: Key, options: int, others: Sequence[int], stored: StoredKey) -> None:
    """Raise Invalid where a question of this kind cannot have this key, or has it already. ``options``: how many it
    has; ``others``: how long its further lists are."""
    new = corrected(kind, key, {"key": stored})
    if new == key:
        raise Invalid(Sentence("Đáp án mới giống đáp án đang dùng. Hãy chọn đáp án khác."))
    match new:
        case frozenset() | AnyOf():
            places = new if isinstance(new, frozenset) else new.places
            fits = bool(places) and places <= frozenset(range(options))
            # To accept every option is to annul the question.
            fits = fits and (kind == "multiple" or len(places) < options)
        case Judgements(truths):
            fits = len(truths) == options
        case Succession(places):
            fits = sorted(places) == list(range(options))
        case Matches(rights):
            fits = all(0 <= right < others[0] for right in rights)
        case RightGaps(rights):
            fits = all(0 <= right < count for right, count in zip(rights, others, strict=True))
        case AcceptedTexts(accepted):
            fits = bool(accepted) and all(text.strip() for text in accepted)
        case AcceptedNumber(value, tolerance):
            fits = value.is_finite() and tolerance.is_finite() and tolerance >= 0
        case _:
            fits = False
    if not fits:
        raise Invalid(NOT_SO)


def _read(kind: str, original: PlainKey, stored: StoredKey) -> PlainKey:
    match original:
        case frozenset() | AnyOf():
            places = frozenset(map(int, stored))
            # Where one option is chosen, several right ones are any of them.
            return AnyOf(places) if kind != "multiple" and len(places) > 1 else places
        case Judgements():
            return Judgements(tuple(map(bool, stored)))
        case Matches(rights):
            return Matches(_as_many(rights, stored))
        case RightGaps(rights):
            return RightGaps(_as_many(rights, stored))
        case Succession(places):
            return Succession(_as_many(places, stored))
        case AcceptedTexts() | AcceptedNumber():
            read = answers.from_stored(stored[0])
            if isinstance(read, AcceptedTexts | AcceptedNumber) and type(read) is type(original):
                return read
    raise ValueError("only a person marks an essay")


def _as_many(old: Sequence[int], stored: StoredKey) -> tuple[int, ...]:
    if len(stored) != len(old):
        raise ValueError("another number of answers")
    return tuple(map(int, stored))
