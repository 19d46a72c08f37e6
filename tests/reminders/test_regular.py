import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from quizapp.assessments.services import rosters
from quizapp.courses.catalogue.learner_models import Enrolment
from quizapp.extensions import db
from quizapp.library import announcements
from quizapp.reminders import regular, services
from quizapp.reminders.models import Reminder, ReminderSetting
from quizapp.reminders.services import Choices
from tests.assessments.factories import make_assessment, sit
from tests.courses.course_factories import make_course
from tests.courses.factories import make_session, make_wave
from tests.factories import make_member, make_unit
from tests.library.factories import make_document
from tests.reminders.servers import Browser, claims_of, mail_server

# 10:00 in Vietnam.
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def person(unit, email="an@example.vn", by_email=True, now=NOW - DAY, **fields):
    choices = {name: fields.pop(name) for name in ("kinds", "quiet_from", "quiet_until") if name in fields}
    member = make_member(unit=unit, email=email, **fields)
    services.choose(member.id, Choices(by_email, **choices), now)
    return member


def give_course(unit, *members, title="Nghị quyết 57-NQ/TW", deadline=NOW + 2 * DAY):
    course = make_course(unit, title=title, deadline=deadline)
    for member in members:
        db.session.add(Enrolment(course_id=course.id, member_id=member.id, way="unit", enrolled_at=NOW))
    db.session.commit()
    return course


def text_of(letter):
    return letter.get_content().replace("\r\n", "\n")


def test_whoever_has_something_due_gets_a_letter_with_title_and_deadline_and_nothing_else(mailbox, unit):
    member = person(unit)
    give_course(unit, member)
    assert regular.send_due(NOW) == 1
    (letter,) = mailbox.letters
    assert (letter["To"], letter["From"]) == ("an@example.vn", "Học tập nghị quyết <nhac-viec@example.vn>")
    assert letter["Subject"] == "Bạn có 1 việc sắp đến hạn"
    text = text_of(letter)
    assert "Sắp đến hạn:\n- Khóa học: Nghị quyết 57-NQ/TW, hạn 10:00, 23/11/2026, còn 2 ngày 0 giờ\n" in text
    assert "Mở trang chủ: https://thi.example.vn/\n" in text
    assert not any(known in text for known in (member.name, member.code, unit.name))


def test_whoever_has_nothing_due_gets_none(mailbox, unit):
    idle, busy = person(unit), person(unit, email="binh@example.vn")
    give_course(unit, busy)
    assert regular.send_due(NOW) == 1
    assert [letter["To"] for letter in mailbox.letters] == ["binh@example.vn"]
    assert db.session.get(Reminder, (idle.id, NOW.date())) is None


def test_nobody_is_reminded_who_has_not_turned_it_on(mailbox, unit):
    silent, off = make_member(unit=unit, email="im@example.vn"), person(unit, by_email=False)
    give_course(unit, silent, off)
    assert regular.send_due(NOW) == 0
    assert mailbox.letters == []


@pytest.mark.parametrize("fields", [{"account_state": "locked"}, {"status": "transferred"}])
def test_nobody_is_reminded_whose_account_is_closed_or_who_has_left(mailbox, unit, fields):
    give_course(unit, person(unit, **fields))
    assert regular.send_due(NOW) == 0


def test_english_readers_get_english(mailbox, unit):
    give_course(unit, person(unit, locale="en"))
    regular.send_due(NOW)
    (letter,) = mailbox.letters
    assert letter["Subject"] == "1 thing is due soon for you"
    assert "Due soon:\n- Course: Nghị quyết 57-NQ/TW, due" in text_of(letter)


def test_nobody_gets_two_a_day_and_the_next_comes_tomorrow(mailbox, unit):
    member = person(unit)
    give_course(unit, member)
    for hours in (0, 1, 5, 9):
        regular.send_due(NOW + hours * HOUR)
    # Not by turning it off and on either.
    services.turn_email(member.id, False, NOW + HOUR)
    services.turn_email(member.id, True, NOW + HOUR)
    regular.send_due(NOW + 2 * HOUR)
    assert len(mailbox.letters) == 1
    regular.send_due(NOW + DAY)
    assert len(mailbox.letters) == 2


def test_quiet_hours_are_kept_and_the_reminder_comes_when_they_end(mailbox, unit):
    evening = NOW + 12 * HOUR  # 22:00
    give_course(unit, person(unit))
    assert regular.send_due(evening) == 0
    assert regular.send_due(evening + 8 * HOUR) == 0  # 06:00
    assert regular.send_due(evening + 9 * HOUR) == 1  # 07:00


