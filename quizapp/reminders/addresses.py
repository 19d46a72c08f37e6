"""The addresses that a reminder names, and the proof that a link in a letter carries."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from ..errors import NotFound, Sentence


def base_address() -> str | None:
    """The public address of this installation; a letter cannot be written without it."""
    found: str | None = current_app.config["QUIZAPP"].base_url
    return found


def unsubscription_of(member_id: int) -> str:
    """The path that turns e-mail off for the member, for whoever holds it."""
    return f"/reminders/unsubscription/{_seals().dumps(member_id)}"


def member_of(token: str) -> int:
    """Whose letter the link stood in. Raises NotFound for a link that is not ours."""
    try:
        member_id = _seals().loads(token)
    except BadSignature:
        member_id = None
    if not isinstance(member_id, int):
        raise NotFound(Sentence("Liên kết này không đúng. Hãy mở lại từ thư."))
    return member_id


def _seals() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="reminders-unsubscription")
