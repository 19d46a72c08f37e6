"""Forms of exams, a step each. What a rule refuses is put beside the field by ``accounts.forms.refuse``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ..accounts.forms import lock_fields
from ..assessments import words as assessment_words
from ..errors import Sentence
from ..fields import CheckboxesField, ChoiceField, MomentField, PointsField, WholeField, choices_of
from ..local_times import to_instant, to_local
from ..questions.words import KINDS as QUESTION_KINDS
from . import words
from .locks import PUBLISHED
from .settings import ALL_KINDS, ExamSettings

_REQUIRED = InputRequired(_l("Mục này cần được điền."))
_MOMENTS = ("opens_at", "closes_at")
_BANDS = ("excellent", "good", "fair", "average")


class StepForm(FlaskForm):
    """Some of the settings of an exam; fields bear their names."""

    names: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def of(cls, settings: ExamSettings, locks: Mapping[str, Sentence]) -> Self:
        """The form filled in; what is locked keeps its value whatever is sent."""
        values = {field: value for name in cls.names for field, value in _values_of(name, settings).items()}
        form = cls(data=values)
        locked = {
            field: why for name, why in locks.items() if name in cls.names for field in _values_of(name, settings)
        }
        for field in locked:
            form[field].data = values[field]
        lock_fields(form, locked, said=PUBLISHED)
        return form

    def settings(self, old: ExamSettings) -> ExamSettings:
        """The old settings with what was filled in."""
        return replace(old, **{name: self._value(name) for name in self.names})

    def _value(self, name: str) -> Any:
        if name == "bands":
            least = {band: self[f"band_{band}"].data for band in _BANDS}
            return tuple((band, float(value)) for band, value in least.items() if value is not None)
        value = self[name].data
        if name in _MOMENTS:
            return to_instant(value)
        if name == "allowed_kinds":
            return tuple(value or ())
        if name == "is_paper_fixed":
            return value == "fixed"
        if name == "markers":
            return int(value)
        return float(value) if isinstance(value, Decimal) else value


def _values_of(name: str, settings: ExamSettings) -> dict[str, Any]:
    """{field: value} of a setting."""
    value = getattr(settings, name)
    if name == "bands":
        least = dict(value)
        return {f"band_{band}": _plain(least[band]) if band in least else None for band in _BANDS}
    if name in _MOMENTS:
        return {name: to_local(value)}
    if name == "is_paper_fixed":
        return {name: "fixed" if value else "drawn"}
    if name == "markers":
        return {name: str(value)}
    return {name: _plain(value) if isinstance(value, float) else list(value) if isinstance(value, tuple) else value}


def _plain(value: float) -> Decimal:
    """10, not 10.0."""
    exact = Decimal(str(value)).normalize()
    return exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact


class InformationForm(StepForm):
    """Step 1: what, when, where."""

    names = ("title", "opens_at", "closes_at", "minutes", "place", "attempts_allowed")
    title = StringField(_l("Tên kỳ thi"), [_REQUIRED, Length(max=255, message=_l("Tên quá dài."))])
    opens_at = MomentField(_l("Mở lúc"), [InputRequired(_l("Hãy chọn ngày và giờ mở."))])
    closes_at = MomentField(_l("Đóng lúc"), [InputRequired(_l("Hãy chọn ngày và giờ đóng."))])
    minutes = WholeField(_l("Thời gian làm bài (phút)"), [InputRequired(_l("Hãy ghi số phút."))])
    place = StringField(_l("Địa điểm thi"), [Optional()])
    attempts_allowed = WholeField(
        _l("Số lượt thi của mỗi người"), [Optional()], description=_l("Để trống là không giới hạn.")
    )
    reason = StringField(
        _l("Lý do gia hạn"),
        [Optional(), Length(max=300, message=_l("Lý do quá dài."))],
        description=_l("Ghi khi lùi giờ đóng của kỳ thi đã công bố. Lý do được lưu trong nhật ký."),
    )


class NewExamForm(InformationForm):
    """A new exam: step 1 and its code."""

    code = StringField(_l("Mã kỳ thi"), [Optional()], description=_l("Có trong liên kết. Để trống, hệ thống tự đặt."))


class StartForm(FlaskForm):
    """When a copy or a resit opens."""

    opens_at = MomentField(_l("Mở lúc"), [InputRequired(_l("Hãy chọn ngày và giờ mở."))])


class RulesForm(StepForm):
    """Step 3: how it is sat."""

    names = (
        "is_paper_fixed",
        "allowed_kinds",
        "shuffles_questions",
        "shuffles_options",
        "conditions",
        "access_code",
        "needs_identity_check",
        "attendance_minimum",
        "answers_shown",
    )
    is_paper_fixed = ChoiceField(
        _l("Đề thi"),
        choices=[
            SelectChoice("drawn", _l("Mỗi người rút một đề riêng")),
            SelectChoice("fixed", _l("Mọi người cùng một đề")),
        ],
        description=_l("Đề chung được chọn khi công bố; sau đó chỉ chọn lại khi ma trận đề thay đổi."),
    )
    allowed_kinds = CheckboxesField(
        _l("Loại câu được rút vào đề"), choices=[SelectChoice(kind, QUESTION_KINDS[kind]) for kind in ALL_KINDS]
    )
    shuffles_questions = BooleanField(_l("Đảo thứ tự câu hỏi"))
    shuffles_options = BooleanField(_l("Đảo thứ tự phương án"))
    conditions = TextAreaField(
        _l("Nội quy phải chấp nhận trước khi vào thi"),
        [Optional()],
        description=_l("Dòng bắt đầu bằng - là gạch đầu dòng. Để trống là không hỏi."),
        render_kw={"rows": 8},
    )
    access_code = StringField(
        _l("Mã vào thi"), [Optional()], description=_l("Đọc cho thí sinh trong phòng. Để trống là không hỏi.")
    )
    needs_identity_check = BooleanField(_l("Người coi thi xác nhận danh tính từng thí sinh"))
    attendance_minimum = WholeField(
        _l("Tỷ lệ dự học tối thiểu"), [Optional()], description=_l("Phần trăm. Để trống là theo lớp.")
    )
    answers_shown = ChoiceField(_l("Thí sinh được xem đáp án, giải thích"), choices=choices_of(words.ANSWERS_SHOWN))


class MarkingForm(StepForm):
    """Step 4: what an answer is worth."""

    names = (
        "scale",
        "step",
        "pass_mark",
        "bands",
        "partial_credit",
        "markers",
        "largest_difference",
        "remarking_days",
    )
    scale = PointsField(_l("Thang điểm"), [_REQUIRED], places=None)
    step = PointsField(_l("Làm tròn đến"), [_REQUIRED], places=None)
    pass_mark = PointsField(_l("Điểm đạt"), [_REQUIRED], places=None)
    band_excellent = PointsField(_l("Xuất sắc từ"), [Optional()], places=None)
    band_good = PointsField(_l("Giỏi từ"), [Optional()], places=None)
    band_fair = PointsField(_l("Khá từ"), [Optional()], places=None)
    band_average = PointsField(_l("Trung bình từ"), [Optional()], places=None)
    partial_credit = ChoiceField(_l("Câu đúng một phần"), choices=choices_of(assessment_words.PARTIAL_CREDIT))
    markers = ChoiceField(_l("Chấm tự luận"), choices=choices_of(words.MARKERS))
    largest_difference = PointsField(
        _l("Chênh lệch lớn nhất giữa hai người chấm"),
        [_REQUIRED],
        places=None,
        description=_l("Theo thang điểm; quá mức này thì người thứ ba chấm."),
    )
    remarking_days = WholeField(_l("Hạn xin phúc khảo (ngày)"), [_REQUIRED])
