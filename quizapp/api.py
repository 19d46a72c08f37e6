"""The HTTP API, version 1: typed operations, problem documents, and the OpenAPI document made from both.

An operation is a view with its models::

    @operation(blueprint, "POST", "/sessions", body=Credentials, answers={201: SignedIn}, errors=(401, 429))
    def start_session(body: Credentials) -> Answer:
        \"\"\"Sign in.\"\"\"

What comes in is checked strictly against the model before the view runs; a fault is a 422 that names the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.json_schema import models_json_schema
from pydantic_core import to_json
from werkzeug.exceptions import UnsupportedMediaType

from .accounts.gate import public, ticketed
from .errors import Invalid, Sentence

PREFIX = "/api/v1"
# Bytes of JSON. Files are uploaded by pages, which have a limit of their own.
MAXIMUM_BODY = 2**20
Answer = dict[str, Any] | tuple[dict[str, Any], int] | tuple[str, int] | Response
blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


class Schema(BaseModel):
    """The base of everything that comes in or goes out: strict, and nothing unknown."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


@dataclass(frozen=True)
class Operation:
    """One call, as the OpenAPI document tells it."""

    method: str
    path: str
    endpoint: str
    summary: str
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    headers: tuple[str, ...]
    answers: Mapping[int, type[BaseModel] | None]
    errors: tuple[int, ...]
    access: str
    is_body_required: bool = True


operations: list[Operation] = []


def operation(
    owner: Blueprint,
    method: str,
    path: str,
    *,
    answers: Mapping[int, type[BaseModel] | None],
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    headers: tuple[str, ...] = (),
    errors: tuple[int, ...] = (),
    access: str = "member",
    is_body_required: bool = True,
) -> Callable[[Callable[..., Answer]], Callable[..., Response]]:
    """Register a view under /api/v1.

    ``access``: "member" (signed in), "public", or "ticket" (the view checks a proof of its own). The view gets ``body``
    and ``query`` as checked models; a body that need not be sent has a default for everything. ``errors`` are the
    statuses it may refuse with, besides those that the checks themselves answer.
    """

    def register(view: Callable[..., Answer]) -> Callable[..., Response]:
        @wraps(view)
        def checked(**values: Any) -> Response:
            if body is not None:
                values["body"] = read_body(body) if is_body_required or request.content_length else body()
            if query is not None:
                values["query"] = read_query(query)
            return respond(view(**values))

        implied = ((401,) if access == "member" else ()) + ((415, 422, 413) if body else ()) + ((422,) if query else ())
        implied += (400,) if method != "GET" and access != "ticket" else ()  # a missing CSRF token
        all_errors = tuple(sorted({*errors, *implied}))
        summary = (view.__doc__ or view.__name__).strip().splitlines()[0]
        name = f"{owner.name}.{view.__name__}"
        operations.append(
            Operation(
                method, path, name, summary, body, query, headers, dict(answers), all_errors, access, is_body_required
            )
        )
        if access != "member":
            checked = ticketed(checked) if access == "ticket" else public(checked)
        owner.add_url_rule(PREFIX + path, view.__name__, checked, methods=[method])
        return checked

    return register


def read_body(model: type[BaseModel]) -> BaseModel:
    """The JSON body; raises UnsupportedMediaType, RequestEntityTooLarge and Invalid."""
    request.max_content_length = MAXIMUM_BODY
    if request.mimetype != "application/json":
        raise UnsupportedMediaType()
    try:
        return model.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        raise _invalid(error) from error


def read_query(model: type[BaseModel]) -> BaseModel:
    """The query string, in which an empty value is the same as none; raises Invalid."""
    given = {name: value for name, value in request.args.items() if value}
    try:
        return model.model_validate_strings(given)
    except ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: ValidationError) -> Invalid:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "body"
    return Invalid(Sentence("Nội dung gửi lên chưa đúng ở %(place)s.", place=place), place=place, rule=first["msg"])


def respond(answer: Answer) -> Response:
    """What the view returned, as JSON."""
    if isinstance(answer, Response):
        return answer
    content, status = answer if isinstance(answer, tuple) else (answer, 200)
    if status == 204:
        response = Response(status=204)
        del response.headers["Content-Type"]
        return response
    return Response(to_json(content), status, content_type="application/json")


def register(app: Flask) -> None:
    """Serve the OpenAPI document."""
    app.register_blueprint(blueprint)


@blueprint.get("/openapi.json")
@public
def show_openapi() -> Response:
    """This document."""
    return jsonify(openapi_document())


def openapi_document() -> dict[str, Any]:
    """OpenAPI 3.1 of all operations."""
    models = {m for op in operations for m in (op.body, *op.answers.values()) if m is not None} | {Problem}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, definitions = models_json_schema(
        [(model, "validation") for model in ordered], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for op in operations:
        paths.setdefault(PREFIX + _template(op.path), {})[op.method.lower()] = _describe(op)
    return {
        "openapi": "3.1.0",
        "info": {"title": "quizapp", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_PARAMETER_SCHEMAS = {
    "id": {"type": "integer", "minimum": 0, "maximum": 2**53},
    "code": {"type": "string", "minLength": 1, "maxLength": 60, "pattern": r"^[^/\x00-\x1f]+$"},
    "": {"type": "string", "minLength": 1},
}


def _template(path: str) -> str:
    return _PARAMETER.sub(r"{\2}", path)


def _describe(op: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": op.endpoint.replace(".", "_"),
        "summary": op.summary,
        "parameters": [*_path_parameters(op), *_query_parameters(op), *_header_parameters(op)],
        "responses": {str(s): _answer(m) for s, m in op.answers.items()} | {str(s): _PROBLEM for s in op.errors},
    }
    if op.access == "member":
        described["security"] = [{"token": []}]
    if op.body is not None:
        content = {"application/json": {"schema": _reference(op.body)}}
        described["requestBody"] = {"required": op.is_body_required, "content": content}
    return described


def _path_parameters(op: Operation) -> list[dict[str, Any]]:
    found = _PARAMETER.findall(op.path)
    return [{"name": n, "in": "path", "required": True, "schema": _PARAMETER_SCHEMAS[c]} for c, n in found]


def _query_parameters(op: Operation) -> list[dict[str, Any]]:
    if op.query is None:
        return []
    schema = op.query.model_json_schema()
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "allowEmptyValue": True,
            "schema": _without_null(about),
        }
        for name, about in schema["properties"].items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What is left out of a query string is not sent as null."""
    kinds = [kind for kind in schema.pop("anyOf", ()) if kind != {"type": "null"}]
    if kinds and schema.get("default", "") is None:
        del schema["default"]
    return schema | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})


def _header_parameters(op: Operation) -> list[dict[str, Any]]:
    return [{"name": name, "in": "header", "required": False, "schema": {"type": "string"}} for name in op.headers]


def _reference(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _answer(model: type[BaseModel] | None) -> dict[str, Any]:
    if model is None:
        return {"description": "Done; nothing to say."}
    return {"description": "Done.", "content": {"application/json": {"schema": _reference(model)}}}


_PROBLEM = {
    "description": "Refused, with a sentence that says why.",
    "content": {"application/problem+json": {"schema": _reference(Problem)}},
}
