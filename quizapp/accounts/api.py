"""Sessions of programs."""

from __future__ import annotations

from datetime import datetime

from flask import g, request, session
from pydantic import Field

from .. import clock
from ..api import Answer, Schema, operation
from . import sessions
from . import sign_in as services
from .blueprint import blueprint
from .logins import MAXIMUM_LENGTH as LOGIN_LENGTH
from .passwords import MAXIMUM_LENGTH
from .throttling import place_of


class Credentials(Schema):
    """A member code, phone number or e-mail address, and its password."""

    login: str = Field(min_length=1, max_length=LOGIN_LENGTH)
    password: str = Field(min_length=1, max_length=MAXIMUM_LENGTH)


class SessionMember(Schema):
    """Whose session it is."""

    code: str
    name: str
    unit_code: str


class Session(Schema):
    """``token`` goes into the header ``Authorization: Bearer <token>``."""

    token: str
    expires_at: datetime
    member: SessionMember


@operation(
    blueprint,
    "POST",
    "/sessions",
    body=Credentials,
    answers={201: Session},
    errors=(401, 429),
    access="ticket",  # the password is the proof; no cookie is read
)
def start_session(body: Credentials) -> Answer:
    """Sign in."""
    origin = services.Origin(place_of(request.remote_addr), sessions.device_of(request.user_agent.string))
    signed_in = services.sign_in(body.login, body.password, origin, now=clock.now())
    member = SessionMember(code=signed_in.code, name=signed_in.name, unit_code=signed_in.unit_code)
    answer = Session(token=signed_in.token, expires_at=signed_in.expires_at, member=member)
    return answer.model_dump(mode="json"), 201


@operation(blueprint, "DELETE", "/sessions", answers={204: None})
def end_session() -> Answer:
    """Sign out."""
    sessions.end_session(g.sign_in)
    session.clear()
    return "", 204
