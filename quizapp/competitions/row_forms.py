"""Forms with rows that are added and removed by submit buttons: the matrix, the prizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from ..fields import ChoiceField, PointsField, WholeField, choices_of
from ..questions.models import Bank
from . import words
from .availability import Availability
from .matrix import MatrixRow
from .specs import PrizeSpec

_BETWEEN = "|"  # no code of a bank holds it


class RowsForm(FlaskForm):
    """What the forms have in common; ``rows`` is a FieldList of theirs."""

    rows: FieldList

    def change_rows(self, action: str) -> bool:
        """Add or remove a row when that is what was asked for; whether it was."""
        verb, _, name = action.partition(":")
        if verb == "add":
            # A row that was taken out leaves a gap in the numbers, which must not be filled by another.
            self.rows.append_entry()
        elif verb == "remove":
            self.rows.entries = [entry for entry in self.rows.entries if entry.name != name]
        return verb in ("add", "remove")

    def faults(self) -> Iterable[str]:
        """What is wrong, row by row; for the summary above the rows."""
        for number, entry in enumerate(self.rows.entries, 1):
            for field in entry.form:
                for error in field.errors:
                    yield _("Dòng %(row)s, %(field)s: %(fault)s", row=number, field=field.label.text, fault=error)


class MatrixRowForm(Form):
    """So many questions of a bank's topic and level."""

    source = ChoiceField(_l("Ngân hàng và chủ đề"), validate_choice=False)
    level = ChoiceField(_l("Mức độ"))
    count = WholeField(_l("Số câu"), [Optional()])
    points = PointsField(_l("Điểm mỗi câu"), [Optional()], default=Decimal(1), places=None)


class MatrixForm(RowsForm):
    """Step 3: the matrix of a round."""

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
        levels = [SelectChoice("", _("Mọi mức độ")), *choices_of(words.LEVELS)]
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


class PrizeRowForm(Form):
    """A prize."""

    title = StringField(_l("Tên giải"))
    quantity = WholeField(_l("Số giải"), [Optional()], default=1)
    recipient = ChoiceField(_l("Trao cho"), choices=choices_of(words.RECIPIENTS))
    scope = ChoiceField(_l("Phạm vi"), choices=choices_of(words.SCOPES))


class PrizesForm(RowsForm):
    """The prizes of a competition, the best first."""

    rows = FieldList(FormField(PrizeRowForm))

    @classmethod
    def of(cls, prizes: Sequence[PrizeSpec], only_titles: bool) -> PrizesForm:
        """The form filled in. ``only_titles``: nothing else can be changed any more."""
        stored = [
            {"title": p.title, "quantity": p.quantity, "recipient": p.recipient, "scope": p.scope} for p in prizes
        ]
        form = cls(data={"rows": stored or ([] if only_titles else [{}])})
        if only_titles:
            for entry, values in zip(form.rows.entries, stored, strict=False):
                for name in ("quantity", "recipient", "scope"):
                    entry.form[name].data = values[name]
                    entry.form[name].render_kw = {"disabled": True}
        return form

    def prizes(self) -> list[PrizeSpec]:
        """The prizes that were filled in; rows without a title are left out."""
        filled = [entry.form for entry in self.rows.entries if (entry.form.title.data or "").strip()]
        return [PrizeSpec(f.title.data, f.quantity.data or 0, f.scope.data, f.recipient.data) for f in filled]
