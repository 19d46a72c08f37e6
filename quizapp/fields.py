"""Fields whose complaints are in the reader's language (WTForms has no Vietnamese of its own)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import DecimalField, IntegerField, SelectField, SelectMultipleField
from wtforms.fields import DateTimeLocalField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

LARGEST = 10**9


def choices_of(labels: Mapping[str, Any]) -> list[SelectChoice]:
    """The choices of a select."""
    return [SelectChoice(value, label) for value, label in labels.items()]


def unit_choices(units: Iterable[Any]) -> list[SelectChoice]:
    """The same for units, by id."""
    return [SelectChoice(unit.id, unit.name) for unit in units]


def _refuse_large(field: Any) -> None:
    """What no rule could mean; it would only overflow further on."""
    if field.data is not None and abs(field.data) > LARGEST:
        field.data = None
        raise ValueError(_("Số này quá lớn."))


class WholeField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Hãy ghi một số nguyên.")) from None
        _refuse_large(self)


class PointsField(DecimalField):
    """Points, written 0,25 or 0.25."""

    widget = TextInput()
    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip().replace(",", ".") for value in valuelist])
        except ValueError:
            raise ValueError(_("Hãy ghi một số, ví dụ 1 hoặc 0,25.")) from None
        points: Decimal | None = self.data
        if points is not None and not points.is_finite():
            self.data = None
            raise ValueError(_("Hãy ghi một số, ví dụ 1 hoặc 0,25."))
        _refuse_large(self)

    def _value(self) -> str:
        return super()._value().replace(".", ",")


class MomentField(DateTimeLocalField):
    """A local time, to the minute; also typed by hand where the browser has no picker."""

    def __init__(self, label: Any, validators: Any, **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%H:%M %d/%m/%Y", "%H:%M, %d/%m/%Y"]
        super().__init__(label, validators, format=formats, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Hãy chọn ngày và giờ, ví dụ 08:00 23/11/2026.")) from None


class ChoiceField(SelectField):
    """One of several."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_("Hãy chọn một mục trong danh sách.")) from None


class CheckboxesField(SelectMultipleField):
    """Several of a few choices, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_("Hãy chọn trong danh sách.")) from None