def test_own_quiet_hours_count(mailbox, unit):
    give_course(unit, person(unit, quiet_from=8, quiet_until=12))
    assert regular.send_due(NOW) == 0
    assert regular.send_due(NOW + 2 * HOUR) == 1


def test_all_that_is_due_soon_is_in_one_letter(mailbox, unit):
    member = person(unit)
    give_course(unit, member, title="Khóa một")
    document = make_document(unit=unit, number="59-NQ/TW")
    wave = make_wave(unit, [document], starts_at=NOW - DAY, deadline=NOW + DAY, now=NOW)
    make_session(unit, [document], title="Hội nghị quý", starts_at=NOW + DAY, now=NOW)
    closing = make_assessment(unit, title="Tuần cuối", opens_at=NOW - DAY, closes_at=NOW + DAY)
    rosters.freeze(closing, NOW)
    regular.send_due(NOW)
    (letter,) = mailbox.letters
    text = text_of(letter)
    assert letter["Subject"] == "Bạn có 4 việc sắp đến hạn"
    assert f"Đợt học tập: {wave.title}, hạn" in text
    assert "Buổi học: Hội nghị quý, bắt đầu lúc 10:00, 22/11/2026" in text
    assert "Cuộc thi: Tuần cuối, hạn" in text


def test_round_that_was_entered_is_not_named(mailbox, unit):
    member = person(unit)
    closing = make_assessment(unit, opens_at=NOW - DAY, closes_at=NOW + DAY)
    sit(closing, member, NOW - HOUR)
    assert regular.send_due(NOW) == 0


def test_what_has_opened_and_what_is_new_is_told_once(mailbox, unit):
    person(unit)
    opened = make_assessment(unit, title="Tuần 3", opens_at=NOW - HOUR, closes_at=NOW + 6 * DAY)
    rosters.freeze(opened, NOW)
    announcements.publish("Lịch học", "Nội dung riêng", unit, "all", make_member(unit=unit), NOW - HOUR)
    regular.send_due(NOW)
    (letter,) = mailbox.letters
    text = text_of(letter)
    assert letter["Subject"] == "Có 2 tin mới cho bạn"
    assert "Mới mở:\n- Cuộc thi: Tuần 3" in text
    assert "Mới:\n- Thông báo: Lịch học\n" in text
    assert "Nội dung riêng" not in text
    assert regular.send_due(NOW + DAY) == 0


def test_what_came_up_before_reminders_were_turned_on_is_no_news(mailbox, unit):
    announcements.publish("Cũ", "Nội dung", unit, "all", make_member(unit=unit), NOW - 2 * DAY)
    person(unit)
    assert regular.send_due(NOW) == 0


def test_news_of_other_units_is_not_told(mailbox, unit):
    person(unit)
    announcements.publish("Việc nơi khác", "…", make_unit("Khác"), "all", make_member(unit=unit), NOW - HOUR)
    assert regular.send_due(NOW) == 0


def test_letter_can_be_unsubscribed_by_the_mail_program(mailbox, unit, client):
    member = person(unit)
    give_course(unit, member)
    regular.send_due(NOW)
    (letter,) = mailbox.letters
    assert b"\r\nList-Unsubscribe: <https://thi.example.vn/reminders/unsubscription/" in mailbox.raw[0]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip("<>").removeprefix("https://thi.example.vn")
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not db.session.get(ReminderSetting, member.id).by_email
    assert f"https://thi.example.vn{path}" in text_of(letter)


def test_mail_server_that_is_down_is_tried_again_and_said_in_the_log(configure, unit, caplog):
    with mail_server() as (_, address):
        pass
    configure(mail_url=f"smtp://{address}")
    give_course(unit, person(unit), person(unit, email="binh@example.vn"))
    with caplog.at_level(logging.WARNING):
        assert regular.send_due(NOW) == 0
    assert caplog.text.count("the mail server takes nothing now; tried again in 15 minutes") == 1
    with mail_server() as (mailbox, address):
        configure(mail_url=f"smtp://{address}")
        assert regular.send_due(NOW + timedelta(minutes=5)) == 0
        assert regular.send_due(NOW + timedelta(minutes=15)) == 2
        assert len(mailbox.letters) == 2


