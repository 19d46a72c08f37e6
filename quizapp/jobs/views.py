"""Pages of jobs: one that shows how far it has come, and one's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, url_for

from ..stored_sentences import from_stored
from ..wording import translate
from . import queries
from .models import Job
from .presentation import percent_of, stage_of, title_of

blueprint = Blueprint("jobs", __name__, template_folder="templates")


@blueprint.get("/jobs")
def list_jobs() -> str:
    """What the signed-in person has asked for."""
    return render_template("jobs/list_jobs.html", jobs=[_shown(job) for job in queries.list_own()])


@blueprint.get("/jobs/<job_id>")
def show_job(job_id: str) -> str:
    """How far it has come; the page may be left and found again."""
    return render_template("jobs/show_job.html", job=_shown(queries.get_job(job_id)))


@blueprint.get("/jobs/<job_id>/progress")
def show_progress(job_id: str) -> Any:
    """The same for the page's script."""
    shown = _shown(queries.get_job(job_id))
    names = ("state", "stage", "percent", "is_over")
    return jsonify({name: shown[name] for name in names})


def _shown(job: Job) -> dict[str, Any]:
    result = job.result or {}
    return {
        "id": job.public_id,
        "title": translate(title_of(job.kind)),
        "state": job.state,
        "stage": translate(stage_of(job)),
        "percent": percent_of(job),
        "is_over": job.state in ("done", "failed"),
        "created_at": job.created_at,
        "finished_at": job.finished_at,
        "said": translate(from_stored(result["sentence"])) if result else "",
        "next": url_for(result["endpoint"], **result["values"]) if result else "",
    }
