"""Forms of classes. What a rule refuses is put beside the field by ``accounts.forms.refuse``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ...fields import ChoiceField, WholeField, choices_of, unit_choices
from ...units.models import Unit
from ..catalogue.models import Course
from . import words
from .settings import ClassSettings

_REQUIRED = InputRequired(_l("Mục này cần được điền."))
_LONG = Length(max=255, message=_l("Tên quá dài."))


class ClassForm(FlaskForm):
    """What is set for a class."""

    title = StringField(_l("Tên lớp"), [_REQUIRED, _LONG])
    course_title = StringField(
        _l("Tên khóa học"), [Optional(), _LONG], description=_l("Như trên bảng điểm và giấy chứng nhận.")
    )
    starts_on = DateField(_l("Khai giảng"), [InputRequired(_l("Hãy chọn ngày khai giảng."))])
    ends_on = DateField(_l("Bế giảng"), [InputRequired(_l("Hãy chọn ngày bế giảng."))])
    attendance_minimum = WholeField(
        _l("Tỷ lệ dự học tối thiểu"),
        [_REQUIRED],
        description=_l("Phần trăm số buổi đã học; dưới mức này thì chưa được dự thi."),
    )
    course_id = ChoiceField(
        _l("Khóa học trực tuyến phải hoàn thành"),
        coerce=lambda value: int(value or 0) or None,
        description=_l("Ai chưa hoàn thành mọi bài của khóa này thì chưa được dự thi."),
    )

    def offer_courses(self, courses: Sequence[Course]) -> None:
        """The online courses that may be asked for; none is a choice too."""
        named = [SelectChoice(course.id, course.title) for course in courses]
        self.course_id.choices = [SelectChoice("", _l("Không yêu cầu")), *named]

    def settings(self) -> ClassSettings:
        """What was filled in."""
        return ClassSettings(
            self.title.data or "",
            self.course_title.data or "",
            self.starts_on.data,
            self.ends_on.data,
            self.attendance_minimum.data if self.attendance_minimum.data is not None else -1,
            self.course_id.data,
        )


class NewClassForm(ClassForm):
    """A class that is to be opened."""

    unit = ChoiceField(_l("Đơn vị mở lớp"), coerce=int)
    code = StringField(
        _l("Mã lớp"), [Optional()], description=_l("Có trong liên kết, ví dụ dvm-k3. Để trống, hệ thống tự đặt.")
    )

    def offer_units(self, units: Sequence[Unit]) -> None:
        """The units that may open it."""
        self.unit.choices = unit_choices(units)


class CodesForm(FlaskForm):
    """Learners by their codes."""

    codes = TextAreaField(
        _l("Mã số học viên"),
        [_REQUIRED, Length(max=100_000, message=_l("Danh sách quá dài."))],
        description=_l("Mỗi dòng một mã số, hoặc cách nhau bằng dấu phẩy."),
    )

    def listed(self) -> list[str]:
        """The codes as they were typed."""
        return re.split(r"[\s,;]+", (self.codes.data or "").strip())


class LearnerUploadForm(FlaskForm):
    """A list of learners."""

    file = FileField(_l("Tệp danh sách"), [FileRequired(_l("Hãy chọn một tệp."))])


class InstructorForm(FlaskForm):
    """Somebody who works with the class."""

    code = StringField(_l("Mã số"), [_REQUIRED])
    role = ChoiceField(_l("Việc"), choices=choices_of(words.ROLES))


class SessionForm(FlaskForm):
    """A session."""

    title = StringField(_l("Tên buổi học"), [_REQUIRED, _LONG])
    held_on = DateField(_l("Ngày học"), [InputRequired(_l("Hãy chọn ngày học."))])
