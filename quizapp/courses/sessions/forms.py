"""Forms of sessions. What a rule refuses is told above the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ...accounts.labels import KIND_LABELS
from ...errors import DomainError, Sentence
from ...fields import CheckboxesField, ChoiceField, MomentField, choices_of, unit_choices
from ...folding import tidy
from ...library.models import Document
from ...library.words import short_name
from ...local_times import to_instant, to_local
from ...units.models import Unit
from ...wording import translate
from .. import document_reference
from ..catalogue import queries as course_queries
from ..catalogue.models import Course
from ..naming import code_from
from ..study.models import StudyWave
from ..study.wave_changes import LONGEST_REASON, WaveSpec, spec_of
from . import words
from .models import StudySession
from .spec import LONGEST_TITLE, SessionSpec

_REQUIRED = InputRequired(_l("Mục này cần được điền."))


class SessionForm(FlaskForm):
    """What describes a session."""

    title = StringField(_l("Tên buổi học"), [_REQUIRED, Length(max=LONGEST_TITLE, message=_l("Tên quá dài."))])
    code = StringField(
        _l("Mã buổi học"), [Optional()], description=_l("Có trong liên kết. Để trống thì hệ thống tự đặt theo tên.")
    )
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
            code=tidy(self.code.data or "") or code_from(self.title.data or "", self.starts_at.data),
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
            "documents": "\n".join(document_reference.reference_to(document) for document in session.documents),
            "starts_at": to_local(session.starts_at),
            "ends_at": to_local(session.ends_at),
            "deadline": _local(session.deadline),
            "points": "\n".join(f"{p.name} | {p.place}" if p.place else p.name for p in session.points),
        }
        return cls(data=values)


def about(document: Document) -> dict[str, Any]:
    """What a form that begins from a document says of it."""
    return {
        "documents": document_reference.reference_to(document),
        "title": short_name(document),
        "points": str(Sentence("Hội trường")),
    }


def _local(instant: datetime | None) -> datetime | None:
    return to_local(instant) if instant else None


def _lines(text: str | None) -> list[str]:
    return [tidy(line) for line in (text or "").splitlines() if line.strip()]


def _point(line: str) -> tuple[str, str]:
    name, _, place = line.partition("|")
    return name.strip(), place.strip()


class WaveForm(FlaskForm):
    """What describes a study wave."""

    title = StringField(_l("Tên đợt học tập"), [_REQUIRED, Length(max=LONGEST_TITLE, message=_l("Tên quá dài."))])
    code = StringField(
        _l("Mã đợt"),
        [Optional(), Length(max=60, message=_l("Mã quá dài."))],
        description=_l("Có trong liên kết. Để trống thì hệ thống tự đặt theo tên."),
    )
    unit = ChoiceField(_l("Đơn vị"), coerce=int)
    member_kinds = CheckboxesField(
        _l("Đối tượng"), [Optional()], choices=choices_of(KIND_LABELS), description=_l("Không chọn: dành cho tất cả.")
    )
    documents = TextAreaField(
        _l("Văn bản được học"),
        [Optional()],
        description=_l("Mỗi dòng một số/ký hiệu, ví dụ 57-NQ/TW hoặc 21-NQ/TW 2017. Để trống: văn bản của khóa học."),
    )
    course = StringField(
        _l("Mã khóa học trực tuyến"), [Optional()], description=_l("Nếu đợt này là học theo một khóa học.")
    )
    starts_at = MomentField(_l("Bắt đầu"), [_REQUIRED], description=_l("Danh sách thuộc diện được chốt lúc này."))
    deadline = MomentField(_l("Hạn hoàn thành học tập"), [Optional()])
    reason = StringField(_l("Lý do đổi hạn"), [Optional(), Length(max=LONGEST_REASON, message=_l("Lý do quá dài."))])

    def offer_units(self, units: Sequence[Unit]) -> None:
        """The units that may begin one."""
        self.unit.choices = unit_choices(units)

    def leave_out(self, *names: str) -> None:
        """Fields that are not to be changed."""
        for name in names:
            delattr(self, name)

    def chosen_course(self, unit: Unit) -> Course | None:
        """The course of the code; raises NotFound."""
        code = tidy(self.course.data or "")
        return course_queries.get_course_for(unit, code) if code else None

    def chosen_documents(self, course: Course | None) -> list[Document]:
        """The documents of the numbers, else those of the course; raises NotFound, Invalid."""
        numbers = dict.fromkeys(_lines(self.documents.data))
        if not numbers and course is not None:
            return list(course.documents)
        return [document_reference.find_document(number) for number in numbers]

    def spec(self, wave: StudyWave | None, unit: Unit) -> WaveSpec:
        """What was filled in; what was left out is as the wave has it. Raises NotFound, Invalid."""
        course = self.chosen_course(unit)
        kept = spec_of(wave) if wave is not None and "documents" not in self else None
        return WaveSpec(
            title=self.title.data or "",
            unit=kept.unit if kept else unit,
            documents=kept.documents if kept else self.chosen_documents(course),
            member_kinds=kept.member_kinds if kept else tuple(self.member_kinds.data or ()),
            starts_at=kept.starts_at if kept else to_instant(self.starts_at.data),
            deadline=to_instant(self.deadline.data) if self.deadline.data else None,
            course_code=course.code if course else None,
        )

    def refuse(self, error: DomainError) -> None:
        """Tell the rule that was broken."""
        self.form_errors.append(translate(error.sentence))

    @classmethod
    def of(cls, wave: StudyWave) -> WaveForm:
        """The wave as it is."""
        values: dict[str, Any] = {
            "title": wave.title,
            "unit": wave.unit_id,
            "member_kinds": wave.member_kinds,
            "documents": "\n".join(document_reference.reference_to(document) for document in wave.documents),
            "course": wave.course_code or "",
            "starts_at": to_local(wave.starts_at),
            "deadline": _local(wave.deadline),
        }
        return cls(data=values)
