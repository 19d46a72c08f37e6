"""PURE: how many tries to sign in are too many.

Two wishes pull against each other: guessing must be slow, and neither a village behind one address nor somebody whose
member code is tried by strangers may be locked out. So a refusal is narrow, and wherever it would hit others it only
slows:

============  ========================  ======================  ====================================================
limit         counted for               failures taken          beyond it
============  ========================  ======================  ====================================================
PAIR          one login from one place  10 in 15 minutes        refused until the oldest failure is 15 minutes old
PLACE         one place, any login      200 in 15 minutes       one try every 2 seconds from this place
LOGIN         one login, any place      50 in an hour           one try every 10 seconds for this login
DEVICE        one login from a browser  10 in 15 minutes        refused until the oldest failure is 15 minutes old
              that signed in before
REGISTRATION  one place                 60 in 15 minutes        one registration every 5 seconds from this place
VERIFICATION  one place                 30 in 15 minutes        one try every 5 seconds from this place
============  ========================  ======================  ====================================================

A known browser is watched by DEVICE alone, so what others do at its place or with its member's code never touches it.
A place is an IPv4 address or a /64 of IPv6, the smallest network that is given to one household.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``failures`` within ``window``, kept in buckets of time.

    Beyond it one try is taken every ``interval``; without an interval none is, until the window has moved on.
    """

    name: str
    failures: int
    window: timedelta
    bucket: timedelta
    interval: timedelta | None = None


_QUARTER = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)

PAIR = Limit("pair", 10, _QUARTER, _MINUTE)
DEVICE = Limit("device", 10, _QUARTER, _MINUTE)
PLACE = Limit("place", 200, _QUARTER, _MINUTE, interval=timedelta(seconds=2))
LOGIN = Limit("login", 50, timedelta(hours=1), timedelta(minutes=5), interval=timedelta(seconds=10))
REGISTRATION = Limit("registration", 60, _QUARTER, _MINUTE, interval=timedelta(seconds=5))
# Addresses of certificates that lead to none: guessed, or copied wrongly.
VERIFICATION = Limit("verification", 30, _QUARTER, _MINUTE, interval=timedelta(seconds=5))

# The longest that a count is asked for; older ones may be forgotten.
LONGEST = LOGIN.window + LOGIN.bucket


@dataclass(frozen=True, slots=True)
class Watched:
    """A limit for something: ``subject`` says for what."""

    limit: Limit
    subject: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """The failures in the bucket that begins at ``start``."""

    start: datetime
    failures: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """``wait``: seconds until a try may be worth it, 0 for now. ``slowed``: take a turn for each of these first."""

    wait: int = 0
    slowed: tuple[Watched, ...] = ()


def place_of(address: str | None) -> str:
    """The place of an address: "203.0.113.7" or "2001:db8:1:2::/64"; "unknown" for what is no address."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def watched_for(login: str, place: str, known_device: str | None) -> tuple[Watched, ...]:
    """What a try to sign in counts for."""
    if known_device:
        return (Watched(DEVICE, (known_device, login)),)
    return Watched(PAIR, (login, place)), Watched(PLACE, (place,)), Watched(LOGIN, (login,))


def bucket_start(now: datetime, length: timedelta) -> datetime:
    """The beginning of the bucket that ``now`` falls into."""
    return datetime.fromtimestamp(now.timestamp() // length.total_seconds() * length.total_seconds(), UTC)


def earliest_bucket(limit: Limit, now: datetime) -> datetime:
    """Buckets that begin after this instant still count: a part of each may lie within the window."""
    return now - limit.window - limit.bucket


def decide(watched: Iterable[Watched], counts: Mapping[Watched, Sequence[Count]], now: datetime) -> Verdict:
    """Whether one more try is taken, has to take its turn, or has to wait."""
    reached = [w for w in watched if _total(w.limit, counts.get(w, ()), now) >= w.limit.failures]
    waits = [_wait(w.limit, counts[w], now) for w in reached if w.limit.interval is None]
    if waits:
        return Verdict(wait=max(waits))
    # The longest interval first: a try that it turns away takes nobody's turn at the others.
    return Verdict(slowed=tuple(sorted(reached, key=lambda w: w.limit.interval or timedelta(0), reverse=True)))


def _total(limit: Limit, counts: Iterable[Count], now: datetime) -> int:
    earliest = earliest_bucket(limit, now)
    return sum(count.failures for count in counts if count.start > earliest)


def _wait(limit: Limit, counts: Iterable[Count], now: datetime) -> int:
    """Seconds until enough of the oldest buckets have left the window."""
    remaining = _total(limit, counts, now)
    for count in sorted(counts, key=lambda c: c.start):
        if count.start <= earliest_bucket(limit, now):
            continue
        remaining -= count.failures
        if remaining < limit.failures:
            return max(1, ceil((count.start + limit.bucket + limit.window - now).total_seconds()))
    return ceil(limit.window.total_seconds())
