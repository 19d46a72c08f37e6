"""The matrix as a form: so many questions of a bank's topic and level, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from ..fields import ChoiceField, PointsField, WholeField, choices_of
from ..questions.models import Bank
from ..questions.words import LEVELS
from ..row_forms import RowsForm
from .availability import Availability
from .matrix import MatrixRow

_BETWEEN = "|"  # no code of a bank holds it


class MatrixRowForm(Form):
    """So many questions of a bank's topic and level."""

    source = ChoiceField(_l("Ngân hàng và chủ đề"), validate_choice=False)
    level = ChoiceField(_l("Mức độ"))
    count = WholeField(_l("Số câu"), [Optional()])
    points = PointsField(_l("Điểm mỗi câu"), [Optional()], default=Decimal(1), places=None)


class MatrixForm(RowsForm):
    """The matrix of an assessment."""

    rows = FieldList(FormField(MatrixRowForm))

    @classmethod
    def of(cls, rows: Sequence[MatrixRow], banks: Sequence[Bank], available: Availability) -> MatrixForm:
        """The form filled in, with what the banks offer."""
        form = cls(data={"rows": [_data_of(row) for row in rows] or [{}]})
        form.offer(banks, available)
        return form

    def offer(self, banks: Sequence[Bank], available: Availability) -> None:
        """Let every row choose among the topics of the banks; a choice that is gone stays visible."""
        sources = _sources(banks, available)
        known = {choice.value for choice in sources}
        levels = [SelectChoice("", _("Mọi mức độ")), *choices_of(LEVELS)]
        for entry in self.rows.entries:
            chosen = entry.form.source.data or ""
            gone = [] if chosen in known else [SelectChoice(chosen, chosen.replace(_BETWEEN, " · "))]
            entry.form.source.choices = sources + gone
            entry.form.level.choices = levels

    def matrix(self) -> tuple[MatrixRow, ...]:
        """The rows that were filled in; empty ones are left out."""
        return tuple(
            _row_of(entry.form) for entry in self.rows.entries if entry.form.source.data or entry.form.count.data
        )


def _sources(banks: Sequence[Bank], available: Availability) -> list[SelectChoice]:
    """Each bank and each of its topics. A closed select shows no group, so each choice names its bank."""
    sources = [SelectChoice("", _("Chọn ngân hàng"))]
    for bank in banks:
        everything = _("%(bank)s · Mọi chủ đề", bank=bank.code)
        sources.append(SelectChoice(f"{bank.code}{_BETWEEN}", everything, optgroup=bank.title))
        for topic in filter(None, available.topics(bank.code)):
            sources.append(SelectChoice(f"{bank.code}{_BETWEEN}{topic}", f"{bank.code} · {topic}", optgroup=bank.title))
    return sources


def _data_of(row: MatrixRow) -> dict[str, Any]:
    points = Decimal(str(row.points)).normalize()
    shown = points.quantize(Decimal(1)) if points == points.to_integral() else points
    source = f"{row.bank}{_BETWEEN}{row.topic or ''}"
    return {"source": source, "level": row.level or "", "count": row.count, "points": shown}


def _row_of(form: MatrixRowForm) -> MatrixRow:
    bank, _, topic = (form.source.data or "").partition(_BETWEEN)
    points = float(form.points.data if form.points.data is not None else 1)
    return MatrixRow(bank, topic or None, form.level.data or None, form.count.data or 0, points)
