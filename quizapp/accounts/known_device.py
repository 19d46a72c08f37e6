"""A browser that signed in before carries a signed cookie that says so, and as whom.

It signs nobody in: it only gives the browser a limit of its own (throttling.DEVICE), so that a stranger who tries a
member's code, or a crowd behind the same address, does not keep the member out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Request, current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug import Response

COOKIE = "known_device"
# As long as browsers keep any cookie.
LIFETIME = timedelta(days=400)
# A phone that is handed round a family or a cell.
MEMBERS = 12


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """``member_ids``: who signed in there, the latest first."""

    id: str
    member_ids: tuple[int, ...]


def read(request: Request) -> KnownDevice | None:
    """The device that sends the request; None for one that never signed in and for a forged or old cookie."""
    try:
        id, member_ids = _serializer().loads(request.cookies.get(COOKIE, ""), max_age=int(LIFETIME.total_seconds()))
    except (BadData, ValueError, TypeError):
        return None
    return KnownDevice(id, tuple(member_ids))


def remember(response: Response, device: KnownDevice | None, member_id: int) -> None:
    """Let the browser carry that this member has signed in."""
    others = [id for id in (device.member_ids if device else ()) if id != member_id]
    content = [device.id if device else secrets.token_urlsafe(12), [member_id, *others][:MEMBERS]]
    response.set_cookie(
        COOKIE,
        _serializer().dumps(content),
        max_age=LIFETIME,
        path="/sign-in",  # no other page asks for it
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known-device")
