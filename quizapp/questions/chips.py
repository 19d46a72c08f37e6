"""The filters of a bank's page, in the address and as chips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from ..folding import fold
from . import words
from .models import Bank
from .queries import NOTHING, Facets, Filters

# More topics than these are chosen from a list.
MOST_TOPIC_CHIPS = 8
_LONGEST_SEARCH = 200
_LARGEST_ID = 2**53


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice: where it leads, and how many questions are there."""

    label: Any
    url: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The choices of one filter."""

    name: Any
    chips: list[Chip]


def read_filters(arguments: Mapping[str, str]) -> Filters:
    """The filters that an address names; what is no filter is left out."""
    return Filters(
        topic=arguments.get("topic", "").replace("\0", "") or None,
        level=_one_of(arguments.get("level"), (*words.LEVELS, NOTHING)),
        kind=_one_of(arguments.get("kind"), words.KINDS),
        state=_one_of(arguments.get("state"), words.STATES),
        words=arguments.get("words", "")[:_LONGEST_SEARCH].strip(),
        valid_on=_day(arguments.get("valid_on", "")),
    )


def read_id(text: str | None) -> int | None:
    """An id in an address; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and int(text) <= _LARGEST_ID else None


def address(bank: Bank, filters: Filters, **changes: Any) -> str:
    """The bank's page with these filters, changed."""
    values = asdict(filters) | changes
    return url_for("questions.show_bank", code=bank.code, **{name: value for name, value in values.items() if value})


def filter_groups(bank: Bank, filters: Filters, facets: Facets) -> list[Group]:
    """A group for every filter that would change something."""
    topics: Mapping[Any, Any] = {topic: topic for topic in topics_of(facets)}
    every: list[tuple[str, str, Mapping[Any, Any], Counter[Any], str]] = [
        (_("Chủ đề"), "topic", topics if len(topics) <= MOST_TOPIC_CHIPS else {}, facets.topics, _("Chưa có chủ đề")),
        (_("Mức độ"), "level", words.LEVELS, facets.levels, _("Chưa có mức độ")),
        (_("Loại câu"), "kind", words.KINDS, facets.kinds, ""),
        (_("Trạng thái"), "state", words.STATES, facets.states, ""),
    ]
    groups = [_group(bank, filters, *about) for about in every]
    return [group for group in groups if len(group.chips) > 2 or any(chip.is_current for chip in group.chips[1:])]


def topics_of(facets: Facets) -> list[str]:
    """All topics, in order."""
    return sorted((topic for topic in facets.topics if topic), key=fold)


def _group(
    bank: Bank, filters: Filters, name: str, field: str, labels: Mapping[Any, Any], counts: Counter[Any], without: str
) -> Group:
    chosen = getattr(filters, field)
    total = counts.total()
    chips = [Chip(_("Tất cả"), address(bank, filters, **{field: None}), total, chosen is None)]
    offered = [(value, label, counts[value]) for value, label in labels.items()]
    if labels and without:
        offered.append((NOTHING, without, counts[""] + counts[None]))
    for value, label, count in offered:
        if count or value == chosen:
            chips.append(Chip(label, address(bank, filters, **{field: value}), count, value == chosen))
    return Group(name, chips)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one_of(value: str | None, allowed: Any) -> str | None:
    return value if value in allowed else None
