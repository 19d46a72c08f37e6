"""What a page says about a job."""

from __future__ import annotations

from ..errors import Sentence
from ..stored_sentences import from_stored
from . import registry
from .models import Job


def title_of(kind: str) -> Sentence:
    """The name of the kind."""
    found = registry.find_kind(kind)
    return found.title if found else Sentence("Việc khác")


def stage_of(job: Job) -> Sentence:
    """What is being done at the moment, or what came of it."""
    if job.state == "failed" and job.error:
        return from_stored(job.error)
    if job.state == "done" and job.result:
        return from_stored(job.result["sentence"])
    if job.state == "waiting":
        return Sentence("Đang chờ đến lượt.") if not job.attempts else Sentence("Việc bị gián đoạn, sắp làm lại.")
    return from_stored(job.stage) if job.stage else Sentence("Đang làm.")


def percent_of(job: Job) -> int | None:
    """How far it has come; None where nobody knows."""
    if job.state == "done":
        return 100
    return min(100, 100 * job.progress_done // job.progress_total) if job.progress_total else None
