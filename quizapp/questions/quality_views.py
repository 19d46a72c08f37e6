"""The page that says what is wrong with a bank."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request

from ..accounts.access import Permission, can
from . import checked_banks, chips, queries, review_queries
from .blueprint import blueprint
from .quality.findings import Severity
from .quality_groups import Group, group_by_rule

# Questions listed of each rule, and of the one rule that is looked at.
FEW, MANY = 5, 50


@blueprint.get("/banks/<code:code>/quality")
def show_quality(code: str) -> str:
    """Findings by rule, worst first; with ?rule=… all of one rule, page by page. It tells keys, so those who may not
    see them may not see it either."""
    bank = queries.get_bank(code, Permission.KEY_VIEW)
    report = checked_banks.report_of(bank)
    groups = group_by_rule(report.findings)
    chosen = next((group for group in groups if group.rule == request.args.get("rule")), None)
    pages = -(-len(chosen.rows) // MANY) if chosen else 1
    page = min(max(chips.read_id(request.args.get("page")) or 1, 1), max(pages, 1))
    shown = [chosen.part((page - 1) * MANY, MANY)] if chosen else [group.part(0, FEW) for group in groups]
    return render_template(
        "questions/show_quality.html",
        bank=bank,
        report=report,
        counts={severity.value: report.counts[severity] for severity in Severity},
        chosen=chosen,
        groups=shown,
        totals={group.rule: group.questions for group in groups},
        stems=checked_banks.stems_of(_ids(shown)),
        page=page,
        pages=pages,
        waiting=review_queries.count_waiting(bank) if can(Permission.QUESTION_REVIEW, bank.unit.path) else 0,
    )


def _ids(groups: Sequence[Group]) -> list[int]:
    return [row.question.id for group in groups for row in group.rows]
