"""The competitions of the demonstration: one that is over, with four weekly rounds, and one whose round is open now.

A block of agencies published 8,338 person-times and 25,576 attempts for such a competition of four weeks; for 4,800
members the finished one has exactly these, for other sizes as many in proportion.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import insert, select

from ..accounts.models import Member
from ..assessments import paper, scoring, sheet
from ..assessments.marking.keys import right_answer
from ..assessments.models import Assessment, AssessmentUnit, Attempt, RosterEntry, Series
from ..assessments.queries import window_of
from ..assessments.services import publication, recounts, results, rosters, submissions
from ..batches import BATCH
from ..competitions.models import Competition, CompetitionUnit, Prize, Publication, Round
from ..extensions import db
from ..progress import watched
from ..units.models import Unit
from .organisation import MEMBERS_OF_A_BLOCK, spread

PERSON_TIMES = 8_338
ATTEMPTS = 25_576
# How the person-times of the four weeks stand to each other: a slow start, a small dip.
WEEKS = (0.92, 1.02, 0.98, 1.08)
ATTEMPTS_ALLOWED = 7
RULES = """# Mục đích

Giúp cán bộ, đảng viên nắm vững những nội dung cốt lõi của nghị quyết.

# Đối tượng

Đảng viên chính thức và dự bị đang sinh hoạt tại các tổ chức đảng trực thuộc. Thành viên Ban Tổ chức không dự thi.

# Cách thi

Mỗi tuần một vòng thi. Mỗi lượt có một đề riêng, rút ngẫu nhiên từ ngân hàng câu hỏi. Hết giờ, hệ thống tự động nộp
bài. Lượt có kết quả tốt nhất được tính.

# Xếp hạng

Theo điểm; bằng điểm thì theo thời gian làm bài; vẫn bằng nhau thì ai nộp sớm hơn xếp trên.

# Quy định

