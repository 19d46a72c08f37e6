"""Members, grants, sign-ins and the audit log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base, BigId
from ..units.models import Unit

SEXES = ("male", "female")
MEMBER_KINDS = ("official", "probationary", "union_member", "staff", "non_member", "public")
STATUSES = ("active", "exempt", "suspended", "away", "transferred", "deceased")
ACCOUNT_STATES = ("not_activated", "pending", "approved", "rejected", "locked")
# Those who are still counted as members of their unit.
PRESENT_STATUSES = ("active", "exempt", "suspended", "away")


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The SQL of a CHECK that a column holds one of these words (native enums survive a downgrade on PostgreSQL)."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Member(Base):
    """A person: on a unit's list, able to sign in once the account is activated or approved."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint(one_of("kind", MEMBER_KINDS), name="kind"),
        CheckConstraint(one_of("status", STATUSES), name="status"),
        CheckConstraint(one_of("account_state", ACCOUNT_STATES), name="account_state"),
        CheckConstraint(f"sex IS NULL OR {one_of('sex', SEXES)}", name="sex"),
        Index("ix_member_sort_name_id", "sort_name", "id"),
        # Holds all that the list of members searches and filters by: a search with few hits reads no table.
        Index(
            "ix_member_unit_list",
            *("unit_id", "sort_name", "search_name", "code", "phone"),
            *("kind", "status", "account_state"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    search_name: Mapped[str] = mapped_column(String(160))
    # Vietnamese lists are in the order of the given name, which comes last.
    sort_name: Mapped[str] = mapped_column(String(200))
    birth_date: Mapped[date | None]
    birth_year: Mapped[int | None]
    sex: Mapped[str | None] = mapped_column(String(10))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    email: Mapped[str | None] = mapped_column(String(160), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="official")
    status: Mapped[str] = mapped_column(String(20), default="active")
    position: Mapped[str] = mapped_column(String(160), default="")
    account_state: Mapped[str] = mapped_column(String(20), default="not_activated", index=True)
    rejected_because: Mapped[str] = mapped_column(String(300), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    # True for a password that somebody else knows: it is changed at the first sign-in.
    has_initial_password: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str | None] = mapped_column(String(5))
    text_size: Mapped[int] = mapped_column(default=100)
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]
    last_device: Mapped[str | None] = mapped_column(String(10))

    unit: Mapped[Unit] = relationship(innerjoin=True)

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        return self.account_state in ("not_activated", "approved")

    def get_id(self) -> str:
        """What Flask-Login asks for."""
        return str(self.id)


class Grant(Base):
    """A role given to a member; it reaches the unit's whole subtree."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("member_id", "role", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))

    member: Mapped[Member] = relationship(foreign_keys=[member_id])
    unit: Mapped[Unit] = relationship()


class SignIn(Base):
    """One signed-in browser or program. Only a hash of its token is kept; deleting the row signs it out."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    device: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    member: Mapped[Member] = relationship(innerjoin=True)


class SignInFailure(Base):
    """How often signing in failed for one key (a login from one place, or a place) in one window of time."""

    __tablename__ = "sign_in_failure"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did or looked at what, and when. Rows are only added."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_object", "object_type", "object_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(60), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)

    actor: Mapped[Member | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
