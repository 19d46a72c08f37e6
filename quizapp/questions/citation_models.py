"""What questions cite."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..library.models import Document, Section
from .models import Question


class QuestionCitation(Base):
    """A question is about a document and, where it says so, one of its sections. It holds for all its versions."""

    __tablename__ = "question_citation"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    section_id: Mapped[int | None] = mapped_column(ForeignKey("document_section.id", ondelete="SET NULL"), index=True)
    cited_at: Mapped[datetime]
    cited_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)

    question: Mapped[Question] = relationship(innerjoin=True)
    document: Mapped[Document] = relationship(innerjoin=True)
    section: Mapped[Section | None] = relationship()
