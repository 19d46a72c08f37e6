"""Forms of courses and lessons. What a rule refuses is told above the form."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from ... import clock
from ...accounts.labels import KIND_LABELS
from ...assessments.models import Assessment
from ...errors import DomainError
from ...fields import CheckboxesField, ChoiceField, MomentField, WholeField, choices_of, unit_choices
from ...folding import tidy
from ...library.models import Document, DocumentFile, Section
from ...library.words import section_label, short_name
from ...local_times import to_instant, to_local
from ...questions.models import Bank
from ...rich_text import to_plain_text
from ...units.models import Unit
from ...wording import local_day, translate
from .. import document_reference
from ..naming import code_from
from . import finals, words
from .models import Course, CourseFile, Lesson
from .spec import CourseSpec, LessonSpec

_LONGEST_BEGINNING = 60
OWN = "u"
_REQUIRED = InputRequired(_l("Mục này cần được điền."))


class _Form(FlaskForm):
    def refuse(self, error: DomainError) -> None:
        """Tell the rule that was broken."""
        self.form_errors.append(translate(error.sentence))


class CourseForm(_Form):
    """What describes a course."""

    title = StringField(_l("Tên khóa học"), [_REQUIRED])
    code = StringField(
        _l("Mã khóa học"), [Optional()], description=_l("Có trong liên kết. Để trống thì hệ thống tự đặt theo tên.")
    )
    unit = ChoiceField(_l("Đơn vị"), coerce=int, description=_l("Dành cho đơn vị này và các đơn vị trực thuộc."))
    member_kinds = CheckboxesField(
        _l("Đối tượng"), [Optional()], choices=choices_of(KIND_LABELS), description=_l("Không chọn: dành cho tất cả.")
    )
    summary = TextAreaField(_l("Giới thiệu"), [Optional()])
    documents = TextAreaField(
        _l("Văn bản được tính là đã học khi hoàn thành"),
        [Optional()],
        description=_l("Mỗi dòng một số/ký hiệu, ví dụ 57-NQ/TW hoặc 21-NQ/TW 2017."),
    )
    lesson_order = ChoiceField(_l("Thứ tự học"), choices=choices_of(words.ORDERS))
    pass_percent = WholeField(_l("Tỷ lệ trả lời đúng để đạt (%)"), [_REQUIRED], default=80)
    final = StringField(
        _l("Mã bài thi cuối khóa"),
        [Optional()],
        description=_l("Nếu phải đạt bài thi này mới hoàn thành khóa học. Kết quả sửa sau cũng được tính lại."),
    )
    final_percent = WholeField(_l("Mức đạt của bài thi (% số điểm)"), [Optional()], default=50)
    deadline = MomentField(_l("Hạn hoàn thành"), [Optional()])
    is_open = BooleanField(_l("Cho tự đăng ký"), default=True)

    def offer_units(self, units: Sequence[Unit]) -> None:
        """The units that may hold it."""
        self.unit.choices = unit_choices(units)

    def spec(self) -> CourseSpec:
        """What was filled in; times are in the installation's time zone."""
        return CourseSpec(
            code=tidy(self.code.data or "") or code_from(self.title.data or "", local_day(clock.now())),
            title=tidy(self.title.data or ""),
            summary=_text(self.summary.data),
            member_kinds=tuple(self.member_kinds.data or ()),
            lesson_order=self.lesson_order.data,
            pass_percent=self.pass_percent.data or 0,
            final_percent=50 if self.final_percent.data is None else self.final_percent.data,
            is_open=bool(self.is_open.data),
            deadline=to_instant(self.deadline.data) if self.deadline.data else None,
        )

    def chosen_documents(self) -> list[Document]:
        """The documents of the numbers; raises NotFound, Invalid."""
        lines = [tidy(line) for line in (self.documents.data or "").splitlines() if line.strip()]
        return [document_reference.find_document(number) for number in dict.fromkeys(lines)]

    def chosen_final(self, unit: Unit) -> Assessment | None:
        """The assessment of the code; raises NotFound."""
        code = tidy(self.final.data or "")
        return finals.get_assessment_for(unit, code) if code else None

    @classmethod
    def of(cls, course: Course) -> CourseForm:
        """The course as it is."""
        names = ("title", "code", "summary", "member_kinds", "lesson_order", "pass_percent", "final_percent", "is_open")
        values: dict[str, Any] = {name: getattr(course, name) for name in names}
        values["unit"] = course.unit_id
        values["final"] = course.final_assessment.code if course.final_assessment else ""
        values["documents"] = "\n".join(document_reference.reference_to(one) for one in course.documents)
        values["deadline"] = to_local(course.deadline) if course.deadline else None
        return cls(data=values)


