"""Signing in with a login and a password."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from ..errors import Sentence, Unauthenticated
from . import passwords, sessions, throttle
from .known_device import KnownDevice
from .logins import Login, read_login
from .models import Member
from .sign_in_queries import CANDIDATES, find_candidates_to_sign_in
from .throttling import Watched, watched_for

WRONG = Sentence("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra lại rồi thử lần nữa.")
WRONG_SHARED = Sentence(
    "Tên đăng nhập hoặc mật khẩu chưa đúng. Nếu số điện thoại hay thư điện tử này dùng chung cho nhiều người, hãy nhập"
    " mã số của bạn."
)
SHARED = Sentence("Có nhiều người dùng chung số điện thoại hoặc thư điện tử này. Hãy nhập mã số của bạn.")
STATES = {
    "pending": Sentence("Tài khoản của bạn đang chờ phê duyệt. Khi được duyệt, bạn đăng nhập bằng mật khẩu này."),
    "rejected": Sentence("Đăng ký của bạn chưa được chấp nhận. Hãy liên hệ người quản trị của đơn vị."),
    "locked": Sentence("Tài khoản của bạn đang bị khóa. Hãy liên hệ người quản trị của đơn vị."),
}
# One failure in so many also drops what is no longer needed.
_TIDIES_ONE_IN = 100


class WrongCredentials(Unauthenticated):
    """No such login, or not its password: which of the two is not told."""

    type = "wrong-credentials"


class AccountNotOpen(Unauthenticated):
    """The password is right, but the account waits, was rejected, is locked, or is one of several."""

    type = "account-not-open"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try comes from: the place of ``throttling.place_of``, "phone" or "computer", the cookie's device."""

    place: str
    device: str
    known: KnownDevice | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session, and what the answer tells about its member (read before the commit, which expires the row)."""

    token: str
    expires_at: datetime
    member_id: int
    code: str
    name: str
    unit_code: str
    has_initial_password: bool


def sign_in(typed_login: str, password: str, origin: Origin, now: datetime) -> SignedIn:
    """Start a session. Raises WrongCredentials, AccountNotOpen, Throttled.

    No transaction of its own: a failure is counted although the try is refused. A success costs three statements, two
    within an hour of the last one, and one more where a try has failed of late.
    """
    login = read_login(typed_login)
    candidates, has_failed = find_candidates_to_sign_in(login, _watched_for_anybody(login, origin), now)
    watched = watched_for(login.text, origin.place, _known_id(origin.known, candidates))
    if has_failed:
        throttle.check(watched, now)
    matching = _with_password(candidates, password, login)
    if not matching:
        throttle.count(watched, now)
        _tidy_now_and_then(now)
        raise WrongCredentials(WRONG_SHARED if login.may_be_shared else WRONG)
    return _start(_only_one(matching), origin.device, now)


def _watched_for_anybody(login: Login, origin: Origin) -> tuple[Watched, ...]:
    """What may count, before it is known whether the device knows whom the login means."""
    by_device = watched_for(login.text, origin.place, origin.known.id) if origin.known else ()
    return (*watched_for(login.text, origin.place, None), *by_device)


def _known_id(device: KnownDevice | None, candidates: list[Member]) -> str | None:
    is_known = device is not None and any(member.id in device.member_ids for member in candidates)
    return device.id if device and is_known else None


def _with_password(candidates: list[Member], password: str, login: Login) -> list[Member]:
    """Those whose password it is. A refusal takes as long however many members the login means."""
    right = [member for member in candidates if passwords.is_right(password, member.password_hash)]
    if not right:
        for _ in range((CANDIDATES if login.may_be_shared else 1) - len(candidates)):
            passwords.is_right(password, None)
    return right


def _only_one(matching: list[Member]) -> Member:
    open_accounts = [member for member in matching if member.is_active]
    if len(open_accounts or matching) > 1:
        raise AccountNotOpen(SHARED)
    if not open_accounts:
        raise AccountNotOpen(_sentence_for(matching[0]))
    return open_accounts[0]


def _sentence_for(member: Member) -> Sentence:
    if member.account_state == "rejected" and member.rejected_because:
        return Sentence(
            "Đăng ký của bạn chưa được chấp nhận. Lý do: %(reason)s. Bạn có thể sửa và đăng ký lại.",
            reason=member.rejected_because.rstrip(" ."),
        )
    return STATES[member.account_state]


def _start(member: Member, device: str, now: datetime) -> SignedIn:
    about = (member.id, member.code, member.name, member.unit.code, member.has_initial_password)
    token, expires_at = sessions.start_session(member, device, now)
    return SignedIn(token, expires_at, *about)


def _tidy_now_and_then(now: datetime) -> None:
    if secrets.randbelow(_TIDIES_ONE_IN) == 0:
        throttle.forget_old(now)
