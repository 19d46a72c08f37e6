"""The service worker of pages that are also read without a network."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, current_app, make_response, render_template


def worker(name: str, pages: str, scope: str, assets: Sequence[str]) -> Response:
    """A script that keeps opened pages whose path matches ``pages`` (a regular expression of JavaScript), and their
    ``assets``."""
    static_url = current_app.jinja_env.globals["static_url"]
    addresses = [static_url(asset) for asset in assets]  # type: ignore[operator]
    response = make_response(render_template("service-worker.js", name=name, pages=pages, assets=addresses))
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = scope
    return response
