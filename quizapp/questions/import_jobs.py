"""Reading a long file of questions, and storing many, away from the page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ..accounts.models import Member
from ..errors import NotFound, Sentence
from ..extensions import db
from ..jobs import registry
from ..jobs.registry import Outcome, Work
from . import import_services
from .import_models import QuestionImport

READ = "questions.read"
STORE = "questions.store"


def _could_not_read(arguments: dict[str, Any], error: Sentence) -> None:
    begun = db.session.get(QuestionImport, arguments["import_id"])
    if begun is not None:
        import_services.give_up(begun, error)


def _could_not_store(arguments: dict[str, Any], error: Sentence) -> None:
    import_services.stop_storing(arguments["import_id"], error)


@registry.register(READ, Sentence("Đọc tệp câu hỏi"), when_failed=_could_not_read)
def read_file(arguments: dict[str, Any], work: Work) -> Outcome:
    """Read the file and compare it with the bank."""
    begun = _get_import(arguments)
    work.tell(Sentence("Đang đọc tệp %(filename)s và so với ngân hàng.", filename=begun.filename))
    import_services.read(begun, work.now)
    values = {"code": begun.bank.code, "token": begun.public_id}
    return Outcome(Sentence("Đã đọc xong tệp %(filename)s.", filename=begun.filename), "questions.show_import", values)


@registry.register(STORE, Sentence("Nhập câu hỏi vào ngân hàng"), when_failed=_could_not_store)
def store_questions(arguments: dict[str, Any], work: Work) -> Outcome:
    """Store what was confirmed on the page."""
    begun = _get_import(arguments)
    work.tell(Sentence("Đang nhập tệp %(filename)s vào ngân hàng.", filename=begun.filename))
    author = db.session.get(Member, work.asked_by_id) if work.asked_by_id else None
    report = import_services.store(begun, author, work.now, arguments["skip_rejected"], arguments["state"], "storing")
    said = Sentence(
        "Đã nhập %(created)s câu mới, cập nhật %(updated)s câu.", created=report.created, updated=report.updated
    )
    return Outcome(said, "questions.show_bank", {"code": begun.bank.code})


def _get_import(arguments: dict[str, Any]) -> QuestionImport:
    begun = db.session.get(QuestionImport, arguments["import_id"])
    if begun is None:
        raise NotFound(Sentence("Tệp đã gửi không còn trên máy chủ. Hãy gửi lại tệp."))
    return begun


@registry.every("questions.clean-imports", timedelta(hours=1))
def clean(now: datetime) -> int:
    """Forget old imports."""
    return import_services.remove_old(now)
