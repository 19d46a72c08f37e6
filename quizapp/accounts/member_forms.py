"""Forms of the administration of members."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange, Optional

from ..errors import Invalid
from ..folding import tidy
from ..tables import PartialDate, as_date
from ..units.models import Unit
from ..wording import day, translate
from .access import Permission
from .labels import ACCOUNT_LABELS, KIND_LABELS, ROLE_LABELS, SEX_LABELS, STATUS_LABELS, Labels
from .models import Member
from .unit_field import UnitField

_TOO_LONG = _l("Dài nhất là %(max)d ký tự.")
_NO_UNIT = _l("Hãy ghi mã hoặc tên đơn vị.")
REASON_LENGTH = 300


def _tidied(text: str | None) -> str | None:
    return tidy(text) if text else text


def _choices(labels: Labels) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]


class MemberForm(FlaskForm):
    """What a list says of a member."""

    name = StringField(
        _l("Họ và tên"), [DataRequired(_l("Hãy ghi họ và tên.")), Length(max=160, message=_TOO_LONG)], filters=[_tidied]
    )
    birth = StringField(_l("Ngày sinh hoặc năm sinh"), [Optional(), Length(max=40, message=_TOO_LONG)])
    sex = SelectField(_l("Giới tính"), [Optional()], choices=[SelectChoice("", _l("Không ghi")), *_choices(SEX_LABELS)])
    kind = SelectField(_l("Loại"), choices=_choices(KIND_LABELS))
    status = SelectField(_l("Trạng thái"), choices=_choices(STATUS_LABELS))
    position = StringField(_l("Chức vụ"), [Optional(), Length(max=160, message=_TOO_LONG)], filters=[_tidied])
    phone = StringField(_l("Điện thoại"), [Optional(), Length(max=40, message=_TOO_LONG)], filters=[_tidied])
    email = StringField(_l("Thư điện tử"), [Optional(), Length(max=160, message=_TOO_LONG)], filters=[_tidied])

    read_birth: PartialDate | None = None

    def validate_birth(self, field: StringField) -> None:
        """Read the date; a year alone will do."""
        try:
            self.read_birth = as_date(field.data)
        except Invalid as error:
            raise ValidationError(translate(error.sentence)) from error

    def values(self) -> dict[str, Any]:
        """For the service."""
        birth = self.read_birth
        return {
            "name": self.name.data,
            "birth_date": birth.date if birth else None,
            "birth_year": birth.year if birth else None,
            "sex": self.sex.data or None,
            "kind": self.kind.data,
            "status": self.status.data,
            "position": self.position.data or "",
            "phone": self.phone.data or None,
            "email": self.email.data or None,
        }

    @classmethod
    def of(cls, member: Member) -> MemberForm:
        """The form, filled in with the member."""
        birth = day(member.birth_date) if member.birth_date else str(member.birth_year or "")
        return cls(obj=member, birth=birth)


class NewMemberForm(MemberForm):
    """The same for somebody who is on no list yet."""

    code = StringField(
        _l("Mã số"), [DataRequired(_l("Hãy ghi mã số.")), Length(max=40, message=_TOO_LONG)], filters=[_tidied]
    )
    unit = UnitField(_l("Đơn vị"), Permission.MEMBER_MANAGE, [DataRequired(_NO_UNIT)])


class MemberUnitForm(FlaskForm):
    """Where a member moves to."""

    unit = UnitField(_l("Đơn vị mới"), Permission.MEMBER_MANAGE, [DataRequired(_NO_UNIT)])


class StatusForm(FlaskForm):
    """How a member stands."""

    status = SelectField(_l("Trạng thái"), choices=_choices(STATUS_LABELS))


class RejectionForm(FlaskForm):
    """Why an application is rejected; the person reads it."""

    reason = TextAreaField(
        _l("Lý do từ chối"),
        [DataRequired(_l("Hãy ghi lý do từ chối.")), Length(max=REASON_LENGTH, message=_TOO_LONG)],
        filters=[_tidied],
    )


class GrantForm(FlaskForm):
    """A role for somebody at a unit."""

    login = StringField(
        _l("Mã số, điện thoại hoặc thư điện tử của người được cấp"),
        [DataRequired(_l("Hãy ghi mã số, điện thoại hoặc thư điện tử.")), Length(max=160, message=_TOO_LONG)],
        filters=[_tidied],
    )
    role = SelectField(_l("Vai trò"), [InputRequired(_l("Hãy chọn một vai trò."))], choices=[])

    def offer(self, roles: list[str]) -> None:
        """The roles to choose from."""
        self.role.choices = [SelectChoice(role, ROLE_LABELS[role]) for role in roles]


class ListUploadForm(FlaskForm):
    """A list as a file."""

    file = FileField(_l("Tệp danh sách"), [FileRequired(_l("Hãy chọn một tệp."))])


class MemberUploadForm(ListUploadForm):
    """A list of members, and whose it is."""

    unit = UnitField(_l("Danh sách của đơn vị"), Permission.MEMBER_MANAGE, [Optional()])


class MemberFilterForm(FlaskForm):
    """What the list of members is narrowed to and where its page begins; it stands in the address."""

    class Meta:
        csrf = False

    q = StringField(_l("Tìm"), [Optional(), Length(max=160)], filters=[_tidied])
    unit = UnitField(_l("Đơn vị"), Permission.MEMBER_VIEW, [Optional()])
    kind = StringField(validators=[Optional(), AnyOf(list(KIND_LABELS))])
    status = StringField(validators=[Optional(), AnyOf(list(STATUS_LABELS))])
    account = StringField(validators=[Optional(), AnyOf(list(ACCOUNT_LABELS))])
    after = IntegerField(validators=[Optional(), NumberRange(0, 2**53)])
    before = IntegerField(validators=[Optional(), NumberRange(0, 2**53)])
    end = IntegerField(validators=[Optional(), NumberRange(1, 1)])

    def valid(self, name: str) -> Any:
        """What was given, or None where it makes no sense: an address typed by hand shows the list, not an error."""
        field = self[name]
        return None if field.errors or field.data in ("", None) else field.data

    def chosen_unit(self) -> Unit | None:
        """The unit whose subtree is shown."""
        return None if self.unit.errors else self.unit.unit
