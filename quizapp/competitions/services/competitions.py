"""Making and editing a competition, without its rounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from ...accounts import audit
from ...accounts.models import MEMBER_KINDS, Member
from ...assessments.models import Assessment, Series
from ...assessments.setting_locks import refuse_locked
from ...changes import Changes, change
from ...errors import Invalid, Refused, Sentence
from ...extensions import db
from ...folding import fold, tidy
from ...transactions import transactional
from ...units.models import Unit
from ...upserts import insert_for
from ..locks import locks_of_competition
from ..models import Competition, CompetitionUnit, Round
from ..setting_names import SETTING_NAMES

LONGEST_TITLE = 255
LONGEST_RULES = 60_000
# Round codes are made from it and must fit into 60 characters.
LONGEST_CODE = 50
SHORT_CODE = 24
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,48}[A-Za-z0-9])?")


@transactional
def create_competition(
    *, title: str, unit: Unit, now: datetime, code: str = "", rules: str = "", actor: Member | None = None
) -> Competition:
    """A draft, for the members of its own unit. Without a code one is made from the title.

    Raises Invalid, and Refused when the code is taken.
    """
    title = _checked_title(title)
    code = check_code(code) if code else _free_code(title)
    series_id = db.session.scalar(insert_for(Series).values(code=code).on_conflict_do_nothing().returning(Series.id))
    if series_id is None:
        raise _taken(code)
    competition = Competition(
        code=code,
        title=title,
        unit=unit,
        series_id=series_id,
        rules=_checked_rules(rules),
        member_kinds=[],
        created_at=now,
        created_by_id=actor.id if actor else None,
    )
    db.session.add(competition)
    db.session.flush()
    db.session.execute(insert(CompetitionUnit).values(competition_id=competition.id, unit_id=unit.id))
    audit.record("competition.created", "competition", code, unit_id=unit.id, actor=actor, now=now, title=title)
    return competition


def _taken(code: str) -> Refused:
    return Refused(Sentence("Mã cuộc thi %(code)s đã được dùng. Hãy chọn mã khác.", code=code), field="code")


def check_code(code: str) -> str:
    """The code, tidied; raises Invalid when it cannot stand in a link."""
    code = tidy(code)
    if not _CODE.fullmatch(code):
        sentence = Sentence(
            "Mã cuộc thi dài 1 đến %(most)s ký tự: chữ không dấu, số, dấu chấm, gạch nối, gạch dưới.", most=LONGEST_CODE
        )
        raise Invalid(sentence, field="code")
    return code


def _free_code(title: str) -> str:
    """ "Tìm hiểu Nghị quyết 57" -> "tim-hieu-nghi-quyet-57", with a number where that is taken."""
    whole = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    # Short enough to be typed from a poster; only whole words.
    base = whole if len(whole) <= SHORT_CODE else whole[: SHORT_CODE + 1].rpartition("-")[0] or whole[:SHORT_CODE]
    base = base or "cuoc-thi"
    taken = set(db.session.scalars(select(Series.code).where(Series.code.startswith(base, autoescape=True))))
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


def _checked_title(title: str) -> str:
    title = tidy(title)
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Invalid(Sentence("Tên cuộc thi cần từ 1 đến %(most)s ký tự.", most=LONGEST_TITLE), field="title")
    return title


def _checked_rules(rules: str) -> str:
    rules = rules.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(rules) > LONGEST_RULES:
        raise Invalid(Sentence("Thể lệ dài nhất là %(most)s ký tự.", most=LONGEST_RULES), field="rules")
    return rules


@transactional
def edit_competition(
    competition: Competition,
    *,
    now: datetime,
    title: str | None = None,
    rules: str | None = None,
    code: str | None = None,
    unit: Unit | None = None,
    member_kinds: Sequence[str] | None = None,
) -> Changes:
    """Change what is given; returns what differs. Raises Invalid, and Refused for what publication has locked."""
    changes: Changes = {}
    if title is not None:
        changes |= change(competition, title=_checked_title(title))
    if rules is not None:
        changes |= change(competition, rules=_checked_rules(rules))
    if member_kinds is not None:
        changes |= change(competition, member_kinds=_checked_kinds(member_kinds))
    if unit is not None and unit.id != competition.unit_id:
        changes |= _change_unit(competition, unit)
    if code is not None and code != competition.code:
        changes |= _change_code(competition, check_code(code))
    require_unlocked(competition, changes)
    if changes:
        # The text of the rules is too long for the log: its length must do.
        length = len(competition.rules) if "rules" in changes else None
        noted = {name: pair for name, pair in changes.items() if name != "rules"}
        _note("competition.edited", competition, now, changes=noted, rules=length)
    db.session.flush()
    return changes


def _note(action: str, competition: Competition, now: datetime, **detail: Any) -> None:
    audit.record(action, "competition", competition.code, unit_id=competition.unit_id, now=now, **detail)


def require_unlocked(competition: Competition, settings: Changes | Sequence[str]) -> None:
    """Raises Refused with the first setting that publication has locked."""
    refuse_locked(settings, locks_of_competition(competition.published_at is not None), SETTING_NAMES)


def _checked_kinds(kinds: Sequence[str]) -> list[str]:
    unknown = [kind for kind in kinds if kind not in MEMBER_KINDS]
    if unknown:
        raise Invalid(Sentence("Không có đối tượng “%(kind)s”.", kind=unknown[0]), field="member_kinds")
    # All kinds is everybody, also those of kinds that come later.
    return [] if len(set(kinds)) == len(MEMBER_KINDS) else sorted(set(kinds))


def _change_unit(competition: Competition, unit: Unit) -> Changes:
    old, competition.unit = competition.unit, unit
    for round in competition.rounds:
        round.assessment.unit_id = unit.id
    return {"unit": [old.code, unit.code]}


def _change_code(competition: Competition, code: str) -> Changes:
    """The series and the rounds that are named after the competition follow."""
    old, competition.code = competition.code, code
    try:
        db.session.execute(update(Series).where(Series.id == competition.series_id).values(code=code))
        for round in competition.rounds:
            if round.assessment.code == f"{old}-{round.number}":
                round.assessment.code = f"{code}-{round.number}"
        db.session.flush()
    except IntegrityError as error:
        raise _taken(code) from error
    return {"code": [old, code]}


@transactional
def remove_competition(competition: Competition, now: datetime) -> None:
    """Drop a draft with everything in it. Raises Refused for a published one."""
    if competition.published_at is not None:
        raise Refused(Sentence("Cuộc thi đã công bố nên không xóa được."))
    _note("competition.removed", competition, now, title=competition.title)
    assessments = [round.assessment_id for round in competition.rounds]
    series = competition.series
    for round in competition.rounds:
        db.session.delete(round)
    db.session.flush()
    for assessment_id in assessments:
        db.session.delete(db.session.get_one(Assessment, assessment_id))
    db.session.flush()
    db.session.expire(competition)
    db.session.delete(competition)
    db.session.flush()
    db.session.delete(series)


@transactional
def hold(competition: Competition) -> None:
    """Until the end of the transaction nobody else publishes or edits the competition: what is read from now on stays
    true."""
    db.session.flush()
    db.session.execute(update(Competition).where(Competition.id == competition.id).values(code=Competition.code))
    db.session.expire_all()


@transactional
def hold_round(round: Round) -> None:
    """The same for a round and its results."""
    db.session.flush()
    db.session.execute(update(Round).where(Round.id == round.id).values(number=Round.number))
    db.session.expire_all()
