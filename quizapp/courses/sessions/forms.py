"""Forms of sessions. What a rule refuses is told above the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ...errors import DomainError
from ...fields import ChoiceField, MomentField, choices_of, unit_choices
from ...folding import tidy
from ...library.models import Document
from ...local_times import to_instant, to_local
from ...units.models import Unit
from ...wording import translate
from .. import document_reference
from . import words
from .models import StudySession
from .spec import LONGEST_TITLE, SessionSpec

_REQUIRED = InputRequired(_l("Mục này cần được điền."))


class SessionForm(FlaskForm):
    """What describes a session."""

    title = StringField(_l("Tên buổi học"), [_REQUIRED, Length(max=LONGEST_TITLE, message=_l("Tên quá dài."))])
    code = StringField(_l("Mã buổi học"), [_REQUIRED], description=_l("Có trong liên kết, ví dụ hn-nq57-2026."))
    kind = ChoiceField(_l("Loại"), choices=choices_of(words.KINDS))
    form = ChoiceField(_l("Hình thức"), choices=choices_of(words.FORMS))
    unit = ChoiceField(_l("Đơn vị tổ chức và tham dự"), coerce=int)
    documents = TextAreaField(
        _l("Văn bản được học"),
        [_REQUIRED],
        description=_l("Mỗi dòng một số/ký hiệu, ví dụ 57-NQ/TW hoặc 21-NQ/TW 2017."),
    )
    starts_at = MomentField(_l("Bắt đầu"), [_REQUIRED])
    ends_at = MomentField(_l("Kết thúc"), [_REQUIRED])
    deadline = MomentField(
        _l("Hạn hoàn thành học tập"),
        [Optional()],
        description=_l("Học sau hạn này vẫn được tính, nhưng không đúng hạn."),
    )
    points = TextAreaField(
        _l("Điểm cầu"),
        [_REQUIRED],
        description=_l("Mỗi dòng một điểm cầu. Có thể ghi nơi họp sau dấu gạch đứng: Điểm cầu A | Phòng 201."),
    )
    key_people = TextAreaField(_l("Báo cáo viên, chủ trì"), [Optional()])
    agenda = TextAreaField(_l("Chương trình"), [Optional()])

    def offer_units(self, units: Sequence[Unit]) -> None:
        """The units that may hold it."""
        self.unit.choices = unit_choices(units)

    def spec(self) -> SessionSpec:
        """What was filled in; times are in the installation's time zone."""
        return SessionSpec(
            code=tidy(self.code.data or ""),
            title=tidy(self.title.data or ""),
            kind=self.kind.data,
            form=self.form.data,
            starts_at=to_instant(self.starts_at.data),
            ends_at=to_instant(self.ends_at.data),
            deadline=to_instant(self.deadline.data) if self.deadline.data else None,
            points=tuple(_point(line) for line in _lines(self.points.data)),
            key_people=(self.key_people.data or "").strip(),
            agenda=(self.agenda.data or "").replace("\r\n", "\n").strip(),
        )

    def chosen_documents(self) -> list[Document]:
        """The documents of the numbers; raises NotFound, Invalid."""
        return [document_reference.find_document(number) for number in dict.fromkeys(_lines(self.documents.data))]

    def refuse(self, error: DomainError) -> None:
        """Tell the rule that was broken."""
        self.form_errors.append(translate(error.sentence))

    @classmethod
    def of(cls, session: StudySession) -> SessionForm:
        """The session as it is."""
        same = {name: getattr(session, name) for name in ("title", "code", "kind", "form", "key_people", "agenda")}
        values: dict[str, Any] = same | {
            "unit": session.unit_id,
            "documents": "\n".join(_reference(document) for document in session.documents),
            "starts_at": to_local(session.starts_at),
            "ends_at": to_local(session.ends_at),
            "deadline": _local(session.deadline),
            "points": "\n".join(f"{p.name} | {p.place}" if p.place else p.name for p in session.points),
        }
        return cls(data=values)


def _local(instant: datetime | None) -> datetime | None:
    return to_local(instant) if instant else None


def _reference(document: Document) -> str:
    """The number with its date, which no other document bears."""
    return f"{document.number} {document.issued_on:%d/%m/%Y}"


def _lines(text: str | None) -> list[str]:
    return [tidy(line) for line in (text or "").splitlines() if line.strip()]


def _point(line: str) -> tuple[str, str]:
    name, _, place = line.partition("|")
    return name.strip(), place.strip()


class WaveForm(FlaskForm):
    """What describes a study wave."""

    title = StringField(_l("Tên đợt học tập"), [_REQUIRED, Length(max=LONGEST_TITLE, message=_l("Tên quá dài."))])
    code = StringField(_l("Mã đợt"), [_REQUIRED, Length(max=60, message=_l("Mã quá dài."))])
    unit = ChoiceField(_l("Đơn vị"), coerce=int)
    documents = TextAreaField(
        _l("Văn bản được học"),
        [_REQUIRED],
        description=_l("Mỗi dòng một số/ký hiệu, ví dụ 57-NQ/TW hoặc 21-NQ/TW 2017."),
    )
    starts_at = MomentField(_l("Bắt đầu"), [_REQUIRED], description=_l("Danh sách thuộc diện được chốt lúc này."))
    deadline = MomentField(_l("Hạn hoàn thành học tập"), [Optional()])

    def offer_units(self, units: Sequence[Unit]) -> None:
        """The units that may begin one."""
        self.unit.choices = unit_choices(units)

    def chosen_documents(self) -> list[Document]:
        """The documents of the numbers; raises NotFound, Invalid."""
        return [document_reference.find_document(number) for number in dict.fromkeys(_lines(self.documents.data))]

    def refuse(self, error: DomainError) -> None:
        """Tell the rule that was broken."""
        self.form_errors.append(translate(error.sentence))
