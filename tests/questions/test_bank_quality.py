"""All findings of a bank, put together."""

from __future__ import annotations

import pytest

from quizapp.project import ROOT
from quizapp.questions.bank_quality import BankReport, check_bank
from quizapp.questions.formats import registry
from quizapp.questions.formats.parsed import fingerprint
from quizapp.questions.quality.findings import Name, Rule, Severity, checked
from tests.questions.quality.factories import question, rules

BANKS = sorted((ROOT / "question_banks").glob("*.gift"))


def test_bank_in_order_has_no_findings():
    report = check_bank([question("Ai ký nghị quyết?"), question("Chi bộ họp khi nào?", options=("Sáng", "Chiều"))])
    assert (report.questions, report.findings, report.has_errors) == (2, (), False)
    assert check_bank([]) == BankReport(0, (), {})


def test_findings_stand_worst_first_and_are_counted():
    report = check_bank(
        [
            question("Chi bộ họp khi nào?", source="", options=("Sáng", "Tất cả đều đúng")),
            question("Ai ký nghị quyết?", right=(), topic=""),
        ]
    )
    assert rules(report.findings) == ["no-key", "all-of-the-above", "missing-source", "missing-topic"]
    assert report.counts == {Severity.ERROR: 1, Severity.WARNING: 2, Severity.HINT: 1}
    assert (report.has_errors, report.keys) == (True, {"A": 1, "B": 0})


def test_question_reports_the_same_rule_in_the_banks_order():
    report = check_bank([question(f"Câu số {n} hỏi gì?", reference=f"Q{n}", right=()) for n in (3, 1, 2)])
    named = [one.question.reference for one in report.findings if one.rule is Rule.NO_KEY]
    assert named == ["Q3", "Q1", "Q2"]


def test_severities_are_in_the_order_of_the_rules():
    severities = [rule.severity for rule in Rule]
    assert severities == sorted(severities, key=list(Severity).index)


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem)
def test_sample_banks_have_neither_errors_nor_warnings(path):
    parsed = registry.read(path.read_bytes(), path.name)
    report = check_bank(
        [
            checked(
                Name(number, one.reference),
                one.kind,
                one.stem,
                [(option.text, option.is_right) for option in one.options],
                explanation=one.explanation,
                source=one.source,
                topic=one.topic,
                level=one.level,
                fingerprint=fingerprint(one),
            )
            for number, one in enumerate(parsed.questions)
        ]
    )
    assert report.questions == len(parsed.questions) > 30
    assert [one for one in report.findings if one.rule.severity is not Severity.HINT] == []
