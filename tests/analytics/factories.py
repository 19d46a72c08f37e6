"""Competitions with attempts, and the tallies that belong to them, counted here anew from the raw attempts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from quizapp.accounts.models import Member
from quizapp.assessments.models import Assessment, AssessmentUnit, Attempt, Result, RosterEntry, Series
from quizapp.assessments.tally_models import DayTally, Participant, SeriesTally, Tally
from quizapp.competitions.models import Competition, CompetitionUnit, Round
from quizapp.extensions import db
from quizapp.units.models import Unit
from tests.conftest import NOW

_numbers = count(1)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def make_assessment(unit: Unit, **fields: Any) -> Assessment:
    """A published assessment of one week that opened three days before NOW, for the unit's subtree."""
    number = next(_numbers)
    audience = fields.pop("audience", [unit])
    opens_at = fields.pop("opens_at", NOW - timedelta(days=3))
    assessment = Assessment(
        code=fields.pop("code", f"bai-{number}"),
        title=fields.pop("title", f"Bài thi {number}"),
        kind=fields.pop("kind", "exam"),
        unit_id=unit.id,
        opens_at=opens_at,
        closes_at=fields.pop("closes_at", opens_at + timedelta(days=7)),
        minutes=20,
        matrix=[],
        ranking=[],
        member_kinds=fields.pop("member_kinds", []),
        published_at=fields.pop("published_at", opens_at - timedelta(days=1)),
        **fields,
    )
    db.session.add(assessment)
    db.session.flush()
    db.session.add_all(AssessmentUnit(assessment_id=assessment.id, unit_id=unit.id) for unit in audience)
    db.session.commit()
    return assessment


def make_competition(unit: Unit, rounds: int = 1, **fields: Any) -> Competition:
    """A published competition of weekly rounds, the last of which is open at NOW."""
    number = next(_numbers)
    code = fields.pop("code", f"cuoc-thi-{number}")
    series = Series(code=code)
    db.session.add(series)
    db.session.flush()
    competition = Competition(
        code=code,
        title=fields.pop("title", f"Cuộc thi {number}"),
        unit_id=unit.id,
        series_id=series.id,
        created_at=NOW,
        published_at=fields.pop("published_at", NOW - timedelta(days=60)),
    )
    db.session.add(competition)
    db.session.flush()
    db.session.add(CompetitionUnit(competition_id=competition.id, unit_id=unit.id))
    for index in range(rounds):
        assessment = make_assessment(
            unit,
            code=f"{code}-{index + 1}",
            title=f"Tuần {index + 1}",
            kind="round",
            series_id=series.id,
            opens_at=NOW - timedelta(days=3 + 7 * (rounds - 1 - index)),
            **fields,
        )
        db.session.add(Round(competition_id=competition.id, number=index + 1, assessment_id=assessment.id))
    db.session.commit()
    return competition


def freeze(assessment: Assessment, members: Iterable[Member], reasons: dict[int, str] | None = None) -> None:
    """Put these members on its roster; ``reasons`` says why some are not eligible, by member id."""
    assessment.roster_frozen_at = assessment.opens_at
    for member in members:
        entry = RosterEntry(
            assessment_id=assessment.id,
            member_id=member.id,
            unit_id=member.unit_id,
            reason=(reasons or {}).get(member.id),
            added_at=assessment.opens_at,
        )
        db.session.add(entry)
    db.session.commit()


