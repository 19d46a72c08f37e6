"""Lists of members into the database."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from quizapp.accounts import member_services
from quizapp.accounts.member_import import import_members, preview_members
from quizapp.accounts.member_plan import Target
from quizapp.accounts.member_templates import member_template
from quizapp.accounts.models import AuditEntry, Member
from quizapp.errors import Invalid
from quizapp.extensions import db
from quizapp.import_report import ImportReport
from quizapp.tables import write_csv
from tests.conftest import NOW
from tests.factories import make_member, make_unit
from tests.spreadsheets import xlsx_of

HEADER = ("Mã số", "Họ và tên", "Đơn vị", "Điện thoại")


def load(*rows, header=HEADER, target=Target(), skip_rejected=False) -> ImportReport:  # noqa: B008
    return import_members(write_csv(header, rows), "dang-vien.csv", target, NOW, skip_rejected)


def counts(report: ImportReport) -> tuple[int, ...]:
    """(found, accepted, created, updated, rejected)"""
    return (report.found, report.accepted, report.created, report.updated, len(report.rejected))


def errors(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(note.row, note.item, str(note.sentence)) for note in report.rejected]


def warnings(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(note.row, note.item, str(note.sentence)) for note in report.warnings]


def stored() -> dict[str, Member]:
    return {member.code: member for member in db.session.scalars(select(Member))}


@pytest.fixture
def cell(app):
    return make_unit("Chi bộ Sở Y tế", code="SYT-01")


def test_list_as_it_really_comes(cell):
    other = make_unit("Chi bộ Bệnh viện", code="BV")
    content = xlsx_of(
        [
            ["ĐẢNG BỘ KHỐI CÁC CƠ QUAN"],
            ["DANH SÁCH ĐẢNG VIÊN"],
            [],
            ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Chi bộ", "Số thẻ ĐV", "Loại", "Trạng thái", "SĐT", "Email"],
            [
                1,
                "NGUYỄN THỊ HOA",
                "Nữ",
                "05/09/1965",
                "Chi bộ Sở Y tế",
                12345678,
                "Chính thức",
                "",
                912345678,
                "Hoa@X.vn",
            ],
            [
                2,
                "Trần Văn Ba\u0300n",
                "Nam",
                date(1988, 1, 2),
                "chi bo so y te",
                "087654321",
                "Dự bị",
                "Tạm vắng",
                None,
            ],
            [3, "Lê Văn Cao", "Nam", 1950, "BV", 99999999, "CT", "Được miễn sinh hoạt", "0987 654 321", None],
            [],
            [None, "Tổng cộng: 3 đảng viên"],
            [None, None, None, None, None, None, None, "TM. CHI ỦY"],
        ],
        merged=[(0, 0, 0, 9), (1, 0, 1, 9)],
    )
    report = import_members(content, "ds.xlsx", Target(), NOW)
    assert (counts(report), errors(report)) == ((3, 3, 3, 0, 0), [])
    hoa, ban, cao = (stored()[code] for code in ("012345678", "087654321", "099999999"))
    assert (hoa.name, hoa.sex, hoa.birth_date, hoa.unit_id, hoa.kind, hoa.status, hoa.phone, hoa.email) == (
        "Nguyễn Thị Hoa",
        "female",
        date(1965, 9, 5),
        cell.id,
        "official",
        "active",
        "0912345678",
        "hoa@x.vn",
    )
    assert (ban.name, ban.search_name, ban.birth_date, ban.kind, ban.status) == (
        "Trần Văn Bàn",
        "tran van ban",
        date(1988, 1, 2),
        "probationary",
        "away",
    )
    assert (cao.birth_date, cao.birth_year, cao.unit_id, cao.status, cao.phone) == (
        None,
        1950,
        other.id,
        "exempt",
        "0987654321",
    )
    assert {(m.account_state, m.password_hash, m.has_initial_password) for m in (hoa, ban, cao)} == {
        ("not_activated", None, True)
    }


ROWS = (("dv1", "Đỗ An", "SYT-01", "0912345678"), ("dv2", "Lê Bình", "Chi bộ Sở Y tế", ""))


def test_same_list_twice_creates_and_changes_nothing(cell):
    assert counts(load(*ROWS)) == (2, 2, 2, 0, 0)
    assert counts(load(*ROWS)) == (2, 2, 0, 0, 0)


def test_template_can_be_imported(app):
    make_unit(code="CB01")
    assert counts(import_members(member_template(), "mau.xlsx", Target(), NOW)) == (2, 2, 2, 0, 0)


def test_preview_stores_nothing(cell):
    plan = preview_members(write_csv(HEADER, ROWS), "a.csv", Target(), NOW)
    assert ([new.values["code"] for new in plan.created], plan.report.created, stored()) == (["dv1", "dv2"], 2, {})


def test_one_rejected_row_holds_all_back(cell):
    report = load(*ROWS, ("dv3", "Vũ Chi", "Chi bộ lạ", ""))
    assert (counts(report), stored()) == ((3, 2, 0, 0, 1), {})
    assert errors(report)[0][:2] == (4, "dv3")
    assert "“Chi bộ lạ”" in errors(report)[0][2]


def test_good_rows_are_stored_where_others_may_be_skipped(cell):
    report = load(*ROWS, ("dv3", "Vũ Chi", "Chi bộ lạ", ""), skip_rejected=True)
    assert (counts(report), set(stored())) == ((3, 2, 2, 0, 1), {"dv1", "dv2"})


def test_code_twice_in_one_list_is_refused(cell):
    assert errors(load(ROWS[0], ("DV1", "Đỗ Ánh", "SYT-01", ""))) == [
        (3, "DV1", "Mã số “DV1” đã có ở dòng 2 (Đỗ An). Mỗi người cần một mã số riêng.")
    ]


def test_cells_of_one_name_are_told_apart_by_the_committee_beside_them(app):
    first, second = make_unit("Đảng bộ A"), make_unit("Đảng bộ B")
    make_unit("Chi bộ 1", first, code="A1")
    wanted = make_unit("Chi bộ 1", second, code="B1")
    header = ("Mã số", "Họ và tên", "Chi bộ", "Đảng bộ")
    assert counts(load(("dv1", "Đỗ An", "Chi bộ 1", "Đảng bộ B"), header=header)) == (1, 1, 1, 0, 0)
    assert stored()["dv1"].unit_id == wanted.id
    assert errors(load(("dv2", "Đỗ An", "Chi bộ 1", ""), header=header)) == [
        (2, "dv2", "Có 2 đơn vị tên “Chi bộ 1” (mã A1, B1). Ghi mã đơn vị thay cho tên.")
    ]
    assert counts(load(("dv2", "Đỗ An", "Chi bộ 1", ""), header=header, target=Target(None, first)))[2] == 1


def test_members_without_a_unit_go_to_the_unit_of_the_list(cell):
    header = ("Mã số", "Họ và tên")
    assert counts(load(("dv1", "Đỗ An"), header=header, target=Target(None, cell))) == (1, 1, 1, 0, 0)
    assert errors(load(("dv2", "Đỗ An"), header=header))[0][2].startswith("Chưa có đơn vị")


def test_known_member_is_changed_and_logged_with_what_was_and_what_is(cell):
    member = make_member("Đỗ An", make_unit(code="OLD"), code="DV1", birth_date=date(1965, 9, 5), birth_year=1965)
    header = (*HEADER, "Ngày sinh", "Trạng thái", "Loại")
    report = load(("dv1", "Đỗ An", "SYT-01", "0912345678", "1966", "Đình chỉ", "Dự bị"), header=header)
    assert counts(report) == (1, 1, 0, 1, 0)
    db.session.refresh(member)
    assert (member.unit_id, member.phone, member.birth_date, member.birth_year, member.status, member.kind) == (
        cell.id,
        "0912345678",
        None,
        1966,
        "suspended",
        "probationary",
    )
    imported, edited = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    assert (imported.action, imported.detail) == (
        "members.imported",
        {"file": "dang-vien.csv", "found": 1, "created": 0, "updated": 1},
    )
    assert (edited.action, edited.object_id, edited.detail["changes"]) == (
        "member.edited",
        str(member.id),
        {
            "phone": [None, "0912345678"],
            "kind": ["official", "probationary"],
            "status": ["active", "suspended"],
            "birth_date": ["1965-09-05", None],
            "birth_year": [1965, 1966],
            "unit": ["OLD", "SYT-01"],
        },
    )


def test_blank_cells_and_columns_that_are_not_there_change_nothing(cell):
    known = {
        "phone": "0912345678",
        "kind": "probationary",
        "status": "exempt",
        "birth_year": 1965,
        "position": "Bí thư",
    }
    member = make_member("Đỗ An", cell, code="dv1", birth_date=date(1965, 9, 5), **known)
    header = (*HEADER, "Ngày sinh", "Loại", "Trạng thái", "Chức vụ")
    for rows, columns in (
        ((("dv1", "Đỗ An", "SYT-01", ""),), HEADER),
        ((("dv1", "Đỗ An", "SYT-01", "", "1965"),), header),
    ):
        assert counts(load(*rows, header=columns)) == (1, 1, 0, 0, 0)
    db.session.refresh(member)
    assert {name: getattr(member, name) for name in known} == known


def test_account_of_a_known_member_stays_as_it_is(cell):
    member = make_member("Đỗ An", cell, code="dv1", password="mat-khau-cu")
    member_services.lock_account(member, NOW)
    before = (member.account_state, member.password_hash)
    load(("dv1", "Đỗ An Bình", "SYT-01", ""))
    db.session.refresh(member)
    assert (member.account_state, member.password_hash, member.name) == (*before, "Đỗ An Bình")


def test_code_that_gets_another_name_is_warned_of(cell):
    make_member("Đỗ An", cell, code="dv1")
    assert warnings(load(("dv1", "Lê Bình", "SYT-01", "")))[-1] == (
        2,
        "Lê Bình",
        "Mã số này đang là của “Đỗ An”. Kiểm tra xem có nhầm mã không.",
    )


def test_phone_of_somebody_else_is_warned_of(cell):
    make_member("Đỗ Ánh", cell, code="dv9", phone="0912345678")
    assert warnings(load(*ROWS))[-1] == (
        2,
        "Đỗ An",
        "“0912345678” đã có một thành viên khác dùng. Những người dùng chung đăng nhập bằng mã số.",
    )


def test_unit_that_has_ended_is_warned_of(app):
    make_unit("Chi bộ cũ", code="OLD", valid_to=date(2025, 6, 30))
    assert warnings(load(("dv1", "Đỗ An", "OLD", "")))[-1] == (2, "Đỗ An", "Đơn vị Chi bộ cũ đã kết thúc hoạt động.")


class TestUnitAdministrator:
    """Who administers one subtree imports into that subtree only."""

    @pytest.fixture(autouse=True)
    def units(self, app) -> None:
        top = make_unit("Thành ủy")
        self.own = make_unit("Đảng bộ A", top, code="A")
        make_unit("Chi bộ 1", self.own, code="A1")
        self.foreign = make_unit("Chi bộ 1", make_unit("Đảng bộ B", top, code="B"), code="B1")
        self.target = Target([self.own.path])

    def test_unit_is_unique_within_the_scope(self):
        assert counts(load(("dv1", "Đỗ An", "Chi bộ 1", ""), target=self.target)) == (1, 1, 1, 0, 0)

    def test_unit_outside_is_as_if_it_were_not_there(self):
        assert errors(load(("dv1", "Đỗ An", "B1", ""), target=self.target)) == [
            (
                2,
                "dv1",
                "Không tìm thấy đơn vị nào có mã hoặc tên “B1”. Kiểm tra lại, hoặc tạo đơn vị trước.",
            )
        ]

    def test_member_outside_is_not_touched_and_not_named(self):
        member = make_member("Lê Bí Mật", self.foreign, code="dv1")
        [(_, _, said)] = errors(load(("dv1", "Đỗ An", "A1", ""), target=self.target))
        assert said.startswith("Mã số “dv1” đang thuộc một đơn vị ngoài phạm vi của bạn.")
        db.session.refresh(member)
        assert (member.name, member.unit_id) == ("Lê Bí Mật", self.foreign.id)


def test_file_that_is_no_list_is_refused_as_a_whole(app):
    with pytest.raises(Invalid, match="Không tìm thấy cột"):
        preview_members(b"a,b\n1,2\n", "a.csv", Target(), NOW)


def test_long_list_costs_as_many_statements_as_a_short_one(cell, statements):
    costs = []
    for first, last in ((0, 2), (100, 1_100)):
        statements.clear()
        load(*((f"dv{n}", "Đỗ An", "SYT-01", f"09{n:08}") for n in range(first, last)))
        costs.append(len(statements))
    assert costs[0] == costs[1]
    assert db.session.scalar(select(func.count(Member.id))) == 1_002
