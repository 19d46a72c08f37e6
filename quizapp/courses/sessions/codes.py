"""PURE: the code on the screen of a meeting point, new every 30 seconds, and what a scan of it is worth.

The code is signed for one meeting point and one step of time; a photo that is passed on is refused soon after. Who has
to sign in first keeps a signed note of when he or she scanned, in a cookie that no other browser has.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ...errors import Gone, Invalid, Sentence

STEP = 30  # seconds
# Signing in on a phone takes a while; the scan is judged by its own time for this long.
NOTE_LIFETIME = timedelta(minutes=15)
SHORT_CODE_LENGTH = 6
# Without what is read or heard wrongly.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

FORGED = Sentence("Mã điểm danh không đúng. Hãy quét lại mã đang hiện trên màn hình.")
EXPIRED = Sentence(
    "Mã điểm danh đã hết hạn: mã đổi sau mỗi 30 giây và chỉ dùng tại chỗ. Hãy quét lại mã đang hiện trên màn hình."
)
NOT_YET = Sentence("Mã điểm danh này chưa đến giờ dùng. Hãy quét lại mã đang hiện trên màn hình.")


@dataclass(frozen=True, slots=True)
class Scan:
    """A code of this meeting point was shown in this step and scanned at this instant."""

    point_id: int
    step: int
    at: datetime


def step_at(now: datetime) -> int:
    """The step of time that ``now`` is in."""
    return int(now.timestamp()) // STEP


def seconds_left(now: datetime) -> int:
    """Until the next code."""
    return STEP - int(now.timestamp()) % STEP


def issue(point_id: int, step: int, secret: str) -> str:
    """The code that the QR carries."""
    payload = f"{point_id}.{step}"
    return f"{payload}.{_signature('code', payload, secret)}"


def short_code(point_id: int, step: int, secret: str) -> str:
    """The same to be typed by hand."""
    number = int.from_bytes(_digest("short", f"{point_id}.{step}", secret), "big")
    letters = []
    for _ in range(SHORT_CODE_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)


def scan(code: str, now: datetime, grace: int, secret: str) -> Scan:
    """What was scanned, if it is ours and shown just now: the current step, the one before, and the grace in seconds.

    Raises Invalid for a forged code, Gone for an old one.
    """
    point_id, step = _read(code, secret)
    _check_age(step, now, grace)
    return Scan(point_id, step, now)


def typed_steps(now: datetime, grace: int) -> list[int]:
    """The steps whose short codes are taken now, the newest first."""
    newest = step_at(now)
    return [step for step in range(newest, newest - 2 - grace // STEP - 1, -1) if _is_fresh(step, now, grace)]


def note_of(scan: Scan, secret: str) -> str:
    """What the browser keeps of the scan while its owner signs in."""
    payload = f"{scan.point_id}.{scan.step}.{int(scan.at.timestamp())}"
    return f"{payload}.{_signature('note', payload, secret)}"


def scan_of_note(note: str, code: str, now: datetime, secret: str) -> Scan | None:
    """The scan that the note tells of, if it is of this code and not long ago."""
    payload, _, signature = note.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature("note", payload, secret).encode()):
        return None
    point_id, step, seconds = (int(part) for part in payload.split("."))
    at = datetime.fromtimestamp(seconds, UTC)
    if (point_id, step) != _read(code, secret) or not at <= now <= at + NOTE_LIFETIME:
        return None
    return Scan(point_id, step, at)


def _read(code: str, secret: str) -> tuple[int, int]:
    payload, _, signature = code.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature("code", payload, secret).encode()):
        raise Invalid(FORGED)
    point_id, _, step = payload.partition(".")
    return int(point_id), int(step)


def _check_age(step: int, now: datetime, grace: int) -> None:
    if step > step_at(now):
        raise Invalid(NOT_YET)
    if not _is_fresh(step, now, grace):
        raise Gone(EXPIRED)


def _is_fresh(step: int, now: datetime, grace: int) -> bool:
    return now.timestamp() < (step + 2) * STEP + grace


def _signature(purpose: str, payload: str, secret: str) -> str:
    return base64.urlsafe_b64encode(_digest(purpose, payload, secret)).decode()


def _digest(purpose: str, payload: str, secret: str) -> bytes:
    person = f"attend-{purpose}".encode()[:16]
    return hashlib.blake2b(payload.encode(), key=secret.encode()[:64], digest_size=15, person=person).digest()
