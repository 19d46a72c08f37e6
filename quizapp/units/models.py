"""Units and their kinds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base, BytewiseString


class UnitKind(Base):
    """A kind of unit. Kinds change by decree, so they are rows and never code."""

    __tablename__ = "unit_kind"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)
    # A grassroots organisation (tổ chức cơ sở đảng) is counted as such in reports.
    is_grassroots: Mapped[bool] = mapped_column(default=False)


class Unit(Base):
    """One organisation. ``path`` is "1/5/9/": the ids from the root down to itself."""

    __tablename__ = "unit"
    __table_args__ = (
        # An empty prefix would match every unit.
        CheckConstraint("path <> ''", name="path_not_empty"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to", name="valid_in_order"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        Index("ix_unit_parent_id_sort_name", "parent_id", "sort_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    search_name: Mapped[str] = mapped_column(String(255), index=True)
    sort_name: Mapped[str] = mapped_column(String(255))
    kind_id: Mapped[int] = mapped_column(ForeignKey("unit_kind.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    path: Mapped[str] = mapped_column(BytewiseString, unique=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)

    kind: Mapped[UnitKind] = relationship(lazy="joined", innerjoin=True)
    parent: Mapped[Unit | None] = relationship(remote_side=[id], foreign_keys=[parent_id])
    successor: Mapped[Unit | None] = relationship(remote_side=[id], foreign_keys=[successor_id])

    @property
    def depth(self) -> int:
        """0 for a root."""
        return self.path.count("/") - 1
