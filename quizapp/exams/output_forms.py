"""Forms of what is printed."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from ..fields import ChoiceField, choices_of

STYLES = {
    "state": _l("Quốc hiệu, tiêu ngữ (Cộng hòa xã hội chủ nghĩa Việt Nam)"),
    "party": _l("Tiêu đề Đảng (Đảng Cộng sản Việt Nam)"),
}


def _line(label: Any, most: int, description: Any = "") -> StringField:
    """A line that may stay empty."""
    too_long = Length(max=most, message=_l("Quá dài. Hãy viết ngắn hơn."))
    return StringField(label, [Optional(), too_long], description=description)


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
