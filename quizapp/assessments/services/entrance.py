"""What is asked of somebody who starts: the access code, and that the conditions are accepted."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from ...accounts import throttle
from ...accounts.models import Member
from ...accounts.throttling import Limit, Watched
from ...errors import Refused, Sentence
from ..models import Assessment

# A room types the code at the same minute from one address: only the person is counted, and waits two minutes at most.
TRIES = Limit("access-code", 10, timedelta(minutes=2), timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Entrance:
    """What the candidate gave with the wish to start."""

    access_code: str = ""
    accepts_conditions: bool = False


NOTHING = Entrance()


class NotLetIn(Refused):
    """Something that is asked at the start is missing or wrong; ``field`` says what."""

    type = "entrance"


class WrongCode(NotLetIn):
    """The access code is another one."""

    type = "access-code"


def check(assessment: Assessment, member: Member, given: Entrance, now: datetime) -> None:
    """Raises NotLetIn, WrongCode and Throttled. No statement where no code is asked for."""
    if assessment.conditions and not given.accepts_conditions:
        raise NotLetIn(Sentence("Hãy đọc quy định và đánh dấu đồng ý trước khi vào thi."), field="accepts_conditions")
    if assessment.access_code is None:
        return
    typed = _plain(given.access_code)
    if not typed:
        raise NotLetIn(Sentence("Hãy nhập mã vào thi do giám thị đọc."), field="access_code")
    throttle.check([_watched(assessment, member)], now)
    if not hmac.compare_digest(typed.encode(), _plain(assessment.access_code).encode()):
        sentence = Sentence("Mã vào thi chưa đúng. Hãy xem lại từng chữ rồi nhập lại.")
        raise WrongCode(sentence, field="access_code")


def count_failure(assessment: Assessment, member: Member, now: datetime) -> None:
    """Remember a wrong code; in a transaction of its own, because the one of the start is undone."""
    throttle.count([_watched(assessment, member)], now)


def _watched(assessment: Assessment, member: Member) -> Watched:
    return Watched(TRIES, (str(assessment.id), str(member.id)))


def _plain(code: str) -> str:
    """As it is read out: capitals or not, with or without blanks and dashes."""
    return re.sub(r"[\s-]", "", code).upper()
