"""Long work tells how far it has come, to those who watch."""

from __future__ import annotations

import io
import sys

from quizapp import commanding
from quizapp.progress import shown_by, watched


def test_nobody_watches_and_the_items_are_the_same():
    assert list(watched(iter("abc"), 3)) == ["a", "b", "c"]


def test_watcher_is_told_from_nothing_to_all():
    told: list[tuple[int, int]] = []
    with shown_by(lambda done, total: told.append((done, total))):
        assert list(watched("abc", 3)) == ["a", "b", "c"]
        list(watched([], 0))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3), (0, 0)]
    list(watched("abc", 3))
    assert len(told) == 5


def test_long_work_is_told_about_a_hundred_times():
    told: list[int] = []
    with shown_by(lambda done, _total: told.append(done)):
        list(watched(range(12_345), 12_345))
    assert 100 <= len(told) <= 102
    assert told[-1] == 12_345


def test_bar_is_drawn_on_a_terminal(monkeypatch):
    screen = io.StringIO()
    screen.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", screen)
    with commanding.progress_bar():
        list(watched("ab", 2))
    lines = screen.getvalue().split("\r")[1:]
    assert [line.split("]")[0].count("#") for line in lines] == [0, 20, 40]
    assert lines[-1].startswith("[" + "#" * 40 + "] 2/2")
    assert lines[-1].endswith("\n")


def test_nothing_is_drawn_into_a_file(monkeypatch):
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    with commanding.progress_bar():
        list(watched("ab", 2))
    assert file.getvalue() == ""
