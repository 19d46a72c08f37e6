"""Sessions, waves and what they add up to."""

from datetime import timedelta

import pytest

from quizapp.courses.completion import Counts
from quizapp.courses.sessions import attendance, codes, services
from quizapp.courses.sessions.models import Attendance
from quizapp.courses.study import completions, progress, waves
from quizapp.courses.study.key_positions import is_key_position
from quizapp.courses.study.models import StudyDay, StudyTally, StudyWave, WaveEntry
from quizapp.errors import Forbidden, Invalid, Refused
from quizapp.extensions import db
from tests.conftest import NOW
from tests.courses.factories import make_session, make_wave, note
from tests.factories import make_member, make_unit
from tests.library.factories import make_document

AFTER = NOW + timedelta(days=3)


def register_of(document):
    return db.session.query(StudyWave).filter_by(register_of_id=document.id).one()


def tallies(wave):
    """{(unit, audience): counts}"""
    db.session.expire_all()
    rows = db.session.query(StudyTally).filter_by(wave_id=wave.id)
    found = {(r.unit_id, r.audience): Counts(*(getattr(r, name) for name in Counts._fields)) for r in rows}
    return {place: counts for place, counts in found.items() if any(counts)}


def snapshot(wave):
    """Everything that is kept of a wave's progress."""
    entries = db.session.query(WaveEntry).filter_by(wave_id=wave.id).order_by(WaveEntry.member_id)
    days = (
        db.session.query(StudyDay)
        .filter_by(wave_id=wave.id)
        .order_by(StudyDay.unit_id, StudyDay.audience, StudyDay.day)
    )
    return (
        tallies(wave),
        [(e.member_id, e.studied_at, e.way, e.absence) for e in entries],
        [(d.unit_id, d.audience, d.day, d.studied) for d in days if d.studied],
    )


def test_the_audience_is_due_from_the_beginning_of_the_first_session(app):
    unit = make_unit()
    for status in ("active", "active", "exempt", "transferred"):
        make_member(unit=unit, status=status)
    make_member(unit=unit, kind="union_member")
    document = make_document(unit=unit)
    session = make_session(unit, [document])
    assert session.roster_frozen_at == NOW
    assert tallies(register_of(document)) == {
        (unit.id, "party"): Counts(members=3, due=2),
        (unit.id, "others"): Counts(members=1, due=1),
    }


def test_who_comes_to_the_unit_later_is_not_due(app):
    unit, document = make_unit(), None
    make_member(unit=unit)
    document = make_document(unit=unit)
    session = make_session(unit, [document])
    late = make_member(unit=unit)
    note(session, late)
    assert tallies(register_of(document)) == {(unit.id, "party"): Counts(members=1, due=1)}


def test_a_session_that_has_not_begun_makes_nobody_due(app):
    document = make_document()
    session = make_session(make_unit(), [document], starts_at=AFTER)
    assert (session.roster_frozen_at, db.session.query(StudyWave).count()) == (None, 0)
    assert services.freeze_started(AFTER) == 1
    assert services.freeze_started(AFTER) == 0


def test_the_first_completion_counts_once_whichever_way_it_came(app):
    unit = make_unit()
    one, two, three, four = (make_member(unit=unit) for _ in range(4))
    document = make_document(unit=unit)
    session = make_session(unit, [document], deadline=NOW + timedelta(days=1))
    note(session, one)
    note(session, two, three, four, state="excused", reason="Đi công tác")
    make_up = make_session(unit, [document], kind="make_up", starts_at=AFTER, now=AFTER)
    note(make_up, one, two, now=AFTER)
    completions.record_completion(two, document, "online", AFTER + timedelta(days=1))
    completions.record_completion(three, document, "online", NOW)
    expected = {(unit.id, "party"): Counts(4, 4, studied=3, on_time=2, make_up=1, absent_excused=1)}
    assert tallies(register_of(document)) == expected
    # Late and out of order: an earlier completion comes to light.
    completions.record_completion(two, document, "online", NOW)
    completions.record_completion(two, document, "online", AFTER)
    assert tallies(register_of(document))[unit.id, "party"] == Counts(4, 4, 3, on_time=3, absent_excused=1)


