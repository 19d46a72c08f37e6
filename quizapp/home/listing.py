"""What the home page lists: what is due, what runs, what is new, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ..accounts.models import Member
from ..assessments.queries import list_own_offers
from ..wording import local_day
from . import queries, study
from .offers import Entry, entries_of
from .pressing import Thing, in_order

_CLOSED_FOR = timedelta(days=60)
_MOST_CLOSED = 5


@dataclass(frozen=True, slots=True)
class Page:
    """All of the home page. ``first`` is what the one button is for; the rest does not name it again."""

    first: Thing | None
    due: Sequence[Thing]
    sessions: Sequence[study.Session]
    exams_to_come: Sequence[Entry]
    open_entries: Sequence[Entry]
    sessions_now: Sequence[study.Session]
    announcements: Sequence[Any]
    documents: Sequence[Any]
    practice: study.Practice
    upcoming: Sequence[Entry]
    closed: Sequence[Entry]
    # Something is behind the member: whoever has nothing left to do has done it all.
    has_done_something: bool = field(default=False)

    @property
    def is_calm(self) -> bool:
        """Nothing waits for the member."""
        return self.first is None and not (self.due or self.sessions or self.exams_to_come or self.open_entries)


def draw_up(member: Member, now: datetime) -> Page:
    """The page of the member; four statements, however much there is."""
    today = local_day(now)
    entries = entries_of(list_own_offers(member, now, now - _CLOSED_FOR), now)
    courses = [study.course_thing(row) for row in queries.courses_under_way(member, now)]
    rows = queries.study_due(member, now)
    due = study.things_due([row for row in rows if row.source == "wave"])
    sessions = study.sessions_of([row for row in rows if row.source == "session"], is_behind=bool(due))
    news = queries.news(member, now, today)
    practice = study.practice_of(news)
    first = _first(entries, [*courses, *(one for one in due if not one.about.is_read)], sessions, practice, now)
    shown = {thing.about.document.id for thing in due}
    return Page(
        first=first,
        due=[thing for thing in in_order([*courses, *due], now) if thing is not first],
        sessions=[one for one in sessions if one.begins_at > now],
        exams_to_come=[one for one in entries if one.state == "upcoming" and one.is_exam],
        open_entries=_without(first, [one for one in entries if one.is_open]),
        sessions_now=_without(first, [one for one in sessions if one.begins_at <= now]),
        announcements=[row for row in news if row.source == "announcement"],
        documents=[study.document_of(row) for row in news if row.source == "document" and row.part not in shown],
        practice=practice,
        upcoming=[one for one in entries if one.state == "upcoming" and not one.is_exam],
        closed=[one for one in entries if one.state == "closed" and not one.running][:_MOST_CLOSED],
        has_done_something=practice.is_done or any(one.result for one in entries),
    )


def _first(
    entries: Iterable[Entry],
    study_things: Iterable[Thing],
    sessions: Iterable[study.Session],
    practice: study.Practice,
    now: datetime,
) -> Thing | None:
    things = [thing for entry in entries if (thing := entry.thing)]
    things += [*study_things, *(one.thing for one in sessions if one.begins_at <= now)]
    if practice.waits:
        things.append(practice.thing)
    return next(iter(in_order(things, now)), None)


def _without(first: Thing | None, others: Iterable[Any]) -> list[Any]:
    return [one for one in others if first is None or first.about is not one]
