"""PURE: what is checked, and what is found."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ...errors import Sentence
from ...rich_text import picture_sources, to_plain_text


class Severity(StrEnum):
    """Worst first. An error makes the question unfit for a paper; a hint may well be meant so."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Rule(StrEnum):
    """Codes that stay the same, worst first."""

    NO_KEY = "no-key"
    SEVERAL_KEYS = "several-keys"
    IDENTICAL_OPTIONS = "identical-options"
    CONFLICTING_KEYS = "conflicting-keys"
    DUPLICATE = "duplicate"
    KEY_SKEW = "key-skew"
    LONGEST_OPTION = "longest-option"
    NEAR_DUPLICATE = "near-duplicate"
    SAME_STEM = "same-stem"
    OPTION_LETTERS = "option-letters"
    ALL_OF_THE_ABOVE = "all-of-the-above"
    UNMARKED_NEGATIVE = "unmarked-negative"
    LONG_STEM = "long-stem"
    LONG_OPTION = "long-option"
    MISSING_SOURCE = "missing-source"
    ABSOLUTE_WORDS = "absolute-words"
    UNEVEN_OPTIONS = "uneven-options"
    OPEN_STEM = "open-stem"
    MISSING_EXPLANATION = "missing-explanation"
    MISSING_TOPIC = "missing-topic"
    MISSING_LEVEL = "missing-level"

    @property
    def severity(self) -> Severity:
        """The same for every finding of the rule."""
        if self in _ERRORS:
            return Severity.ERROR
        return Severity.HINT if self in _HINTS else Severity.WARNING


_ERRORS = {Rule.NO_KEY, Rule.SEVERAL_KEYS, Rule.IDENTICAL_OPTIONS, Rule.CONFLICTING_KEYS, Rule.DUPLICATE}
_HINTS = {
    Rule.ABSOLUTE_WORDS,
    Rule.UNEVEN_OPTIONS,
    Rule.OPEN_STEM,
    Rule.MISSING_EXPLANATION,
    Rule.MISSING_TOPIC,
    Rule.MISSING_LEVEL,
}


@dataclass(frozen=True, slots=True)
class Name:
    """Which question it is."""

    id: int
    reference: str


@dataclass(frozen=True, slots=True)
class CheckedOption:
    """One option as plain text, with the addresses of its pictures."""

    text: str
    is_right: bool
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """A question ready to be checked. ``html`` is its stem as stored, ``stem`` the same as plain text."""

    name: Name
    kind: str
    html: str
    stem: str
    options: tuple[CheckedOption, ...]
    has_explanation: bool
    source: str
    topic: str
    level: str | None
    fingerprint: str
    # What is right where options alone do not say it (pairs, an order, accepted texts): equal for equal keys.
    key: Hashable = None

    @property
    def is_choice(self) -> bool:
        """Whether it is answered by choosing among options."""
        return self.kind in ("single", "multiple", "truefalse")

    @property
    def has_written_options(self) -> bool:
        """Whether its options are its author's own words, and words only."""
        return self.kind in ("single", "multiple") and not any(option.pictures for option in self.options)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a question and how to mend it. ``others``: the questions that it is about as well."""

    rule: Rule
    sentence: Sentence
    others: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a question, or of the bank as a whole (``question`` is None)."""

    rule: Rule
    question: Name | None
    sentence: Sentence
    others: tuple[Name, ...] = ()


def checked(
    name: Name,
    kind: str,
    stem: str,
    options: Iterable[tuple[str, bool]],
    *,
    explanation: str = "",
    source: str = "",
    topic: str = "",
    level: str | None = None,
    fingerprint: str = "",
    key: Hashable = None,
) -> CheckedQuestion:
    """From what is stored: clean HTML, and (html, is it right) for each option."""
    return CheckedQuestion(
        name=name,
        kind=kind,
        html=stem,
        stem=to_plain_text(stem),
        options=tuple(_checked_option(text, is_right) for text, is_right in options),
        has_explanation=bool(explanation),
        source=source,
        topic=topic,
        level=level,
        fingerprint=fingerprint,
        key=key,
    )


def _checked_option(html: str, is_right: bool) -> CheckedOption:
    return CheckedOption(to_plain_text(html), is_right, picture_sources(html) if "<img" in html else ())
