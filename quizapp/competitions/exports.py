"""A round's results as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from ..local_times import to_local
from ..tables import write_xlsx
from . import result_queries
from .models import Round


def results_workbook(round: Round) -> bytes:
    """Everybody with a result, best first: names, unit, rank, score, seconds, prediction, prize."""
    headers = [
        _("Hạng"),
        _("Họ và tên"),
        _("Mã số"),
        _("Đơn vị"),
        _("Điểm"),
        _("Điểm tối đa"),
        _("Đúng tất cả"),
        _("Thời gian (giây)"),
        _("Dự đoán"),
        _("Lượt thi"),
        _("Nộp lúc"),
        _("Giải"),
        _("Quyết định của Ban Tổ chức"),
    ]
    return write_xlsx(headers, _rows(round), round.assessment.title)


def _rows(round: Round) -> Iterator[list[Any]]:
    prizes = _prizes(round)
    rank, merit = 0, None
    for place, row in enumerate(result_queries.iterate_results(round.assessment), 1):
        if row.merit != merit:
            rank, merit = place, row.merit
        yield [
            rank,
            row.name,
            row.code,
            row.unit,
            row.score,
            row.max_score,
            _("có") if row.all_correct else "",
            row.seconds,
            row.prediction,
            row.attempts,
            to_local(row.submitted_at),
            prizes.get(row.member_id, ""),
            row.decision_reason,
        ]


def _prizes(round: Round) -> dict[int, str]:
    """The prize of each winner, once the results are published; those who are tied have none yet."""
    if round.assessment.results_published_at is None:
        return {}
    awards = result_queries.list_awards(round)
    return {result.member_id: award.title for award in awards for _rank, result in award.winners}
