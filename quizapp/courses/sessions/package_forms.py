"""The form of a month's materials. What a rule refuses is told above the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from ...errors import DomainError
from ...fields import CheckboxesField, ChoiceField, unit_choices
from ...folding import tidy
from ...library.models import Document
from ...library.words import full_name
from ...units.models import Unit
from ...wording import translate
from .. import document_reference
from .models import MaterialPackage
from .packages import PackageSpec

_MONTHS_AHEAD = 6


class PackageForm(FlaskForm):
    """What a unit gives its branches to read for a month."""

    month = ChoiceField(_l("Cho buổi sinh hoạt tháng"))
    unit = ChoiceField(_l("Đơn vị"), coerce=int, description=_l("Dành cho đơn vị này và các đơn vị trực thuộc."))
    chosen = CheckboxesField(_l("Tài liệu trong thư viện"), [Optional()], coerce=int)
    numbers = TextAreaField(
        _l("Văn bản khác, theo số, ký hiệu"), [Optional()], description=_l("Mỗi dòng một số, ví dụ 57-NQ/TW.")
    )
    links = TextAreaField(
        _l("Liên kết"), [Optional()], description=_l("Mỗi dòng một liên kết: Tên tài liệu | https://…")
    )
    note = TextAreaField(_l("Lời dặn các chi bộ"), [Optional()])

    def offer(
        self, today: date, units: Sequence[Unit], documents: Sequence[Document], present: date | None = None
    ) -> None:
        """What may be chosen: its ``present`` month, the next ones, because they are prepared, and this one."""
        this = today.replace(day=1)
        months = [this]
        for _ in range(_MONTHS_AHEAD):
            months.append((months[-1] + timedelta(days=32)).replace(day=1))
        offered = dict.fromkeys([*([present] if present else []), *months[1:], this])
        self.month.choices = [SelectChoice(one.isoformat(), f"{one:%m/%Y}") for one in offered]
        self.unit.choices = unit_choices(units)
        self.chosen.choices = [SelectChoice(one.id, full_name(one)) for one in documents]
        self._documents = {one.id: one for one in documents}

    def spec(self) -> PackageSpec:
        """What was filled in. Raises NotFound and Invalid for a number that leads to none."""
        found = [self._documents[one] for one in self.chosen.data or ()]
        found += [document_reference.find_document(number) for number in _lines(self.numbers.data)]
        return PackageSpec(
            month=date.fromisoformat(self.month.data),
            note=(self.note.data or "").replace("\r\n", "\n").strip(),
            documents=tuple(dict.fromkeys(found)),
            links=tuple(_link(line) for line in _lines(self.links.data)),
        )

    def refuse(self, error: DomainError) -> None:
        """Tell the rule that was broken."""
        self.form_errors.append(translate(error.sentence))

    @classmethod
    def of(cls, package: MaterialPackage) -> PackageForm:
        """The package as it is."""
        values: dict[str, Any] = {"unit": package.unit_id, "month": package.month.isoformat(), "note": package.note}
        values["chosen"] = [item.document_id for item in package.items if item.document_id]
        values["links"] = "\n".join(f"{item.title} | {item.address}" for item in package.items if item.address)
        return cls(data=values)


def _lines(text: str | None) -> list[str]:
    return [tidy(line) for line in (text or "").splitlines() if line.strip()]


def _link(line: str) -> tuple[str, str]:
    title, _, address = line.rpartition("|")
    return title.strip(), address.strip()
