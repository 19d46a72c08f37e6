"""The bars that lead to the pages: which place is the current one."""

from __future__ import annotations

import re

import pytest

from tests.factories import grant, make_member, make_unit, sign_in


@pytest.fixture
def administrator(client):
    unit = make_unit("Thành ủy", code="TOP")
    member = make_member("Lê Quản Trị", unit, code="admin")
    grant(member, "administrator", unit)
    return sign_in(client, member)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/", "Trang chủ"),
        ("/study", "Học tập"),
        ("/study/sessions", "Học tập"),
        ("/attend", "Học tập"),
        ("/practice", "Học tập"),
        ("/sessions", "Buổi học"),
        ("/course-plans", "Khóa học"),
        ("/members/new", "Thành viên"),
        ("/units/kinds", "Đơn vị"),
        ("/units/1/roles", "Đơn vị"),
        ("/audit", "Nhật ký"),
        ("/password", "Tài khoản"),
    ],
)
def test_a_page_stands_under_one_place(administrator, address, place):
    html = administrator.get(address).get_data(as_text=True)
    bars = html[: html.index("<main")]
    current = re.findall(r'<a[^>]*aria-current="page"[^>]*>(?:<svg.*?</svg>)?([^<]+)</a>', bars)
    assert set(current) == {place}
