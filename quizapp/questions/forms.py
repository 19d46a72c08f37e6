"""Forms of question banks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ..units.models import Unit
from . import words
from .bulk_edits import Changes
from .services import LONGEST_CODE, LONGEST_TITLE

_NO_LEVEL = "-"


class EditBankForm(FlaskForm):
    """A bank's title and owner."""

    title = StringField(
        _l("Tên ngân hàng"),
        [InputRequired(_l("Hãy ghi tên ngân hàng.")), Length(max=LONGEST_TITLE, message=_l("Tên quá dài."))],
    )
    unit = SelectField(_l("Đơn vị quản lý"), coerce=int)
    sharing = SelectField(
        _l("Chia sẻ với đơn vị trực thuộc"), choices=[SelectChoice(*one) for one in words.SHARINGS.items()]
    )
    draws_only_approved = BooleanField(_l("Chỉ rút câu đã duyệt vào đề thi"), default=True)
    allows_practice = BooleanField(_l("Cho luyện tập cả khi đang có bài thi dùng ngân hàng này"))

    def offer_units(self, units: Sequence[Unit]) -> None:
        """The units that the bank may belong to."""
        self.unit.choices = [(unit.id, unit.name) for unit in units]


class NewBankForm(EditBankForm):
    """A new bank; its code stays. How it is used is set later."""

    sharing = None
    draws_only_approved = None
    allows_practice = None

    code = StringField(
        _l("Mã ngân hàng"),
        [InputRequired(_l("Hãy ghi mã ngân hàng.")), Length(max=LONGEST_CODE, message=_l("Mã quá dài."))],
        description=_l("Ngắn gọn, không đổi được về sau. Ví dụ: NQ57-2026."),
    )


class ImportForm(FlaskForm):
    """A file with questions."""

    file = FileField(_l("Tệp câu hỏi"), [FileRequired(_l("Hãy chọn tệp."))])
    key = FileField(_l("Tệp đáp án, nếu đáp án ở một tệp riêng"), [Optional()])


class BulkEditForm(FlaskForm):
    """What is to become of several questions. What is not ticked or chosen stays."""

    changes_topic = BooleanField(_l("Đổi chủ đề"))
    topic = StringField(_l("Chủ đề mới"), [Optional()])
    changes_source = BooleanField(_l("Đổi căn cứ"))
    source = StringField(_l("Căn cứ mới"), [Optional()])
    level = SelectField(_l("Mức độ"))
    state = SelectField(_l("Trạng thái"))

    @classmethod
    def offering(cls, may_review: bool) -> BulkEditForm:
        """With the states that the person may bring questions to."""
        form = cls()
        stays = SelectChoice("", _l("Giữ nguyên"))
        levels = [SelectChoice(*one) for one in words.LEVELS.items()]
        form.level.choices = [stays, *levels, SelectChoice(_NO_LEVEL, _l("Bỏ mức độ"))]
        states = [SelectChoice(*one) for one in words.STATES.items() if may_review or one[0] != "approved"]
        form.state.choices = [stays, *states]
        return form

    def changes(self) -> Changes:
        """What was asked for."""
        level = {"": None, _NO_LEVEL: ""}.get(self.level.data, self.level.data)
        return Changes(
            topic=(self.topic.data or "") if self.changes_topic.data else None,
            level=level,
            source=(self.source.data or "") if self.changes_source.data else None,
            state=self.state.data or None,
        )