def test_letter_that_is_put_off_is_sent_later_and_once(mailbox, unit):
    give_course(unit, person(unit))
    mailbox.answers = ["451 try later"]
    assert regular.send_due(NOW) == 0
    assert regular.send_due(NOW + HOUR) == 1
    assert regular.send_due(NOW + 2 * HOUR) == 0
    assert len(mailbox.letters) == 1


def test_letter_is_given_up_for_the_day_after_three_tries(mailbox, unit):
    give_course(unit, person(unit))
    mailbox.answers = ["451 try later"] * 3
    for hours in range(6):
        assert regular.send_due(NOW + hours * HOUR) == 0
    assert regular.send_due(NOW + DAY) == 1


def test_letter_that_may_have_arrived_is_not_sent_again(mailbox, unit):
    member = person(unit)
    give_course(unit, member)
    mailbox.answers = ["hang up"]
    regular.send_due(NOW)
    assert db.session.get(Reminder, (member.id, NOW.date())).state == "unknown"
    regular.send_due(NOW + HOUR)
    assert mailbox.letters == []


def test_address_that_is_refused_does_not_keep_the_others_waiting(mailbox, unit):
    gone = person(unit, email="gone@example.vn")
    give_course(unit, gone, person(unit))
    mailbox.refused_recipients = {"gone@example.vn": "550 no such person"}
    assert regular.send_due(NOW) == 1
    assert db.session.get(Reminder, (gone.id, NOW.date())).state == "failed"


def test_without_a_public_address_no_letter_is_sent(mailbox, configure, unit):
    configure(base_url=None)
    give_course(unit, person(unit))
    assert regular.send_due(NOW) == 0
    assert mailbox.letters == []


def test_two_servers_send_one(mailbox, unit, app):
    give_course(unit, *(person(unit, email=f"m{n}@example.vn") for n in range(6)))
    db.session.remove()

    def one_server(_):
        with app.app_context():
            return regular.send_due(NOW)

    with ThreadPoolExecutor(4) as servers:
        counts = list(servers.map(one_server, range(4)))
    assert sum(counts) == 6
    assert len(mailbox.letters) == 6


def test_one_reminder_of_a_day_can_be_claimed_once(app, unit):
    member = person(unit)
    assert [services.claim(member.id, NOW.date(), NOW) for _ in range(3)] == [True, False, False]


def add_device(member, service, name="one", browser=None):
    browser = browser or Browser()
    endpoint = f"{service.place}/{name}"
    services.add_device(member.id, endpoint, browser.public_key, browser.secret, "phone", NOW - DAY)
    return browser


def test_device_gets_the_reminder_instead_of_a_letter(mailbox, service, unit):
    member = person(unit)
    browser = add_device(member, service)
    give_course(unit, member)
    assert regular.send_due(NOW) == 1
    ((path, headers, body),) = service.taken
    sent = browser.read(body)
    assert path == "/one"
    assert sent["title"] == "Bạn có 1 việc sắp đến hạn"
    assert sent["body"].startswith("Khóa học: Nghị quyết 57-NQ/TW, hạn")
    assert claims_of(headers["authorization"])["sub"] == "mailto:nhac-viec@example.vn"
    assert mailbox.letters == []


def test_device_that_is_gone_is_forgotten_and_the_letter_comes_instead(mailbox, service, unit):
    member = person(unit)
    add_device(member, service)
    give_course(unit, member)
    service.answers = [410]
    assert regular.send_due(NOW) == 1
    assert len(mailbox.letters) == 1
    setting = db.session.get(ReminderSetting, member.id)
    assert (setting.by_push, setting.by_email) == (False, True)


def test_of_two_devices_one_is_sent_to(service, unit):
    member = person(unit, by_email=False)
    add_device(member, service, "old")
    add_device(member, service, "new")
    give_course(unit, member)
    assert regular.send_due(NOW) == 1
    assert [path for path, *_ in service.taken] == ["/new"]


def test_push_service_that_is_busy_is_tried_again(service, unit):
    member = person(unit, by_email=False)
    add_device(member, service)
    give_course(unit, member)
    service.answers = [503]
    assert regular.send_due(NOW) == 0
    assert regular.send_due(NOW + HOUR) == 1


def test_costs_the_same_statements_to_look_at_one_and_at_three(mailbox, unit, statements):
    counts = []
    for number in (1, 3):
        for n in range(number):
            person(unit, email=f"m{number}{n}@example.vn")
        statements.clear()
        regular.send_due(NOW + number * DAY)
        counts.append(len(statements))
    assert counts[0] == counts[1]
