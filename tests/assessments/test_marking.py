"""What answers of every kind are worth."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from quizapp.assessments.marking.keys import (
    ByHand,
    Judgements,
    Matches,
    RightGaps,
    Succession,
    right_answer,
)
from quizapp.assessments.marking.lists import share_of_neighbours, share_of_options, share_of_pairs
from quizapp.assessments.marking.texts import number_is_right, numbers_meant, text_is_right
from quizapp.assessments.paper import PaperQuestion
from quizapp.assessments.scoring import PARTIAL_CREDIT, Marks, mark, points_for
from quizapp.questions.formats.answers import AcceptedNumber, AcceptedTexts

STATEMENTS = PaperQuestion(1, (2, 0, 1, 3), 1)
TRUTHS = Judgements((True, False, False, True))
PAIRS = PaperQuestion(2, (1, 0), 1, ((2, 0, 1),))
MATCHES = Matches((0, 1))
ITEMS = PaperQuestion(3, (3, 1, 0, 2), 1)
GAPS = PaperQuestion(4, (), 1, ((1, 0), (2, 0, 1)))
RIGHT_GAPS = RightGaps((0, 2))


@pytest.mark.parametrize(
    ("question", "key", "answer", "share"),
    [
        (STATEMENTS, TRUTHS, ["a:false", "b:true", "c:false", "d:true"], 1),
        (STATEMENTS, TRUTHS, ["d:true", "c:false", "b:true", "a:false"], 1),
        (STATEMENTS, TRUTHS, ["a:true", "b:true", "c:true", "d:true"], 0.5),
        (STATEMENTS, TRUTHS, ["b:true"], 0.25),
        (STATEMENTS, TRUTHS, ["b:false", "b:true"], 0.25),
        (STATEMENTS, TRUTHS, ["b", "z:true", "1:a"], 0),
        (STATEMENTS, TRUTHS, "a:false", 0),
        (PAIRS, MATCHES, ["a:c", "b:b"], 1),
        (PAIRS, MATCHES, ["a:c", "b:a"], 0.5),
        (PAIRS, MATCHES, ["a:a", "b:a"], 0),
        (GAPS, RIGHT_GAPS, ["1:b", "2:a"], 1),
        (GAPS, RIGHT_GAPS, ["1:b", "2:c"], 0.5),
        (GAPS, RIGHT_GAPS, ["3:a"], 0),
        (GAPS, RIGHT_GAPS, None, 0),
    ],
)
def test_pairs_give_the_share_that_is_right(question, key, answer, share):
    assert share_of_pairs(key.pairs(question), answer) == share


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        (["c", "b", "d", "a"], 1),
        (["a", "c", "b", "d"], 2 / 3),
        (["a", "d", "b", "c"], 0),
        (["c", "b"], 1 / 3),
        (["c", "c", "b", "z", "d", "a"], 1),
        ([], 0),
        ("cbda", 0),
    ],
)
def test_an_order_gives_the_share_of_neighbours_that_are_right(answer, share):
    assert share_of_neighbours(list(Succession(tuple(range(4))).letters(ITEMS)), answer) == share


@pytest.mark.parametrize(
    ("answer", "share"),
    [(["a", "b"], 1), (["a"], 0.5), (["a", "c"], 0), (["a", "b", "c"], 0.5), (["c", "d"], 0), (["z"], 0), ("a", 0)],
)
def test_wrong_options_count_against_the_right_ones(answer, share):
    assert share_of_options(PaperQuestion(1, (0, 1, 2, 3), 1), frozenset({0, 1}), answer) == share


@pytest.mark.parametrize(
    ("key", "given", "is_right"),
    [
        (AcceptedTexts(("Hà Nội",)), "  hà   nội. ", True),
        (AcceptedTexts(("Hà Nội",)), "Ha\u0300 No\u0323\u0302i", True),
        (AcceptedTexts(("Hà Nội",)), "Ha Noi", False),
        (AcceptedTexts(("Hà Nội", "Thủ đô")), "thủ đô", True),
        (AcceptedTexts(("Hà Nội",), ignores_diacritics=True), "ha noi", True),
        (AcceptedTexts(("Hà Nội",), ignores_case=False), "hà nội", False),
        (AcceptedTexts(("Hà Nội",), ignores_case=False), "Hà Nội", True),
        (AcceptedTexts(("Hà Nội",), ignores_case=False, ignores_diacritics=True), "Ha Noi", True),
        (AcceptedTexts(("Đà Lạt",), ignores_case=False, ignores_diacritics=True), "da lat", False),
        (AcceptedTexts(("Hà Nội",)), "", False),
        (AcceptedTexts((".",)), ".", True),
        (AcceptedTexts(()), "x", False),
    ],
)
def test_a_text_is_compared_without_the_accidents_of_typing(key, given, is_right):
    assert text_is_right(key, given) is is_right


@pytest.mark.parametrize(
    ("text", "unit", "numbers"),
    [
        ("1.234,56", "", ["1234.56"]),
        ("1,234.56", "", ["1234.56"]),
        ("1234.56", "", ["1234.56"]),
        ("1234,56 km", "km", ["1234.56"]),
        ("1 234,5km", "km", ["1234.5"]),
        ("1.234", "", ["1234", "1234.0", "1.234"]),
        ("1.234.567", "", ["1234567", "1234567.0"]),
        ("-0,5", "", ["-0.5"]),
        ("\N{MINUS SIGN}3", "", ["-3.0"]),
        (",5", "", ["0.5"]),
        ("5 x 10^3", "", ["5000.0"]),
        ("12 m²", "m²", ["12.0"]),
        ("12 m2", "m²", ["12.0"]),
        ("12 kg", "", ["12.0"]),
        ("12 kg", "km", []),
        ("1/2", "", []),
        ("1 hoặc 2", "", []),
        ("12 13 14", "", []),
        ("mười hai", "", []),
        ("", "", []),
        ("NaN", "", []),
        ("9" * 61, "", []),
    ],
)
def test_numbers_are_read_as_vietnamese_and_english_write_them(text, unit, numbers):
    assert [str(number) for number in numbers_meant(text, unit)] == numbers


@pytest.mark.parametrize(
    ("given", "is_right"), [("3,14", True), ("3.15", True), ("3,13", True), ("3,151", False), ("-3,14", False)]
)
def test_a_number_is_right_within_its_tolerance_to_the_last_digit(given, is_right):
    assert number_is_right(AcceptedNumber(Decimal("3.14"), Decimal("0.01")), given) is is_right


def test_without_partial_credit_a_part_gives_nothing():
    assert points_for(PAIRS, MATCHES, ["a:c"], "none") == 0
    assert points_for(PAIRS, MATCHES, ["a:c"], "per_option") == 0.5


def test_points_of_a_part_have_two_decimals():
    question = PaperQuestion(3, (0, 1, 2, 3), 1)
    assert points_for(question, Succession(tuple(range(4))), ["a", "b"], "per_option") == 0.33


def test_an_essay_waits_for_a_person_and_is_never_all_correct_before():
    paper = (PaperQuestion(1, (), 2), PaperQuestion(2, (0, 1), 1))
    keys = {1: ByHand(), 2: frozenset({0})}
    answers = {"1": "Bài viết", "2": ["a"]}
    assert mark(paper, keys, answers) == Marks(1, 3, 1, False, unmarked=1)
    assert mark(paper, keys, {"1": "  ", "2": ["a"]}) == Marks(1, 3, 1, False, unmarked=0)
    assert mark(paper, keys, answers, by_hand={"1": 1.25}) == Marks(2.25, 3, 1, False)
    assert mark(paper, keys, answers, by_hand={"1": 2}) == Marks(3, 3, 2, True)


def _random_question(random: Random):
    count, points = random.randint(2, 6), random.choice([0.25, 1, 1.5, 2])
    order = tuple(random.sample(range(count), count))
    kind = random.randrange(7)
    if kind == 0:
        return PaperQuestion(1, order, points), frozenset(random.sample(range(count), random.randint(1, count)))
    if kind == 1:
        return PaperQuestion(1, order, points), Judgements(tuple(random.random() < 0.5 for _ in range(count)))
    if kind == 2:
        others = tuple(random.sample(range(4), 4))
        rights = tuple(random.randrange(4) for _ in range(count))
        return PaperQuestion(1, order, points, (others,)), Matches(rights)
    if kind == 3:
        return PaperQuestion(1, order, points), Succession(tuple(range(count)))
    if kind == 4:
        gaps = tuple(tuple(random.sample(range(3), 3)) for _ in range(count))
        return PaperQuestion(1, (), points, gaps), RightGaps(tuple(random.randrange(3) for _ in range(count)))
    if kind == 5:
        return PaperQuestion(1, (), points), AcceptedTexts(("Đáp án", "Khác"))
    value = Decimal(random.randint(-(10**6), 10**6)) / 100
    return PaperQuestion(1, (), points), AcceptedNumber(value, Decimal(0))


def _random_answer(random: Random):
    entry = [*"abcdefz", *(f"{name}:{value}" for name in "abc123" for value in ("a", "b", "c", "true", "false"))]
    return random.choice([None, "", "Đáp án", "1.234,5", [], random.choices(entry, k=random.randint(1, 8))])


@pytest.mark.parametrize("partial_credit", PARTIAL_CREDIT)
def test_whatever_is_answered_gives_from_nothing_to_all_points_and_the_key_gives_all(partial_credit):
    random = Random(57)
    for _ in range(3_000):
        question, key = _random_question(random)
        points = points_for(question, key, _random_answer(random), partial_credit)
        assert 0 <= points <= question.points
        assert points_for(question, key, right_answer(question, key), partial_credit) == question.points
