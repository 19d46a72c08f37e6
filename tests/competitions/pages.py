"""Pages read and forms sent, as the tests of views need them."""

from __future__ import annotations

from quizapp.competitions import queries
from quizapp.competitions.models import Competition
from quizapp.extensions import db
from quizapp.local_times import to_local
from tests.accounts.forms import post_form
from tests.competitions.factories import HOUR


def stored(code="nq57") -> Competition:
    db.session.expire_all()
    return queries.find_competition(code)


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def post(browser, path, page=None, **data):
    return post_form(browser, path, data, page=page)


def local(moment):
    return to_local(moment).strftime("%Y-%m-%dT%H:%M")


ROUND = {
    "title": "Tuần 1",
    "minutes": "15",
    "attempts": "3",
    "counting": "best",
    "prediction_target": "all_correct",
    "shuffles_questions": "y",
    "allowed_kinds": ["single", "multiple", "truefalse"],
    "partial_credit": "none",
    "shuffles_options": "y",
    "answers_shown": "after_publication",
    "ranking_1": "score",
    "ranking_2": "prediction",
    "ranking_3": "duration",
}


def round_form(start, hours=4, **fields):
    start = start.replace(second=0, microsecond=0)
    return ROUND | {"opens_at": local(start), "closes_at": local(start + hours * HOUR)} | fields
