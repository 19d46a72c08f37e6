"""What members want to be reminded of and how, their devices, and the reminders themselves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..accounts.models import one_of
from ..extensions import Base, BigId

CHANNELS = ("email", "push")
STATES = ("sending", "waiting", "sent", "failed", "unknown")
QUIET_FROM, QUIET_UNTIL = 21, 7


class ReminderSetting(Base):
    """How a member wants to be reminded; whoever has none is never reminded."""

    __tablename__ = "reminder_setting"
    __table_args__ = (
        CheckConstraint("quiet_from BETWEEN 0 AND 23", name="quiet_from"),
        CheckConstraint("quiet_until BETWEEN 0 AND 23", name="quiet_until"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    by_email: Mapped[bool] = mapped_column(default=False)
    by_push: Mapped[bool] = mapped_column(default=False)
    # Hours of the installation's time zone; the same twice: no hour is quiet.
    quiet_from: Mapped[int] = mapped_column(default=QUIET_FROM)
    quiet_until: Mapped[int] = mapped_column(default=QUIET_UNTIL)
    # Some of digest.KINDS.
    kinds: Mapped[list[Any]]
    # What came up before has been told, or was there when reminders were turned on.
    told_until: Mapped[datetime]
    # When it is looked next whether there is something to tell; NULL: all is off.
    next_look_at: Mapped[datetime | None] = mapped_column(index=True)
    updated_at: Mapped[datetime]


class PushDevice(Base):
    """A browser that may be sent notifications, as its push service knows it."""

    __tablename__ = "push_device"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(String(1000))
    endpoint_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Of the browser, base64url: what is sent is encrypted for it alone.
    public_key: Mapped[str] = mapped_column(String(120))
    secret: Mapped[str] = mapped_column(String(60))
    device: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]


class Reminder(Base):
    """The one reminder of a member on a day, whichever way it goes. ``unknown``: it may have arrived, so it is not sent
    again."""

    __tablename__ = "reminder"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(f"channel IS NULL OR {one_of('channel', CHANNELS)}", name="channel"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    # In the installation's time zone.
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str | None] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
