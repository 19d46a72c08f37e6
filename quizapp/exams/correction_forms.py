"""PURE: the fields in which a new key is typed, by kind of question, and reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from ..assessments.marking import corrected_keys
from ..assessments.marking.keys import Key
from ..errors import Invalid
from ..questions.formats.answers import AcceptedNumber, AcceptedTexts, to_stored
from ..rich_text import to_plain_text


class Asked(Protocol):
    """What is known of the question (a sheet's)."""

    @property
    def kind(self) -> str: ...

    @property
    def options(self) -> tuple[str, ...]: ...

    @property
    def others(self) -> tuple[tuple[str, ...], ...]: ...

    @property
    def key(self) -> Key: ...


class Typed(Protocol):
    """A form as it was sent."""

    @property
    def get(self) -> Any: ...

    def getlist(self, name: str, /) -> list[Any]: ...


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def describe_fields(question: Asked) -> dict[str, Any]:
    """What the page draws: {"look": "choices" | "rows" | "texts" | "number" | "none", …} with the present key."""
    stored = corrected_keys.to_stored(question.key)
    options = [to_plain_text(text) for text in question.options]
    match question.kind:
        case "essay":
            return {"look": "none"}
        case "text":
            return {"look": "texts", "accepted": "\n".join(stored[0]["accepted"])}
        case "number":
            return {"look": "number", **stored[0]}
        case "statements":
            return {"look": "rows", "rows": _rows(options, [("1", None), ("0", None)], [str(int(v)) for v in stored])}
        case "matching":
            rights = [(str(place), to_plain_text(text)) for place, text in enumerate(question.others[0])]
            return {"look": "rows", "rows": _rows(options, rights, list(map(str, stored)))}
        case "cloze":
            return {"look": "rows", "rows": _gap_rows(question.others, stored)}
        case "ordering":
            choices = [(str(place), text) for place, text in enumerate(options)]
            names = [str(number) for number in range(1, len(options) + 1)]
            return {"look": "rows", "rows": _rows(names, choices, list(map(str, stored)))}
    rows = [{"text": text, "is_right": place in stored} for place, text in enumerate(options)]
    return {"look": "choices", "rows": rows}


def _rows(
    texts: Sequence[str], choices: Sequence[tuple[str, str | None]], chosen: Sequence[str]
) -> list[dict[str, Any]]:
    return [{"text": text, "choices": choices, "chosen": one} for text, one in zip(texts, chosen, strict=False)]


def _gap_rows(others: Sequence[Sequence[str]], stored: Sequence[int]) -> list[dict[str, Any]]:
    rows = []
    for number, (texts, right) in enumerate(zip(others, stored, strict=True), 1):
        choices = [(str(place), to_plain_text(text)) for place, text in enumerate(texts)]
        rows.append({"text": f"({number})", "choices": choices, "chosen": str(right)})
    return rows


def read_key(question: Asked, form: Typed) -> list[Any]:
    """The new key as ``corrected_keys`` keeps it; raises Invalid for what is no key."""
    try:
        return _read(question, form)
    except (ValueError, InvalidOperation) as error:
        raise Invalid(corrected_keys.NOT_SO, place="key") from error


def _read(question: Asked, form: Typed) -> list[Any]:
    key = question.key
    match question.kind:
        case "text":
            lines = tuple(line.strip() for line in form.get("accepted", "").splitlines() if line.strip())
            loose = _present(key, AcceptedTexts) or AcceptedTexts(lines)
            return [to_stored(AcceptedTexts(lines, loose.ignores_case, loose.ignores_diacritics))]
        case "number":
            unit = (_present(key, AcceptedNumber) or AcceptedNumber(Decimal(0))).unit
            return [
                to_stored(AcceptedNumber(_decimal(form.get("value")), _decimal(form.get("tolerance") or "0"), unit))
            ]
        case "statements":
            return [form.get(f"key-{place}") == "1" for place in range(len(question.options))]
        case "matching" | "cloze" | "ordering":
            count = len(corrected_keys.to_stored(key))
            return [int(form.get(f"key-{place}")) for place in range(count)]
    return sorted({int(place) for place in form.getlist("key")})


def _present(key: Any, kind: Any) -> Any:
    plain = getattr(key, "original", key)
    return plain if isinstance(plain, kind) else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", "."))


def words_of(question: Asked, stored: Sequence[Any]) -> str:
    """A key in words that fit into a line: "A, C", "Đ S Đ", "3,14"; "" for none."""
    if not stored:
        return ""
    match question.kind:
        case "text":
            return " / ".join(stored[0]["accepted"])
        case "number":
            return str(stored[0]["value"]).replace(".", ",")
        case "statements":
            return " ".join("Đ" if truth else "S" for truth in stored)
        case "matching" | "cloze":
            return ", ".join(f"{number}–{LETTERS[right]}" for number, right in enumerate(stored, 1))
        case "ordering":
            return ", ".join(str(place + 1) for place in stored)
    return ", ".join(LETTERS[place] for place in stored)


def hidden_fields(form: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent again with the confirmation."""
    lists: Any = form
    names = ("kind", "key", "accepted", "value", "tolerance", "reason")
    return [
        (name, value) for name, values in lists.lists() if name in names or name.startswith("key-") for value in values
    ]
