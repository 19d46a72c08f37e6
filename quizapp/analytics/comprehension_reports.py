"""The comprehension of a document, drawn up as a whole by a job and kept: a page reads one row of it.

It is drawn up anew when somebody looks and it is no longer young, so documents that nobody looks at cost nothing.
"""

from __future__ import annotations

from array import array
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from ..batches import insert_many
from ..errors import NotFound, Sentence
from ..extensions import db
from ..jobs import queue, registry
from ..jobs import services as job_services
from ..jobs.registry import Outcome, Work
from ..library.models import Document
from ..transactions import transactional
from ..upserts import insert_for
from .models import ComprehensionReport, UnitComprehension
from .queries import comprehension as queries

if TYPE_CHECKING:
    from .comprehension_counts import Counted

RENEW = "analytics.comprehension"
YOUNG = timedelta(minutes=10)
# What was answered longer ago says little of what is understood today, and would have to be read for ever.
WINDOW = timedelta(days=365)


def ask_for_renewal(document: Document, now: datetime) -> None:
    """Have it drawn up anew where it is no longer young; asked by many at once it is one job."""
    kept = queries.kept_at(document)
    if kept is not None and now - kept < YOUNG:
        return
    key = f"{RENEW}:{document.id}:{int(now.timestamp() // YOUNG.total_seconds())}"
    queue.send(job_services.add_job(RENEW, {"document_id": document.id}, key, now))


@registry.register(RENEW, Sentence("Tổng hợp mức độ hiểu văn bản"))
def renew_kept(arguments: dict[str, Any], work: Work) -> Outcome:
    """What the job does."""
    document = db.session.get(Document, arguments["document_id"])
    if document is None:
        raise NotFound(Sentence("Văn bản không còn trong thư viện."))
    renew(document, work.now)
    values = {"document_id": document.id}
    return Outcome(Sentence("Đã tổng hợp mức độ hiểu văn bản."), "comprehension.show_comprehension", values)


@transactional
def renew(document: Document, now: datetime) -> None:
    """Draw it up from the answers themselves, for every unit."""
    counted = recount(document, now)
    statement = insert_for(ComprehensionReport).values(document_id=document.id, computed_at=now)
    # Whoever else draws it up waits here.
    changed = {"computed_at": now}
    db.session.execute(statement.on_conflict_do_update(index_elements=["document_id"], set_=changed))
    db.session.execute(delete(UnitComprehension).where(UnitComprehension.document_id == document.id))
    rows = [{"document_id": document.id, "unit_id": unit, "content": counted[unit]} for unit in sorted(counted)]
    insert_many(UnitComprehension, rows)


def recount(document: Document, now: datetime) -> Counted:
    """From the answers of the window."""
    # Arrays are slow to load, and kept figures are read without them.
    from .comprehension_counts import count
    from .responses import ResponseReader

    places = queries.places_of(document)
    if not places:
        return {}
    assessments = queries.assessments_asking(places)
    reader = ResponseReader(queries.keys(places, list(assessments)))
    members, sources = array("q"), array("b")
    for source, member, paper, answers in queries.stream(assessments, now - WINDOW):
        reader.take(source, paper, answers, None)
        members.append(member)
        sources.append(source)
    return count(reader.read(), members, sources, places, queries.paths_of(set(members)))
