"""The desk at which the matrix of an assessment is written: its form, beside what the banks have for it."""

from __future__ import annotations

from typing import Any

from flask import request

from . import matrix as matrices
from . import matrix_banks
from .availability import Availability
from .matrix_forms import MatrixForm
from .models import Assessment


class MatrixDesk:
    """What was sent is in the form; a button that changes its rows has done so already."""

    def __init__(self, assessment: Assessment) -> None:
        rows = matrices.from_cells(assessment.matrix)
        self.banks = matrix_banks.banks_for(rows)
        self.available = Availability(self.banks, assessment.allowed_kinds)
        self.form = MatrixForm.of(rows, self.banks, self.available)
        self.action = request.form.get("action", "")
        self._has_changed_rows = self.form.is_submitted() and self.form.change_rows(self.action)
        if self._has_changed_rows:
            self.form.offer(self.banks, self.available)

    def is_to_be_stored(self) -> bool:
        """Whether a filled-in matrix was sent, and the form finds no fault in it."""
        return self.form.is_submitted() and not self._has_changed_rows and bool(self.form.validate())

    def usable_banks(self) -> set[str]:
        """The codes of the banks that its rows may name."""
        return {bank.code for bank in self.banks}

    def shown(self) -> dict[str, Any]:
        """What the templates of assessments/_matrix.html need."""
        matrix = self.form.matrix()
        return {
            "form": self.form,
            "matrix": matrix,
            "matrices": matrices,
            "banks": self.banks,
            "available": self.available,
            "used": {row.bank for row in matrix},
        }
