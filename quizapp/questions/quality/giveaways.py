"""PURE: what tells the key of a whole bank to those who know nothing: the letter, and the length."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import sqrt
from statistics import NormalDist

from ...errors import Sentence
from ..formats.parsed import letter_of
from .findings import CheckedQuestion, Finding, Rule

# Fewer questions than these say nothing.
FEWEST = 10
# One bank in a hundred that is in order would be reported.
_NORMAL_QUANTILE = NormalDist().inv_cdf(0.99)
# A very large bank proves the smallest skew; it matters when a letter is right that much more, or less, often than each
# should be.
MUCH_MORE, MUCH_LESS = 1.4, 0.6
# An option is clearly the longest when it is that many times as long as the next, and that many characters longer.
CLEARLY_TIMES, CLEARLY_CHARACTERS = 1.25, 10
# The longest option is right that many times as often as by chance.
MUCH_MORE_OFTEN = 1.5


def keys_of(questions: Sequence[CheckedQuestion]) -> dict[str, int]:
    """How often each letter is right in the single questions, from A to the last letter that they use."""
    singles = [question for question in questions if _key_place(question) is not None]
    counts = Counter(_key_place(question) for question in singles)
    return {letter_of(place): counts[place] for place in range(max((len(q.options) for q in singles), default=0))}


def key_skew(questions: Sequence[CheckedQuestion]) -> Iterator[Finding]:
    """Letters that are right far more often than others, among single questions of the same number of options.

    Pearson's chi-square test against equal shares, at 1 %.
    """
    places_by_size: dict[int, Counter[int]] = defaultdict(Counter)
    for question in questions:
        place = _key_place(question)
        if place is not None:
            places_by_size[len(question.options)][place] += 1
    for size, places in sorted(places_by_size.items()):
        counts = [places[place] for place in range(size)]
        if _is_skewed(counts):
            yield Finding(Rule.KEY_SKEW, None, _skew_sentence(counts))


def _skew_sentence(counts: list[int]) -> Sentence:
    return Sentence(
        "Trong %(count)s câu một đáp án có %(size)s phương án, đáp án đúng rơi vào %(keys)s: lệch hẳn so với chia đều. "
        "Phương án được đảo khi ra đề nếu bạn không tắt, nên lỗi này chỉ lộ đáp án khi giữ nguyên thứ tự. "
        "Hãy đổi chỗ các phương án cho đều.",
        count=sum(counts),
        size=len(counts),
        keys=", ".join(f"{letter_of(place)} {count}" for place, count in enumerate(counts)),
    )


def _key_place(question: CheckedQuestion) -> int | None:
    """Where the one right option of a single question stands."""
    if question.kind != "single":
        return None
    right = [place for place, option in enumerate(question.options) if option.is_right]
    return right[0] if len(right) == 1 else None


def _is_skewed(counts: list[int]) -> bool:
    total = sum(counts)
    if total < FEWEST or len(counts) < 2:
        return False
    fair = total / len(counts)
    is_marked = max(counts) >= MUCH_MORE * fair or min(counts) <= MUCH_LESS * fair
    return is_marked and chi_square(counts) > critical_chi_square(len(counts) - 1)


def chi_square(counts: Sequence[int]) -> float:
    """Pearson's statistic of the counts against equal shares."""
    fair = sum(counts) / len(counts)
    return sum((count - fair) ** 2 for count in counts) / fair


def critical_chi_square(freedom: int) -> float:
    """The 99 % quantile for so many degrees of freedom, by the approximation of Wilson and Hilferty (1931); within 1 %
    of the tables from two degrees on."""
    spread = 2 / (9 * freedom)
    return freedom * (1 - spread + _NORMAL_QUANTILE * sqrt(spread)) ** 3


def longest_option_cue(questions: Sequence[CheckedQuestion]) -> Iterator[Finding]:
    """The right option is clearly the longest far more often than by chance.

    Looked at are the single questions in which one option is clearly the longest. By chance it would be right in one of
    so many as there are options (normal approximation of the sum of these chances, at 1 %).
    """
    cues = [(question, place) for question in questions if (place := _clearly_longest(question)) is not None]
    betrayed = [question.name for question, place in cues if place == _key_place(question)]
    chances = [1 / len(question.options) for question, _ in cues]
    expected = sum(chances)
    spread = sqrt(sum(chance * (1 - chance) for chance in chances))
    if len(cues) < FEWEST or len(betrayed) < max(MUCH_MORE_OFTEN * expected, expected + _NORMAL_QUANTILE * spread):
        return
    sentence = Sentence(
        "Ở %(clear)s câu có một phương án dài hơn hẳn, %(count)s lần đó là đáp án đúng (%(share)s %%; đoán mò thì "
        "khoảng %(chance)s %%), nên cứ chọn phương án dài nhất là dễ được điểm. "
        "Hãy rút gọn đáp án đúng, hoặc viết phương án sai dài tương đương.",
        clear=len(cues),
        count=len(betrayed),
        share=round(100 * len(betrayed) / len(cues)),
        chance=round(100 * expected / len(cues)),
    )
    yield Finding(Rule.LONGEST_OPTION, None, sentence, tuple(betrayed))


def _clearly_longest(question: CheckedQuestion) -> int | None:
    if _key_place(question) is None or not question.has_written_options or len(question.options) < 2:
        return None
    lengths = [len(option.text) for option in question.options]
    longest, next_longest = sorted(lengths, reverse=True)[:2]
    is_clear = longest >= CLEARLY_TIMES * next_longest and longest - next_longest >= CLEARLY_CHARACTERS
    return lengths.index(longest) if is_clear else None
