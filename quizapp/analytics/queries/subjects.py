"""What can be reported on: assessments and competitions, and the units they are reported for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from ...accounts.access import below
from ...assessments.models import Assessment, AssessmentUnit
from ...competitions.models import Competition, Round
from ...errors import NotFound, Sentence
from ...extensions import db
from ...units.models import Unit
from ...units.subtree import ids_of

UNKNOWN_ASSESSMENT = Sentence("Không có bài thi này, hoặc bài thi chưa được công bố.")
UNKNOWN_COMPETITION = Sentence("Không có cuộc thi này, hoặc cuộc thi chưa được công bố.")
NO_UNIT = Sentence("Chưa có đơn vị nào.")
OFFERED = 100
Entity = TypeVar("Entity", Assessment, Competition, Unit)


@dataclass(frozen=True, slots=True)
class Choice:
    """An assessment that may be chosen, with its competition if it is a round."""

    code: str
    title: str
    opens_at: datetime
    closes_at: datetime
    competition_code: str | None
    competition_title: str | None


def find_assessment(code: str) -> Assessment:
    """Any assessment, for whoever runs the server; raises NotFound."""
    return _one(select(Assessment).where(Assessment.code == code), UNKNOWN_ASSESSMENT)


def find_competition(code: str) -> Competition:
    """Any competition with its rounds; raises NotFound."""
    return _one(_with_rounds().where(Competition.code == code), UNKNOWN_COMPETITION)


def get_assessment(code: str, paths: Sequence[str]) -> Assessment:
    """A published assessment that concerns units of these subtrees; raises NotFound."""
    return _one(select(Assessment).where(Assessment.code == code, _concerns(paths)), UNKNOWN_ASSESSMENT)


def get_competition(code: str, paths: Sequence[str]) -> Competition:
    """A published competition with its rounds that concerns units of these subtrees; raises NotFound."""
    rounds = select(Round.competition_id).join(Round.assessment).where(_concerns(paths))
    query = _with_rounds().where(Competition.code == code, Competition.published_at.is_not(None))
    return _one(query.where(Competition.id.in_(rounds)), UNKNOWN_COMPETITION)


def competition_of(assessment: Assessment) -> Competition | None:
    """The competition that the assessment is a round of, with all its rounds."""
    of_round = select(Round.competition_id).where(Round.assessment_id == assessment.id).scalar_subquery()
    return db.session.scalars(_with_rounds().where(Competition.id == of_round)).unique().one_or_none()


def list_choices(paths: Sequence[str]) -> list[Choice]:
    """The latest published rounds and exams that concern units of these subtrees, latest first."""
    query = (
        select(
            Assessment.code,
            Assessment.title,
            Assessment.opens_at,
            Assessment.closes_at,
            Competition.code,
            Competition.title,
        )
        .outerjoin(Round, Round.assessment_id == Assessment.id)
        .outerjoin(Competition, Competition.id == Round.competition_id)
        .where(_concerns(paths), Assessment.kind != "practice")
        .order_by(Assessment.opens_at.desc(), Assessment.id.desc())
        .limit(OFFERED)
    )
    return [Choice(*row) for row in db.session.execute(query)]


def list_units(ids: Sequence[int]) -> Sequence[Unit]:
    """These units, those above first."""
    return db.session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.path)).all()


def audience_of(counted: Assessment | Competition) -> Sequence[Unit]:
    """The units whose members it is for."""
    assessments = [counted] if isinstance(counted, Assessment) else [r.assessment for r in counted.rounds]
    of_assessments = select(AssessmentUnit.unit_id).where(
        AssessmentUnit.assessment_id.in_([assessment.id for assessment in assessments])
    )
    return db.session.scalars(select(Unit).where(Unit.id.in_(of_assessments)).order_by(Unit.path)).all()


def get_unit(code: str) -> Unit:
    """Any unit, for whoever runs the server; raises NotFound."""
    return _one(select(Unit).where(Unit.code == code), Sentence("Không có đơn vị “%(code)s”.", code=code))


def get_root_unit() -> Unit:
    """The first unit without a superior, for whoever runs the server; raises NotFound where there is no unit."""
    return _one(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1), NO_UNIT)


def _with_rounds() -> Select[Competition]:
    return select(Competition).options(joinedload(Competition.rounds).joinedload(Round.assessment))


def _concerns(paths: Sequence[str]) -> ColumnElement[bool]:
    """The WHERE that keeps published assessments for units at, above or below these paths."""
    above = {unit_id for path in paths for unit_id in ids_of(path)}
    units = select(AssessmentUnit.assessment_id).join(Unit, Unit.id == AssessmentUnit.unit_id)
    return Assessment.published_at.is_not(None) & Assessment.id.in_(units.where(or_(Unit.id.in_(above), below(*paths))))


def _one(query: Select[Entity], unknown: Sentence) -> Entity:
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound(unknown)
    return found
