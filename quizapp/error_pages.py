"""Domain and HTTP errors become a page, or a problem document (RFC 9457) for programs."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from .accounts.gate import SAFE_METHODS, is_api
from .errors import DomainError, Sentence, Throttled
from .extensions import db, login_manager
from .wording import translate

logger = logging.getLogger("quizapp")
TITLES = {
    400: Sentence("Yêu cầu chưa đúng"),
    401: Sentence("Bạn chưa đăng nhập"),
    403: Sentence("Bạn chưa được phân quyền"),
    404: Sentence("Không tìm thấy"),
    405: Sentence("Cách gọi này không dùng được ở đây"),
    409: Sentence("Chưa thực hiện được"),
    410: Sentence("Đã hết thời gian"),
    413: Sentence("Tệp quá lớn"),
    415: Sentence("Loại nội dung chưa đúng"),
    422: Sentence("Nội dung chưa đúng"),
    429: Sentence("Bạn thử quá nhiều lần"),
    500: Sentence("Hệ thống gặp lỗi"),
    503: Sentence("Hệ thống đang bận"),
}
DETAILS = {
    400: Sentence("Trang đã mở quá lâu hoặc yêu cầu bị hỏng trên đường truyền. Hãy tải lại trang rồi thử lại."),
    404: Sentence("Địa chỉ này không có, hoặc bạn không được xem."),
    405: Sentence("Hãy quay lại trang trước và thử lại."),
    413: Sentence("Hãy chọn tệp nhỏ hơn 32 MB."),
    415: Sentence("Nội dung phải là JSON (application/json)."),
    500: Sentence(
        "Những gì đã lưu trước đó vẫn còn. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy gửi mã yêu cầu cho người quản trị."
    ),
}


def register(app: Flask) -> None:
    """Handle everything that a view may raise."""
    app.register_error_handler(DomainError, show_domain_error)
    app.register_error_handler(CSRFError, show_csrf_error)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(DataError, show_data_error)
    app.register_error_handler(Exception, show_failure)


def show_domain_error(error: DomainError) -> Response:
    """The rule's own sentence, with its status."""
    db.session.rollback()
    response = answer(error.status, error.type, error.sentence, error.extra)
    if isinstance(error, Throttled):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def show_csrf_error(_error: CSRFError) -> Response:
    """A form without its token: the page was open for too long, or another site sent it."""
    return answer(400, "csrf", DETAILS[400])


def show_http_error(error: HTTPException) -> Response | HTTPException:
    """Errors of HTTP itself."""
    if error.code is None or error.code < 400:
        return error
    response = answer(error.code, "about:blank", DETAILS.get(error.code, TITLES.get(error.code, TITLES[400])))
    response.headers.extend((name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After"))
    return response


def show_data_error(error: DataError) -> Response:
    """A number or a text that no column can hold: PostgreSQL refuses to look for it, where SQLite finds nothing."""
    db.session.rollback()
    logger.warning("data error", exc_info=error, extra={"request_id": g.get("request_id")})
    status = 404 if request.method in SAFE_METHODS else 400
    return answer(status, "about:blank", DETAILS[status])


def show_failure(error: Exception) -> Response:
    """A fault of ours: logged whole, told without details."""
    db.session.rollback()
    logger.exception("failure", exc_info=error, extra={"about": {"request_id": g.get("request_id")}})
    if current_app.config.get("PROPAGATE_FAILURES"):
        raise error
    if not isinstance(error, SQLAlchemyError):
        return answer(500, "about:blank", DETAILS[500])
    # The page is shown as to a visitor: to ask who reads it could fail in the same way.
    login_manager.forget_user()
    return answer(503 if isinstance(error, OperationalError) else 500, "about:blank", DETAILS[500])


def answer(status: int, type: str, detail: Sentence, extra: dict[str, Any] | None = None) -> Response:
    """The error as whoever asked can read it."""
    title = translate(TITLES.get(status, TITLES[400]))
    if is_api():
        about = type if type == "about:blank" else f"/problems/{type}"
        problem = {
            "type": about,
            "title": title,
            "status": status,
            "detail": translate(detail),
            **(extra or {}),
        }
        response = jsonify(problem)
        response.content_type = "application/problem+json"
    else:
        page = render_template(
            "error.html", status=status, title=title, detail=translate(detail), request_id=g.get("request_id")
        )
        response = current_app.make_response(page)
    response.status_code = status
    return response
