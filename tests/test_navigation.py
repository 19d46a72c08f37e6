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


@pytest.mark.parametrize(
    ("address", "place"), [("/analytics/study/", "Số liệu"), ("/sessions", "Học tập"), ("/exams", "Học tập")]
)
def test_the_bar_at_the_bottom_says_where_one_is_though_it_has_no_room_for_the_place(administrator, address, place):
    bar = re.search(r'<nav class="bottom-bar".*?</nav>', administrator.get(address).text, re.DOTALL)[0]
    assert re.findall(r'aria-current="true"[^>]*>(?:<svg.*?</svg>)?([^<]+)</a>', bar) == [place]


def test_one_place_of_work_needs_no_menu(client, app):
    page = sign_in(client, make_member()).get("/exams").text
    bars = page[: page.index("<main")]
    assert "Công việc" not in bars
    assert re.search(r'<a href="/exams" aria-current="page">Kỳ thi</a>', bars)
