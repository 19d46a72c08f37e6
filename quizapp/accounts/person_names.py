"""PURE: names of persons as lists write them."""

from __future__ import annotations

import re

from ..folding import tidy

_LETTERS = re.compile(r"[^\W\d_]+")


def person_name(text: str) -> str:
    """The name tidy, in NFC and as written, but not shouted: "ĐẶNG THỊ H'HEN" -> "Đặng Thị H'Hen"."""
    # Eth looks exactly like Đ and is typed for it.
    name = tidy(text).replace("Ð", "Đ").replace("ð", "đ")
    if not name.isupper():
        return name
    return _LETTERS.sub(lambda word: word.group().capitalize(), name)


def is_person_name(name: str) -> bool:
    """Whether it can be a name: there is a letter in it at all."""
    return any(map(str.isalpha, name))
