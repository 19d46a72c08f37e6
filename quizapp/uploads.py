"""Files kept on the server between an upload and its confirmation.

Each lies in ``<instance>/uploads/`` under a random name and belongs to the member who sent it; what nobody confirmed
is removed after a day. The file's own time is the moment it was kept.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from .errors import Invalid, NotFound, Sentence

LIFETIME = timedelta(days=1)
MAXIMUM_BYTES = 20 * 1024 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A kept file, as it was sent."""

    token: str
    filename: str
    content: bytes


def keep(content: bytes, filename: str, owner_id: int, now: datetime) -> str:
    """Keep the file for its owner; returns the token to ask for it with. Raises Invalid for an empty or large one."""
    if not content:
        raise Invalid(Sentence("Tệp trống. Hãy chọn tệp có nội dung."))
    if len(content) > MAXIMUM_BYTES:
        raise Invalid(Sentence("Tệp lớn hơn %(megabytes)s MB. Hãy chia tệp.", megabytes=MAXIMUM_BYTES // 1024**2))
    folder = _folder()
    remove_stale(now)
    token = secrets.token_urlsafe(24)
    head = json.dumps({"owner_id": owner_id, "filename": _plain(filename)}).encode()
    # One file: its first line says whose it is, the rest is the content.
    path = folder / token
    path.write_bytes(head + b"\n" + content)
    os.utime(path, (now.timestamp(), now.timestamp()))
    return token


def take(token: str, owner_id: int, now: datetime) -> Upload:
    """The kept file; it stays until ``discard``. Raises NotFound when it is gone or somebody else's."""
    gone = NotFound(Sentence("Tệp đã gửi không còn trên máy chủ. Hãy gửi lại tệp."))
    if not _TOKEN.fullmatch(token):
        raise gone
    try:
        path = _folder() / token
        kept_at = path.stat().st_mtime
        head, _, content = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        raise gone from None
    about = json.loads(head)
    if about["owner_id"] != owner_id or kept_at < (now - LIFETIME).timestamp():
        raise gone
    return Upload(token, about["filename"], content)


def discard(token: str) -> None:
    """Remove the file, if it is still there."""
    if _TOKEN.fullmatch(token):
        (_folder() / token).unlink(missing_ok=True)


def remove_stale(now: datetime) -> None:
    """Remove what is older than a day."""
    for path in _folder().iterdir():
        try:
            if path.stat().st_mtime < (now - LIFETIME).timestamp():
                path.unlink()
        except FileNotFoundError:
            continue  # another request was quicker


def _folder() -> Path:
    folder = Path(current_app.instance_path) / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _plain(filename: str) -> str:
    """The name without folders and control characters, for showing only."""
    name = re.split(r"[/\\]", filename)[-1]
    return "".join(c for c in name if c.isprintable())[:120] or "tep"
