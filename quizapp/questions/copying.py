"""A bank that a unit above shares, copied into one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..accounts import audit
from ..accounts.models import Member
from ..errors import Forbidden, Sentence
from ..transactions import transactional
from ..units.models import Unit
from . import citations, exporting, queries, services
from .formats.parsed import ParsedFile
from .known_questions import ids_by_reference
from .models import Bank


@transactional
def copy_bank(bank: Bank, code: str, title: str, unit: Unit, member: Member, now: datetime) -> Bank:
    """A new bank of the unit with the approved questions, keys included; later changes of either stay its own.

    Raises Forbidden where the owner does not share it so, Refused and Invalid as a new bank does.
    """
    if bank.sharing != "copy":
        raise Forbidden(Sentence("Đơn vị quản lý không cho sao chép ngân hàng này."))
    copied = services.create_bank(code, title, unit, now)
    versions = [version for version in queries.list_for_export(bank) if version.question.state == "approved"]
    services.import_questions(ParsedFile(tuple(exporting.as_parsed(versions))), copied, member, now)
    ids = ids_by_reference(copied)
    originals = ((one.question_id, ids.get(one.question.reference)) for one in versions)
    citations.copy_citations({id: copy for id, copy in originals if copy}, member, now)
    details: dict[str, Any] = {"bank": copied.code, "source_bank": bank.code, "questions": len(versions)}
    audit.record("bank.copied", "bank", copied.code, unit_id=unit.id, now=now, **details)
    # The owner's log says it too: the keys have left the house.
    audit.record("bank.copied", "bank", bank.code, unit_id=bank.unit_id, now=now, **details)
    return copied
