"""Reading a long file of questions, away from the page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ..errors import NotFound, Sentence
from ..extensions import db
from ..jobs import registry
from ..jobs.registry import Outcome, Work
from . import import_services
from .import_models import QuestionImport

READ = "questions.read"


@registry.register(READ, Sentence("Đọc tệp câu hỏi"))
def read_file(arguments: dict[str, Any], work: Work) -> Outcome:
    """Read the file and compare it with the bank."""
    begun = db.session.get(QuestionImport, arguments["import_id"])
    if begun is None:
        raise NotFound(Sentence("Tệp đã gửi không còn trên máy chủ. Hãy gửi lại tệp."))
    work.tell(Sentence("Đang đọc tệp %(filename)s và so với ngân hàng.", filename=begun.filename))
    import_services.read(begun, work.now)
    values = {"code": begun.bank.code, "token": begun.public_id}
    return Outcome(Sentence("Đã đọc xong tệp %(filename)s.", filename=begun.filename), "questions.show_import", values)


@registry.every("questions.clean-imports", timedelta(hours=1))
def clean(now: datetime) -> int:
    """Forget old imports."""
    return import_services.remove_old(now)
