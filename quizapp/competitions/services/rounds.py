"""The rounds of a competition: adding, editing, copying, removing them, and their matrix."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from ...accounts import audit
from ...assessments import matrix as matrices
from ...assessments.matrix import MatrixRow
from ...assessments.matrix_banks import check_matrix, is_code_taken
from ...assessments.models import ANSWERS_SHOWN, COUNTING, PARTIAL_CREDIT, PREDICTION_TARGETS, Assessment
from ...assessments.setting_locks import refuse_locked
from ...changes import plain
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...folding import tidy
from ...transactions import transactional
from ..locks import Progress, locks_of_round
from ..models import Competition, Round
from ..round_settings import Period, RoundSettings, faults_of
from ..setting_names import SETTING_NAMES
from . import extensions
from .competitions import check_code, hold

MOST_ROUNDS = 60
WEEK = timedelta(days=7)
# The number that counts the rounds, not that of a document in the title.
_NUMBER = re.compile(
    r"(?:(?:tuần|vòng|đợt|kỳ|lần|phần|ngày|bảng)\s+(?:thi\s+)?(?:thứ\s+|số\s+)?|\((?=\d{1,3}\)$))(\d{1,3})\b", re.I
)
_LISTS = ("ranking", "allowed_kinds")
SETTINGS = tuple(field.name for field in fields(RoundSettings))


def settings_of(round: Round) -> RoundSettings:
    """What is set for the round, as a value."""
    values = {name: getattr(round.assessment, name) for name in SETTINGS}
    return RoundSettings(**values | {name: tuple(values[name]) for name in _LISTS})


def progress_of(round: Round, now: datetime) -> Progress:
    """How far it has come, as it decides what is locked."""
    assessment = round.assessment
    is_published = assessment.published_at is not None
    return Progress(is_published, is_published and assessment.opens_at <= now, bool(assessment.results_published_at))


@transactional
def add_round(
    competition: Competition,
    settings: RoundSettings,
    *,
    now: datetime,
    matrix: Sequence[MatrixRow] = (),
    code: str | None = None,
) -> Round:
    """A draft round behind the others; a published competition gets it when it is published too.

    Raises Invalid, and Refused when the code is taken.
    """
    hold(competition)
    settings = _checked(settings, _periods(competition))
    number = max((round.number for round in competition.rounds), default=0) + 1
    if len(competition.rounds) >= MOST_ROUNDS:
        raise Invalid(Sentence("Một cuộc thi có nhiều nhất %(most)s vòng.", most=MOST_ROUNDS))
    values = {name: getattr(settings, name) for name in SETTINGS}
    values |= {name: list(values[name]) for name in _LISTS}
    assessment = Assessment(
        code=_checked_code(competition, number, code),
        kind="round",
        unit_id=competition.unit_id,
        series_id=competition.series_id,
        matrix=[row.as_cell() for row in matrix],
        member_kinds=[],
        **values,
    )
    round = Round(number=number, assessment=assessment)
    competition.rounds.append(round)
    db.session.flush()
    _note("round.added", round, now, title=settings.title)
    return round


def _checked(settings: RoundSettings, others: Iterable[Period]) -> RoundSettings:
    settings = replace(settings, title=tidy(settings.title))
    for fault in faults_of(settings, others):
        raise Invalid(fault.sentence, field=fault.field)
    _check_words(settings)
    return settings


def _check_words(settings: RoundSettings) -> None:
    allowed = {
        "counting": COUNTING,
        "answers_shown": ANSWERS_SHOWN,
        "partial_credit": PARTIAL_CREDIT,
        "prediction_target": (None, *PREDICTION_TARGETS),
    }
    for name, values in allowed.items():
        value = getattr(settings, name)
        if value not in values:
            raise Invalid(
                Sentence("%(setting)s “%(value)s” chưa đúng.", setting=SETTING_NAMES[name], value=value), field=name
            )


def _periods(competition: Competition, without: Round | None = None) -> list[Period]:
    others = [round.assessment for round in competition.rounds if round is not without]
    return [Period(other.title, other.opens_at, other.closes_at) for other in others]


def _checked_code(competition: Competition, number: int, code: str | None) -> str:
    code = check_code(code) if code else f"{competition.code}-{number}"
    if is_code_taken(code):
        raise Refused(Sentence("Mã vòng thi %(code)s đã được dùng. Hãy chọn mã khác.", code=code), field="code")
    return code


def _note(action: str, round: Round, now: datetime, **detail: Any) -> None:
    assessment = round.assessment
    audit.record(action, "round", assessment.code, unit_id=assessment.unit_id, now=now, **detail)


@transactional
def edit_round(round: Round, settings: RoundSettings, now: datetime, reason: str = "") -> list[str]:
    """Make these its settings; returns the names of those that changed. A later closing of a published round needs a
    reason, and whoever sits at that moment gets the time.

    Raises Invalid, and Refused for what is locked.
    """
    hold(round.competition)
    old = settings_of(round)
    settings = replace(settings, title=tidy(settings.title))
    changed = [name for name in SETTINGS if getattr(settings, name) != getattr(old, name)]
    if not changed:
        return []
    _require_unlocked(round, changed, now)
    settings = _checked(settings, _periods(round.competition, without=round))
    if progress_of(round, now).is_published:
        _check_times_of_published(old, settings, reason, now)
    for name in changed:
        value = getattr(settings, name)
        setattr(round.assessment, name, list(value) if name in _LISTS else value)
    db.session.flush()
    if "closes_at" in changed:
        extensions.extend_running(round.assessment, old.closes_at)
    changes = {name: [plain(getattr(old, name)), plain(getattr(settings, name))] for name in changed}
    _note("round.edited", round, now, changes=changes, reason=tidy(reason))
    return changed


def _require_unlocked(round: Round, changed: Collection[str], now: datetime) -> None:
    refuse_locked(changed, locks_of_round(progress_of(round, now)), SETTING_NAMES)


def _check_times_of_published(old: RoundSettings, new: RoundSettings, reason: str, now: datetime) -> None:
    if new.closes_at < old.closes_at:
        raise Refused(Sentence("Vòng thi đã công bố nên chỉ có thể lùi giờ đóng về sau."), field="closes_at")
    if new.closes_at > old.closes_at and not tidy(reason):
        raise Invalid(Sentence("Hãy ghi lý do gia hạn; người dự thi sẽ hỏi."), field="reason")
    if new.opens_at != old.opens_at and new.opens_at <= now:
        raise Invalid(Sentence("Giờ mở mới phải sau thời điểm này."), field="opens_at")


@transactional
def set_matrix(
    rounds: Sequence[Round], rows: Sequence[MatrixRow], now: datetime, usable_banks: Collection[str] | None = None
) -> None:
    """Make this the matrix of these rounds. ``usable_banks``: codes that the organiser may use (None: every bank that
    exists). Raises Invalid, and Refused for a published round. Whether the bank can fill it is asked at publication.
    """
    check_matrix(rows, usable_banks)
    for round in rounds:
        _require_unlocked(round, ["matrix"], now)
        round.assessment.matrix = [row.as_cell() for row in rows]
        _note("round.matrix_changed", round, now, questions=matrices.count_questions(rows))
    db.session.flush()


@transactional
def copy_round(round: Round, now: datetime) -> Round:
    """The next round like this one, with its matrix: a week later, or right behind it when it lasts longer."""
    settings = settings_of(round)
    later = _later(settings, round.competition)
    title = _next_title(settings.title, {other.assessment.title for other in round.competition.rounds})
    moved = replace(settings, title=title, opens_at=settings.opens_at + later, closes_at=settings.closes_at + later)
    return add_round(round.competition, moved, now=now, matrix=matrices.from_cells(round.assessment.matrix))


def _later(settings: RoundSettings, competition: Competition) -> timedelta:
    """So many steps that the copy comes after the last round."""
    length = settings.closes_at - settings.opens_at
    step = WEEK if length <= WEEK else timedelta(days=-(-length // timedelta(days=1)))
    last = max(round.assessment.closes_at for round in competition.rounds)
    return step * max(1, -(-(last - settings.opens_at) // step))


def _next_title(title: str, taken: Collection[str]) -> str:
    """ "Tuần 1: Nghị quyết 57" -> "Tuần 2: Nghị quyết 57"; "Vòng loại" -> "Vòng loại (2)"."""
    found = _NUMBER.search(title)
    while title in taken:
        if found is None:
            title = f"{title} (2)"
        else:
            title = f"{title[: found.start(1)]}{int(found[1]) + 1}{title[found.end(1) :]}"
        found = _NUMBER.search(title)
    return title


@transactional
def remove_round(round: Round, now: datetime) -> None:
    """Drop a draft round; raises Refused for a published one."""
    if round.assessment.published_at is not None:
        raise Refused(Sentence("Vòng thi “%(title)s” đã công bố nên không xóa được.", title=round.assessment.title))
    _note("round.removed", round, now, title=round.assessment.title)
    assessment = round.assessment
    round.competition.rounds.remove(round)
    db.session.delete(round)
    db.session.flush()
    db.session.delete(assessment)
    db.session.flush()
