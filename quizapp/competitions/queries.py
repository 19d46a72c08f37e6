"""What is asked of competitions: one of them, and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ..accounts.access import Permission, can, require, within
from ..accounts.models import PRESENT_STATUSES, Member
from ..assessments.models import Assessment
from ..errors import NotFound, Sentence
from ..extensions import db
from ..folding import tidy
from ..units.models import Unit
from ..units.queries import subtree
from ..units.subtree import ids_of, subtree_range
from .models import Competition, CompetitionExclusion, CompetitionUnit, Publication, Round

PAGE = 30
UNKNOWN = Sentence("Không có cuộc thi này, hoặc cuộc thi chưa được công bố.")
STATES = ("open", "upcoming", "closed", "draft")


def get_competition(code: str, permission: Permission, member: Member | None = None) -> Competition:
    """The competition with its rounds. Raises NotFound for one that the member may not see (a draft is its organisers'
    own), Forbidden for one that he or she may see without this permission."""
    competition = find_competition(code)
    if competition is None or not can(_seeing(competition.published_at is None), competition.unit.path, member):
        raise NotFound(UNKNOWN)
    require(permission, competition.unit.path, member)
    return competition


def _seeing(is_draft: bool) -> Permission:
    return Permission.COMPETITION_MANAGE if is_draft else Permission.COMPETITION_VIEW


def get_published(code: str) -> Competition:
    """A published competition, whoever asks; raises NotFound."""
    competition = find_competition(code)
    if competition is None or competition.published_at is None:
        raise NotFound(UNKNOWN)
    return competition


def find_competition(code: str) -> Competition | None:
    """The competition of this code with its unit and rounds, whoever asks."""
    options = (joinedload(Competition.unit), selectinload(Competition.rounds), selectinload(Competition.prizes))
    return db.session.scalar(select(Competition).options(*options).where(Competition.code == code))


def get_round(competition: Competition, number: int) -> Round:
    """Raises NotFound."""
    for round in competition.rounds:
        if round.number == number:
            return round
    raise NotFound(Sentence("Cuộc thi này không có vòng thi đó."))


def find_round_of(assessment_code: str) -> Round | None:
    """The round whose assessment has this code."""
    query = select(Round).join(Round.assessment).options(joinedload(Round.competition))
    return db.session.scalar(query.where(Assessment.code == assessment_code))


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list; ``has_more`` behind it."""

    rows: Sequence[Competition]
    has_more: bool


def list_competitions(member: Member, state: str, now: datetime, page: int = 1) -> Page:
    """Competitions for the member, and those of units where he or she may see all, in this state; the latest first."""
    above = ids_of(member.unit.path)
    for_member = and_(
        Competition.published_at.is_not(None),
        Competition.id.in_(select(CompetitionUnit.competition_id).where(CompetitionUnit.unit_id.in_(above))),
    )
    query = (
        select(Competition)
        .join(Competition.unit)
        .options(joinedload(Competition.unit), selectinload(Competition.rounds))
        .where(or_(for_member, within(_seeing(state == "draft"), member)), _in_state(state, now))
        .order_by(Competition.id.desc())
    )
    found = db.session.scalars(query.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return Page(found[:PAGE], len(found) > PAGE)


def _in_state(state: str, now: datetime) -> ColumnElement[bool]:
    if state == "draft":
        return Competition.published_at.is_(None)
    is_open = _has_round(Assessment.opens_at <= now, Assessment.closes_at > now)
    is_coming = _has_round(Assessment.opens_at > now)
    conditions = {"open": is_open, "upcoming": ~is_open & is_coming, "closed": ~is_open & ~is_coming}
    return Competition.published_at.is_not(None) & conditions[state]


def _has_round(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    joined = and_(Round.competition_id == Competition.id, Assessment.id == Round.assessment_id)
    return exists().where(joined, Assessment.published_at.is_not(None), *conditions)


def list_exclusions(competition: Competition) -> Sequence[CompetitionExclusion]:
    """Those who may not enter, with their units, by name."""
    query = (
        select(CompetitionExclusion)
        .join(CompetitionExclusion.member)
        .options(joinedload(CompetitionExclusion.member).joinedload(Member.unit))
        .where(CompetitionExclusion.competition_id == competition.id)
        .order_by(Member.sort_name, Member.id)
    )
    return db.session.scalars(query).all()


def list_audience(competition: Competition) -> Sequence[Unit]:
    """The units whose members may enter, by name."""
    query = select(Unit).join(CompetitionUnit, CompetitionUnit.unit_id == Unit.id)
    return db.session.scalars(
        query.where(CompetitionUnit.competition_id == competition.id).order_by(Unit.sort_name, Unit.id)
    ).all()


def count_audience(competition: Competition) -> int:
    """How many people could enter now, before exclusions."""
    units = list_audience(competition)
    if not units:
        return 0
    query = (
        select(func.count())
        .select_from(Member)
        .join(Unit, Unit.id == Member.unit_id)
        .where(or_(*(subtree(unit.path) for unit in units)))
        .where(Member.status.in_(PRESENT_STATUSES), Member.account_state.not_in(("pending", "rejected")))
    )
    if competition.member_kinds:
        query = query.where(Member.kind.in_(competition.member_kinds))
    return db.session.scalar(query) or 0


def find_member_within(code: str, units: Sequence[Unit], member: Member | None = None) -> Member | None:
    """The member of this code, if he or she belongs to one of the units' subtrees or to a unit where the organiser may
    manage competitions."""
    query = select(Member).join(Member.unit).options(joinedload(Member.unit)).where(Member.code == tidy(code))
    reach = [subtree(unit.path) for unit in units]
    return db.session.scalar(query.where(or_(within(Permission.COMPETITION_MANAGE, member), *reach)))


def find_member(code: str) -> Member | None:
    """The member of this code, whoever asks."""
    return db.session.scalar(select(Member).where(Member.code == code))


def list_organising_units(member: Member | None = None) -> Sequence[Unit]:
    """Units in whose name the member can hold a competition: the topmost first, at most 200."""
    depth = func.length(Unit.path) - func.length(func.replace(Unit.path, "/", ""))
    query = select(Unit).where(within(Permission.COMPETITION_MANAGE, member)).order_by(depth, Unit.sort_name)
    return db.session.scalars(query.limit(200)).all()


def list_publications(round: Round) -> Sequence[Publication]:
    """All versions of the results, the latest first."""
    query = select(Publication).where(Publication.round_id == round.id).order_by(Publication.version.desc())
    return db.session.scalars(query).all()


def covering_unit(units: Sequence[Unit], unit: Unit) -> Unit | None:
    """The one of the units that already holds the unit."""
    for other in units:
        first, end = subtree_range(other.path)
        if first <= unit.path < end:
            return other
    return None
