"""PURE: questions that stand in a bank more than once. Each finding is of the later question and names the earlier."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from ...errors import Sentence
from ...folding import tidy
from ...rich_text import picture_sources
from ..near_duplicates import find_among, wording_of
from .findings import CheckedQuestion, Fault, Finding, Name, Rule
from .form import comparable

_ASKED_BY_PARTS = ("statements", "matching", "ordering")


def repetitions(questions: Sequence[CheckedQuestion]) -> Iterator[Finding]:
    """Exact ones first; a question that is one of them is not reported as a near one."""
    repeated: set[Name] = set()
    for finding in _exact(questions):
        if finding.question:
            repeated.add(finding.question)
        yield finding
    for finding in _near(questions):
        if finding.question not in repeated:
            yield finding


def _exact(questions: Sequence[CheckedQuestion]) -> Iterator[Finding]:
    first: dict[Hashable, CheckedQuestion] = {}
    for question in questions:
        stem = (_words_of(question.stem), picture_sources(question.html) if "<img" in question.html else ())
        sort = "choice" if question.is_choice else question.kind
        whole = (sort, stem, frozenset(comparable(option) for option in question.options))
        by_fingerprint = ("fingerprint", question.fingerprint or question.name)
        # "Xét tính đúng sai của các phát biểu sau" stands above many questions.
        asked = ("parts", whole) if question.kind in _ASKED_BY_PARTS else ("stem", stem)
        fault = _repeated(question, first.get(by_fingerprint), first.get(whole), first.get(asked))
        for name in (by_fingerprint, whole, asked):
            first.setdefault(name, question)
        if fault:
            yield Finding(fault.rule, question.name, fault.sentence, fault.others)


def _repeated(
    question: CheckedQuestion, same: CheckedQuestion | None, whole: CheckedQuestion | None, stem: CheckedQuestion | None
) -> Fault | None:
    """``same`` has the same fingerprint, ``whole`` the same stem and options, ``stem`` the same stem."""
    if same is None and whole is not None and _key_of(whole) == _key_of(question):
        same = whole
    other = same or whole or stem
    if other is None:
        return None
    reference = other.name.reference
    if same:
        sentence = Sentence("Giống hệt câu %(other)s. Hãy ngừng dùng một trong hai câu.", other=reference)
        return Fault(Rule.DUPLICATE, sentence, (other.name,))
    if whole:
        sentence = Sentence(
            "Cùng nội dung và phương án với câu %(other)s mà đáp án khác. Hãy xem lại đáp án, rồi ngừng dùng một câu.",
            other=reference,
        )
        return Fault(Rule.CONFLICTING_KEYS, sentence, (other.name,))
    sentence = Sentence(
        "Cùng nội dung hỏi với câu %(other)s, khác phương án. "
        "Hãy ngừng dùng một câu, hoặc viết rõ hai câu khác nhau ở đâu.",
        other=reference,
    )
    return Fault(Rule.SAME_STEM, sentence, (other.name,))


def _words_of(stem: str) -> str:
    """Without the accidents of case, blanks and the sign at the end; accents stay."""
    return tidy(stem).rstrip(" .:?").casefold()


def _key_of(question: CheckedQuestion) -> Hashable:
    return question.key, frozenset(comparable(option) for option in question.options if option.is_right)


def _near(questions: Sequence[CheckedQuestion]) -> Iterator[Finding]:
    wordings = [wording_of(question.stem, [option.text for option in question.options]) for question in questions]
    for likeness in find_among(wordings):
        other = questions[likeness.other].name
        sentence = Sentence(
            "Giống %(percent)s %% câu %(other)s, tính cả phương án. "
            "Hãy so hai câu; nếu hỏi cùng một điều thì ngừng dùng một câu.",
            percent=likeness.percent,
            other=other.reference,
        )
        yield Finding(Rule.NEAR_DUPLICATE, questions[likeness.place].name, sentence, (other,))
