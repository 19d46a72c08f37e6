"""Forms of the own account, of signing in and of registering."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, EqualTo, Length, NumberRange, Optional, Regexp, ValidationError

from ..config import LOCALES
from ..errors import DomainError, Sentence
from ..folding import fold, tidy
from ..wording import translate
from .audit_sentences import ACTIONS
from .labels import KIND_LABELS
from .logins import MAXIMUM_LENGTH as LOGIN_LENGTH
from .passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH
from .person_names import person_name
from .registration import KINDS

_PASSWORD_LENGTH = Length(max=MAXIMUM_LENGTH, message=_l("Mật khẩu dài nhất là %(max)d ký tự."))
FIRST_YEAR, LAST_YEAR = 2000, 2100
NEW_PASSWORD_HINT = _l("Ít nhất %(length)s ký tự, dễ nhớ với bạn nhưng người khác khó đoán.", length=MINIMUM_LENGTH)


def _tidied(text: str | None) -> str | None:
    return tidy(text) if text else text


def refuse(form: FlaskForm, error: DomainError) -> None:
    """Put the rule's sentence beside the field that it names as ``field``, else above the form."""
    field = form._fields.get(error.extra.get("field"))
    if field is None:
        form.form_errors.append(translate(error.sentence))
    else:
        field.errors = [*field.errors, translate(error.sentence)]


def lock_fields(form: FlaskForm, locks: Mapping[str, Sentence], said: Sentence | None = None) -> None:
    """Show the locked fields disabled, each with the reason unless the page has ``said`` it already."""
    for name, why in locks.items():
        field = form._fields.get(name)
        if field is not None:
            field.render_kw = {**(field.render_kw or {}), "disabled": True}
            if why != said:
                field.description = translate(why)
            # A disabled field is not sent, so it cannot be asked for.
            field.validators = []


class SignInForm(FlaskForm):
    """A login and its password."""

    login = StringField(
        _l("Mã số, số điện thoại hoặc thư điện tử"),
        [
            DataRequired(_l("Hãy nhập mã số, số điện thoại hoặc thư điện tử của bạn.")),
            Length(max=LOGIN_LENGTH, message=_l("Tên đăng nhập này quá dài.")),
        ],
        filters=[_tidied],
    )
    password = PasswordField(_l("Mật khẩu"), [DataRequired(_l("Hãy nhập mật khẩu.")), _PASSWORD_LENGTH])


class InitialPasswordForm(FlaskForm):
    """The first password that only its owner knows."""

    new = PasswordField(_l("Mật khẩu mới"), [DataRequired(_l("Hãy nhập mật khẩu mới.")), _PASSWORD_LENGTH])
    again = PasswordField(
        _l("Nhập lại mật khẩu mới"), [EqualTo("new", message=_l("Hai lần nhập chưa giống nhau. Hãy nhập lại."))]
    )


class PasswordForm(InitialPasswordForm):
    """Another password, by somebody who knows the one in use."""

    current = PasswordField(_l("Mật khẩu đang dùng"), [DataRequired(_l("Hãy nhập mật khẩu đang dùng."))])


class TextSizeForm(FlaskForm):
    """How large the letters are, in percent."""

    text_size = IntegerField(_l("Cỡ chữ"), [DataRequired()])


class LocaleForm(FlaskForm):
    """The language, and the page to come back to."""

    locale = StringField(_l("Ngôn ngữ"), [AnyOf(LOCALES)])
    next = HiddenField()


class RegistrationForm(FlaskForm):
    """What somebody tells who asks for an account."""

    name = StringField(
        _l("Họ và tên"),
        [DataRequired(_l("Hãy nhập họ và tên của bạn.")), Length(max=160, message=_l("Họ và tên quá dài."))],
        filters=[lambda text: person_name(text) if text else text],
    )
    birth_year = StringField(
        _l("Năm sinh"),
        [Regexp(r"[0-9]{4}$", message=_l("Hãy ghi năm sinh đủ bốn chữ số, ví dụ 1958."))],
        filters=[_tidied],
    )
    phone = StringField(
        _l("Số điện thoại"),
        [DataRequired(_l("Hãy nhập số điện thoại của bạn.")), Length(max=30, message=_l("Số điện thoại quá dài."))],
        filters=[_tidied],
    )
    kind = SelectField(
        _l("Bạn là"),
        [DataRequired(_l("Hãy chọn một mục."))],
        choices=[SelectChoice("", _l("Chọn…")), *(SelectChoice(kind, KIND_LABELS[kind]) for kind in KINDS)],
    )
    unit = StringField(
        _l("Đơn vị của bạn"),
        [DataRequired(_l("Hãy nhập tên hoặc mã đơn vị của bạn.")), Length(max=255, message=_l("Tên đơn vị quá dài."))],
        filters=[_tidied],
    )
    unit_code = RadioField(_l("Chọn đúng đơn vị của bạn"), [Optional()], choices=[], validate_choice=False)
    password = PasswordField(_l("Mật khẩu bạn muốn dùng"), [DataRequired(_l("Hãy nhập mật khẩu.")), _PASSWORD_LENGTH])


class AuditFilterForm(FlaskForm):
    """What the audit log is narrowed to; it stands in the address."""

    class Meta:
        csrf = False

    action = SelectField(_l("Việc"), [Length(max=60)], choices=[], validate_choice=False)
    person = StringField(
        _l("Mã số hoặc tên người làm"), [Length(max=160, message=_l("Từ tìm kiếm quá dài."))], filters=[_tidied]
    )
    day = DateField(_l("Ngày"), [Optional()])
    before = IntegerField(validators=[Optional(), NumberRange(0, 2**53)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day.flags.optional = False  # every filter may stay empty, so none says so
        choices = [SelectChoice(action, translate(sentence)) for action, sentence in ACTIONS.items()]
        self.action.choices = [
            SelectChoice("", _l("Mọi việc")),
            *sorted(choices, key=lambda choice: fold(choice.label)),
        ]

    def validate_day(self, field: DateField) -> None:
        """An instant of the first year of all does not exist in UTC."""
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(_("Hãy chọn một ngày khác."))
