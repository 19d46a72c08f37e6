"""Forms of what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional, Regexp

from ..fields import ChoiceField, WholeField, choices_of
from ..wording import translate
from .certificate_wording import faults_of_wording

_REQUIRED = InputRequired(_l("Mục này cần được điền."))

STYLES = {
    "state": _l("Quốc hiệu, tiêu ngữ (Cộng hòa xã hội chủ nghĩa Việt Nam)"),
    "party": _l("Tiêu đề Đảng (Đảng Cộng sản Việt Nam)"),
}


def _line(label: Any, most: int, description: Any = "") -> StringField:
    """A line that may stay empty."""
    return StringField(label, [Optional(), _most(most)], description=description)


def _most(most: int) -> Length:
    return Length(max=most, message=_l("Quá dài. Hãy viết ngắn hơn."))


class OfficialPapersForm(FlaskForm):
    """The head and the signatures of a unit's papers."""

    style = ChoiceField(_l("Phần đầu trang bên phải"), choices=choices_of(STYLES))
    superior = _line(_l("Cơ quan cấp trên"), 255, _l("Dòng trên cùng bên trái, ví dụ Đảng bộ tỉnh."))
    issuer = _line(_l("Tên đơn vị trên văn bản"), 255, _l("Bỏ trống thì dùng tên đơn vị."))
    place = _line(_l("Địa danh"), 120, _l("Trước ngày tháng, ví dụ Hà Nội."))
    drawn_up_title = _line(_l("Chức danh người lập"), 120, _l("Bỏ trống thì ghi Người lập bảng."))
    drawn_up_name = _line(_l("Họ tên người lập"), 120)
    signer_title = _line(_l("Chức danh người ký"), 120, _l("Ví dụ Giám đốc."))
    signer_name = _line(_l("Họ tên người ký"), 120)


class CertificateDesignForm(FlaskForm):
    """How a unit's certificates look and who signs them."""

    heading = StringField(_l("Tiêu đề"), [_REQUIRED, _most(255)])
    wording = TextAreaField(
        _l("Nội dung"),
        [_REQUIRED, _most(1500)],
        description=_l(
            "Ghi {name} cho họ tên, {course} cho khóa học, {date} cho ngày cấp, {classification} cho xếp loại."
        ),
    )
    place = _line(_l("Địa danh"), 120, _l("Trước ngày tháng, ví dụ Hà Nội."))
    signer_title = _line(_l("Chức danh người ký"), 255, _l("Ví dụ Giám đốc."))
    signer_name = _line(_l("Họ tên người ký"), 120)
    logo = FileField(
        _l("Biểu trưng"), [Optional()], description=_l("Hình PNG hoặc JPEG. Bỏ trống thì giữ hình đang dùng.")
    )
    without_logo = BooleanField(_l("Không dùng biểu trưng"))
    kept_logo = HiddenField(validators=[Optional(), Regexp(r"[0-9a-f]{64}\Z")])

    def validate_wording(self, field: TextAreaField) -> None:
        """Placeholders that no one knows would be printed as they are."""
        if faults := faults_of_wording(field.data or ""):
            raise ValidationError(translate(faults[0]))


class PaperCodesForm(FlaskForm):
    """How many codes, beginning with which number."""

    first = WholeField(_l("Mã đề đầu tiên"), [_REQUIRED], default=101)
    count = WholeField(_l("Số mã đề"), [_REQUIRED], default=4)


class PaperEntryForm(FlaskForm):
    """One answer sheet."""

    code = ChoiceField(_l("Mã đề"), [_REQUIRED])
    answers = StringField(
        _l("Bài làm"),
        [_REQUIRED, _most(800)],
        description=_l(
            "Mỗi câu một chữ cái, viết liền: ABDCA…; câu bỏ trống ghi dấu -. Câu có nhiều đáp án thì viết cách: A BC D."
        ),
    )

    has_essay = BooleanField(
        _l("Có bài tự luận viết tay"), description=_l("Bỏ chọn nếu tờ bài làm không có bài tự luận.")
    )

    def offer_codes(self, codes: Sequence[str]) -> None:
        """The codes of the exam; none is chosen for whoever types, as the wrong one gives wrong marks."""
        self.code.choices = choices_of({"": _l("Chọn mã đề")} | {code: code for code in codes})


class PaperListForm(FlaskForm):
    """A list of answer sheets."""

    file = FileField(
        _l("Tệp danh sách"),
        description=_l(
            "Excel hoặc csv, có cột Số báo danh (hoặc Mã số), Mã đề, Bài làm; cột Tự luận ghi có hoặc không."
        ),
    )
