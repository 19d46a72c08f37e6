"""What members choose, and who sends which reminder: every claim is one conditional statement, so that of two servers
one sends."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from ..errors import Invalid, NotFound, Sentence
from ..extensions import db
from ..local_times import to_instant, to_local
from ..transactions import transactional
from ..upserts import insert_for
from . import queries
from .digest import KINDS
from .models import QUIET_FROM, QUIET_UNTIL, PushDevice, Reminder, ReminderSetting
from .quiet import first_allowed

LOOK_AGAIN = timedelta(hours=3)
MOST_DEVICES = 10
KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a member chooses on the page of settings."""

    by_email: bool
    kinds: tuple[str, ...] = KINDS
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL


@transactional
def choose(member_id: int, choices: Choices, now: datetime) -> None:
    """Keep it. Raises Invalid for what is no kind or no hour."""
    hours = range(24)
    if set(choices.kinds) - set(KINDS) or choices.quiet_from not in hours or choices.quiet_until not in hours:
        raise Invalid(Sentence("Lựa chọn nhắc việc chưa đúng."))
    setting = _setting(member_id, now)
    setting.by_email = choices.by_email
    setting.kinds = [kind for kind in KINDS if kind in choices.kinds]
    setting.quiet_from, setting.quiet_until = choices.quiet_from, choices.quiet_until
    _plan(setting, now)


@transactional
def turn_email(member_id: int, is_on: bool, now: datetime) -> None:
    """From the link in a letter: whoever never chose anything stays as he or she is."""
    setting = queries.find_setting(member_id)
    if setting is not None:
        setting.by_email = is_on
        _plan(setting, now)


@transactional
def add_device(member_id: int, endpoint: str, public_key: str, secret: str, device: str, now: datetime) -> None:
    """Send notifications to this browser. Twice is once; a browser that changes hands goes with the last one."""
    values = {
        "member_id": member_id,
        "endpoint": endpoint,
        "endpoint_hash": hash_of(endpoint),
        "public_key": public_key,
        "secret": secret,
        "device": device,
        "created_at": now,
    }
    query = insert_for(PushDevice).values(values)
    again = {name: query.excluded[name] for name in ("member_id", "public_key", "secret")}
    db.session.execute(query.on_conflict_do_update(index_elements=["endpoint_hash"], set_=again))
    for old in queries.list_devices(member_id)[MOST_DEVICES:]:
        db.session.delete(old)
    setting = _setting(member_id, now)
    setting.by_push = True
    _plan(setting, now)


@transactional
def remove_device(member_id: int, device_id: int, now: datetime) -> None:
    """Send nothing there any more. Raises NotFound for another's device."""
    query = delete(PushDevice).where(PushDevice.id == device_id, PushDevice.member_id == member_id)
    if not db.session.execute(query).rowcount:  # type: ignore[attr-defined]
        raise NotFound(Sentence("Thiết bị này không còn nhận thông báo."))
    _without_devices(member_id, now)


@transactional
def forget_device(device_id: int, member_id: int, now: datetime) -> None:
    """Its push service knows it no more."""
    db.session.execute(delete(PushDevice).where(PushDevice.id == device_id))
    _without_devices(member_id, now)


def _without_devices(member_id: int, now: datetime) -> None:
    setting = queries.find_setting(member_id)
    if setting is not None and not queries.list_devices(member_id):
        setting.by_push = False
        _plan(setting, now)


def hash_of(endpoint: str) -> str:
    """What tells one browser from another; the address itself is too long for an index."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _setting(member_id: int, now: datetime) -> ReminderSetting:
    values = {"member_id": member_id, "by_email": False, "by_push": False, "kinds": list(KINDS), "told_until": now}
    values |= {"quiet_from": QUIET_FROM, "quiet_until": QUIET_UNTIL, "updated_at": now}
    # Two pages at once make one row.
    db.session.execute(insert_for(ReminderSetting).values(values).on_conflict_do_nothing())
    return db.session.get_one(ReminderSetting, member_id, populate_existing=True)


def _plan(setting: ReminderSetting, now: datetime) -> None:
    is_on = setting.by_email or setting.by_push
    if is_on and setting.next_look_at is None:
        # What came up while all was off is no news.
        setting.told_until = now
    setting.next_look_at = allowed_from(now, setting) if is_on else None
    setting.updated_at = now


def allowed_from(at: datetime, person: Any) -> datetime:
    """The instant itself, or the end of the person's quiet hours that it lies in."""
    return to_instant(first_allowed(to_local(at), person.quiet_from, person.quiet_until))


@transactional
def take(now: datetime, limit: int) -> list[int]:
    """Members whose turn it is; whoever is taken by one server is not by another."""
    is_due = ReminderSetting.next_look_at <= now
    some = select(ReminderSetting.member_id).where(is_due).order_by(ReminderSetting.next_look_at).limit(limit)
    query = update(ReminderSetting).where(ReminderSetting.member_id.in_(some.scalar_subquery()), is_due)
    query = query.values(next_look_at=now + LOOK_AGAIN).returning(ReminderSetting.member_id)
    return list(db.session.scalars(query.execution_options(synchronize_session=False)))


@transactional
def look_again(times: Mapping[int, datetime]) -> None:
    """When it is looked next, by member."""
    table: Any = ReminderSetting.__table__
    # Whoever turned all off meanwhile is not looked at again.
    mine = (table.c.member_id == bindparam("member")) & table.c.next_look_at.is_not(None)
    rows = [{"member": member_id, "at": at} for member_id, at in times.items()]
    if rows:
        db.session.connection().execute(update(table).where(mine).values(next_look_at=bindparam("at")), rows)


@transactional
def claim(member_id: int, day: date, now: datetime) -> bool:
    """Whether it is this call that sends the member's one reminder of the day: nobody has yet, or it could not be
    handed over."""
    values = {"member_id": member_id, "day": day, "state": "sending", "tries": 1, "changed_at": now}
    query = insert_for(Reminder).values(values)
    query = query.on_conflict_do_update(
        index_elements=["member_id", "day"],
        set_={"state": "sending", "tries": Reminder.tries + 1, "changed_at": now},
        where=(Reminder.state == "waiting") & (Reminder.tries < queries.MOST_TRIES),
    )
    return db.session.execute(query.returning(Reminder.member_id)).scalar_one_or_none() is not None


@transactional
def note_outcome(member_id: int, day: date, state: str, channel: str | None, now: datetime) -> None:
    """What came of it; what was told is not news any more."""
    mine = (Reminder.member_id == member_id, Reminder.day == day, Reminder.state == "sending")
    changed = {"state": state, "channel": channel, "changed_at": now}
    db.session.execute(update(Reminder).where(*mine).values(changed).execution_options(synchronize_session=False))
    if state in ("sent", "unknown"):
        told = update(ReminderSetting).where(ReminderSetting.member_id == member_id).values(told_until=now)
        db.session.execute(told.execution_options(synchronize_session=False))


@transactional
def remove_old(now: datetime) -> int:
    """Forget which reminders were sent two months ago; how many."""
    old = delete(Reminder).where(Reminder.day < to_local(now - KEPT).date())
    found: int = db.session.execute(old.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    return found
