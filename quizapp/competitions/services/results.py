"""Publishing a round's results, and what the organisers may change in them. Every change is on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ...accounts import audit
from ...accounts.models import Member
from ...assessments import queries as assessment_queries
from ...assessments import ranking
from ...assessments.models import Result
from ...assessments.services import annulments, results, submissions
from ...errors import Invalid, NotFound, Refused, Sentence
from ...extensions import db
from ...folding import tidy
from ...transactions import transactional
from ..models import Publication, Round
from .competitions import hold_round

LONGEST_REASON = 300


def publish_results(round: Round, actor: Member | None, reason: str, now: datetime) -> Publication:
    """Close what the clock has ended, count what was to be predicted, rank everybody, and open the results.

    From the second version on a reason is required. Raises Refused while the round can still be sat, and Invalid.
    """
    # Overdue attempts are closed one by one in transactions of their own: there may be thousands.
    submissions.close_overdue(now, round.assessment_id)
    return _publish(round, actor, reason, now)


@transactional
def _publish(round: Round, actor: Member | None, reason: str, now: datetime) -> Publication:
    hold_round(round)
    assessment = round.assessment
    if assessment.published_at is None:
        raise Refused(Sentence("Vòng thi “%(title)s” chưa được công bố.", title=assessment.title))
    version = _last_version(round) + 1
    reason = _checked_reason(reason) if version > 1 else tidy(reason)[:LONGEST_REASON]
    results.publish_results(assessment, now)
    figures = results.figures(assessment)
    publication = Publication(
        round_id=round.id,
        version=version,
        published_at=now,
        actor_id=actor.id if actor else None,
        reason=reason,
        **figures,
    )
    db.session.add(publication)
    db.session.flush()
    _note("round.results_published", round, now, actor, version=version, reason=reason, **figures)
    return publication


def _last_version(round: Round) -> int:
    return db.session.scalar(select(func.max(Publication.version)).where(Publication.round_id == round.id)) or 0


def _checked_reason(reason: str) -> str:
    reason = tidy(reason)
    if not 0 < len(reason) <= LONGEST_REASON:
        sentence = Sentence("Hãy ghi lý do thay đổi, nhiều nhất %(most)s ký tự.", most=LONGEST_REASON)
        raise Invalid(sentence, field="reason")
    return reason


def _note(action: str, round: Round, now: datetime, actor: Member | None, **detail: Any) -> None:
    assessment = round.assessment
    audit.record(action, "round", assessment.code, unit_id=assessment.unit_id, actor=actor, now=now, **detail)


@transactional
def disqualify(round: Round, member: Member, reason: str, actor: Member | None, now: datetime) -> int:
    """Annul the member's attempts in this round; how many. Published results get a new version.

    Raises Invalid without a reason, NotFound for somebody who is not of the round.
    """
    hold_round(round)
    reason = _checked_reason(reason)
    assessment = round.assessment
    if assessment_queries.get_result(assessment.id, member.id) is None and not assessment_queries.is_in_audience(
        assessment, member
    ):
        raise NotFound(Sentence("Mã số “%(code)s” không thuộc vòng thi này.", code=member.code))
    annulled = annulments.disqualify(assessment, member, now)
    _note("round.member_disqualified", round, now, actor, member=member.code, reason=reason, attempts=annulled)
    if assessment.results_published_at is not None:
        _publish(round, actor, reason, now)
    return annulled


@transactional
def prefer(round: Round, member: Member, reason: str, actor: Member | None, now: datetime) -> None:
    """The organisers place the member above those who are equal on every other key. Published results get a new
    version.

    Raises Refused where the rules leave nothing to decide, Invalid without a reason.
    """
    hold_round(round)
    reason = _checked_reason(reason)
    assessment = round.assessment
    result = assessment_queries.get_result(assessment.id, member.id)
    if result is None:
        raise NotFound(Sentence("Mã số “%(code)s” chưa có kết quả ở vòng thi này.", code=member.code))
    if "decision" not in assessment.ranking:
        raise Refused(Sentence("Tiêu chí xếp hạng của vòng này không có phần Ban Tổ chức quyết định."))
    if now < assessment.closes_at:
        raise Refused(Sentence("Vòng thi chưa đóng nên chưa quyết định được thứ hạng."))
    if not _has_equals(result):
        raise Refused(Sentence("%(name)s không đồng hạng với ai.", name=member.name))
    result.decision += 1
    result.decision_reason = reason
    db.session.flush()
    _rank_again(result, round)
    _note("round.tie_decided", round, now, actor, member=member.code, reason=reason)
    if assessment.results_published_at is not None:
        _publish(round, actor, reason, now)


def _has_equals(result: Result) -> bool:
    query = select(func.count()).where(Result.assessment_id == result.assessment_id, Result.merit == result.merit)
    return (db.session.scalar(query) or 0) > 1


def _rank_again(result: Result, round: Round) -> None:
    assessment = round.assessment
    entry = ranking.Entry(
        result.score, result.all_correct, result.seconds, result.submitted_at, result.prediction, result.decision
    )
    result.merit = ranking.merit(entry, assessment.ranking, assessment.prediction_outcome)
    db.session.flush()