def submit(
    assessment: Assessment,
    member: Member,
    score: float = 5.0,
    at: datetime | None = None,
    is_all_correct: bool = False,
) -> Attempt:
    """One more submitted attempt of the member; no tally is moved (see ``count_tallies``)."""
    at = at or assessment.opens_at + timedelta(hours=1)
    number = db.session.query(Attempt).filter_by(assessment_id=assessment.id, member_id=member.id).count() + 1
    attempt = Attempt(
        assessment_id=assessment.id,
        member_id=member.id,
        unit_id=member.unit_id,
        number=number,
        state="submitted",
        paper=[],
        started_at=at - timedelta(minutes=5),
        deadline=at,
        saves_until=at,
        answers={},
        submitted_at=at,
        submitted_by="member",
        score=score,
        max_score=10.0,
        right=int(score),
        all_correct=is_all_correct,
        seconds=300,
        receipt=f"R{next(_numbers)}",
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def count_tallies(assessments: Sequence[Assessment]) -> None:
    """Results, participants and tallies of these assessments (of one series at most), from rosters and attempts."""
    counted = [_Recount(assessment) for assessment in assessments]
    for recount in counted:
        recount.store()
    if assessments[0].series_id is not None:
        _store_series(assessments[0].series_id, counted)
    db.session.commit()


@dataclass
class _Recount:
    assessment: Assessment
    best: dict[int, Attempt] = field(default_factory=dict)
    attempts: dict[int, list[Attempt]] = field(default_factory=lambda: defaultdict(list))
    roster: list[RosterEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.roster = db.session.query(RosterEntry).filter_by(assessment_id=self.assessment.id).all()
        of_it = db.session.query(Attempt).filter_by(assessment_id=self.assessment.id, state="submitted")
        for attempt in of_it.order_by(Attempt.submitted_at, Attempt.id):
            self.attempts[attempt.member_id].append(attempt)
        self.best = {who: max(made, key=lambda attempt: attempt.score or 0) for who, made in self.attempts.items()}

    def was_all_correct(self, member_id: int) -> bool:
        return any(attempt.all_correct for attempt in self.attempts[member_id])

    def store(self) -> None:
        for member_id, attempt in self.best.items():
            db.session.add(self._result(member_id, attempt))
        for unit_id in {e.unit_id for e in self.roster} | {a.unit_id for a in self.best.values()}:
            db.session.add(self._tally(unit_id))
        for (unit_id, day), (new_people, attempts) in self._days().items():
            entry = DayTally(assessment_id=self.assessment.id, unit_id=unit_id, day=day)
            entry.new_people, entry.attempts = new_people, attempts
            db.session.add(entry)

    def _result(self, member_id: int, attempt: Attempt) -> Result:
        return Result(
            assessment_id=self.assessment.id,
            member_id=member_id,
            unit_id=attempt.unit_id,
            attempts=len(self.attempts[member_id]),
            attempt_id=attempt.id,
            score=attempt.score,
            max_score=attempt.max_score,
            seconds=attempt.seconds,
            submitted_at=attempt.submitted_at,
            all_correct=attempt.all_correct,
            has_been_all_correct=self.was_all_correct(member_id),
            merit=f"{attempt.score:09.2f}",
        )

    def _tally(self, unit_id: int) -> Tally:
        best = [attempt for attempt in self.best.values() if attempt.unit_id == unit_id]
        entries = [entry for entry in self.roster if entry.unit_id == unit_id]
        return Tally(
            assessment_id=self.assessment.id,
            unit_id=unit_id,
            members=len(entries),
            eligible=sum(entry.reason is None for entry in entries),
            people=len(best),
            attempts=sum(len(self.attempts[attempt.member_id]) for attempt in best),
            all_correct=sum(self.was_all_correct(attempt.member_id) for attempt in best),
            score_sum=round(sum(attempt.score or 0 for attempt in best), 2),
        )

    def _days(self) -> dict[tuple[int, date], tuple[int, int]]:
        found: dict[tuple[int, date], tuple[int, int]] = defaultdict(lambda: (0, 0))
        for made in self.attempts.values():
            for index, attempt in enumerate(made):
                key = (attempt.unit_id, attempt.submitted_at.astimezone(ZONE).date())
                new_people, attempts = found[key]
                found[key] = (new_people + (index == 0), attempts + 1)
        return found


def _store_series(series_id: int, counted: list[_Recount]) -> None:
    units = {entry.member_id: (entry.unit_id, entry.reason is None) for r in counted for entry in r.roster}
    people: dict[int, tuple[int, bool]] = {}
    for recount in counted:
        for member_id, attempt in recount.best.items():
            before = people.get(member_id, (0, False))[1]
            people[member_id] = (attempt.unit_id, before or recount.was_all_correct(member_id))
    for member_id, (unit_id, was_all_correct) in people.items():
        db.session.add(
            Participant(series_id=series_id, member_id=member_id, unit_id=unit_id, has_been_all_correct=was_all_correct)
        )
    for unit_id in {unit for unit, _ in units.values()} | {unit for unit, _ in people.values()}:
        tally = SeriesTally(series_id=series_id, unit_id=unit_id)
        tally.members = sum(unit == unit_id for unit, _ in units.values())
        tally.eligible = sum(unit == unit_id and is_eligible for unit, is_eligible in units.values())
        tally.people = sum(unit == unit_id for unit, _ in people.values())
        tally.all_correct = sum(unit == unit_id and right for unit, right in people.values())
        db.session.add(tally)
