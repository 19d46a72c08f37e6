"""Forms sent as browsers send them: with the token of the page they stand on."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient


def csrf_token(client: FlaskClient, page: str = "/sign-in") -> str:
    """The token in the first form of the page; any form of the same session takes it."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert found, f"{page} has no form"
    return found[1]


def post_form(client: FlaskClient, path: str, data: dict[str, Any], page: str | None = None, **options: Any) -> Any:
    """Send the form of ``page`` (unless given, of the same address)."""
    return client.post(path, data={"csrf_token": csrf_token(client, page or path), **data}, **options)
