"""Today's practice. Its keys are on the page, so that it can be done without a network: nothing is at stake."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask_login import current_user

from ... import clock
from ...accounts.gate import public
from ...assessments import paper, scoring
from ...assessments.forms import read_answers
from ...assessments.marking.keys import right_answer
from ...errors import Invalid, Sentence
from ...kept_pages import worker
from ...wording import local_day, translate
from .. import questions_asked
from . import queries, services, streak
from .models import PracticeDay

blueprint = Blueprint("practice", __name__, template_folder="templates")
_LONGEST_ANSWER = 500
_MOST_ENTRIES = 60
_LONGEST_ENTRY = 8
_ASSETS = ("base.css", "paper.css", "courses.css", "practice.js", "kept-page.js", "favicon.svg")


@blueprint.get("/practice")
def show_practice() -> str:
    """The portion of today."""
    now = clock.now()
    portion = services.portion_of(current_user, now, current_app.config["QUIZAPP"].practice_size)
    today = local_day(now)
    return render_template(
        "practice/show_practice.html",
        portion=portion,
        questions=_questions(portion) if portion else [],
        encouragement=streak.encouragement(queries.days_done(current_user, today), today),
    )


def _questions(portion: PracticeDay) -> list[dict[str, Any]]:
    """What is shown of each question: its fields, its review, its right answer, and where to read on."""
    drawn = paper.unpack(portion.paper)
    sheet = questions_asked.sheet_of(drawn)
    places = queries.cited_places([one.version_id for one in drawn])
    described = questions_asked.describe(drawn, sheet)
    reviewed = questions_asked.review(drawn, sheet, portion.answers)
    return [
        {
            "asked": asked,
            "review": review,
            "is_answered": asked["id"] in portion.answers,
            "right": right_answer(one, sheet.keys[one.version_id]),
            "place": places.get(one.version_id),
        }
        for one, asked, review in zip(drawn, described, reviewed, strict=True)
    ]


@blueprint.put("/practice/<day>")
def keep_answers(day: str) -> Response:
    """What a phone has answered so far: its whole state."""
    sent = request.get_json(silent=True)
    answers = _read_answers(sent.get("answers") if isinstance(sent, dict) else None)
    kept = services.keep_answers(current_user, _day(day), answers, clock.now())
    drawn = paper.unpack(kept.paper)
    keys = questions_asked.sheet_of(drawn).keys
    today = local_day(clock.now())
    return jsonify(
        results={
            name: scoring.share_of(one, keys[one.version_id], kept.answers[name]) >= 1
            for name, one in zip(paper.question_ids(drawn), drawn, strict=True)
            if name in kept.answers
        },
        is_done=kept.done_at is not None,
        encouragement=translate(streak.encouragement(queries.days_done(current_user, today), today)),
    )


def _read_answers(sent: Any) -> dict[str, Any]:
    is_right = isinstance(sent, dict) and len(sent) <= _MOST_ENTRIES
    if not is_right or not all(isinstance(name, str) and _is_answer(value) for name, value in sent.items()):
        raise Invalid(Sentence("Câu trả lời gửi lên chưa đúng."))
    return dict(sent)


def _is_answer(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST_ANSWER and "\0" not in value
    return isinstance(value, list) and len(value) <= _MOST_ENTRIES and all(map(_is_entry, value))


def _is_entry(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and len(value) <= _LONGEST_ENTRY


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


@blueprint.post("/practice/<day>")
def send_answers(day: str) -> Any:
    """The same where no script runs."""
    services.keep_answers(current_user, _day(day), read_answers(request.form), clock.now())
    return redirect(url_for(".show_practice"), 303)


@blueprint.get("/practice/service-worker.js")
@public
def show_service_worker() -> Response:
    """The script that keeps today's portion."""
    return worker("practice", "^/practice$", "/practice", _ASSETS)
