from dataclasses import dataclass
from datetime import date

from quizapp.changes import change


@dataclass
class Thing:
    name: str
    since: date | None


def test_only_what_differs_is_changed_and_told():
    thing = Thing("Chi bộ 1", None)
    assert change(thing, name="Chi bộ 1", since=date(2026, 1, 2)) == {"since": [None, "2026-01-02"]}
    assert thing == Thing("Chi bộ 1", date(2026, 1, 2))
