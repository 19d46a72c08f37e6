"""Forms with rows that are added and removed by submit buttons."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import FieldList


class RowsForm(FlaskForm):
    """What such forms have in common; ``rows`` is a FieldList of theirs."""

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
