"""Flask's signed session cookie, at no cost for requests that neither bring nor leave one: programs, and the saves of
a paper, prove themselves by a header."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager


class SessionCookie(SecureCookieSessionInterface):
    """The same cookie; the serializer and its settings are looked up only when there is something to read or write."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Empty without a cookie."""
        return super().open_session(app, request) if "HTTP_COOKIE" in request.environ else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing to do for a session that nobody looked at."""
        if session or session.accessed or session.modified:
            super().save_session(app, session, response)


class TokenLoginManager(LoginManager):
    """Members are known by a token alone (accounts.sessions): neither a user id in the session is looked for nor a
    remember-me cookie."""

    def forget_user(self) -> None:
        """The rest of this request is a visitor's, whoever it was."""
        self._update_request_context_with_user()

    def _load_user(self) -> Any:
        return self._update_request_context_with_user(self._load_user_from_request(request))

    def _update_remember_cookie(self, response: Response) -> Response:
        """Would look into every session, and so make each answer depend on the cookie."""
        return response
