"""Jobs, and when regular work was last done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..accounts.models import one_of
from ..extensions import Base, BigId

STATES = ("waiting", "running", "done", "failed")


class Job(Base):
    """One piece of long work. This row is the truth; the queue only says that there is something to do."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("progress_done >= 0 AND progress_total >= 0", name="progress"),
        # Those that are to be looked after.
        Index("ix_job_state_heartbeat_at", "state", "heartbeat_at"),
        Index("ix_job_asked_by_id_created_at", "asked_by_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    # Random: the address of its page.
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    # What is asked for twice with the same key is one job.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    # Counts up with every claim: who holds an older number has been overtaken.
    attempts: Mapped[int] = mapped_column(default=0)
    stage: Mapped[dict[str, Any] | None]
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    # {"sentence": …, "endpoint": …, "values": {…}}
    result: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class RegularWork(Base):
    """When something regular was last begun; whoever moves the moment on does it."""

    __tablename__ = "regular_work"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    begun_at: Mapped[datetime]
