"""What people type, as it is looked up."""

from __future__ import annotations

import pytest

from quizapp.accounts.logins import read_login


@pytest.mark.parametrize(
    "typed",
    ["0912345678", "+84 912 345 678", "84912345678", "0912.345.678", "912345678", " 0912-345-678 ", "0084912345678"],
)
def test_phone_in_any_spelling_is_one_login(typed):
    login = read_login(typed)
    assert (login.text, login.phone, login.email, login.may_be_shared) == ("0912345678", "0912345678", None, True)


def test_address_is_compared_in_lower_case():
    login = read_login(" Bi.Thu@CoQuan.VN ")
    assert (login.text, login.phone, login.email) == ("bi.thu@coquan.vn", None, "bi.thu@coquan.vn")


def test_code_is_tried_in_the_cases_that_phones_make_of_it():
    login = read_login("Dv000001")
    assert (login.text, login.codes, login.may_be_shared) == ("dv000001", ("Dv000001", "dv000001", "DV000001"), False)


def test_card_number_may_be_typed_with_blanks():
    assert "01234567" in read_login("012 345 67").codes


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\u200b"])
def test_nothing_visible_is_an_empty_login(typed):
    assert read_login(typed).codes == ("",)


def test_endless_login_is_cut():
    assert len(read_login("a" * 100_000).text) == 160