def test_tallies_equal_a_recount_after_every_kind_of_change(app):
    units = [make_unit(), make_unit()]
    root = make_unit("Đảng bộ")
    for unit in units:
        unit.parent_id, unit.path = root.id, f"{root.path}{unit.id}/"
    db.session.commit()
    members = [make_member(unit=unit, kind=kind) for unit in units for kind in ("official", "probationary", "staff")]
    first, second = make_document(unit=root), make_document(unit=root)
    wave = make_wave(root, [first, second])
    session = make_session(root, [first, second])
    note(session, *members[:4])
    note(session, members[4], state="unexcused")
    attendance.clear(session, members[0], NOW)
    note(session, members[1], state="excused")
    completions.record_completion(members[0], first, "online", NOW - timedelta(hours=1))
    completions.record_completion(members[5], first, "online", NOW)
    completions.record_completion(members[5], second, "online", AFTER)
    other = make_session(units[0], [second], kind="make_up")
    note(other, members[0], members[1])
    services.cancel_session(other, NOW)
    services.restore_session(other, NOW)
    for each in (wave, register_of(first), register_of(second)):
        kept = snapshot(each)
        progress.recount(each.id)
        assert snapshot(each) == kept
    assert tallies(wave)[units[0].id, "party"] == Counts(2, 2, studied=1, on_time=1, make_up=1, absent_excused=1)
    assert sum(counts.studied for counts in tallies(wave).values()) == 4


def test_a_cancelled_session_counts_for_nobody(app):
    unit = make_unit()
    member, document = make_member(unit=unit), make_document(unit=unit)
    session = make_session(unit, [document])
    note(session, member)
    services.cancel_session(session, NOW)
    assert tallies(register_of(document))[unit.id, "party"].studied == 0
    with pytest.raises(Refused, match="đã hủy"):
        note(session, member)


def test_a_wave_counts_who_had_studied_before_it_began(app):
    unit = make_unit()
    member, document = make_member(unit=unit), make_document(unit=unit)
    note(make_session(unit, [document]), member)
    wave = make_wave(unit, [document], starts_at=NOW + timedelta(days=1), deadline=None, now=AFTER)
    assert tallies(wave) == {(unit.id, "party"): Counts(1, 1, 1, 1)}


def test_a_wave_is_frozen_once(app):
    unit = make_unit()
    make_member(unit=unit)
    wave = make_wave(unit, [make_document(unit=unit)], starts_at=AFTER, deadline=None)
    make_member(unit=unit)
    assert [waves.freeze_started(NOW), waves.freeze_started(AFTER), waves.freeze_started(AFTER)] == [0, 1, 0]
    make_member(unit=unit)
    assert tallies(wave) == {(unit.id, "party"): Counts(2, 2)}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"documents": []}, "văn bản"),
        ({"deadline": NOW - timedelta(days=30)}, "Hạn hoàn thành"),
    ],
)
def test_a_wave_without_sense_is_refused(app, changes, sentence):
    unit = make_unit()
    with pytest.raises(Invalid, match=sentence):
        make_wave(unit, **({"documents": [make_document(unit=unit)]} | changes))


def scan_at(session, at=NOW):
    return codes.Scan(session.points[0].id, codes.step_at(at), at)


def test_a_scan_twice_is_harmless(app):
    unit = make_unit()
    member, session = make_member(unit=unit), None
    session = make_session(unit)
    assert attendance.attend(scan_at(session), member, session, NOW) is True
    assert attendance.attend(scan_at(session), member, session, NOW + timedelta(seconds=5)) is False
    row = db.session.query(Attendance).one()
    assert (row.state, row.way, row.arrived_at, row.is_guest) == ("attended", "qr", NOW, False)


def test_a_member_of_another_unit_is_refused_with_a_sentence(app):
    session = make_session(make_unit("Chi bộ Văn phòng"))
    with pytest.raises(Forbidden, match="Buổi học này dành cho Chi bộ Văn phòng; bạn sinh hoạt ở Chi bộ Khác"):
        attendance.attend(scan_at(session), make_member(unit=make_unit("Chi bộ Khác")), session, NOW)


