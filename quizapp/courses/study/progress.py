"""The only writer of what a roster says about studying, and of the tallies, which move with it.

Sources are the attendance of sessions and the completions; ``refresh`` draws up some members anew, ``recount`` a whole
wave. Both by the same pure rule, so that they cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, delete, func, select, update

from ...accounts.models import Member
from ...batches import batched, insert_many
from ...extensions import UTCDateTime, db
from ...transactions import transactional
from ...upserts import move_many
from ...wording import local_day
from ..completion import MAKE_UP, NOTHING, OTHERS, Absence, Counts, Progress, Studied, counts_of, progress_of, until
from ..sessions.models import Attendance, SessionDocument, StudySession
from .models import CAME_BESIDE, PARTY_KINDS, Completion, StudyDay, StudyTally, StudyWave, WaveDocument, WaveEntry

BATCH = 5_000
_Place = tuple[int, int, str]  # wave, unit, audience


@dataclass
class _Moves:
    """What is to be added to the tallies."""

    tallies: dict[_Place, Counts] = field(default_factory=dict)
    days: dict[tuple[_Place, date], int] = field(default_factory=lambda: defaultdict(int))

    def count(self, entry: Any, progress: Progress, sign: int) -> None:
        place = (entry.wave_id, entry.unit_id, entry.audience)
        counts, before = _counted(entry, progress), self.tallies.get(place, NOTHING)
        self.tallies[place] = before.plus(counts) if sign > 0 else before.minus(counts)
        if entry.reason is None and progress.studied_at is not None:
            self.days[place, local_day(progress.studied_at)] += sign

    def store(self) -> None:
        sql = db.session.connection()
        tallies = [(_key(place), counts._asdict()) for place, counts in sorted(self.tallies.items()) if any(counts)]
        move_many(sql, StudyTally, tallies)
        days = [(_key(place) | {"day": day}, {"studied": n}) for (place, day), n in sorted(self.days.items()) if n]
        move_many(sql, StudyDay, days)


def _counted(entry: Any, progress: Progress) -> Counts:
    return counts_of(entry.reason is None, entry.deadline, progress, entry.is_key)


def _key(place: _Place) -> dict[str, Any]:
    return dict(zip(("wave_id", "unit_id", "audience"), place, strict=True))


@transactional
def refresh(member_ids: Collection[int], document_ids: Collection[int]) -> None:
    """Draw up these members anew in every wave of these documents, after their attendance or completions changed."""
    documents = _documents_of_waves(_waves_of(document_ids))
    if documents:
        for some in batched(sorted(member_ids), BATCH):
            _refresh_batch(documents, list(some))
            _add_others_beside(documents, some)


def _add_others_beside(wave_ids: Collection[int], member_ids: Sequence[int]) -> None:
    query = select(Member.id).where(Member.id.in_(member_ids), Member.kind.not_in(PARTY_KINDS))
    if others := db.session.scalars(query).all():
        for wave_id in sorted(wave_ids):
            add_who_came_beside(wave_id, others)


def _waves_of(document_ids: Collection[int]) -> list[int]:
    query = select(WaveDocument.wave_id).where(WaveDocument.document_id.in_(document_ids)).distinct()
    return list(db.session.scalars(query))


def _documents_of_waves(wave_ids: Collection[int]) -> dict[int, set[int]]:
    documents: dict[int, set[int]] = defaultdict(set)
    query = select(WaveDocument.wave_id, WaveDocument.document_id).where(WaveDocument.wave_id.in_(wave_ids))
    for wave_id, document_id in db.session.execute(query):
        documents[wave_id].add(document_id)
    return documents


_ENTRY = WaveEntry.__table__.c


def _refresh_batch(documents: dict[int, set[int]], member_ids: list[int]) -> None:
    # Locked in one order, so that two who refresh the same members wait for each other instead of both counting.
    query = select(*_ENTRY).where(_ENTRY.wave_id.in_(documents), _ENTRY.member_id.in_(member_ids))
    entries = db.session.execute(query.order_by(_ENTRY.wave_id, _ENTRY.member_id).with_for_update()).all()
    if entries:
        _redraw(entries, _Sources.load(documents, member_ids))


@dataclass
class _Sources:
    """What members have studied and missed, by member."""

    documents: dict[int, set[int]]
    # Until when a wave counts; None: it is open.
    ends: dict[int, datetime | None]
    studied: dict[int, list[Studied]]
    # By member and document.
    absences: dict[tuple[int, int], list[Absence]]

    @classmethod
    def load(cls, documents: dict[int, set[int]], member_ids: Sequence[int] | None) -> _Sources:
        """``member_ids`` None: of everybody."""
        covered = set[int]().union(*documents.values())
        sources = cls(documents, _ends_of(documents), defaultdict(list), defaultdict(list))
        for member_id, document_id, at, way in db.session.execute(_of(_attended(covered), Attendance, member_ids)):
            sources.studied[member_id].append(Studied(document_id, at, way))
        for member_id, document_id, at, way in db.session.execute(_of(_completed(covered), Completion, member_ids)):
            sources.studied[member_id].append(Studied(document_id, at, way))
        for member_id, document_id, at, state in db.session.execute(_of(_missed(covered), Attendance, member_ids)):
            sources.absences[member_id, document_id].append(Absence(at, state))
        return sources

    def progress(self, entry: Any) -> Progress:
        """What they come to for one entry of a roster."""
        documents = self.documents[entry.wave_id]
        missed = [absence for one in documents for absence in self.absences.get((entry.member_id, one), ())]
        studied = until(self.ends[entry.wave_id], self.studied.get(entry.member_id, ()))
        return progress_of(documents, studied, missed)


def _ends_of(wave_ids: Collection[int]) -> dict[int, datetime | None]:
    columns: tuple[Any, ...] = (StudyWave.id, StudyWave.closed_at)
    return {row[0]: row[1] for row in db.session.execute(select(*columns).where(StudyWave.id.in_(wave_ids)))}


def _of(query: Select[Any], source: Any, member_ids: Sequence[int] | None) -> Select[Any]:
    return query if member_ids is None else query.where(source.member_id.in_(member_ids))


def _sessions_covering(document_ids: Collection[int], *columns: Any) -> Select[Any]:
    query: Select[Any] = (
        select(Attendance.member_id, SessionDocument.document_id, *columns)
        .join(StudySession, StudySession.id == Attendance.session_id)
        .join(SessionDocument, SessionDocument.session_id == StudySession.id)
        .where(SessionDocument.document_id.in_(document_ids), StudySession.state != "cancelled")
    )
    return query


def _attended(document_ids: Collection[int]) -> Select[Any]:
    at = func.coalesce(Attendance.arrived_at, StudySession.starts_at, type_=UTCDateTime())
    way = case((StudySession.kind == MAKE_UP, MAKE_UP), else_="session")
    return _sessions_covering(document_ids, at, way).where(Attendance.state == "attended")


def _missed(document_ids: Collection[int]) -> Select[Any]:
    query = _sessions_covering(document_ids, StudySession.starts_at, Attendance.state)
    return query.where(Attendance.state != "attended")


def _completed(document_ids: Collection[int]) -> Select[Any]:
    columns: tuple[Any, ...] = (Completion.member_id, Completion.document_id, Completion.at, Completion.way)
    return select(*columns).where(Completion.document_id.in_(document_ids))


def _redraw(entries: Iterable[Any], sources: _Sources) -> None:
    """Write down what changed, and move the tallies by just that."""
    moves, changed = _Moves(), []
    for entry in entries:
        before, after = Progress(entry.studied_at, entry.way, entry.absence), sources.progress(entry)
        if after != before:
            moves.count(entry, before, -1)
            if _has_left(entry, after):
                db.session.execute(delete(WaveEntry).where(_is_entry(entry)))
                continue
            moves.count(entry, after, +1)
            changed.append({"wave": entry.wave_id, "member": entry.member_id, **after._asdict()})
    if changed:
        table = WaveEntry.__table__
        same = (_ENTRY.wave_id == bindparam("wave"), _ENTRY.member_id == bindparam("member"))
        db.session.connection().execute(update(table).where(*same), changed)  # type: ignore[arg-type]
    moves.store()


def _has_left(entry: Any, after: Progress) -> bool:
    """Who came beside the audience is on the roster for having studied, and for nothing else."""
    return entry.reason == CAME_BESIDE and after.studied_at is None


def _is_entry(entry: Any) -> Any:
    return (WaveEntry.wave_id == entry.wave_id) & (WaveEntry.member_id == entry.member_id)


def add_entries(wave_id: int, rows: Sequence[dict[str, Any]]) -> int:
    """Put members on a roster who are not there yet, with what they have studied already; how many were new.

    ``rows``: member_id, unit_id, audience, reason, is_key, deadline, added_at. Who came beside it before is of its
    audience from now on.
    """
    # Whoever else adds to this roster waits here, so that nobody is counted twice.
    db.session.execute(update(StudyWave).where(StudyWave.id == wave_id).values(code=StudyWave.code))
    _let_go(wave_id, {row["member_id"] for row in rows if row["reason"] != CAME_BESIDE})
    known = set(db.session.scalars(select(WaveEntry.member_id).where(WaveEntry.wave_id == wave_id)))
    new = [row | {"wave_id": wave_id} for row in rows if row["member_id"] not in known]
    documents, moves = _documents_of_waves([wave_id]), _Moves()
    for some in batched(new, BATCH):
        sources = _Sources.load(documents, [row["member_id"] for row in some])
        entries = [_NewEntry(**row) for row in some]
        progress = [sources.progress(entry) for entry in entries]
        insert_many(WaveEntry, [row | after._asdict() for row, after in zip(some, progress, strict=True)])
        for entry, after in zip(entries, progress, strict=True):
            moves.count(entry, after, +1)
    moves.store()
    return len(new)


def _let_go(wave_id: int, member_ids: Collection[int]) -> None:
    """Take those of these members who came beside the audience off the roster."""
    query = select(*_ENTRY).where(_ENTRY.wave_id == wave_id, _ENTRY.reason == CAME_BESIDE)
    leaving, moves = [one for one in db.session.execute(query) if one.member_id in member_ids], _Moves()
    for entry in leaving:
        moves.count(entry, Progress(entry.studied_at, entry.way, entry.absence), -1)
        db.session.execute(delete(WaveEntry).where(_is_entry(entry)))
    moves.store()


def add_who_came_beside(wave_id: int, member_ids: Sequence[int] | None) -> None:
    """Put those who are no party members and of no audience, yet have studied, on a frozen roster: not due, so in no
    denominator, but counted among the others who have studied. ``member_ids`` None: of everybody."""
    wave = db.session.get_one(StudyWave, wave_id)
    documents = _documents_of_waves([wave_id])
    if wave.roster_frozen_at is None or not (people := _others_beside(wave_id, documents[wave_id], member_ids)):
        return
    sources, same = _Sources.load(documents, [one.id for one in people] if member_ids else None), _beside(wave)
    rows = [same | {"member_id": one.id, "unit_id": one.unit_id} for one in people]
    add_entries(wave_id, [row for row in rows if sources.progress(_NewEntry(**row)).studied_at is not None])


def _beside(wave: StudyWave) -> dict[str, Any]:
    same = {"wave_id": wave.id, "audience": OTHERS, "reason": CAME_BESIDE, "is_key": False, "deadline": None}
    return same | {"added_at": wave.roster_frozen_at}


def _others_beside(wave_id: int, document_ids: Collection[int], member_ids: Sequence[int] | None) -> Sequence[Any]:
    is_known = select(WaveEntry.wave_id).where(WaveEntry.wave_id == wave_id, WaveEntry.member_id == Member.id).exists()
    query = select(Member.id, Member.unit_id).where(Member.kind.not_in(PARTY_KINDS), ~is_known)
    if member_ids is not None:
        return db.session.execute(query.where(Member.id.in_(member_ids))).all()
    attended = _attended(document_ids).with_only_columns(Attendance.member_id)
    completed = select(Completion.member_id).where(Completion.document_id.in_(document_ids))
    return db.session.execute(query.where(Member.id.in_(attended) | Member.id.in_(completed))).all()


class _NewEntry(NamedTuple):
    """An entry before it is stored, as far as it is counted."""

    wave_id: int
    member_id: int
    unit_id: int
    audience: str
    reason: str | None
    is_key: bool
    deadline: datetime | None
    added_at: datetime


@transactional
def recount(wave_id: int) -> None:
    """Draw up a whole wave from attendance and completions: every entry of the roster, then the tallies."""
    add_who_came_beside(wave_id, None)
    entries = db.session.execute(select(*_ENTRY).where(_ENTRY.wave_id == wave_id).with_for_update()).all()
    sources = _Sources.load(_documents_of_waves([wave_id]), None)
    _redraw(entries, sources)
    entries, moves = [one for one in entries if not _has_left(one, sources.progress(one))], _Moves()
    for entry in entries:
        moves.count(entry, sources.progress(entry), +1)
    db.session.execute(delete(StudyTally).where(StudyTally.wave_id == wave_id))
    db.session.execute(delete(StudyDay).where(StudyDay.wave_id == wave_id))
    moves.store()
