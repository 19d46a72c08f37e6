"""The decision itself, without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from quizapp.accounts.throttling import (
    DEVICE,
    LOGIN,
    PAIR,
    PLACE,
    Count,
    Verdict,
    Watched,
    bucket_start,
    decide,
    place_of,
    watched_for,
)
from tests.conftest import NOW

AS_STRANGER = watched_for("dv000001", "203.0.113.7", known_device=None)
AT_PAIR, AT_PLACE, AT_LOGIN = AS_STRANGER
AT_DEVICE = Watched(DEVICE, ("d1", "dv000001"))


def ago(minutes: float, failures: int) -> Count:
    return Count(bucket_start(NOW, timedelta(minutes=1)) - timedelta(minutes=minutes), failures)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("localhost", "unknown"),
    ],
)
def test_place_is_an_ipv4_address_or_a_network_of_one_household(address, place):
    assert place_of(address) == place


def test_stranger_is_watched_by_pair_place_and_login():
    watched = watched_for("dv000001", "203.0.113.7", known_device=None)
    assert watched == (
        Watched(PAIR, ("dv000001", "203.0.113.7")),
        Watched(PLACE, ("203.0.113.7",)),
        Watched(LOGIN, ("dv000001",)),
    )


def test_known_browser_is_watched_by_its_own_limit_alone():
    assert watched_for("dv000001", "203.0.113.7", known_device="d1") == (AT_DEVICE,)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ({}, Verdict()),
        ({AT_PAIR: [ago(0, 9)]}, Verdict()),
        ({AT_PAIR: [ago(0, 10)]}, Verdict(wait=16 * 60)),
        ({AT_PAIR: [ago(14, 5), ago(1, 5)]}, Verdict(wait=2 * 60)),
        ({AT_PAIR: [ago(15, 5), ago(14, 1), ago(1, 9)]}, Verdict(wait=2 * 60)),
        ({AT_PAIR: [ago(16, 10)]}, Verdict()),
        ({AT_PLACE: [ago(3, 150), ago(2, 49)]}, Verdict()),
        ({AT_PLACE: [ago(3, 150), ago(2, 50)]}, Verdict(slowed=(AT_PLACE,))),
        ({AT_PLACE: [ago(20, 5000)]}, Verdict()),
        ({AT_LOGIN: [ago(50, 49)]}, Verdict()),
        ({AT_LOGIN: [ago(50, 50)]}, Verdict(slowed=(AT_LOGIN,))),
        ({AT_LOGIN: [ago(66, 50)]}, Verdict()),
        ({AT_PLACE: [ago(0, 9000)], AT_LOGIN: [ago(0, 9000)]}, Verdict(slowed=(AT_LOGIN, AT_PLACE))),
        ({AT_PAIR: [ago(0, 10)], AT_PLACE: [ago(0, 9000)]}, Verdict(wait=16 * 60)),
    ],
)
def test_strangers_try(counts, verdict):
    assert decide(AS_STRANGER, counts, NOW) == verdict


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ({AT_PAIR: [ago(0, 10)], AT_PLACE: [ago(0, 9000)], AT_LOGIN: [ago(0, 9000)]}, Verdict()),
        ({AT_DEVICE: [ago(0, 9)]}, Verdict()),
        ({AT_DEVICE: [ago(2, 10)]}, Verdict(wait=14 * 60)),
    ],
)
def test_known_browsers_try(counts, verdict):
    assert decide((AT_DEVICE,), counts, NOW) == verdict


def test_wait_ends_when_the_try_is_taken():
    counts = {AT_PAIR: [ago(7, 4), ago(3, 6)]}
    wait = decide(AS_STRANGER, counts, NOW).wait
    assert decide(AS_STRANGER, counts, NOW + timedelta(seconds=wait - 1)).wait == 1
    assert decide(AS_STRANGER, counts, NOW + timedelta(seconds=wait)) == Verdict()


def test_buckets_are_cut_at_the_same_instants_everywhere():
    five = timedelta(minutes=5)
    assert bucket_start(NOW + timedelta(minutes=4, seconds=59), five) == NOW
    assert bucket_start(NOW + five, five) == NOW + five
