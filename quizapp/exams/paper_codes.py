"""PURE: the printed variants (mã đề) of a paper, and the letters that are given on their answer sheets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from ..assessments.marking.keys import Key
from ..assessments.paper import PaperQuestion, question_ids
from ..errors import Invalid, Sentence

MOST_CODES = 24
BLANK = "-"
# So many shuffles are tried for each code, and the one least like the code before it is taken.
_TRIES = 40
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Paper = tuple[PaperQuestion, ...]


def shuffle(
    base: Sequence[PaperQuestion],
    codes: Sequence[str],
    seed: str,
    choices: Collection[int],
    fixed_order: Collection[int],
    shuffles_questions: bool = True,
    shuffles_options: bool = True,
) -> dict[str, Paper]:
    """The same questions for each code in another order; the same seed gives the same papers.

    ``choices``: versions that are answered by letters; all others come after them in the order of ``base``.
    ``fixed_order``: versions whose options stay as they are. Candidates sit beside each other in the order of the
    codes, so each is made as unlike the one before it as can be.
    """
    lettered = [question for question in base if question.version_id in choices]
    written = [question for question in base if question.version_id not in choices]
    papers: dict[str, Paper] = {}
    last: Paper = ()
    for code in codes:
        random = Random(f"{seed}/{code}")  # noqa: S311 - reproducible on purpose; the pool is what is secret
        tries = [_shuffled(lettered, fixed_order, random, shuffles_questions, shuffles_options) for _ in range(_TRIES)]
        last = min(tries, key=lambda one: likeness(one, last))
        papers[code] = (*last, *written)
    return papers


def _shuffled(
    questions: Sequence[PaperQuestion],
    fixed_order: Collection[int],
    random: Random,
    shuffles_questions: bool,
    shuffles_options: bool,
) -> Paper:
    mixed = random.sample(questions, len(questions)) if shuffles_questions else list(questions)
    if not shuffles_options:
        return tuple(mixed)
    return tuple(
        question
        if question.version_id in fixed_order
        else replace(question, order=tuple(random.sample(question.order, len(question.order))))
        for question in mixed
    )


def likeness(one: Sequence[PaperQuestion], other: Sequence[PaperQuestion]) -> int:
    """How much a look at the neighbour's paper gives away: questions at the same place, and options in the same
    order."""
    orders = {question.version_id: question.order for question in other}
    same_place = sum(left.version_id == right.version_id for left, right in zip(one, other, strict=False))
    return 2 * same_place + sum(orders.get(question.version_id) == question.order for question in one)


def likeness_of_neighbours(papers: Mapping[str, Paper]) -> int:
    """Questions that stand at the same place on two papers side by side."""
    return sum(
        left.version_id == right.version_id
        for one, other in pairwise(papers.values())
        for left, right in zip(one, other, strict=True)
    )


def codes_from(first: int, count: int) -> list[str]:
    """101, 102, … as they are printed."""
    return [str(first + place) for place in range(count)]


def key_row(paper: Sequence[PaperQuestion], keys: Mapping[int, Key]) -> list[str]:
    """The right letters, question by question; "" where no letter is the answer."""
    return [right_letters(question, keys[question.version_id]) for question in paper]


def right_letters(question: PaperQuestion, key: Key) -> str:
    """ "A", or "AC" of several right options."""
    if not isinstance(key, frozenset):
        return ""
    return "".join(letter for letter, place in zip(_LETTERS, question.order, strict=False) if place in key)


def letters_of(question: PaperQuestion) -> str:
    """The letters of its options in the order printed."""
    return _LETTERS[: len(question.order)]


def read_answers(text: str, paper: Sequence[PaperQuestion], choices: Collection[int]) -> dict[str, list[str]]:
    """The answers of a row such as "ABD-C", a letter a question, "-" for a blank; with blanks or commas between them
    ("A BD - C") a question may have several letters. As the engine keeps answers: {"1": ["a"]}.

    Only questions that are answered by letters are counted. Raises Invalid, naming the question.
    """
    lettered = [(name, one) for name, one in zip(question_ids(paper), paper, strict=True) if one.version_id in choices]
    given = _parted(text)
    if len(given) != len(lettered):
        raise Invalid(
            Sentence(
                "Có %(given)s câu trả lời, đề có %(wanted)s câu. Ghi mỗi câu một chữ cái, câu bỏ trống ghi dấu -.",
                given=len(given),
                wanted=len(lettered),
            )
        )
    answers = {}
    for (name, question), letters in zip(lettered, given, strict=True):
        if letters == BLANK:
            continue
        for letter in letters:
            _check(letter, name, question)
        answers[name] = sorted({letter.lower() for letter in letters})
    return answers


def _parted(text: str) -> list[str]:
    tidied = " ".join(text.upper().replace("–", BLANK).replace("_", BLANK).replace(",", " ").replace(";", " ").split())
    parts = tidied.split(" ")
    return [one for one in parts if one] if len(parts) > 1 else list(tidied)


def _check(letter: str, name: str, question: PaperQuestion) -> None:
    if letter not in letters_of(question):
        sentence = Sentence(
            "Câu %(number)s không có phương án “%(letter)s”. Chỉ có %(letters)s.",
            number=name,
            letter=letter,
            letters=", ".join(letters_of(question)),
        )
        raise Invalid(sentence)


def as_row(answers: Mapping[str, Sequence[str]], paper: Sequence[PaperQuestion], choices: Collection[int]) -> str:
    """The row that ``read_answers`` reads as these answers."""
    parts = [
        "".join(answers.get(name, ())).upper() or BLANK
        for name, question in zip(question_ids(paper), paper, strict=True)
        if question.version_id in choices
    ]
    return "".join(parts) if all(len(part) == 1 for part in parts) else " ".join(parts)
