"""What members do with their own account."""

from __future__ import annotations

from datetime import datetime

from ..errors import Invalid, NotFound, Sentence
from ..transactions import transactional
from . import audit, passwords, sessions, throttle
from .models import Member, SignIn
from .sign_in_queries import find_sign_in_of
from .throttling import DEVICE, Watched

TEXT_SIZES = (100, 125, 150)
_WRONG_PASSWORD = Sentence("Mật khẩu đang dùng chưa đúng.")
_SAME_PASSWORD = Sentence("Mật khẩu mới phải khác mật khẩu đang dùng.")


def change_password(member: Member, current: str | None, new: str, here: SignIn, now: datetime) -> None:
    """Set a new password and sign out everywhere but here. Raises Invalid (with the ``field`` at fault), Throttled.

    ``current`` is asked for unless the password is an initial one: who has just signed in with it need not repeat it.
    """
    if not member.has_initial_password:
        _check_current(member, current or "", now)
    _set_password(member, new, here, now)


def _check_current(member: Member, current: str, now: datetime) -> None:
    # No transaction around it: a wrong guess is counted although it is refused.
    watched = (Watched(DEVICE, ("password", str(member.id))),)
    throttle.check(watched, now)
    if not passwords.is_right(current, member.password_hash):
        throttle.count(watched, now)
        raise Invalid(_WRONG_PASSWORD, field="current")


@transactional
def _set_password(member: Member, new: str, here: SignIn, now: datetime) -> None:
    try:
        passwords.check_new_password(new, member.code, member.phone or "", member.name)
    except Invalid as error:
        raise Invalid(error.sentence, field="new") from error
    if passwords.is_right(new, member.password_hash):
        raise Invalid(_SAME_PASSWORD, field="new")
    member.password_hash = passwords.hash_password(new)
    member.has_initial_password = False
    sessions.end_all_sessions(member, but=here)
    audit.record("password.changed", "member", member.id, now=now, unit_id=member.unit_id, actor=member)


@transactional
def choose_text_size(member: Member, percent: int) -> None:
    """Letters of 100, 125 or 150 %. Raises Invalid for another size."""
    if percent not in TEXT_SIZES:
        raise Invalid(Sentence("Không có cỡ chữ này."))
    member.text_size = percent


@transactional
def choose_locale(member: Member, locale: str) -> None:
    """The language that the member reads; one of config.LOCALES."""
    member.locale = locale


@transactional
def sign_out_of(member: Member, sign_in_id: int) -> None:
    """End one of the member's own sign-ins. Raises NotFound."""
    sign_in = find_sign_in_of(member, sign_in_id)
    if sign_in is None:
        raise NotFound(Sentence("Thiết bị này đã được đăng xuất."))
    sessions.end_session(sign_in)


@transactional
def sign_out_of_others(member: Member, here: SignIn, now: datetime) -> int:
    """End all sign-ins but this one; how many there were."""
    ended = sessions.end_all_sessions(member, but=here)
    audit.record("sign_ins.ended", "member", member.id, now=now, unit_id=member.unit_id, actor=member, sign_ins=ended)
    return ended
