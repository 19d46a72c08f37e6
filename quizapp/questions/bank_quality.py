"""PURE: what is wrong with a bank, question by question and as a whole, and how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .quality import form, giveaways, repetition, wording
from .quality.findings import CheckedQuestion, Fault, Finding, Rule, Severity

_QUESTION_RULES: tuple[Callable[[CheckedQuestion], Iterable[Fault]], ...] = (
    form.key_faults,
    form.option_faults,
    form.length_faults,
    form.uneven_lengths,
    form.stem_faults,
    form.missing_parts,
    wording.options_about_options,
    wording.absolute_words,
    wording.unmarked_negatives,
)
_BANK_RULES: tuple[Callable[[Sequence[CheckedQuestion]], Iterable[Finding]], ...] = (
    repetition.repetitions,
    giveaways.key_skew,
    giveaways.longest_option_cue,
)
_ORDER = {rule: place for place, rule in enumerate(Rule)}


@dataclass(frozen=True, slots=True)
class BankReport:
    """``findings`` stand in the order of the rules, worst first, then in that of the bank. ``keys``: how often each
    letter is right in questions with one right option."""

    questions: int
    findings: tuple[Finding, ...]
    keys: dict[str, int]

    @property
    def counts(self) -> dict[Severity, int]:
        """Findings of each severity."""
        counts = Counter(finding.rule.severity for finding in self.findings)
        return {severity: counts[severity] for severity in Severity}

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended before the bank is used."""
        return any(finding.rule.severity is Severity.ERROR for finding in self.findings)


def check_bank(questions: Sequence[CheckedQuestion]) -> BankReport:
    """All findings. Questions are compared in the order given: the later of two alike is the one reported."""
    findings = [*_of_questions(questions), *(finding for rule in _BANK_RULES for finding in rule(questions))]
    findings.sort(key=lambda finding: _ORDER[finding.rule])
    return BankReport(len(questions), tuple(findings), giveaways.keys_of(questions))


def _of_questions(questions: Sequence[CheckedQuestion]) -> Iterator[Finding]:
    for question in questions:
        for rule in _QUESTION_RULES:
            for fault in rule(question):
                yield Finding(fault.rule, question.name, fault.sentence, fault.others)
