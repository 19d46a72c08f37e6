"""A form's field for one unit, by its code or its name."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import StringField, ValidationError

from ..errors import Invalid
from ..folding import tidy
from ..units import queries
from ..units.models import Unit
from ..wording import translate
from .access import Permission, within

# More names than this are not offered: a browser shows them as one long list.
MOST_OFFERED = 300


class UnitField(StringField):
    """``data`` is what was typed; ``unit`` the unit that it means, among those where the person holds the permission.

    ``offered()`` gives (code, name) for a <datalist> while they are few.
    """

    def __init__(self, label: Any, permission: Permission, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators], **kwargs)
        self.permission = permission
        self.unit: Unit | None = None

    def pre_validate(self, form: Any) -> None:
        """Find the unit; its faults are told in the words of imports."""
        text = tidy(self.data or "")
        if not text:
            return
        if len(text) > 255:
            raise ValidationError(_("Tên đơn vị quá dài."))
        try:
            found = queries.look_up({text}, within(self.permission)).find(text)
        except Invalid as error:
            raise ValidationError(translate(error.sentence)) from error
        self.unit = queries.get(found.id)

    def offered(self) -> list[tuple[str, str]]:
        """(code, name) of the units to choose from; [] where there are too many to list."""
        units = queries.codes_and_names(within(self.permission), MOST_OFFERED + 1)
        return units if len(units) <= MOST_OFFERED else []
