"""Fixtures for the tests of question banks."""

from __future__ import annotations

import pytest

from quizapp.questions import checked_banks


@pytest.fixture(autouse=True)
def _no_report_is_kept():
    # Emptied databases give the same ids again.
    checked_banks.forget()
