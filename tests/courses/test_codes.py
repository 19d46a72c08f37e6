from datetime import UTC, datetime, timedelta

import pytest

from quizapp.courses.sessions import codes
from quizapp.errors import Gone, Invalid

SECRET = "a secret for tests only"
NOW = datetime(2026, 11, 21, 3, 0, 10, tzinfo=UTC)
STEP = codes.step_at(NOW)


def seconds(count):
    return timedelta(seconds=count)


@pytest.mark.parametrize("late", [0, 19, 20, 49, 54])
def test_a_code_is_taken_in_its_own_step_the_next_one_and_the_grace(late):
    at = NOW + seconds(late)
    assert codes.scan(codes.issue(7, STEP, SECRET), at, 5, SECRET) == codes.Scan(7, STEP, at)


@pytest.mark.parametrize("late", [55, 600, 86_400])
def test_a_photo_passed_on_is_refused_after_the_window(late):
    with pytest.raises(Gone) as refusal:
        codes.scan(codes.issue(7, STEP, SECRET), NOW + seconds(late), 5, SECRET)
    assert refusal.value.sentence == codes.EXPIRED


@pytest.mark.parametrize("code", ["", "7", "7.1.x", f"7.{STEP}.AAAA", "ă.b.c", codes.issue(7, STEP, "another secret")])
def test_a_forged_code_is_refused(code):
    with pytest.raises(Invalid) as refusal:
        codes.scan(code, NOW, 5, SECRET)
    assert refusal.value.sentence == codes.FORGED


def test_a_code_of_one_meeting_point_is_none_of_another():
    signature = codes.issue(7, STEP, SECRET).rpartition(".")[2]
    with pytest.raises(Invalid):
        codes.scan(f"8.{STEP}.{signature}", NOW, 5, SECRET)


def test_a_code_of_the_future_is_refused():
    with pytest.raises(Invalid) as refusal:
        codes.scan(codes.issue(7, STEP + 1, SECRET), NOW, 5, SECRET)
    assert refusal.value.sentence == codes.NOT_YET


def test_who_signs_in_first_is_judged_by_the_time_of_the_scan():
    code = codes.issue(7, STEP, SECRET)
    scan = codes.scan(code, NOW, 5, SECRET)
    note = codes.note_of(scan, SECRET)
    assert codes.scan_of_note(note, code, NOW + timedelta(minutes=10), SECRET) == codes.Scan(7, STEP, scan.at)
    assert codes.scan_of_note(note, code, NOW + timedelta(minutes=16), SECRET) is None
    assert codes.scan_of_note(note, codes.issue(8, STEP, SECRET), NOW, SECRET) is None
    assert codes.scan_of_note(note[:-2] + "xx", code, NOW, SECRET) is None
    assert codes.scan_of_note("", code, NOW, SECRET) is None


def test_short_codes_differ_by_place_and_time_and_hold_no_letters_that_are_misread():
    found = {codes.short_code(point, step, SECRET) for point in range(20) for step in range(STEP, STEP + 20)}
    assert len(found) == 400
    assert {len(code) for code in found} == {6}
    assert not set("".join(found)) & set("01IOL")


def test_typed_codes_are_taken_as_long_as_scanned_ones():
    assert codes.typed_steps(NOW, 5) == [STEP, STEP - 1]
    assert codes.typed_steps(NOW + seconds(20), 5) == [STEP + 1, STEP, STEP - 1]
