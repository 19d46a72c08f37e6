"""Lists of members into the database: whole or not at all, and twice the same as once."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.exc import IntegrityError

from ..batches import batched, insert_many
from ..errors import Refused, Sentence
from ..extensions import db
from ..import_report import ImportReport
from ..transactions import transactional
from ..wording import local_day
from . import audit
from .member_list import read_member_list
from .member_plan import ChangedMember, MemberPlan, NewMember, Target, plan_members
from .models import Member


def preview_members(content: bytes, filename: str, target: Target, now: datetime) -> MemberPlan:
    """What the import would do. Raises Invalid when the file is no list of members at all."""
    default_code = target.default_unit.code if target.default_unit else None
    return plan_members(read_member_list(content, filename, default_code), target, local_day(now))


@transactional
def import_members(
    content: bytes, filename: str, target: Target, now: datetime, skip_rejected: bool = False
) -> ImportReport:
    """Store the list, unless a row is rejected and may not be skipped: then nothing is stored."""
    plan = preview_members(content, filename, target, now)
    if not plan.report.may_store(skip_rejected):
        return plan.report.with_nothing_stored()
    try:
        _insert(plan.created, now)
    except IntegrityError as error:
        raise Refused(
            Sentence("Danh sách thành viên vừa được người khác thay đổi. Chưa có gì được lưu; hãy nhập lại.")
        ) from error
    _update(plan.changed)
    _record(plan, filename, target, now)
    return plan.report


def _insert(created: list[NewMember], now: datetime) -> None:
    same_for_all = {
        "account_state": "not_activated",
        "rejected_because": "",
        "has_initial_password": True,
        "text_size": 100,
        "created_at": now,
    }
    # In the order of the widest index: its pages are then written once instead of read and written in turns.
    in_order = sorted(created, key=lambda new: (new.values["unit_id"], new.values["sort_name"]))
    insert_many(Member, [new.values | same_for_all for new in in_order])


def _update(changed: list[ChangedMember]) -> None:
    """One statement for all rows that change the same columns."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for member in changed:
        alike[tuple(member.values)].append({"member_id": member.id} | member.values)
    table = Member.__table__
    for columns, rows in alike.items():
        query = update(table).where(table.c.id == bindparam("member_id")).values({c: bindparam(c) for c in columns})  # type: ignore[arg-type]
        for some in batched(rows):
            db.session.execute(query, list(some))
    db.session.expire_all()


def _record(plan: MemberPlan, filename: str, target: Target, now: datetime) -> None:
    """One entry for the import, and one for each member that was known before, with what was and what is."""
    report = plan.report
    audit.record(
        "members.imported",
        "member",
        now=now,
        unit_id=target.unit_id,
        file=filename,
        found=report.found,
        created=report.created,
        updated=report.updated,
    )
    edited = [(member.id, member.unit_id, {"changes": member.changes}) for member in plan.changed]
    audit.record_many("member.edited", "member", edited, now=now)
