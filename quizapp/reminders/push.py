"""Notifications on devices: encrypted for the browser, handed to its push service."""

from __future__ import annotations

import http.client
import json
import logging
import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from fnmatch import fnmatch
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import current_app
from pydantic import ValidationError
from webpush import WebPush, WebPushSubscription
from webpush.types import WebPushKeys, WebPushMessage

from ..errors import Invalid, Sentence
from ..mail_server import read_mail_server
from .addresses import base_address
from .push_key import load_key
from .sending import Outcome

logger = logging.getLogger("quizapp.reminders")
# The services of the browsers in use. The server calls no address that a browser merely names.
SERVICES = (
    "https://fcm.googleapis.com",
    "https://*.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
)
TIMEOUT = 10  # seconds
# A notification that cannot be shown within half a day is dropped by the service.
LIFETIME = 12 * 3600
_FAULTY = Sentence("Trình duyệt này chưa cho phép nhận thông báo. Hãy thử lại.")


def check_device(endpoint: Any, public_key: Any, secret: Any) -> tuple[str, str, str]:
    """What a browser says of itself. Raises Invalid."""
    is_text = all(isinstance(one, str) for one in (endpoint, public_key, secret))
    if not is_text or len(endpoint) > 1000 or not _is_service(endpoint):
        raise Invalid(_FAULTY)
    if _length(public_key) != 65 or _length(secret) != 16:
        raise Invalid(_FAULTY)
    return endpoint, public_key, secret


def _is_service(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        place = f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        return False
    is_plain = re.fullmatch(r"[!-~]+", endpoint) is not None and "@" not in parts.netloc
    known = current_app.config.get("PUSH_SERVICES", SERVICES)
    return is_plain and any(fnmatch(place, service) for service in known)


def _length(text: str) -> int:
    """Of the bytes that base64url stands for; -1 for what is none."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}=*", text):
        return -1
    try:
        return len(urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)))
    except Base64Error:
        return -1


def send(endpoint: str, public_key: str, secret: str, content: dict[str, str]) -> Outcome:
    """Have it shown on one device."""
    try:
        subscription = WebPushSubscription(endpoint=endpoint, keys=WebPushKeys(auth=secret, p256dh=public_key))
        message = _pusher().get(json.dumps(content, ensure_ascii=False), subscription)
    except (ValidationError, ValueError) as error:
        logger.warning("reminders: a device cannot be sent anything: %s", type(error).__name__)
        return Outcome.GONE
    return _hand_over(urlsplit(endpoint), message)


def _pusher() -> WebPush:
    config = current_app.config["QUIZAPP"]
    private, public, _ = load_key(config.instance)
    return WebPush(private, public, subscriber=_contact(config.mail_url), ttl=LIFETIME)


def _contact(mail_url: str | None) -> str:
    """Whom a push service may write to."""
    if mail_url:
        return read_mail_server(mail_url).sender
    return f"quizapp@{urlsplit(base_address() or 'http://localhost').hostname}"


def _hand_over(address: SplitResult, message: WebPushMessage) -> Outcome:
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=TIMEOUT)
    try:
        connection.connect()
    except OSError as error:
        logger.warning("reminders: a push service cannot be reached: %s", error)
        return Outcome.WAITING
    headers = {name: str(value) for name, value in message.headers.items()} | {"topic": "reminder", "urgency": "normal"}
    headers["content-type"] = "application/octet-stream"
    path = address.path + (f"?{address.query}" if address.query else "")
    try:
        connection.request("POST", path or "/", message.encrypted, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        logger.warning("reminders: a push service did not answer, a notification is not sent again: %s", error)
        return Outcome.UNKNOWN
    finally:
        connection.close()
    return _outcome(status)


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.SENT
    if status in (404, 410):
        return Outcome.GONE
    logger.warning("reminders: a push service refused a notification: %s", status)
    return Outcome.WAITING if status == 429 or status >= 500 else Outcome.FAILED
