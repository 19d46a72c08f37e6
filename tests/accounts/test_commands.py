"""quizapp members … and quizapp roles …"""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from quizapp.accounts import passwords
from quizapp.accounts.models import AuditEntry, Grant, Member
from quizapp.extensions import db
from quizapp.tables import write_csv
from tests.conftest import NOW
from tests.factories import grant, make_member, make_unit

HEADER = ("Mã số", "Họ và tên", "Đơn vị")


def run(app, *arguments: str, stdin: str | None = None):
    return app.test_cli_runner().invoke(args=list(arguments), input=stdin)


def import_list(app, tmp_path, rows, *options, header=HEADER):
    file = tmp_path / "members.csv"
    file.write_bytes(write_csv(header, rows))
    return run(app, "members", "import", str(file), *options)


def codes() -> list[str]:
    return list(db.session.scalars(select(Member.code).order_by(Member.code)))


def test_good_list_is_stored_and_counted(app, tmp_path):
    make_unit(code="A")
    result = import_list(app, tmp_path, [("dv1", "Đỗ An", "A")], "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, codes()) == (0, ["dv1"])
    assert {name: report[name] for name in ("found", "accepted", "created", "updated", "rejected")} == {
        "found": 1,
        "accepted": 1,
        "created": 1,
        "updated": 0,
        "rejected": [],
    }
    assert db.session.scalars(select(AuditEntry.actor_id)).all() == [None]


def test_rejected_row_ends_with_1_and_nothing_stored(app, tmp_path):
    make_unit(code="A")
    rows = [("dv1", "Đỗ An", "A"), ("dv2", "Lê Bình", "lạ")]
    result = import_list(app, tmp_path, rows, "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, codes(), report["accepted"], report["created"]) == (1, [], 1, 0)
    assert [(r["row"], r["item"]) for r in report["rejected"]] == [(3, "dv2")]
    assert (import_list(app, tmp_path, rows, "--skip-rejected").exit_code, codes()) == (0, ["dv1"])


def test_dry_run_counts_and_stores_nothing(app, tmp_path):
    make_unit(code="A")
    result = import_list(app, tmp_path, [("dv1", "Đỗ An", "A")], "--dry-run", "--json")
    assert (result.exit_code, json.loads(result.stdout)["created"], codes()) == (0, 1, [])


def test_list_without_units_goes_to_the_unit_named(app, tmp_path):
    make_unit(code="A")
    rows, header = [("dv1", "Đỗ An")], ("Mã số", "Họ và tên")
    assert import_list(app, tmp_path, rows, "--unit", "a", header=header).exit_code == 0
    result = import_list(app, tmp_path, rows, "--unit", "lạ", "--json", header=header)
    assert (result.exit_code, json.loads(result.stdout)["rejected"][0]["error"]) == (
        1,
        "Không có đơn vị nào mang mã “lạ”.",
    )


@pytest.mark.parametrize("login", ["dv1", "DV1", "+84 912 345 678", "an@x.vn"])
def test_initial_password_is_read_from_stdin(app, login):
    member = make_member(code="dv1", phone="0912345678", email="an@x.vn", has_initial_password=False)
    result = run(app, "members", "password", login, "--stdin", stdin="hoc-tap-2026\n")
    db.session.expire_all()
    assert (result.exit_code, result.stdout) == (0, "")
    assert passwords.is_right("hoc-tap-2026", member.password_hash)
    assert member.has_initial_password


def test_password_is_never_an_argument(app):
    assert run(app, "members", "password", "dv1").exit_code == 2


def test_unknown_login_and_weak_password_are_refused(app):
    make_member(code="dv1")
    assert run(app, "members", "password", "ai", "--stdin", stdin="hoc-tap-2026\n").exit_code == 1
    assert run(app, "members", "password", "dv1", "--stdin", stdin="ngan\n").exit_code == 1


def test_shared_phone_is_no_login(app):
    for _ in range(2):
        make_member(phone="0912345678")
    result = run(app, "members", "password", "0912345678", "--stdin", stdin="hoc-tap-2026\n")
    assert (result.exit_code, "dùng chung" in result.stderr) == (1, True)


def test_role_is_granted_listed_and_revoked(app):
    unit = make_unit("Thành ủy", code="A")
    make_member("Đỗ An", unit, code="dv1")
    about = {"member_code": "dv1", "member_name": "Đỗ An", "role": "leader", "unit_code": "A", "unit_name": "Thành ủy"}
    arguments = ("dv1", "leader", "a", "--json")
    granted = run(app, "roles", "grant", *arguments)
    assert (granted.exit_code, json.loads(granted.stdout)) == (0, {**about, "granted": True})
    assert json.loads(run(app, "roles", "grant", *arguments).stdout)["granted"] is False
    [listed] = json.loads(run(app, "roles", "list", "--json").stdout)["grants"]
    assert {name: listed[name] for name in about} == about
    revoked = run(app, "roles", "revoke", *arguments)
    assert (revoked.exit_code, json.loads(revoked.stdout)) == (0, {**about, "revoked": True})
    assert run(app, "roles", "revoke", *arguments).exit_code == 1
    assert db.session.scalars(select(Grant)).all() == []


def test_list_can_be_narrowed_to_a_subtree(app):
    top = make_unit(code="A")
    below = make_unit(code="B", parent=top)
    for unit in (top, below):
        grant(make_member(code=f"dv-{unit.code}", unit=unit), "leader", unit)
    grants = json.loads(run(app, "roles", "list", "--unit", "B", "--json").stdout)["grants"]
    assert [(g["member_code"], g["unit_code"], g["granted_at"]) for g in grants] == [("dv-B", "B", NOW.isoformat())]
    assert len(run(app, "roles", "list").stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ai", "leader", "A"), "Không có ai có mã số, điện thoại hoặc thư điện tử “ai”."),
        (("dv1", "king", "A"), "Không có vai trò “king”. Các vai trò: administrator, unit_administrator"),
        (("dv1", "leader", "Z"), "Không có đơn vị nào mang mã “Z”."),
    ],
)
def test_what_is_unknown_is_refused_by_name(app, arguments, said):
    make_member(code="dv1", unit=make_unit(code="A"))
    result = run(app, "roles", "grant", *arguments)
    assert (result.exit_code, said in result.stderr) == (1, True)
