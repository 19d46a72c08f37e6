"""The prizes of a competition as a form."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import Optional

from ..fields import ChoiceField, WholeField, choices_of
from ..row_forms import RowsForm
from . import words
from .specs import PrizeSpec


class PrizeRowForm(Form):
    """A prize."""

    title = StringField(_l("Tên giải"))
    quantity = WholeField(_l("Số giải"), [Optional()], default=1)
    recipient = ChoiceField(_l("Trao cho"), choices=choices_of(words.RECIPIENTS))
    scope = ChoiceField(_l("Phạm vi"), choices=choices_of(words.SCOPES))


class PrizesForm(RowsForm):
    """The prizes of a competition, the best first."""

    rows = FieldList(FormField(PrizeRowForm))
    collective_floor = WholeField(_l("Tỷ lệ tối thiểu để xét giải tập thể (phần trăm)"), [Optional()])

    @classmethod
    def of(cls, prizes: Sequence[PrizeSpec], collective_floor: int, only_titles: bool) -> PrizesForm:
        """The form filled in. ``only_titles``: nothing else can be changed any more."""
        stored = [
            {"title": p.title, "quantity": p.quantity, "recipient": p.recipient, "scope": p.scope} for p in prizes
        ]
        form = cls(data={"rows": stored or ([] if only_titles else [{}]), "collective_floor": collective_floor})
        if only_titles:
            form.collective_floor.data = collective_floor
            form.collective_floor.render_kw = {"disabled": True}
            for entry, values in zip(form.rows.entries, stored, strict=False):
                for name in ("quantity", "recipient", "scope"):
                    entry.form[name].data = values[name]
                    entry.form[name].render_kw = {"disabled": True}
        return form

    def prizes(self) -> list[PrizeSpec]:
        """The prizes that were filled in; rows without a title are left out."""
        filled = [entry.form for entry in self.rows.entries if (entry.form.title.data or "").strip()]
        return [PrizeSpec(f.title.data, f.quantity.data or 0, f.scope.data, f.recipient.data) for f in filled]
