from datetime import UTC, datetime, timedelta

from quizapp.home.pressing import Thing, in_order

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def thing(kind, days=None, **fields):
    return Thing(kind, kind, "x", ends_at=None if days is None else NOW + timedelta(days=days), **fields)


def first(*things):
    return in_order(things, NOW)[0]


def test_paper_on_the_desk_comes_before_what_ends_sooner():
    running = thing("attempt", 2)
    assert first(thing("course", 1), running, thing("assessment", 0.1)) is running


def test_of_two_papers_on_the_desk_the_one_with_less_time_comes_first():
    shorter = thing("attempt", 0.01)
    assert first(thing("attempt", 0.02), shorter) is shorter


def test_what_ends_first_comes_first_whatever_it_is():
    round_, course = thing("assessment", 2), thing("course", 9)
    assert first(course, round_) is round_
    assert first(thing("assessment", 10), course) is course


def test_course_comes_before_the_round_that_ends_with_it():
    course = thing("course", 2)
    assert first(thing("assessment", 2), course) is course


def test_what_is_late_does_not_stand_in_the_way_of_what_can_be_in_time():
    open_round = thing("assessment", 30)
    assert first(thing("course", -1), open_round) is open_round


def test_of_what_is_late_the_latest_to_become_so_comes_first():
    fresh = thing("wave", -1)
    assert first(thing("wave", -100), fresh) is fresh


def test_round_that_was_entered_waits_until_nothing_else_is_left_but_practice():
    again, practice = thing("assessment", 1, is_optional=True), thing("practice")
    assert in_order([practice, again, thing("course")], NOW) == [thing("course"), again, practice]
