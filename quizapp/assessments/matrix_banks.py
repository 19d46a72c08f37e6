"""The banks that a matrix draws from: which may be used, and whose keys may be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..accounts.access import Permission, can
from ..accounts.models import Member
from ..errors import Invalid, Sentence
from ..extensions import db
from ..questions.models import LEVELS, Bank
from ..questions.visibility import visible
from .matrix import MatrixRow, faults_of
from .models import Assessment


def list_usable_banks(member: Member | None = None) -> Sequence[Bank]:
    """Banks that the member may see, by title."""
    query = select(Bank).join(Bank.unit).options(joinedload(Bank.unit)).where(visible(member))
    return db.session.scalars(query.order_by(Bank.title, Bank.id)).all()


def find_banks(codes: Sequence[str]) -> Sequence[Bank]:
    """The banks of these codes with their units, whoever asks."""
    return db.session.scalars(select(Bank).options(joinedload(Bank.unit)).where(Bank.code.in_(codes))).all()


def banks_for(rows: Iterable[MatrixRow]) -> list[Bank]:
    """Those that the signed-in person may use, and those that are used already."""
    usable = list(list_usable_banks())
    known = {bank.code for bank in usable}
    return usable + list(find_banks(sorted({row.bank for row in rows} - known)))


def check_matrix(rows: Sequence[MatrixRow], usable_banks: Collection[str] | None = None) -> None:
    """Raises Invalid with the first fault and the number of its row. ``usable_banks``: None for every bank."""
    banks = usable_banks
    if banks is None:
        banks = {bank.code for bank in find_banks(sorted({row.bank for row in rows}))}
    for number, fault in faults_of(rows, banks, LEVELS):
        sentence = Sentence("Dòng %(row)s của ma trận đề: %(fault)s", row=number, fault=fault) if number else fault
        raise Invalid(sentence, row=number)


def may_see_keys(matrix: Iterable[dict[str, Any]], member: Member | None = None) -> bool:
    """Only whoever may see the keys of every bank that the paper is drawn from."""
    banks = find_banks(sorted({cell["bank"] for cell in matrix}))
    return all(can(Permission.KEY_VIEW, bank.unit.path, member) for bank in banks)


def is_code_taken(code: str) -> bool:
    """Whether an assessment has this code."""
    return db.session.scalar(select(Assessment.id).where(Assessment.code == code)) is not None
