import unicodedata

import pytest

from quizapp.folding import fold, tidy


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Thị", "nguyen thi"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Đượm"), "nguyen thi duom"),
        ("ĐẢNG BỘ XÃ ĐẠI ĐỒNG", "dang bo xa dai dong"),
        ("Ðảng viên", "dang vien"),  # U+00D0, typed for Đ
        ("  Họ \n và\t tên  ", "ho va ten"),
        ("Họ\u00a0tên", "ho ten"),
        ("Họ\u200b tên\ufeff", "ho ten"),
        ("Chi bộ 1", "chi bo 1"),
        ("", ""),
    ],
)
def test_folded_text(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        (unicodedata.normalize("NFD", "Lê Thị Bưởi"), "Lê Thị Bưởi"),
        ("\ufeff Lê\u00a0\u00a0Thị \u200bBưởi\n", "Lê Thị Bưởi"),
        ("e\u200b\u0301", "é"),  # what is invisible does not keep a letter from its mark
        ("a\x00b\x1fc", "ab c"),
        ("Điều 1\r\nKhoản 2", "Điều 1 Khoản 2"),
        (" \u200b ", ""),
    ],
)
def test_tidied_text(text, tidied):
    assert tidy(text) == tidied
