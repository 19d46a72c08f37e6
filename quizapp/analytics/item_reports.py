"""Item statistics drawn up as a whole and kept, so that to look at them costs next to nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ..assessments.models import Assessment
from ..extensions import db
from ..questions import facility
from ..questions.models import Bank
from ..transactions import transactional
from ..upserts import insert_for
from .item_flags import FEWEST
from .item_lines import ItemLine, SetLine, as_json, from_json, item_lines, set_line
from .models import ItemReport
from .queries import items

# While a contest runs the counts move all the time; a state so young is good enough.
YOUNG = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of a bank or of an assessment."""

    lines: list[ItemLine]
    whole: SetLine
    computed_at: datetime

    def line_of(self, version_id: int) -> ItemLine | None:
        """The line of this version; None for one that nobody was given."""
        return next((line for line in self.lines if line.version_id == version_id), None)


def statistics_of(subject: Bank | Assessment, now: datetime) -> Statistics:
    """As they were kept; computed anew when something was submitted since, though not within a few minutes."""
    basis = items.basis_of(_assessments_of(subject))
    kept = db.session.scalar(select(ItemReport).where(_column(subject) == subject.id))
    if kept is not None and (kept.basis == basis or now - kept.computed_at < YOUNG):
        return _read(kept.content, kept.computed_at)
    return renew(subject, now)


@facility.register
def facility_in(bank_codes: Collection[str]) -> dict[int, float]:
    """{version: facility} as it was kept for these banks; one statement, and nothing is computed for it."""
    query = select(ItemReport.content).join(Bank, Bank.id == ItemReport.bank_id).where(Bank.code.in_(bank_codes))
    lines = [line for content in db.session.scalars(query) for line in from_json(content)[0]]
    return {one.version_id: one.facility for one in lines if one.answers >= FEWEST and one.facility is not None}


def renew(subject: Bank | Assessment, now: datetime) -> Statistics:
    """Computed anew, and kept."""
    assessments = _assessments_of(subject)
    basis = items.basis_of(assessments)
    content = compute(subject, assessments)
    _keep(subject, basis, content, now)
    return _read(content, now)


def _assessments_of(subject: Bank | Assessment) -> Sequence[Assessment]:
    return items.assessments_with(subject) if isinstance(subject, Bank) else [subject]


def compute(subject: Bank | Assessment, assessments: Sequence[Assessment], first_only: bool = True) -> dict[str, Any]:
    """From the attempts themselves. Of a bank: its own versions, each against the whole paper that it stood on."""
    # Arrays are slow to load, and kept figures are read without them.
    from .item_curves import fit_curves
    from .items import item_table, set_table
    from .responses import ResponseReader

    ids = [a.id for a in assessments]
    keys = items.keys_of(ids)
    reader = ResponseReader(keys.right)
    for attempt in items.stream_attempts(ids, first_only):
        reader.take(*attempt)
    responses = reader.read()
    table = item_table(responses)
    lines = item_lines(table, fit_curves(responses, table.answers), keys.right, keys.options)
    if isinstance(subject, Bank):
        own = items.versions_of(subject, (line.version_id for line in lines))
        lines = [line for line in lines if line.version_id in own]
    return as_json(lines, set_line(set_table(responses)))


def _column(subject: Bank | Assessment) -> Any:
    return ItemReport.bank_id if isinstance(subject, Bank) else ItemReport.assessment_id


@transactional
def _keep(subject: Bank | Assessment, basis: str, content: dict[str, Any], now: datetime) -> None:
    column = _column(subject)
    values = {"basis": basis, "computed_at": now, "content": content}
    statement = insert_for(ItemReport).values({column.key: subject.id, **values})
    db.session.execute(statement.on_conflict_do_update(index_elements=[column.key], set_=values))


def _read(content: dict[str, Any], computed_at: datetime) -> Statistics:
    lines, whole = from_json(content)
    return Statistics(lines, whole, computed_at)