@pytest.mark.parametrize(("hours", "sentence"), [(-4, "Chưa đến giờ"), (4, "đã kết thúc")])
def test_a_scan_out_of_time_is_refused(app, hours, sentence):
    unit = make_unit()
    session = make_session(unit)
    with pytest.raises(Refused, match=sentence):
        attendance.attend(scan_at(session, NOW + timedelta(hours=hours)), make_member(unit=unit), session, NOW)


def test_the_list_does_not_write_over_a_scan_that_says_the_same(app):
    unit = make_unit()
    member, session = make_member(unit=unit), make_session(unit)
    attendance.attend(scan_at(session), member, session, NOW)
    assert note(session, member, now=AFTER) == 0
    assert db.session.query(Attendance).one().way == "qr"


def test_leaving_early_is_noted_of_who_was_there(app):
    unit = make_unit()
    member, session = make_member(unit=unit), make_session(unit)
    with pytest.raises(Refused, match="về sớm"):
        attendance.leave_early(session, member, NOW, NOW)
    note(session, member)
    attendance.leave_early(session, member, NOW, NOW)
    assert db.session.query(Attendance.left_early_at).scalar() == NOW


def test_a_frozen_session_keeps_its_audience(app):
    unit = make_unit()
    session = make_session(unit)
    from quizapp.courses.sessions.session_import import spec_of

    with pytest.raises(Refused, match="danh sách đã chốt"):
        services.edit_session(session, spec_of(session), unit=make_unit(), documents=session.documents, now=NOW)


def test_others_who_studied_without_being_due_are_counted_and_in_no_denominator(app):
    """The exempt, guests from other units, and those of a wave that is for party members alone."""
    unit, elsewhere = make_unit(), make_unit()
    member, exempt = make_member(unit=unit), make_member(unit=unit, kind="staff", status="exempt")
    staff, guest = make_member(unit=unit, kind="staff"), make_member(unit=elsewhere, kind="non_member")
    document = make_document(unit=unit)
    session = make_session(unit, [document])
    wave = make_wave(unit, [document], member_kinds=["official", "probationary"])
    note(session, member, exempt, staff, guest)
    assert tallies(register_of(document)) == {
        (unit.id, "party"): Counts(1, 1, 1, 1),
        (unit.id, "others"): Counts(2, 1, 1, 1, studied_not_due=1),
        (elsewhere.id, "others"): Counts(1, studied_not_due=1),
    }
    assert tallies(wave)[unit.id, "others"] == Counts(2, studied_not_due=2)
    attendance.clear(session, guest, NOW)
    note(session, staff, state="excused")
    assert (elsewhere.id, "others") not in tallies(wave)
    for each in (wave, register_of(document)):
        kept = snapshot(each)
        progress.recount(each.id)
        assert snapshot(each) == kept


def test_who_came_beside_an_audience_and_joins_it_later_is_due_once(app):
    unit, other = make_unit(), make_unit()
    guest, document = make_member(unit=other, kind="staff"), make_document(unit=unit)
    note(make_session(unit, [document]), guest)
    assert tallies(register_of(document)) == {(other.id, "others"): Counts(1, studied_not_due=1)}
    make_session(other, [document])
    assert tallies(register_of(document)) == {(other.id, "others"): Counts(1, 1, 1, 1)}


@pytest.mark.parametrize(
    ("position", "is_key"),
    [
        *((name, True) for name in ("Bí thư chi bộ", "PHÓ TRƯỞNG PHÒNG", "Đảng ủy viên", "Uỷ viên Ban Thường vụ")),
        *((name, False) for name in ("", "Chuyên viên", "Nhân viên đường phố", "Giảng viên Trung tâm Chính trị")),
    ],
)
def test_a_position_of_leadership_makes_a_key_cadre(position, is_key):
    assert is_key_position(position) is is_key


def test_key_cadres_are_those_who_led_when_the_roster_was_frozen(app):
    unit = make_unit()
    secretary, deputy, member = (
        make_member(unit=unit, position=name) for name in ("Bí thư", "Phó Bí thư", "Chuyên viên")
    )
    document = make_document(unit=unit)
    session = make_session(unit, [document])
    member.position = "Ủy viên"
    note(session, secretary, member)
    assert deputy.id
    assert tallies(register_of(document))[unit.id, "party"] == Counts(3, 3, 2, 2, key_due=2, key_studied=1)
