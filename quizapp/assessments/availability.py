"""How many approved questions the banks have, by topic and level."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..questions.models import LEVELS, Bank
from ..questions.queries import count_by_topic_and_level


class Availability:
    """Counts of some banks, of the kinds of questions that a round may draw, asked for once."""

    def __init__(self, banks: Sequence[Bank], kinds: Collection[str]) -> None:
        codes = {bank.id: bank.code for bank in banks}
        rows = count_by_topic_and_level(codes, kinds) if codes else []
        # By bank code, then (topic, level).
        self.counts: dict[str, dict[tuple[str, str | None], int]] = {code: {} for code in codes.values()}
        for bank_id, topic, level, count in rows:
            self.counts[codes[bank_id]][topic, level] = count

    def topics(self, bank: str) -> list[str]:
        """The topics of a bank in their order; "" for questions without one."""
        return sorted({topic for topic, _ in self.counts.get(bank, {})})

    def count(self, bank: str, topic: str | None = None, level: str | None = None) -> int:
        """Approved questions of this topic and level; None: of any."""
        return sum(
            number
            for (its_topic, its_level), number in self.counts.get(bank, {}).items()
            if (not topic or its_topic == topic) and (not level or its_level == level)
        )

    def table(self, bank: str) -> list[tuple[str, list[int], int]]:
        """(topic, counts by level and of those without one, sum) for each topic."""
        counts = self.counts.get(bank, {})
        rows = []
        for topic in self.topics(bank):
            by_level = [counts.get((topic, level), 0) for level in (*LEVELS, None)]
            rows.append((topic, by_level, sum(by_level)))
        return rows

    def as_data(self) -> dict[str, dict[str, int]]:
        """{"bank|topic": {level: count}} with "" for any topic and any level, for the browser."""
        found: dict[str, dict[str, int]] = {}
        for bank, counts in self.counts.items():
            for (topic, level), number in counts.items():
                for source in {f"{bank}|", f"{bank}|{topic}"}:
                    levels = found.setdefault(source, {})
                    for name in {"", level or ""}:
                        levels[name] = levels.get(name, 0) + number
        return found