Mỗi người chỉ dùng tài khoản của mình, không thi hộ. Không can thiệp vào hệ thống và dữ liệu. Kết quả có thể bị hủy kể
cả sau khi trao giải.
"""
PRIZES = (("Giải nhất", 1), ("Giải nhì", 2), ("Giải ba", 3), ("Giải khuyến khích", 5))


def load_competitions(root: Unit, members: int, random: Random, now: datetime) -> int:
    """Both competitions; how many attempts were made."""
    made = _load_finished(root, members, random, now)
    return made + _load_open(root, members, random, now)


def _load_finished(root: Unit, members: int, random: Random, now: datetime) -> int:
    monday = _monday(now) - timedelta(weeks=6)
    competition = _competition(root, "nq52-2026", "Tìm hiểu Nghị quyết 52-NQ/TW", monday)
    people = spread(round(PERSON_TIMES * members / MEMBERS_OF_A_BLOCK), list(WEEKS))
    attempts = spread(round(ATTEMPTS * members / MEMBERS_OF_A_BLOCK), [float(number) or 1 for number in people])
    zeal = _zeal(members, random)
    for number in range(len(WEEKS)):
        opens_at = monday + timedelta(weeks=number)
        assessment = _round(competition, number + 1, "NQ52", opens_at, opens_at + timedelta(days=6), 10, 10)
        publication.publish(assessment, monday)
        rosters.freeze(assessment, opens_at)
        _store_attempts(assessment, people[number], attempts[number], zeal, random, assessment.closes_at)
        closed_at = assessment.closes_at + timedelta(hours=1)
        results.publish_results(assessment, closed_at)
        _note_publication(assessment, closed_at)
    return sum(attempts)


def _load_open(root: Unit, members: int, random: Random, now: datetime) -> int:
    opened_at = _monday(now) if now - _monday(now) > timedelta(hours=20) else _monday(now) - timedelta(days=3)
    competition = _competition(root, "nq57-2026", "Tìm hiểu Nghị quyết 57-NQ/TW", opened_at)
    settings = {"prediction_target": "all_correct", "attempts_allowed": 3}
    first = _round(competition, 1, "NQ57", opened_at, opened_at + timedelta(days=7), 15, 20, **settings)
    later = opened_at + timedelta(days=7)
    second = _round(competition, 2, "NQ57", later, later + timedelta(days=7), 15, 20, **settings)
    for assessment in (first, second):
        publication.publish(assessment, opened_at)
    rosters.freeze(first, now)
    # Only the second half has taken part yet: the first codes are left to those who try it.
    people = members // 8
    zeal = {place: zest for place, zest in _zeal(members, random).items() if place > members // 2}
    _store_attempts(first, people, people * 3 // 2, zeal, random, now)
    return people * 3 // 2


def _monday(now: datetime) -> datetime:
    """Monday of this week, 8:00 in the installation's time zone."""
    local = now.astimezone(ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"]))
    first = local.date() - timedelta(days=local.weekday())
    return datetime.combine(first, time(8), local.tzinfo)


def _zeal(members: int, random: Random) -> dict[int, float]:
    """How likely each member (by number) is to take part; lower is sooner."""
    return {number: random.random() for number in range(1, members + 1)}


def _competition(root: Unit, code: str, title: str, now: datetime) -> Competition:
    series = Series(code=code)
    db.session.add(series)
    db.session.flush()
    competition = Competition(
        code=code,
        title=title,
        unit_id=root.id,
        series_id=series.id,
        rules=RULES,
        created_at=now,
        published_at=now,
        member_kinds=["official", "probationary"],
    )
    competition.prizes = [
        Prize(position=place, scope="round", recipient="individual", title=name, quantity=quantity)
        for place, (name, quantity) in enumerate(PRIZES)
    ]
    db.session.add(competition)
    db.session.flush()
    db.session.add(CompetitionUnit(competition_id=competition.id, unit_id=root.id))
    return competition


def _round(
    competition: Competition,
    number: int,
    bank: str,
    opens_at: datetime,
    closes_at: datetime,
    minutes: int,
    questions: int,
    **settings: Any,
) -> Assessment:
    recall = round(questions * 0.6)
    matrix = [
        {"bank": bank, "topic": None, "level": "recall", "count": recall, "points": 1},
        {"bank": bank, "topic": None, "level": "understanding", "count": questions - recall - 1, "points": 1},
        {"bank": bank, "topic": None, "level": "application", "count": 1, "points": 1},
    ]
    assessment = Assessment(
        **{"attempts_allowed": ATTEMPTS_ALLOWED} | settings,
        code=f"{competition.code}-tuan-{number}",
        title=f"Tuần {number}: {competition.title}",
        kind="round",
        unit_id=competition.unit_id,
        series_id=competition.series_id,
        opens_at=opens_at,
        closes_at=closes_at,
        minutes=minutes,
        matrix=matrix,
        ranking=["score", "duration", "earlier"],
        member_kinds=competition.member_kinds,
        counting="best",
    )
    db.session.add(assessment)
    db.session.flush()
    db.session.add(AssessmentUnit(assessment_id=assessment.id, unit_id=competition.unit_id))
    db.session.add(Round(competition_id=competition.id, number=number, assessment_id=assessment.id))
    return assessment


def _store_attempts(
    assessment: Assessment, people: int, attempts: int, zeal: dict[int, float], random: Random, until: datetime
) -> None:
    chosen = _choose(assessment, people, zeal, random)
    counts = _attempts_each(len(chosen), attempts, assessment.attempts_allowed or 1, random)
    questions = sheet.load(assessment.id, assessment.revision or 1)
    rows = (
        row
        for (member_id, unit_id), count in watched(zip(chosen, counts, strict=True), len(chosen))
        for row in attempts_of(assessment, questions, member_id, unit_id, count, random, until)
    )
    while batch := list(islice(rows, BATCH)):
        db.session.execute(insert(Attempt.__table__), batch)  # type: ignore[arg-type]
    recounts.recount(assessment)


def _choose(assessment: Assessment, people: int, zeal: dict[int, float], random: Random) -> list[tuple[int, int]]:
    """(member, unit) of those who take part: units differ in how much they do, members too, week by week a little."""
    query = (
        select(Member.code, RosterEntry.member_id, RosterEntry.unit_id)
        .join(Member, Member.id == RosterEntry.member_id)
        .where(RosterEntry.assessment_id == assessment.id, RosterEntry.reason.is_(None))
        .order_by(Member.code)
    )
    entries = [(int(code[2:]), member, unit) for code, member, unit in db.session.execute(query) if code[2:].isdigit()]
    units = _zeal_of_units(sorted({unit for _, _, unit in entries}), assessment.code[:8])
    keyed = [
        (zeal[number] * units[unit] + random.random() * 0.3, member, unit)
        for number, member, unit in entries
        if number in zeal
    ]
    return [(member, unit) for _, member, unit in sorted(keyed)[:people]]


def _zeal_of_units(units: list[int], seed: str) -> dict[int, float]:
    random = Random(seed)  # noqa: S311 - the same units lag in every round
    return {unit: random.choice((0.45, 0.7, 0.8, 1.0, 1.3, 2.2)) for unit in units}


def _attempts_each(people: int, attempts: int, allowed: int, random: Random) -> list[int]:
    """How often each of them tries: at least once, at most ``allowed``, together exactly ``attempts``."""
    counts = [1] * people
    rest = max(0, min(attempts, people * allowed) - people)
    while rest:
        place = random.randrange(people)
        if counts[place] < allowed:
            counts[place] += 1
            rest -= 1
    return counts


def attempts_of(
    assessment: Assessment,
    questions: sheet.Sheet,
    member_id: int,
    unit_id: int,
    count: int,
    random: Random,
    until: datetime,
) -> Iterator[dict[str, Any]]:
    """Attempts one after the other, each a little better than the one before."""
    window = window_of(assessment)
    span = (until - window.opens_at).total_seconds() - (count + 1) * window.minutes * 60
    started = window.opens_at + timedelta(seconds=int(random.random() ** 1.4 * span))
    skill = random.betavariate(6, 3)
    device = "phone" if random.random() < 0.8 else "computer"
    for number in range(1, count + 1):
        seconds = random.randint(window.minutes * 15, window.minutes * 58)
        drawn = questions.draw(random)
        answers = _answers(drawn, questions, min(0.98, skill + 0.03 * number), random)
        marks = scoring.mark(drawn, questions.keys, answers)
        deadline = window.deadline(started)
        yield {
            "assessment_id": assessment.id,
            "member_id": member_id,
            "unit_id": unit_id,
            "number": number,
            "state": "submitted",
            "submitted_by": "member",
            "sheet_revision": assessment.revision,
            "paper": paper.pack(drawn),
            "answers": answers,
            "revision": len(answers),
            "ticket": 1,
            "device": device,
            "started_at": started,
            "deadline": deadline,
            "saves_until": window.saves_until(deadline),
            "saved_at": started + timedelta(seconds=seconds),
            "submitted_at": started + timedelta(seconds=seconds),
            "seconds": seconds,
            "score": marks.score,
            "max_score": marks.max_score,
            "right": marks.right,
            "all_correct": marks.all_correct,
            "prediction": random.randint(20, 900) if assessment.prediction_target else None,
            "receipt": submissions.make_receipt(random),
        }
        started += timedelta(seconds=seconds + random.randint(30, window.minutes * 60 - 60))


def _answers(
    drawn: tuple[paper.PaperQuestion, ...], questions: sheet.Sheet, skill: float, random: Random
) -> dict[str, list[str] | str]:
    answers: dict[str, list[str] | str] = {}
    for name, question in zip(paper.question_ids(drawn), drawn, strict=True):
        letters = paper.option_ids(question)
        is_known = random.random() < skill
        right = right_answer(question, questions.keys[question.version_id])
        answers[name] = right if is_known else [random.choice(letters)]
    return answers


def _note_publication(assessment: Assessment, now: datetime) -> None:
    round_id = db.session.scalars(select(Round.id).where(Round.assessment_id == assessment.id)).one()
    figures = results.figures(assessment)
    db.session.add(Publication(round_id=round_id, version=1, published_at=now, reason="", **figures))
