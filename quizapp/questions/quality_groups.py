"""PURE: the findings of a report arranged for a page: by rule, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..errors import Sentence
from .quality.findings import Finding, Name, Rule


@dataclass(frozen=True, slots=True)
class Row:
    """A question to look at; ``sentence`` is None where the group says it for all."""

    question: Name
    sentence: Sentence | None = None
    others: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one rule. ``sentences``: what is said of the bank, or of every question alike."""

    rule: Rule
    sentences: tuple[Sentence, ...]
    rows: Sequence[Row]

    @property
    def questions(self) -> int:
        """How many questions the rule found."""
        return len({row.question for row in self.rows})

    def part(self, start: int, count: int) -> Group:
        """The group with so many of its rows."""
        return Group(self.rule, self.sentences, self.rows[start : start + count])


def group_by_rule(findings: Iterable[Finding]) -> list[Group]:
    """Findings in the order of their rules, as a report has them."""
    return [_group(rule, list(found)) for rule, found in groupby(findings, key=lambda finding: finding.rule)]


def _group(rule: Rule, findings: list[Finding]) -> Group:
    about_bank = tuple(finding.sentence for finding in findings if finding.question is None)
    said = {finding.sentence for finding in findings if finding.question}
    common = tuple(said) if len(said) == 1 and len(findings) > 1 else ()
    return Group(rule, about_bank + common, list(_rows(findings, is_said=bool(common))))


def _rows(findings: Iterable[Finding], is_said: bool) -> Iterator[Row]:
    for finding in findings:
        if finding.question is None:
            yield from (Row(other) for other in finding.others)
        else:
            yield Row(finding.question, None if is_said else finding.sentence, finding.others)
