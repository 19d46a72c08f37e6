from random import Random

import pytest

from quizapp.assessments.paper import Cell, PaperQuestion, draw, missing_questions, original_options, pack, unpack

OPTIONS = dict.fromkeys(range(1, 30), 4)


def versions_of(paper):
    return sorted(question.version_id for question in paper)


def test_paper_takes_the_count_of_every_cell_and_nothing_twice():
    cells = [Cell(2, 1, (1, 2, 3)), Cell(3, 2, (11, 12, 13))]
    paper = draw(cells, OPTIONS, frozenset(), Random(1))
    assert len(set(versions_of(paper))) == 5
    assert versions_of(paper)[2:] == [11, 12, 13]
    assert sum(question.points for question in paper) == 8


@pytest.mark.parametrize("seed", range(20))
def test_overlapping_cells_are_filled_whenever_that_is_possible(seed):
    # Question 1 is the only one of the narrow cell: the wide one must leave it.
    cells = [Cell(2, 1, (1, 2, 3)), Cell(1, 1, (1,))]
    assert versions_of(draw(cells, OPTIONS, frozenset(), Random(seed))) == [1, 2, 3]


def test_pools_that_are_too_small_are_refused():
    with pytest.raises(ValueError, match="cannot fill"):
        draw([Cell(3, 1, (1, 2))], OPTIONS, frozenset(), Random(1))


def test_missing_questions_are_counted_by_cell():
    assert missing_questions([Cell(2, 1, (1, 2)), Cell(2, 1, (2, 3)), Cell(1, 1, (9,))]) == [0, 1, 0]


def test_options_are_shuffled_but_for_true_and_false():
    cells = [Cell(12, 1, tuple(range(1, 13)))]
    paper = draw(cells, OPTIONS, frozenset({1, 2, 3}), Random(5))
    orders = {question.version_id: question.order for question in paper}
    assert {orders[number] for number in (1, 2, 3)} == {(0, 1, 2, 3)}
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders.values())
    assert len(set(orders.values())) > 3


def test_nothing_is_shuffled_when_the_settings_say_so():
    cells = [Cell(4, 1, (1, 2, 3, 4))]
    paper = draw(cells, OPTIONS, frozenset(), Random(3), shuffles_options=False)
    assert {question.order for question in paper} == {(0, 1, 2, 3)}


def test_two_papers_differ():
    cells = [Cell(10, 1, tuple(range(1, 21)))]
    assert draw(cells, OPTIONS, frozenset(), Random(1)) != draw(cells, OPTIONS, frozenset(), Random(2))


def test_every_question_of_a_pool_is_drawn_about_equally_often():
    cells = [Cell(5, 1, tuple(range(1, 11)))]
    random, drawn = Random(7), dict.fromkeys(range(1, 11), 0)
    for _ in range(2000):
        for question in draw(cells, OPTIONS, frozenset(), random):
            drawn[question.version_id] += 1
    assert all(900 < times < 1100 for times in drawn.values())


def test_pack_keeps_the_paper():
    paper = (PaperQuestion(17, (2, 0, 1), 1), PaperQuestion(4, (0, 1), 0.5))
    assert pack(paper) == [[17, "cab", 1], [4, "ab", 0.5]]
    assert unpack(pack(paper)) == paper


@pytest.mark.parametrize(
    ("chosen", "places"), [(["a"], {2}), (["b", "c"], {0, 1}), (["z"], set()), ([], set()), (["a", "a"], {2})]
)
def test_letters_on_the_paper_lead_back_to_the_authors_options(chosen, places):
    assert original_options(PaperQuestion(17, (2, 0, 1), 1), chosen) == places
