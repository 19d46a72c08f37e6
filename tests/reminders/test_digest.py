from datetime import timedelta

from quizapp.reminders.digest import KINDS, Found, sections_for
from tests.conftest import NOW

DAY = timedelta(days=1)


def found(kind="due", title="Khóa học", days=1, came_up=None):
    came_up_at = None if came_up is None else NOW + came_up * DAY
    return Found(1, "course", title, kind, NOW + days * DAY, came_up_at)


def test_what_is_due_stands_before_what_has_opened_and_what_is_new():
    given = [found("new", came_up=1), found("opened", came_up=1), found("due")]
    assert [section.kind for section in sections_for(given, KINDS, NOW)] == ["due", "opened", "new"]


def test_first_deadline_comes_first():
    (section,) = sections_for([found(days=2, title="Sau"), found(days=1, title="Trước")], KINDS, NOW)
    assert [line.title for line in section.lines] == ["Trước", "Sau"]


def test_kinds_that_are_not_wanted_are_left_out():
    assert sections_for([found("new", came_up=1), found("due")], ("opened",), NOW) == []


def test_news_is_told_once_and_a_deadline_again():
    given = [found("new", came_up=-1), found("due")]
    assert [section.kind for section in sections_for(given, KINDS, NOW)] == ["due"]


def test_long_list_is_cut_and_the_rest_counted():
    (section,) = sections_for([found(title=f"Khóa {n}") for n in range(8)], KINDS, NOW)
    assert (len(section.lines), section.more) == (5, 3)
