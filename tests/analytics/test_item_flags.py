"""What is said of a question by its figures, in which order, and how it is drawn."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from quizapp.analytics.item_arrangement import ItemArrangement, arranged, count_flags, flagged
from quizapp.analytics.item_drawings import bars, name_places
from quizapp.analytics.item_flags import flags_of
from quizapp.analytics.item_lines import Choice, ItemLine, SetLine, as_json, from_json


def line(version_id: int = 1, answers: int = 100, facility=0.6, discrimination=0.3, choices=None) -> ItemLine:
    default = (Choice(True, 0.6, (0.4, 0.6, 0.8)), Choice(False, 0.4, (0.6, 0.4, 0.2)))
    return ItemLine(version_id, answers, facility, discrimination, 0.4, 0.0, 30.0, choices or default, None)


PREFERRED = (Choice(True, 0.3, (0.5, 0.3, 0.2)), Choice(False, 0.7, (0.5, 0.7, 0.8)))
UNUSED = (Choice(True, 0.6, (0.4, 0.6, 0.8)), Choice(False, 0.4, (0.6, 0.4, 0.2)), Choice(False, 0.0, (0, 0, 0)))
HIDDEN = (Choice(True, 0.6, None), Choice(False, 0.4, None))


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, []),
        ({"discrimination": -0.2, "choices": PREFERRED}, ["wrong_key"]),
        ({"discrimination": -0.2}, ["not_discriminating"]),
        ({"discrimination": -0.2, "choices": HIDDEN}, ["not_discriminating"]),
        ({"discrimination": 0.08}, ["not_discriminating"]),
        ({"facility": 0.97, "discrimination": 0.02}, ["too_easy"]),
        ({"facility": 0.1}, ["too_hard"]),
        ({"choices": UNUSED}, ["unused_option"]),
        ({"discrimination": None}, []),
        ({"answers": 29, "facility": 0.0}, []),
        ({"facility": None}, []),
    ],
)
def test_flags_follow_from_the_figures(figures, expected):
    assert [flag.name for flag in flags_of(line(**figures))] == expected


def test_flagged_questions_come_first_and_the_weakest_first_among_the_others():
    lines = flagged([line(1), line(2, discrimination=0.2), line(3, facility=0.1), line(4, choices=PREFERRED)])
    lines += flagged([line(5, discrimination=-0.3, choices=PREFERRED), line(6, discrimination=None)])
    assert [one.line.version_id for one in arranged(lines, ItemArrangement())] == [5, 3, 2, 1, 4, 6]
    assert count_flags(lines) == {"wrong_key": 1, "too_hard": 1}


def test_address_chooses_order_and_flag():
    lines = flagged([line(1, facility=0.5), line(2, facility=0.1), line(3, facility=None), line(4, facility=0.7)])
    chosen = ItemArrangement.from_args({"sort": "facility", "direction": "desc", "page": "2"})
    assert [one.line.version_id for one in arranged(lines, chosen)] == [4, 1, 2, 3]
    assert (chosen.page, chosen.as_args()) == (2, {"sort": "facility", "direction": "desc", "flag": ""})
    hard = ItemArrangement.from_args({"flag": "too_hard", "sort": "nonsense", "page": "x"})
    assert [one.line.version_id for one in arranged(lines, hard)] == [2]


def test_what_is_kept_comes_back_as_it_was():
    whole = SetLine(100, 20.0, 12.5, 3.0, None, None, (1, 2))
    lines = [line(1), line(2, choices=UNUSED)]
    assert from_json(json.loads(json.dumps(as_json(lines, whole)))) == (lines, whole)


def test_letters_at_the_ends_of_lines_do_not_hide_each_other():
    places = name_places(
        (Choice(True, 0.9, (0.9, 0.9, 0.9)), Choice(False, 0.0, (0, 0, 0)), Choice(False, 0, (0, 0, 0)))
    )
    heights = sorted(y for _, y in places)
    assert [place for place, _ in places] == [2, 1, 0]
    assert all(low - high >= 11 for high, low in pairwise(heights))


def test_highest_bar_fills_its_room():
    drawn = bars((0, 5, 10))
    assert [bar.count for bar in drawn] == [0, 5, 10]
    assert drawn[1].height * 2 == drawn[2].height