def _text(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()


class LessonForm(_Form):
    """What describes a lesson; each kind has its own fields."""

    title = StringField(_l("Tên bài"), [_REQUIRED])
    kind = HiddenField()
    text = TextAreaField(_l("Nội dung"), [Optional()])
    sections = CheckboxesField(
        _l("Mục văn bản cần đọc"),
        [Optional()],
        coerce=int,
        description=_l("Chỉ chọn chương hoặc điều là chọn tất cả những gì bên trong."),
    )
    address = StringField(_l("Liên kết video"), [Optional()], description=_l("Ví dụ https://www.youtube.com/watch?v=…"))
    upload = FileField(
        _l("Tải tệp lên"),
        [Optional()],
        description=_l("PDF, Word, PowerPoint, Excel, PNG hoặc JPEG, không quá 25 MB."),
    )
    file = ChoiceField(_l("Hoặc dùng tệp đã có"), description=_l("Tệp của khóa học, hoặc tệp đính kèm của văn bản."))
    bank = ChoiceField(_l("Ngân hàng câu hỏi"), coerce=int)
    topic = StringField(_l("Chủ đề"), [Optional()], description=_l("Để trống: mọi chủ đề của ngân hàng."))
    question_count = WholeField(_l("Số câu hỏi"), [Optional()], default=5)
    least_minutes = WholeField(_l("Thời gian học tối thiểu (phút)"), [Optional()], default=0)

    def offer(
        self,
        sections: Sequence[Section],
        files: Sequence[DocumentFile],
        own_files: Sequence[CourseFile],
        banks: Sequence[Bank],
    ) -> None:
        """What the author may choose from. The number of a course's own file stands behind a letter."""
        self.sections.choices = [(one.id, _section_name(one)) for one in sections]
        named = [(f"{OWN}{one.id}", one.name) for one in own_files] + [(str(one.id), one.name) for one in files]
        self.file.choices = [("0", translate(words.NOTHING)), *named]
        self.bank.choices = [(0, translate(words.NOTHING)), *((one.id, f"{one.code}: {one.title}") for one in banks)]
        # Each kind of lesson shows its own fields: one that was not sent says nothing.
        for field in (self.file, self.bank):
            if field.raw_data == []:
                field.data = field.choices[0][0]

    def spec(self) -> LessonSpec:
        """What was filled in."""
        return LessonSpec(
            title=tidy(self.title.data or ""),
            kind=self.kind.data or "",
            text=_text(self.text.data),
            address=(self.address.data or "").strip(),
            **self._chosen_file(),
            section_ids=tuple(self.sections.data or ()),
            bank_id=self.bank.data or None,
            topic=tidy(self.topic.data or ""),
            question_count=self.question_count.data or 0 if self.kind.data == "check" else 0,
            least_seconds=60 * (self.least_minutes.data or 0),
        )

    def _chosen_file(self) -> dict[str, int | None]:
        chosen = self.file.data or "0"
        is_own = chosen.startswith(OWN)
        number = int(chosen.removeprefix(OWN)) or None
        return {"file_id": None if is_own else number, "course_file_id": number if is_own else None}

    @classmethod
    def of(cls, lesson: Lesson) -> LessonForm:
        """The lesson as it stands."""
        values: dict[str, Any] = {
            name: getattr(lesson, name) for name in ("title", "kind", "text", "address", "topic", "question_count")
        }
        own = f"{OWN}{lesson.course_file_id}" if lesson.course_file_id else ""
        values |= {"file": own or str(lesson.file_id or 0), "bank": lesson.bank_id or 0}
        values["sections"] = [section.id for section in lesson.sections]
        values["least_minutes"] = lesson.least_seconds // 60
        return cls(data=values)


def _section_name(section: Section) -> str:
    # A clause has no heading: its first words tell it from those of other articles.
    begins = section.heading or shorten(to_plain_text(section.html), _LONGEST_BEGINNING, placeholder="…")
    parts = (short_name(section.document), section_label(section), begins)
    return ". ".join(part for part in parts if part)
