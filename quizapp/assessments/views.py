"""Pages of the engine: an assessment, the paper, the result, a receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from .. import clock
from ..accounts.gate import public
from ..accounts.sessions import device_of
from ..errors import DomainError, Throttled
from ..extensions import db
from ..library.markdown import to_html
from . import presentation, queries, tickets, timing
from .forms import read_answers, read_prediction
from .models import Assessment, Attempt
from .services import attempts, submissions
from .services.entrance import Entrance, NotLetIn

blueprint = Blueprint("assessments", __name__, template_folder="templates")


@blueprint.get("/a/<code:code>")
def show_assessment(code: str) -> str:
    """What it is, when, and one button."""
    return _show_assessment(code, clock.now())


def _show_assessment(code: str, now: datetime, error: DomainError | None = None) -> str:
    assessment = queries.get_assessment(code)
    candidate = queries.candidate_of(assessment, current_user)
    window = queries.window_of(assessment)
    mine = queries.list_attempts(assessment.id, current_user)
    running = next((attempt for attempt in mine if attempt.state == "running" and attempt.saves_until >= now), None)
    reasons = [] if running else timing.reasons_not_to_start(window, candidate, now)
    return render_template(
        "assessments/show_assessment.html",
        assessment=assessment,
        state=window.state(now),
        now=now,
        question_count=sum(cell["count"] for cell in assessment.matrix),
        attempts_used=candidate.attempts_used,
        running=running,
        reasons_not_to_start=reasons,
        waits_only=window.state(now) == "upcoming" and len(reasons) == 1,
        waits_for_person=candidate.excluded_because == timing.WAITS and not running and window.state(now) != "closed",
        conditions=to_html(assessment.conditions) if not running else "",
        asks_code=assessment.access_code is not None,
        error=error,
        has_accepted="accepts_conditions" in request.form,
        start_url=url_for(".start_attempt", code=code),
        attempts=[attempt for attempt in mine if attempt.state == "submitted"],
        shows_score=presentation.may_show_score(assessment),
        standings_url=_standings_url(assessment),
    )


@blueprint.post("/a/<code:code>/attempts")
def start_attempt(code: str) -> Response | tuple[str, int]:
    """Start, or take the running attempt to this browser."""
    device, now = device_of(request.user_agent.string), clock.now()
    given = Entrance(request.form.get("access_code", "")[:40], "accepts_conditions" in request.form)
    try:
        started = attempts.start(code, current_user, device, now, given)
    except (NotLetIn, Throttled) as error:
        db.session.rollback()
        return _show_assessment(code, now, error), error.status
    tickets.remember_in_browser(started.attempt.id, started.attempt.ticket)
    return redirect(url_for(".show_attempt", attempt_id=started.attempt.id), 303)


@blueprint.get("/attempts/<id:attempt_id>")
def show_attempt(attempt_id: int) -> str | Response:
    """The paper while it runs on this browser, afterwards the result."""
    now = clock.now()
    attempt = queries.get_attempt(attempt_id, current_user)
    if submissions.close_if_overdue(attempt, now):
        return _show_result(queries.get_attempt(attempt_id, current_user), now)
    if not tickets.is_held_by_browser(attempt.id, attempt.ticket):
        return _show_elsewhere(attempt, now)
    described = presentation.describe_running(attempt, now)
    return render_template(
        "assessments/show_paper.html", assessment=attempt.assessment, attempt=attempt, paper=described
    )


@blueprint.post("/attempts/<id:attempt_id>/holder")
def move_attempt(attempt_id: int) -> Response:
    """Go on in this browser with the attempt that another one holds; when it has ended, the page shows the result."""
    attempt = queries.get_attempt(attempt_id, current_user)
    if not submissions.close_if_overdue(attempt, clock.now()):
        moved = attempts.take_over(attempt)
        tickets.remember_in_browser(moved.id, moved.ticket)
    return redirect(url_for(".show_attempt", attempt_id=attempt_id), 303)


@blueprint.post("/attempts/<id:attempt_id>/submission")
def submit_attempt(attempt_id: int) -> Response:
    """The paper sent as a form, by a browser without scripts."""
    attempt = queries.get_attempt(attempt_id, current_user)
    if attempt.state == "running":
        ticket = tickets.check(request.form.get("ticket", ""), attempt.id)
        answers, prediction = read_answers(request.form), read_prediction(request.form)
        submissions.submit(ticket, attempt.revision + 1, answers, prediction, clock.now())
    return redirect(url_for(".show_attempt", attempt_id=attempt_id), 303)


@blueprint.get("/receipts")
@public
def find_receipt() -> str | Response:
    """Type a receipt code to check it."""
    code = request.args.get("code", "").strip()
    if code:
        return redirect(url_for(".show_receipt", receipt=code))
    return render_template("assessments/show_receipt.html", receipt=None)


@blueprint.get("/receipts/<receipt>")
@public
def show_receipt(receipt: str) -> str:
    """What was received and when, for anybody who has the code."""
    attempt = queries.get_attempt_by_receipt(receipt.strip().upper())
    described = presentation.describe_receipt(attempt)
    return render_template("assessments/show_receipt.html", receipt=described, attempt=attempt)


def _show_elsewhere(attempt: Attempt, now: datetime) -> str:
    return render_template(
        "assessments/show_attempt_elsewhere.html",
        assessment=attempt.assessment,
        attempt=attempt,
        now=now,
        move_url=url_for(".move_attempt", attempt_id=attempt.id),
    )


def _show_result(attempt: Attempt, now: datetime) -> str:
    assessment = attempt.assessment
    candidate = queries.candidate_of(assessment, current_user)
    result = queries.get_result(assessment.id, attempt.member_id)
    review = presentation.describe_review(attempt) if _may_review(attempt, now) else None
    return render_template(
        "assessments/show_result.html",
        assessment=assessment,
        attempt=attempt,
        question_count=len(attempt.paper),
        right_count=attempt.right,
        shows_score=presentation.may_show_score(assessment),
        rank=_rank(assessment, result),
        attempts_left=_attempts_left(candidate),
        can_start_again=not timing.reasons_not_to_start(queries.window_of(assessment), candidate, now),
        assessment_url=url_for(".show_assessment", code=assessment.code),
        answers_open_at=_answers_open_at(assessment) if review is None else None,
        answers_never=assessment.answers_shown == "never",
        answers_after_publication=assessment.answers_shown == "after_publication",
        review=review,
        corrections=presentation.describe_corrections(attempt),
        remarking_url=_remarking_url(assessment),
        receipt_url=url_for(".show_receipt", receipt=attempt.receipt) if attempt.receipt else None,
        standings_url=_standings_url(assessment),
    )


def _may_review(attempt: Attempt, now: datetime) -> bool:
    return bool(attempt.paper) and presentation.may_review(attempt.assessment, now)


def _rank(assessment: Assessment, result: Any) -> dict[str, Any] | None:
    may_show = presentation.is_ranked(assessment) and presentation.may_show_score(assessment)
    if result is None or not may_show:
        return None
    state = "published" if assessment.results_published_at else "provisional"
    return {"rank": queries.rank_of(result), "people": queries.count_results(assessment.id), "state": state}


def _attempts_left(candidate: timing.Candidate) -> int | None:
    if candidate.attempts_allowed is None:
        return None
    return max(0, candidate.attempts_allowed - candidate.attempts_used)


def _standings_url(assessment: Assessment) -> str | None:
    """The page of whatever the assessment belongs to; the engine itself has none."""
    endpoint = "competitions.show_round_standings"
    if assessment.kind != "round" or endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, code=assessment.code)


def _remarking_url(assessment: Assessment) -> str | None:
    """Where those who sat an exam see their mark and may ask to be marked again."""
    endpoint = "exams.show_own_remarking"
    if assessment.kind != "exam" or endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, code=assessment.code)


def _answers_open_at(assessment: Assessment) -> datetime | None:
    return assessment.closes_at if assessment.answers_shown == "after_close" else None
