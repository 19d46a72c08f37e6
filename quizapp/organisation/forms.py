"""Forms of the administration of units."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ..accounts.access import Permission
from ..accounts.unit_field import UnitField
from ..folding import tidy
from ..units import queries
from ..units.kinds import NAME_LENGTH as KIND_NAME_LENGTH
from ..units.services import CODE_LENGTH, NAME_LENGTH

_TOO_LONG = _l("Dài nhất là %(max)d ký tự.")
_NO_UNIT = _l("Hãy ghi mã hoặc tên đơn vị.")
MANAGE = Permission.UNIT_MANAGE


def _tidied(text: str | None) -> str | None:
    return tidy(text) if text else text


class UnitForm(FlaskForm):
    """What a unit is called and of which kind it is."""

    name = StringField(
        _l("Tên đơn vị"),
        [DataRequired(_l("Hãy ghi tên đơn vị.")), Length(max=NAME_LENGTH, message=_TOO_LONG)],
        filters=[_tidied],
    )
    kind_id = SelectField(_l("Loại đơn vị"), [InputRequired(_l("Hãy chọn loại đơn vị."))], coerce=int)
    valid_from = DateField(_l("Ngày thành lập"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind_id.choices = [SelectChoice(kind.id, kind.name) for kind in queries.list_kinds()]


class NewUnitForm(UnitForm):
    """A new unit; its code stays."""

    code = StringField(
        _l("Mã đơn vị"),
        [DataRequired(_l("Hãy ghi mã đơn vị.")), Length(max=CODE_LENGTH, message=_TOO_LONG)],
        filters=[_tidied],
        description=_l("Ngắn, riêng cho đơn vị này, không đổi được về sau. Ví dụ: CB-SYT-01."),
    )
    parent = UnitField(_l("Đơn vị cấp trên"), MANAGE, [Optional()])


class ParentForm(FlaskForm):
    """Where a unit moves to."""

    parent = UnitField(_l("Đơn vị cấp trên mới"), MANAGE, [DataRequired(_NO_UNIT)])


class ClosingForm(FlaskForm):
    """How a unit ends."""

    valid_to = DateField(_l("Ngày hoạt động cuối cùng"), [InputRequired(_l("Hãy chọn một ngày."))])
    successor = UnitField(_l("Đơn vị kế thừa"), Permission.UNIT_VIEW, [Optional()])
    moves_content = BooleanField(_l("Chuyển các đơn vị trực thuộc và mọi thành viên sang đơn vị kế thừa"))


class KindForm(FlaskForm):
    """A kind of units."""

    name = StringField(
        _l("Tên loại đơn vị"),
        [DataRequired(_l("Hãy ghi tên loại đơn vị.")), Length(max=KIND_NAME_LENGTH, message=_TOO_LONG)],
        filters=[_tidied],
    )
    position = IntegerField(_l("Thứ tự"), [InputRequired(_l("Hãy ghi một số.")), NumberRange(0, 10_000)])
    is_grassroots = BooleanField(_l("Là tổ chức cơ sở (được đếm là tổ chức cơ sở trong báo cáo)"))


class NewKindForm(FlaskForm):
    """One more kind."""

    name = StringField(
        _l("Tên loại đơn vị"),
        [DataRequired(_l("Hãy ghi tên loại đơn vị.")), Length(max=KIND_NAME_LENGTH, message=_TOO_LONG)],
        filters=[_tidied],
    )


class UnitUploadForm(FlaskForm):
    """A list of units as a file."""

    file = FileField(_l("Tệp danh sách đơn vị"), [FileRequired(_l("Hãy chọn một tệp."))])
