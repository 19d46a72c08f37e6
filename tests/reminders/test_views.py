import stat

import pytest

from quizapp import clock
from quizapp.extensions import db
from quizapp.reminders import services
from quizapp.reminders.addresses import unsubscription_of
from quizapp.reminders.models import PushDevice, ReminderSetting
from quizapp.reminders.push_key import NAME
from quizapp.reminders.services import Choices
from tests.accounts.forms import csrf_token
from tests.factories import make_member, sign_in
from tests.reminders.servers import Browser

PAGE = "/account/reminders"


@pytest.fixture
def member(unit):
    return make_member(unit=unit, email="an@example.vn")


@pytest.fixture
def signed_in(client, member):
    return sign_in(client, member)


@pytest.fixture
def can_email(configure):
    configure(mail_url="smtp://mail.example.vn")


def setting_of(member):
    db.session.rollback()
    return db.session.get(ReminderSetting, member.id)


def text_of(answer):
    return " ".join(answer.get_data(as_text=True).split())


def send(client, **changes):
    fields = {"by_email": "y", "kinds": ["due", "new"], "quiet_from": "22", "quiet_until": "6"} | changes
    return post(client, PAGE, **fields)


def post(client, path, **fields):
    return client.post(path, data={"csrf_token": csrf_token(client, PAGE), **fields})


def put_device(client, **told):
    return client.put(PAGE + "/devices", json=told, headers={"X-CSRFToken": csrf_token(client, PAGE)})


def test_all_is_off_until_it_is_turned_on(signed_in, member, can_email):
    page = text_of(signed_in.get(PAGE))
    assert 'name="by_email"' in page
    assert "checked" not in page.split('name="by_email"')[1].split(">")[0]
    assert '<option selected value="21">21:00</option>' in page
    assert '<option selected value="7">07:00</option>' in page
    assert setting_of(member) is None


def test_choices_are_kept(signed_in, member, can_email):
    assert send(signed_in).status_code == 302
    setting = setting_of(member)
    assert (setting.by_email, setting.kinds) == (True, ["due", "new"])
    assert (setting.quiet_from, setting.quiet_until) == (22, 6)
    assert setting.next_look_at is not None


def test_turned_off_again_nobody_is_looked_at(signed_in, member, can_email):
    send(signed_in)
    post(signed_in, PAGE, kinds=["due"], quiet_from="21", quiet_until="7")
    assert setting_of(member).next_look_at is None


@pytest.mark.parametrize("changes", [{"quiet_from": "24"}, {"kinds": ["all"]}, {"quiet_until": "x"}])
def test_what_is_no_choice_is_refused_and_nothing_kept(signed_in, member, can_email, changes):
    answer = send(signed_in, **changes)
    assert answer.status_code == 200
    assert "Có 1 mục cần sửa" in text_of(answer)
    assert setting_of(member) is None


def test_no_box_is_offered_that_could_do_nothing(signed_in, member, configure):
    page = text_of(signed_in.get(PAGE))
    assert "Máy chủ này chưa gửi được thư điện tử." in page
    assert "by_email" not in page
    configure(mail_url="smtp://mail.example.vn")
    member.email = None
    db.session.commit()
    page = text_of(signed_in.get(PAGE))
    assert "chưa có địa chỉ thư điện tử" in page
    assert "by_email" not in page
    send(signed_in)
    assert not setting_of(member).by_email


def test_account_page_leads_there(signed_in):
    assert f'href="{PAGE}"' in text_of(signed_in.get("/account"))


def test_device_is_kept_once_and_can_be_removed(signed_in, member, service):
    browser = Browser()
    told = {"endpoint": f"{service.place}/x", "public_key": browser.public_key, "secret": browser.secret}
    for _ in range(2):
        assert put_device(signed_in, **told).status_code == 200
    (device,) = db.session.query(PushDevice).all()
    assert setting_of(member).by_push
    assert f"{PAGE}/devices/{device.id}/removal" in text_of(signed_in.get(PAGE))
    assert post(signed_in, f"{PAGE}/devices/{device.id}/removal").status_code == 302
    assert db.session.query(PushDevice).count() == 0
    assert not setting_of(member).by_push


def test_browser_that_changes_hands_goes_with_the_last_one(signed_in, member, unit, service):
    browser, other = Browser(), make_member(unit=unit)
    endpoint = f"{service.place}/x"
    services.add_device(other.id, endpoint, browser.public_key, browser.secret, "phone", clock.now())
    told = {"endpoint": endpoint, "public_key": browser.public_key, "secret": browser.secret}
    put_device(signed_in, **told)
    assert [device.member_id for device in db.session.query(PushDevice)] == [member.id]


def test_another_s_device_cannot_be_removed(signed_in, unit, service):
    browser, other = Browser(), make_member(unit=unit)
    services.add_device(other.id, f"{service.place}/x", browser.public_key, browser.secret, "phone", clock.now())
    device = db.session.query(PushDevice).one()
    assert post(signed_in, f"{PAGE}/devices/{device.id}/removal").status_code == 404
    assert db.session.query(PushDevice).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "http://169.254.169.254/latest"},
        {"endpoint": "https://fcm.googleapis.com.evil.example/x"},
        {"endpoint": "https://evil.example/?https://fcm.googleapis.com"},
        {"endpoint": "https://a@fcm.googleapis.com/x"},
        {"endpoint": "https://fcm.googleapis.com/" + "x" * 1000},
        {"endpoint": "https://fcm.googleapis.com/a b"},
        {"endpoint": 5},
        {"public_key": "AAAA"},
        {"secret": "không phải"},
        {"secret": None},
    ],
)
def test_address_that_is_no_browser_s_is_refused(signed_in, changes):
    browser = Browser()
    told = {"endpoint": "https://fcm.googleapis.com/x", "public_key": browser.public_key, "secret": browser.secret}
    answer = put_device(signed_in, **told | changes)
    assert answer.status_code == 422
    assert db.session.query(PushDevice).count() == 0


def test_known_push_services_are_taken(signed_in):
    browser = Browser()
    for endpoint in (
        "https://fcm.googleapis.com/fcm/send/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x",
        "https://sg2p.notify.windows.com/w/?token=x",
    ):
        told = {"endpoint": endpoint, "public_key": browser.public_key, "secret": browser.secret}
        assert put_device(signed_in, **told).status_code == 200


def test_key_of_the_installation_is_made_once_and_kept_to_itself(app, signed_in):
    def key():
        return text_of(signed_in.get(PAGE)).split('data-key="')[1].split('"')[0]

    assert key() == key()
    path = app.config["QUIZAPP"].instance / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_link_in_a_letter_turns_letters_off_with_one_tap_and_on_again_with_another(client, member):
    services.choose(member.id, Choices(by_email=True), clock.now())
    link = unsubscription_of(member.id)
    client.head(link)
    assert setting_of(member).by_email
    assert "Đã tắt thư nhắc việc" in text_of(client.get(link))
    assert not setting_of(member).by_email
    assert "Đã bật lại" in text_of(client.post(f"{link}/removal"))
    assert setting_of(member).by_email


def test_link_that_is_not_ours_is_not_found(client, member):
    link = unsubscription_of(member.id)
    assert client.get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code == 404
    assert client.get("/reminders/unsubscription/x").status_code == 404


def test_service_worker_and_manifest_are_there_for_everybody(client):
    worker = client.get("/reminders/service-worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert client.get("/manifest.webmanifest").get_json()["display"] == "standalone"
