"""The engine's part of the HTTP API."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask_login import current_user

from .. import clock
from ..accounts.gate import is_by_bearer
from ..accounts.sessions import device_of
from ..api import Answer, operation
from . import presentation, queries, schemas, standings, tickets
from .models import Attempt
from .services import attempts, saves, submissions
from .services.entrance import Entrance
from .standing_queries import rank_of_member

blueprint = Blueprint("assessments_api", __name__)
TICKET = "X-Attempt-Ticket"


@operation(blueprint, "GET", "/assessments", query=schemas.AssessmentFilter, answers={200: schemas.AssessmentList})
def list_assessments(query: schemas.AssessmentFilter) -> Answer:
    """Assessments for the signed-in member."""
    now = clock.now()
    offers = queries.list_offers(current_user, now, query.state)
    return {"assessments": [presentation.describe_assessment(o.assessment, o.candidate, now) for o in offers]}


@operation(
    blueprint,
    "POST",
    "/assessments/<code:code>/attempts",
    body=schemas.Entrance,
    is_body_required=False,
    answers={201: schemas.RunningAttempt, 200: schemas.RunningAttempt},
    errors=(403, 404, 409, 410, 429),
)
def start_attempt(code: str, body: schemas.Entrance) -> Answer:
    """Start an attempt, or move the running one to the caller."""
    now = clock.now()
    device = device_of(request.user_agent.string)
    given = Entrance(body.access_code, body.accepts_conditions)
    started = attempts.start(code, current_user, device, now, given)
    if not is_by_bearer():
        tickets.remember_in_browser(started.attempt.id, started.attempt.ticket)
    return presentation.describe_running(started.attempt, now), 201 if started.is_new else 200


@operation(
    blueprint,
    "GET",
    "/attempts/<id:attempt_id>",
    headers=(TICKET,),
    answers={200: schemas.AttemptState},
    errors=(404,),
)
def show_attempt(attempt_id: int) -> Answer:
    """The paper while it runs, the result afterwards."""
    now = clock.now()
    attempt = queries.get_attempt(attempt_id, current_user)
    if submissions.close_if_overdue(attempt, now):
        return _describe_result(queries.get_attempt(attempt_id, current_user))
    held = request.headers.get(TICKET) is not None and _holds(attempt)
    return presentation.describe_running(attempt, now, with_ticket=held)


@operation(
    blueprint,
    "PUT",
    "/attempts/<id:attempt_id>/answers",
    body=schemas.SavedAnswers,
    headers=(TICKET,),
    answers={200: schemas.Saved},
    errors=(401, 404, 409, 410),
    access="ticket",
)
def save_answers(attempt_id: int, body: schemas.SavedAnswers) -> Answer:
    """Keep the whole answer state of the device."""
    now = clock.now()
    ticket = tickets.check(request.headers.get(TICKET, ""), attempt_id)
    tickets.check_questions(ticket, body.answers)
    prediction = body.prediction if "prediction" in body.model_fields_set else saves.UNSAID
    signs = body.signs.model_dump() if body.signs else None
    deadline = saves.save_answers(ticket, body.revision, body.answers, now, prediction, signs)
    instant = now.isoformat()
    return {"revision": body.revision, "saved_at": instant, "deadline": deadline.isoformat(), "now": instant}


@operation(
    blueprint,
    "POST",
    "/attempts/<id:attempt_id>/submission",
    body=schemas.Submission,
    headers=(TICKET,),
    answers={200: schemas.SubmittedAttempt},
    errors=(401, 404, 409, 410),
    access="ticket",
)
def submit_attempt(attempt_id: int, body: schemas.Submission) -> Answer:
    """Submit; a repeated call gives the same answer."""
    ticket = tickets.check(request.headers.get(TICKET, ""), attempt_id)
    tickets.check_questions(ticket, body.answers or {})
    signs = body.signs.model_dump() if body.signs else None
    submitted = submissions.submit_and_rank(ticket, body.revision, body.answers, body.prediction, clock.now(), signs)
    return _describe_result(*submitted)


@operation(
    blueprint,
    "GET",
    "/assessments/<code:code>/standings",
    query=schemas.StandingsPage,
    answers={200: schemas.Standings},
    errors=(403, 404),
)
def show_standings(code: str, query: schemas.StandingsPage) -> Answer:
    """The standings of an assessment, in a unit's subtree or in all."""
    described = standings.describe(code, current_user, query.unit, query.page)
    if described["me"] is None:
        standings.require_reader(code, current_user)
    return described


@operation(blueprint, "GET", "/receipts/<code:receipt>", answers={200: schemas.Receipt}, errors=(404,), access="public")
def show_receipt(receipt: str) -> Answer:
    """What was received and when, without the answers."""
    return presentation.describe_receipt(queries.get_attempt_by_receipt(receipt.strip().upper()))


def _describe_result(attempt: Attempt, rank: int | None = None) -> dict[str, Any]:
    if rank is None:
        rank = rank_of_member(attempt.assessment_id, attempt.member_id)
    return presentation.describe_submitted(attempt, rank, may_review=False)


def _holds(attempt: Attempt) -> bool:
    return tickets.check(request.headers[TICKET], attempt.id).holder == attempt.ticket
