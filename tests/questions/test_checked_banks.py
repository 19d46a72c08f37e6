"""Reports read from the database and kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.extensions import db
from quizapp.questions import checked_banks, services
from quizapp.questions.models import Question
from quizapp.questions.quality.findings import Severity
from tests.conftest import NOW
from tests.questions.factories import RECALL, fill_bank, make_bank, parsed_question


def complete(stem, reference, **fields):
    known = {"source": "Mục I", "topic": "Nghị quyết 57", "level": RECALL, "explanation": "Vì thế."}
    return parsed_question(stem, reference, **{**known, **fields})


@pytest.fixture
def bank(app):
    bank = make_bank()
    fill_bank(bank, complete("Ai ký nghị quyết?", "Q1"), complete("Chi bộ họp khi nào?", "Q2", row=2, source=""))
    return bank


def test_questions_are_read_as_they_are_stored(bank):
    first, second = checked_banks.list_checked(bank)
    assert (first.name.reference, first.kind, first.stem) == ("Q1", "single", "Ai ký nghị quyết?")
    assert [(option.text, option.is_right) for option in first.options] == [
        ("Đúng là đây", True),
        ("Không phải", False),
        ("Cũng không", False),
    ]
    assert (first.has_explanation, first.source, first.topic, first.level) == (True, "Mục I", "Nghị quyết 57", "recall")
    assert (second.source, len(second.fingerprint)) == ("", 64)


def test_report_counts_what_is_in_use_and_follows_changes(bank):
    report = checked_banks.report_of(bank)
    assert (report.questions, report.counts[Severity.WARNING], report.keys) == (2, 1, {"A": 2, "B": 0, "C": 0})
    fill_bank(bank, complete("Chi bộ họp khi nào?", "Q2", source="Điều 24"))
    assert checked_banks.report_of(bank).counts[Severity.WARNING] == 0
    fill_bank(bank, complete("Ai ký nghị quyết?", "Q3"))
    assert checked_banks.report_of(bank).counts[Severity.ERROR] == 1
    services.retire_question(db.session.scalars(select(Question).filter_by(reference="Q3")).one(), NOW)
    again = checked_banks.report_of(bank)
    assert (again.questions, again.has_errors) == (2, False)


def test_kept_report_costs_one_statement(bank, statements):
    report = checked_banks.report_of(bank)
    statements.clear()
    assert checked_banks.report_of(bank) is report
    assert len(statements) == 1


def test_empty_bank_has_nothing_to_report(app):
    report = checked_banks.report_of(make_bank())
    assert (report.questions, report.findings, report.keys) == (0, (), {})
