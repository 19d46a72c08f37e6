"""How a unit heads and signs its official papers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..accounts.models import one_of
from ..extensions import Base

STYLES = ("state", "party")


class OfficialForm(Base):
    """The head and the signatures of a unit's mark sheets, papers and certificates."""

    __tablename__ = "official_form"
    __table_args__ = (CheckConstraint(one_of("style", STYLES), name="style"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
    # The national motto (quốc hiệu) or the Party's name, at the right.
    style: Mapped[str] = mapped_column(String(10), default="state")
    # The body above the unit, at the left; "" for none.
    superior: Mapped[str] = mapped_column(String(255), default="")
    # As the unit calls itself on paper; "" for its name.
    issuer: Mapped[str] = mapped_column(String(255), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    drawn_up_title: Mapped[str] = mapped_column(String(120), default="")
    drawn_up_name: Mapped[str] = mapped_column(String(120), default="")
    signer_title: Mapped[str] = mapped_column(String(120), default="")
    signer_name: Mapped[str] = mapped_column(String(120), default="")
