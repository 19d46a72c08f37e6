"""What is read of jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_login import current_user
from sqlalchemy import select

from ..accounts.access import Permission, can
from ..errors import NotFound, Sentence
from ..extensions import db
from ..units.models import Unit
from .models import Job
from .services import SILENCE

MOST_LISTED = 100


def find_job(public_id: str) -> Job | None:
    """The job, whoever asked for it."""
    return db.session.scalar(select(Job).where(Job.public_id == public_id))


def get_job(public_id: str) -> Job:
    """The job, for who asked for it and for administrators of its unit. Raises NotFound."""
    row = db.session.execute(
        select(Job, Unit.path).outerjoin(Unit, Unit.id == Job.unit_id).where(Job.public_id == public_id)
    ).one_or_none()
    if row is not None:
        job, path = row
        if job.asked_by_id == current_user.id or (path and can(Permission.UNIT_MANAGE, path)):
            return job
    raise NotFound(Sentence("Không có việc này, hoặc bạn không được xem."))


def list_own() -> Sequence[Job]:
    """The signed-in person's latest jobs, newest first."""
    query = select(Job).where(Job.asked_by_id == current_user.id).order_by(Job.created_at.desc(), Job.id.desc())
    return db.session.scalars(query.limit(MOST_LISTED)).all()


def list_to_do(now: datetime) -> Sequence[str]:
    """Public ids of jobs that have waited for long, or whose process has died."""
    is_dead = (Job.state == "running") & (Job.heartbeat_at < now - SILENCE)
    is_forgotten = (Job.state == "waiting") & (Job.created_at < now - SILENCE)
    query = select(Job.public_id).where(is_forgotten | is_dead).order_by(Job.id)
    return db.session.scalars(query.limit(MOST_LISTED)).all()
