"""Loading the demonstration into an empty database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, update

from ..accounts import passwords
from ..accounts.models import Grant, Member
from ..assessments.models import Attempt
from ..errors import Refused, Sentence
from ..extensions import db
from ..folding import fold
from ..progress import watched
from ..project import QUESTION_BANKS
from ..questions.formats import registry
from ..questions.services import create_bank, import_questions
from ..transactions import transactional
from ..units.models import Unit, UnitKind
from ..units.naming import sort_name_of
from ..units.subtree import path_under
from . import accounts
from .citing import cite_documents
from .competing import load_competitions
from .courses import load_courses
from .documents import load_documents
from .exams import load_exams
from .organisation import DemoUnit, make_organisation
from .people import make_member_rows
from .study import load_study

PASSWORD = "hoc-tap-2026"  # noqa: S105 - shown on the sign-in page of the demonstration
MEMBERS = 4_800
SEED = 2026
BATCH = 5_000
KINDS = (
    ("provincial_committee", "Đảng bộ tỉnh", False),
    ("block_committee", "Đảng bộ khối", False),
    ("grassroots_committee", "Đảng bộ cơ sở", True),
    ("grassroots_cell", "Chi bộ cơ sở", True),
    ("cell", "Chi bộ trực thuộc", False),
)
BANKS = {
    "NQ57": "nghi-quyet-57",
    "NQ52": "nghi-quyet-52",
    "NQ21": "nghi-quyet-21-va-dieu-le",
    "CDS": "chuyen-doi-so-quoc-gia",
    "STDV": "so-tay-dang-vien-va-du-lieu",
}


@dataclass(frozen=True)
class Demo:
    """What was loaded."""

    units: int
    members: int
    attempts: int


def is_empty() -> bool:
    """Whether the database holds no unit yet."""
    return not db.session.scalar(select(func.count()).select_from(Unit))


@transactional
def load(now: datetime, members: int = MEMBERS, password: str = PASSWORD, seed: int = SEED) -> Demo:
    """Load a demonstration of so many members; all but the dates depend on the seed alone. Raises Refused."""
    if not is_empty():
        raise Refused(Sentence("Cơ sở dữ liệu đã có dữ liệu. Dữ liệu minh họa chỉ nạp vào cơ sở dữ liệu trống."))
    random = Random(seed)  # noqa: S311 - invented data, the same for the same seed
    organisation = make_organisation(members, random)
    units = _store_units(organisation)
    password_hash = passwords.hash_password(password)  # one for all: hashing each would take hours
    _store_members(organisation, units, password_hash, random, now)
    _store_role_accounts(organisation, units, password_hash, now)
    _store_banks(units[organisation.code], now)
    load_documents(units[organisation.code], now)
    cite_documents(units[organisation.code], now)
    attempts = load_competitions(units[organisation.code], members, random, now)
    _tell_devices()
    committee = units[_first_committee(organisation).code]
    load_study(units[organisation.code], committee, Random(seed + 1), now)  # noqa: S311
    load_courses(units[organisation.code], Random(seed + 2), now)  # noqa: S311
    load_exams(units[organisation.code], Random(seed + 3), now)  # noqa: S311
    accounts.remember(password)
    return Demo(units=len(units), members=members, attempts=attempts)


def _tell_devices() -> None:
    """Who has sat something signed in on that device; the accounts of the others are not activated yet."""
    device = select(func.min(Attempt.device)).where(Attempt.member_id == Member.id).scalar_subquery()
    db.session.execute(update(Member).values(last_device=device))
    has_role = select(Grant.member_id)
    unused = update(Member).where(Member.last_device.is_(None), Member.id.not_in(has_role))
    db.session.execute(unused.values(account_state="not_activated"))


def _store_units(organisation: DemoUnit) -> dict[str, Unit]:
    kinds = {
        code: UnitKind(code=code, name=name, position=position, is_grassroots=is_grassroots)
        for position, (code, name, is_grassroots) in enumerate(KINDS)
    }
    db.session.add_all(kinds.values())
    stored = {organisation.code: _unit(organisation, None, kinds)}
    db.session.add(stored[organisation.code])
    db.session.flush()
    stored[organisation.code].path = path_under("", stored[organisation.code].id)
    for parent, unit in organisation.walk():
        stored[unit.code] = _unit(unit, stored[parent.code] if parent else None, kinds)
    db.session.add_all(stored.values())
    db.session.flush()
    for parent, unit in organisation.walk():
        if parent is not None:
            stored[unit.code].parent_id = stored[parent.code].id
            stored[unit.code].path = path_under(stored[parent.code].path, stored[unit.code].id)
    db.session.flush()
    return stored


def _unit(unit: DemoUnit, parent: Unit | None, kinds: dict[str, UnitKind]) -> Unit:
    return Unit(
        code=unit.code,
        name=unit.name,
        search_name=fold(unit.name),
        sort_name=sort_name_of(unit.name),
        kind=kinds[unit.kind],
        parent_id=parent.id if parent is not None and parent.id else None,
        path=f"new-{unit.code}/",
    )


def _store_members(
    organisation: DemoUnit, units: dict[str, Unit], password_hash: str, random: Random, now: datetime
) -> None:
    places = [units[unit.code].id for _, unit in organisation.walk() for _ in range(unit.members)]
    random.shuffle(places)
    same = {
        "account_state": "approved",
        "rejected_because": "",
        "password_hash": password_hash,
        "has_initial_password": False,
        "text_size": 100,
        "created_at": now,
    }
    rows = (row | same for row in watched(make_member_rows(places, random, now.date()), len(places)))
    for batch in _batches(rows):
        db.session.execute(insert(Member), batch)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _store_role_accounts(organisation: DemoUnit, units: dict[str, Unit], password_hash: str, now: datetime) -> None:
    places = {"root": units[organisation.code], "committee": units[_first_committee(organisation).code]}
    for account in accounts.ROLE_ACCOUNTS:
        member = Member(
            code=account.code,
            name=account.name,
            search_name=fold(account.name),
            sort_name=fold(account.name),
            unit=places[account.at],
            kind="staff",
            status="active",
            position=account.position,
            account_state="approved",
            password_hash=password_hash,
            has_initial_password=False,
            created_at=now,
        )
        db.session.add(member)
        db.session.flush()
        db.session.add(Grant(member_id=member.id, role=account.role, unit_id=places[account.at].id, granted_at=now))


def _first_committee(organisation: DemoUnit) -> DemoUnit:
    return next(unit for _, unit in organisation.walk() if unit.kind == "grassroots_committee")


def _store_banks(root: Unit, now: datetime) -> None:
    for code, name in BANKS.items():
        content = (QUESTION_BANKS / f"{name}.gift").read_bytes()
        parsed = registry.read(content, f"{name}.gift")
        bank = create_bank(code, parsed.title or name, root, now)
        import_questions(parsed, bank, None, now, skip_rejected=False)
