"""A round's results, and its bulletin, as workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from ..local_times import to_local
from ..tables import write_xlsx
from ..wording import number
from . import result_queries
from .awards import Award
from .bulletins import Bulletin
from .collective import UnitLine
from .models import Round
from .result_queries import Figures


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


def bulletin_workbook(round: Round, bulletin: Bulletin) -> bytes:
    """The bulletin as one sheet: the figures above, then units and winners, each row with the part it belongs to."""
    headers = [_("Mục"), _("Hạng"), _("Tên"), _("Đơn vị"), _("Người dự thi"), _("Đủ điều kiện"), _("Tỷ lệ (%)")]
    above = [
        _("Thông báo kết quả: %(round)s", round=round.assessment.title),
        round.competition.title,
        _figures_line(_("Vòng này"), bulletin.figures),
        _figures_line(_("Cộng dồn %(count)s vòng thi", count=bulletin.rounds_so_far), bulletin.so_far),
    ]
    return write_xlsx(headers, _bulletin_rows(bulletin), _("Thông báo kết quả"), above)


def _figures_line(name: str, figures: Figures) -> str:
    told = _(
        "%(people)s người, %(times)s lượt người, %(attempts)s lượt thi, %(correct)s người đúng tất cả",
        people=number(figures.people),
        times=number(figures.person_times),
        attempts=number(figures.attempts),
        correct=number(figures.all_correct),
    )
    return f"{name}: {told}"


def _bulletin_rows(bulletin: Bulletin) -> Iterator[list[Any]]:
    people: list[Award[Any]] = [*bulletin.awards, *bulletin.overall]
    for award in people:
        for rank, winner in award.winners:
            yield [award.title, rank, winner.member.name, winner.unit.name]
    for collective in (*bulletin.collective, *bulletin.overall_collective):
        yield from (_unit_row(collective.title, rank, unit) for rank, unit in collective.winners)
    yield from (_unit_row(_("Nhiều người dự thi nhất"), rank, unit) for rank, unit in bulletin.by_people)
    yield from (_unit_row(_("Tỷ lệ dự thi cao nhất"), rank, unit) for rank, unit in bulletin.by_rate)


def _unit_row(part: str, rank: int, unit: UnitLine) -> list[Any]:
    return [part, rank, "", unit.name, unit.people, unit.eligible, unit.rate]
