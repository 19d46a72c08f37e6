"""The right to save: a signed ticket that names the attempt and which of its devices holds it.

A save must cost as little as it can, so a ticket is checked by one keyed hash and nothing is loaded.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, session

from ..errors import Invalid, Sentence, Unauthenticated


@dataclass(frozen=True, slots=True)
class Ticket:
    """``holder`` counts up with every device that takes the attempt over; ``questions`` is how many the paper has."""

    attempt_id: int
    holder: int
    questions: int


def issue(ticket: Ticket) -> str:
    """The text that the device keeps."""
    payload = f"{ticket.attempt_id}.{ticket.holder}.{ticket.questions}"
    return f"{payload}.{_signature(payload)}"


def check(text: str, attempt_id: int) -> Ticket:
    """The ticket, if it is ours and for this attempt; raises Unauthenticated."""
    payload, _, signature = text.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(payload).encode()):
        raise Unauthenticated(Sentence("Phiếu vào thi không đúng. Hãy mở lại bài thi."))
    ticket = Ticket(*(int(part) for part in payload.split(".")))
    if ticket.attempt_id != attempt_id:
        raise Unauthenticated(Sentence("Phiếu vào thi này là của bài khác. Hãy mở lại bài thi."))
    return ticket


def check_questions(ticket: Ticket, answers: Mapping[str, object]) -> None:
    """Raises Invalid for an answer to a question that the paper does not have."""
    for name in answers:
        if int(name) > ticket.questions:
            raise Invalid(Sentence("Đề thi này không có câu %(number)s.", number=name), place=f"answers.{name}")


def remember_in_browser(attempt_id: int, holder: int) -> None:
    """The browser keeps in its signed cookie which ticket it holds, so that a reload finds the paper again. One
    attempt at a time is enough."""
    session["held"] = [attempt_id, holder]


def is_held_by_browser(attempt_id: int, holder: int) -> bool:
    """Whether this browser holds the newest ticket."""
    return session.get("held") == [attempt_id, holder]


def _signature(payload: str) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    digest = hashlib.blake2b(payload.encode(), key=secret[:64], digest_size=15, person=b"attempt-ticket")
    return base64.urlsafe_b64encode(digest.digest()).decode()
