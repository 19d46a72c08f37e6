"""A page of the standings, for the API and for the pages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ..accounts.access import Permission, require
from ..accounts.models import Member
from ..errors import NotFound, Sentence
from ..extensions import db
from ..units.models import Unit
from . import presentation, queries, ranking, standing_queries

PAGE = 50


def describe(code: str, member: Member, unit_code: str | None, page: int) -> dict[str, Any]:
    """The page of the assessment of this code, and the member's own row; raises NotFound for an unknown one or unit.

    Ranks are those among everybody, or within the unit's subtree when a unit is given.
    """
    unit = _unit(unit_code)
    offset = (page - 1) * PAGE
    about = standing_queries.read_page(code, unit, member, offset, PAGE)
    if about is None:
        raise NotFound(queries.UNKNOWN)
    first_rank = 1
    if page > 1 and about.rows:
        first_rank = standing_queries.rank_of_merit(about.assessment_id, unit, about.rows[0].merit)
    return {
        "state": "published" if about.is_published else "provisional",
        "page": page,
        "pages": max(1, -(-about.people // PAGE)),
        "people": about.people,
        "rows": [presentation.describe_standing(*row) for row in _ranked(about.rows, first_rank, offset)],
        "me": presentation.describe_standing(about.rank, about.mine) if about.mine is not None else None,
    }


def require_reader(code: str, member: Member) -> None:
    """Names and marks are for those who may take part, and for those who look after it. Raises NotFound, Forbidden."""
    assessment = queries.get_assessment(code)
    if not queries.is_in_audience(assessment, member):
        require(Permission.COMPETITION_VIEW, assessment.unit.path, member)


def _ranked(found: Any, first_rank: int, offset: int) -> list[tuple[int, Any]]:
    """Ranks of a page from the middle: those who are equal to the first row keep its rank, the others count on."""
    ranked = ranking.standings(found, first_rank=offset + 1)
    return [(first_rank if result.merit == found[0].merit else rank, result) for rank, result in ranked]


def _unit(code: str | None) -> Unit | None:
    if not code:
        return None
    unit = db.session.scalar(select(Unit).where(Unit.code == code))
    if unit is None:
        raise NotFound(Sentence("Không có đơn vị “%(code)s”.", code=code))
    return unit
