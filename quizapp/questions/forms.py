"""Forms of question banks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ..units.models import Unit
from .services import LONGEST_CODE, LONGEST_TITLE


class EditBankForm(FlaskForm):
    """A bank's title and owner."""

    title = StringField(
        _l("Tên ngân hàng"),
        [InputRequired(_l("Hãy ghi tên ngân hàng.")), Length(max=LONGEST_TITLE, message=_l("Tên quá dài."))],
    )
    unit = SelectField(_l("Đơn vị quản lý"), coerce=int)

    def offer_units(self, units: Sequence[Unit]) -> None:
        """The units that the bank may belong to."""
        self.unit.choices = [(unit.id, unit.name) for unit in units]


class NewBankForm(EditBankForm):
    """A new bank; its code stays."""

    code = StringField(
        _l("Mã ngân hàng"),
        [InputRequired(_l("Hãy ghi mã ngân hàng.")), Length(max=LONGEST_CODE, message=_l("Mã quá dài."))],
        description=_l("Ngắn gọn, không đổi được về sau. Ví dụ: NQ57-2026."),
    )


class ImportForm(FlaskForm):
    """A file with questions."""

    file = FileField(_l("Tệp câu hỏi"), [FileRequired(_l("Hãy chọn tệp."))])
    key = FileField(_l("Tệp đáp án, nếu đáp án ở một tệp riêng"), [Optional()])
